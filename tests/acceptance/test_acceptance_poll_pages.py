"""Lists of many pages, and of postings with pages of their own: stories, through wire and database."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.domain.source import Source
from bot.feeds.formats.workday import A_PAGE
from tests.acceptance.poll_house import GO, PollHouse
from tests.servers.job_board import JobBoard, answers

SITE = "/wday/cxs/acme/Careers"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[PollHouse]:
    async with PollHouse.open(database_url) as made:
        yield made


def lists(house: PollHouse, count: int) -> None:
    """What the career site lists from now on, page by page, each posting with a page of its own."""
    rows = [
        {
            "title": f"Engineer {number}",
            "externalPath": f"/job/Berlin/Engineer_R{number}",
            "locationsText": "Berlin",
        }
        for number in range(count)
    ]

    async def page(_board: JobBoard, request: web.Request) -> web.StreamResponse:
        asked = json.loads(await request.read())
        shown = rows[asked["offset"] : asked["offset"] + asked["limit"]]
        return web.json_response({"total": 0 if asked["offset"] else len(rows), "jobPostings": shown})

    house.board.always(f"{SITE}/jobs", page)
    for row in rows:
        about = {"jobDescription": GO, "location": "Berlin, Germany", "startDate": "2026-11-24"}
        body = json.dumps({"jobPostingInfo": about, "hiringOrganization": {"name": "Acme"}}).encode()
        house.board.put(f"{SITE}{row['externalPath']}", body, content_type="application/json")


async def career_site(house: PollHouse) -> Source:
    return await house.source(f"{SITE}/jobs", format_name="workday")


def details_asked(house: PollHouse) -> list[str]:
    return [asked.path.rpartition("_")[2] for asked in house.board.requests if "/job/" in asked.path]


async def test_every_page_is_read_and_a_new_posting_is_matched_by_the_text_of_its_own_page(
    house: PollHouse,
) -> None:
    subscription = await house.subscribe("Go")
    lists(house, A_PAGE + 5)
    source = await career_site(house)
    await house.poll(source)
    assert len(await house.stored()) == A_PAGE + 5
    lists(house, A_PAGE + 6)
    house.board.requests.clear()
    house.later()
    await house.poll(source)
    assert await house.matched_titles(subscription.channel_id) == [f"Engineer {A_PAGE + 5}"]
    assert details_asked(house) == [f"R{A_PAGE + 5}"]
    stored = (await house.stored())[-1]
    assert (stored.posting.company, stored.posting.posted) == ("Acme", "2026-11-24")


async def test_what_the_later_pages_dropped_has_closed(house: PollHouse) -> None:
    lists(house, A_PAGE + 5)
    source = await career_site(house)
    await house.poll(source)
    lists(house, A_PAGE + 4)
    house.later()
    await house.poll(source)
    closed = [one.posting.native_id for one in await house.stored() if one.closed_at is not None]
    assert closed == [f"R{A_PAGE + 4}"]


async def test_a_list_whose_second_page_fails_closes_nothing_and_is_read_again(house: PollHouse) -> None:
    lists(house, A_PAGE + 5)
    source = await career_site(house)
    await house.poll(source)
    whole = house.board

    async def refuses(board: JobBoard, request: web.Request) -> web.StreamResponse:
        if json.loads(await request.read())["offset"]:
            return web.Response(status=429)
        return await answers.page(await first_page(request), content_type="application/json")(board, request)

    async def first_page(_request: web.Request) -> bytes:
        rows = [
            {"title": f"Engineer {n}", "externalPath": f"/job/Berlin/Engineer_R{n}"} for n in range(A_PAGE)
        ]
        return json.dumps({"total": A_PAGE + 5, "jobPostings": rows}).encode()

    whole.always(f"{SITE}/jobs", refuses)
    house.later()
    await house.poll(source)
    assert all(one.closed_at is None for one in await house.stored())
    state = await house.state(source)
    assert (state.failure, state.validators.body_hash) == (None, None)


async def test_a_posting_whose_page_fails_waits_for_the_next_poll(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    lists(house, 1)
    source = await career_site(house)
    await house.poll(source)
    lists(house, 3)
    house.board.script(f"{SITE}/job/Berlin/Engineer_R2", answers.status(503))
    house.later()
    await house.poll(source)
    assert await house.matched_titles(subscription.channel_id) == ["Engineer 1"]
    house.later()
    await house.poll(source)  # the list has not changed, and is read all the same
    assert sorted(await house.matched_titles(subscription.channel_id)) == ["Engineer 1", "Engineer 2"]


async def test_a_list_whose_postings_cannot_be_read_at_all_has_failed(house: PollHouse) -> None:
    lists(house, 1)
    source = await career_site(house)
    await house.poll(source)
    lists(house, 2)
    house.board.always(f"{SITE}/job/Berlin/Engineer_R1", answers.status(403))
    house.later()
    await house.poll(source)
    state = await house.state(source)
    assert "answers 403" in (state.failure or "")
    assert len(await house.stored()) == 1


async def test_a_posting_that_has_gone_since_it_was_listed_is_not_taken(house: PollHouse) -> None:
    lists(house, 2)
    house.board.remove(f"{SITE}/job/Berlin/Engineer_R1")
    source = await career_site(house)
    await house.poll(source)
    assert [one.posting.native_id for one in await house.stored()] == ["R0"]
