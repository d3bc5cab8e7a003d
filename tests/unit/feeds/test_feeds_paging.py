"""Lists that go on: followed to their end, or to what ends them, and never taken for whole by mistake."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.source import Validators
from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.fetched import Fetched, NotModified
from bot.feeds.formats.document import Page
from bot.feeds.paging import ListRead, PagingLimits, read_list

BOARD = "https://api.smartrecruiters.com/v1/companies/Acme/postings?limit=2"
NEWEST = "https://www.arbeitnow.com/api/job-board-api"
LIMITS = PagingLimits(pause=0)


class Server:
    """Answers addresses with documents, and remembers what was asked."""

    def __init__(self, pages: Mapping[str, Any]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []

    async def fetch(self, page: Page, _validators: Validators) -> Fetched | NotModified:
        self.asked.append(page.url)
        answer = self.pages[page.url]
        if isinstance(answer, Exception):
            raise answer
        body = json.dumps(answer).encode()
        return Fetched(
            body=body, content_type=None, final_url=page.url, validators=Validators(etag="e", body_hash="h")
        )


def board(*ids: int, offset: int, total: int) -> dict[str, Any]:
    return {
        "offset": offset,
        "totalFound": total,
        "content": [{"id": str(number), "name": f"Engineer {number}"} for number in ids],
    }


def at(offset: int) -> str:
    return f"{BOARD}&offset={offset}"


THREE = {
    BOARD: board(1, 2, offset=0, total=5),
    at(2): board(3, 4, offset=2, total=5),
    at(4): board(5, offset=4, total=5),
}


async def read(server: Server, url: str = BOARD, **options: Any) -> ListRead:
    name = "arbeitnow" if url == NEWEST else "smartrecruiters"
    found = await read_list(server.fetch, url, name, limits=options.pop("limits", LIMITS), **options)
    assert isinstance(found, ListRead)
    return found


def ids(found: ListRead) -> list[str]:
    return [posting.native_id for posting in found.document.entries]


async def test_a_list_is_read_to_its_end_and_is_then_complete():
    server = Server(THREE)
    found = await read(server)
    assert ids(found) == ["1", "2", "3", "4", "5"]
    assert (found.document.complete, found.document.next_page, found.cut) == (True, None, None)
    assert (server.asked, found.requests) == ([BOARD, at(2), at(4)], 3)
    assert found.document.details.keys() == set("12345")
    assert found.validators.etag is None


async def test_a_list_of_one_page_keeps_the_server_s_validators():
    found = await read(Server({BOARD: board(1, offset=0, total=1)}))
    assert found.validators == Validators(etag="e", body_hash="h")


async def test_pages_that_all_say_the_same_again_are_not_modified():
    first = await read(Server(THREE))
    again = await read_list(
        Server(THREE).fetch, BOARD, "smartrecruiters", validators=first.validators, limits=LIMITS
    )
    assert isinstance(again, NotModified)
    changed = {**THREE, at(4): board(6, offset=4, total=5)}
    found = await read(Server(changed), validators=first.validators)
    assert ids(found) == ["1", "2", "3", "4", "6"]


@pytest.mark.parametrize("error", [FetchFailed("it asks us to come less often"), NoSuchFeed("gone")])
async def test_a_page_that_cannot_be_read_cuts_the_list_which_is_read_anew_next_time(error: Exception):
    found = await read(Server({**THREE, at(2): error}))
    assert ids(found) == ["1", "2"]
    assert not found.document.complete
    assert found.cut == f"a further page could not be read: {error}"
    assert found.validators == Validators()


async def test_the_first_page_s_failure_is_the_list_s():
    with pytest.raises(FetchFailed, match="slow down"):
        await read(Server({BOARD: FetchFailed("slow down")}))


@pytest.mark.parametrize(
    ("limits", "says", "read_ids"),
    [
        (replace(LIMITS, pages=2), "after 2 pages", ["1", "2", "3", "4"]),
        (replace(LIMITS, body=10), "more than 1e-05 MB", ["1", "2"]),
        (replace(LIMITS, seconds=0), "more than 0 s", ["1", "2"]),
    ],
)
async def test_a_limit_cuts_the_list_and_says_so(limits: PagingLimits, says: str, read_ids: list[str]):
    found = await read(Server(THREE), limits=limits)
    assert ids(found) == read_ids
    assert not found.document.complete
    assert says in (found.cut or "")


async def test_pages_that_repeat_what_was_read_end_the_list_unfinished():
    found = await read(Server({**THREE, at(2): board(1, 2, offset=2, total=5)}))
    assert (ids(found), found.document.complete) == (["1", "2"], False)
    assert "read already" in (found.cut or "")


async def test_a_list_that_holds_fewer_than_it_says_is_not_complete():
    """One was taken down while the pages were read: another has moved over the edge of a page."""
    moved = {**THREE, at(2): board(4, 5, offset=2, total=4)}
    found = await read(Server(moved))
    assert (ids(found), found.cut, found.document.complete) == (["1", "2", "4", "5"], None, False)


def newest(*numbers: int, following: str | None) -> dict[str, Any]:
    jobs = [{"slug": f"s-{number}", "title": "Engineer", "company_name": "A"} for number in numbers]
    return {"data": jobs, "links": {"next": following}}


async def test_a_list_of_the_newest_is_followed_up_to_what_is_known():
    pages = {
        NEWEST: newest(9, 8, following=f"{NEWEST}?page=2"),
        f"{NEWEST}?page=2": newest(7, 6, following=f"{NEWEST}?page=3"),
        f"{NEWEST}?page=3": newest(5, 4, following=None),
    }

    async def known() -> frozenset[str]:
        return frozenset({"s-4", "s-5", "s-6", "s-7"})

    server = Server(pages)
    found = await read(server, NEWEST, known=known)
    assert ids(found) == ["s-9", "s-8", "s-7", "s-6"]
    assert (len(server.asked), found.cut, found.document.complete) == (2, None, False)
    everything = await read(Server(pages), NEWEST)
    assert len(ids(everything)) == 6


@pytest.mark.parametrize("elsewhere", ["https://evil.example/2", "http://www.arbeitnow.com/2"])
async def test_a_list_is_not_followed_to_another_host(elsewhere: str):
    server = Server({NEWEST: newest(1, following=elsewhere)})
    found = await read(server, NEWEST)
    assert server.asked == [NEWEST]
    assert found.cut == "its next page is on another host"


async def test_a_list_that_leads_to_itself_ends():
    server = Server({NEWEST: newest(1, following=NEWEST)})
    found = await read(server, NEWEST)
    assert (server.asked, found.cut) == ([NEWEST], "its next page is one that was read already")
