"""What people do with sources, one story a test; the boards are real servers on loopback."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands.dispatch import Dispatcher
from bot.domain.source import Validators
from bot.errors import NoSuchFeed
from bot.feeds.fetch import Fetched, Fetcher
from bot.store import schema, sources
from tests.acceptance.command_house import House, action_of, text
from tests.servers.job_board import LOGIN_PAGE, JobBoard

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Acme careers</title>
<link>https://acme.example</link><description>Jobs</description>
<item><title>Senior Backend Engineer</title><link>https://acme.example/jobs/1</link>
<guid>https://acme.example/jobs/1</guid><description>Go and AWS</description></item>
<item><title>Office Assistant</title><link>https://acme.example/jobs/2</link>
<guid>https://acme.example/jobs/2</guid><description>Phones</description></item>
</channel></rss>"""
PAGE = b"""<!DOCTYPE html><html><head><title>Careers</title>
<link rel="alternate" type="application/rss+xml" title="Jobs" href="/broken.rss">
<link rel="alternate" type="application/rss+xml" title="Jobs" href="/jobs.rss"></head></html>"""


@pytest.fixture
async def board() -> AsyncIterator[JobBoard]:
    async with JobBoard() as served:
        served.put("/jobs.rss", FEED)
        served.put("/careers", PAGE, content_type="text/html")
        served.put("/page", b"<!doctype html><title>Careers</title>", content_type="text/html")
        served.put("/login", LOGIN_PAGE, content_type="text/html")
        yield served


@pytest.fixture
async def house(tmp_path: Path, board: JobBoard) -> AsyncIterator[House]:
    fetcher = Fetcher(user_agent="Jobwire tests", allowed_private=frozenset({board.host}))
    made = await House.open(tmp_path, fetcher=fetcher)
    yield made
    await made.close()


async def test_a_feed_is_read_before_it_is_added_and_then_polled(house: House, board: JobBoard):
    reply = await house.run(f"/jobs sources add {board.url('/jobs.rss')}")
    said = text(reply)
    assert not reply.private
    assert "Added Acme careers" in said
    assert "rss: 2 postings" in said
    assert "Senior Backend Engineer" in said
    assert [key.partition(":")[0] for key in house.queue.keys] == ["poll"]
    listed = await house.says("/jobs sources")
    assert "Acme careers" in listed
    assert "new, is read soon" in listed


async def test_a_careers_page_is_followed_to_its_feed(house: House, board: JobBoard):
    await house.run(f"/jobs sources add {board.url('/careers')}")
    assert board.url("/jobs.rss") in await house.says("/jobs sources")


async def test_a_source_is_not_added_twice(house: House, board: JobBoard):
    await house.run(f"/jobs sources add {board.url('/jobs.rss')}")
    assert "read already" in await house.says(f"/jobs sources add {board.url('/careers')}")
    assert "1 source read" in await house.says("/jobs sources")


async def test_a_test_keeps_nothing_and_adds_with_one_press(house: House, board: JobBoard):
    reply = await house.run(f"/jobs sources test {board.url('/jobs.rss')}")
    assert reply.private
    assert "No source is read yet" in await house.says("/jobs sources")
    await house.press(reply, "Add it")
    assert "1 source read" in await house.says("/jobs sources")


async def test_two_sources_of_one_name_are_told_apart_by_their_numbers(house: House, board: JobBoard):
    board.put("/more.rss", FEED)
    for path in ("/jobs.rss", "/more.rss"):
        await house.run(f"/jobs sources add {board.url(path)}")
    assert "1 Acme careers" in await house.says("/jobs sources")
    refused = await house.says("/jobs sources remove Acme careers")
    assert "2 sources are called Acme careers: 1, 2. Write the number." in refused
    await house.run("/jobs sources remove 2")
    assert "1 source read" in await house.says("/jobs sources")


async def test_a_source_is_removed_by_number_or_name_and_can_be_added_again(house: House, board: JobBoard):
    await house.run(f"/jobs sources add {board.url('/jobs.rss')}")
    assert "Is it one of: Acme careers" in await house.says("/jobs sources remove Acne")
    reply = await house.run("/jobs sources remove acme careers")
    assert "Acme careers is not read any more" in text(reply)
    assert "No source is read yet" in await house.says("/jobs sources")
    await house.press(reply, "Add it again")
    assert "1 source read" in await house.says("/jobs sources")


async def test_a_shared_source_can_be_removed_by_nobody_in_a_chat(house: House):
    await house.source("Shared Board")
    assert "only whoever runs Jobwire" in await house.says("/jobs sources remove Shared Board")
    assert "Shared Board" in await house.says("/jobs sources")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/login", "it is a login page"),
        ("/page", "no feed was found"),
        ("/nothing-here", "404"),
    ],
)
async def test_what_is_no_feed_is_not_added_and_the_reply_says_what_would_be(
    house: House, board: JobBoard, path: str, expected: str
):
    for command in ("add", "test"):
        reply = await house.run(f"/jobs sources {command} {board.url(path)}")
        assert expected in text(reply).casefold()
        assert "Nothing was added" in text(reply)
        assert reply.private
    assert "No source is read yet" in await house.says("/jobs sources")


async def test_a_page_whose_feeds_are_all_broken_says_what_is_wrong_with_them(house: House, board: JobBoard):
    board.remove("/jobs.rss")
    assert "404" in await house.says(f"/jobs sources add {board.url('/careers')}")


async def test_a_source_of_one_workspace_is_not_seen_by_another(house: House, board: JobBoard):
    await house.run(f"/jobs sources add {board.url('/jobs.rss')}")
    other = await house.run("/jobs sources", workspace="W2")
    assert "No source is read yet" in text(other)


async def test_an_unknown_posting_leads_to_a_test_of_its_page(house: House, board: JobBoard):
    reply = await house.run(f"/jobs why {board.url('/careers')}")
    tested = await house.press(reply, "Test that page")
    assert "can be read" in text(tested)
    assert action_of(tested, "Add it")


async def test_what_its_terms_forbid_is_off_and_says_why_without_asking_the_site(house: House):
    for command in ("add", "test"):
        said = await house.says(f"/jobs sources {command} https://weworkremotely.com/remote-jobs.rss")
        assert "its terms forbid that its data serve a job search service" in said
        assert "https://weworkremotely.com/api-terms-and-guidelines" in said
        assert "JOBWIRE_FEEDS_PERMITTED=we_work_remotely" in said
    assert "No source is read yet" in await house.says("/jobs sources")


LISTINGS = b"""[{"id": "b-1", "title": "Intern", "company_name": "Acme", "active": true, "is_visible": true,
"date_posted": 1762274143, "url": "https://jobs.example/1", "locations": ["Berlin"]}]"""


async def test_what_is_off_is_read_once_somebody_decided_so_and_still_says_why(house: House, board: JobBoard):
    board.put("/listings.json", LISTINGS, content_type="application/json")
    address = board.url("/listings.json")
    assert "nobody has read yet what its licence allows" in await house.says(f"/jobs sources add {address}")
    house.services = replace(house.services, permitted=frozenset({"simplify"}))
    house.dispatcher = Dispatcher(house.services)
    said = await house.says(f"/jobs sources add {address}")
    assert "Added" in said
    assert "Off but for a decision of whoever runs Jobwire: nobody has read yet" in said
    async with house.store.read() as c:
        workspace_id = (await c.execute(select(schema.workspaces.c.id))).scalar_one()
        (source,) = await sources.visible_to(c, workspace_id)
    assert (source.terms.attribution, source.terms.least_interval) == ("Simplify", timedelta(hours=6))


async def test_a_page_that_describes_its_jobs_is_read_where_it_names_no_feed(house: House, board: JobBoard):
    script = '{"@type": "JobPosting", "title": "Engineer", "identifier": "1"}'
    head = f'<script type="application/ld+json">{script}</script>'
    board.put("/job", f"<!DOCTYPE html><html><head>{head}</head></html>".encode(), content_type="text/html")
    assert "json_ld: 1 posting" in await house.says(f"/jobs sources test {board.url('/job')}")
    link = f'<link rel="alternate" type="application/rss+xml" href="{board.url("/jobs.rss")}">'
    page = f"<!DOCTYPE html><html><head>{head}{link}</head></html>".encode()
    board.put("/job", page, content_type="text/html")
    assert "rss: " in await house.says(f"/jobs sources test {board.url('/job')}")


class Scripted(Fetcher):
    """A way out that answers known addresses with documents and POSTs with what they ask for."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        super().__init__(user_agent="Jobwire tests")
        self.pages = pages
        self.asked: list[tuple[str, bytes | None]] = []

    async def get(
        self,
        url: str,
        validators: Validators | None = None,  # noqa: ARG002  # the port's
        *,
        json_body: bytes | None = None,
    ) -> Fetched:
        self.asked.append((url, json_body))
        if url not in self.pages:
            raise NoSuchFeed(f"{url} answers 404: there is no feed.")
        return Fetched(body=self.pages[url], content_type=None, final_url=url, validators=Validators())


async def said_of(tmp_path: Path, pages: dict[str, bytes], address: str) -> tuple[str, Scripted]:
    fetcher = Scripted(pages)
    house = await House.open(tmp_path, fetcher=fetcher)
    said = await house.says(f"/jobs sources add {address}")
    await house.close()
    return said, fetcher


async def test_a_board_that_is_not_where_most_are_is_found_at_its_other_place(tmp_path: Path):
    widget = (
        b'<div class="BambooHR-ATS-board"><li class="BambooHR-ATS-Jobs-Item">'
        b'<a href="/careers/22">Engineer</a></li></div>'
    )
    said, _ = await said_of(
        tmp_path,
        {"https://acme.bamboohr.com/jobs/embed2.php": widget},
        "https://acme.bamboohr.com/careers/22",
    )
    assert "Added Acme" in said
    assert "bamboohr: 1 posting." in said
    assert "https://acme.bamboohr.com/jobs/embed2.php" in said


async def test_a_board_that_is_nowhere_is_told_by_the_place_where_most_are(tmp_path: Path):
    said, fetcher = await said_of(tmp_path, {}, "https://acme.jobs.personio.de")
    assert "https://acme.jobs.personio.de/xml answers 404" in said
    assert [url for url, _ in fetcher.asked] == [
        "https://acme.jobs.personio.de/xml",
        "https://acme.jobs.personio.com/xml",
    ]


async def test_a_career_site_that_goes_on_says_so_after_its_first_pages(tmp_path: Path):
    rows = b",".join(
        b'{"title": "Engineer", "externalPath": "/job/Berlin/Engineer_R%d"}' % number for number in range(20)
    )
    other = rows.replace(b"_R", b"_S")
    api = "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs"
    pages = {
        f"{api}#offset=0": b'{"total": 90, "jobPostings": [%s]}' % rows,
        f"{api}#offset=20": b'{"total": 0, "jobPostings": [%s]}' % other,
    }
    said, fetcher = await said_of(tmp_path, pages, "https://acme.wd5.myworkdayjobs.com/en-US/Careers")
    assert "workday: 40 postings on its first pages, and more." in said
    assert all(body and b'"limit": 20' in body for _, body in fetcher.asked)
