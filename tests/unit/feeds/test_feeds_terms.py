"""Terms of kinds of sources: whole, told by site before format, and kept to."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.source import Validators
from bot.errors import FetchFailed
from bot.feeds.allowance import Allowance
from bot.feeds.fetched import NotModified
from bot.feeds.formats import FORMATS
from bot.feeds.formats.document import Page
from bot.feeds.terms import TERMS, terms_of

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
_ANY_SITE = {"rss", "atom", "rdf", "json_feed", "json_ld"}
HOUR = timedelta(hours=1)


def test_every_format_of_a_single_service_has_terms_with_their_page():
    assert FORMATS.keys() - _ANY_SITE <= TERMS.keys()
    for kind, terms in TERMS.items():
        assert terms.page.startswith("https://"), kind
        assert terms.says.endswith("."), kind
        assert (terms.attribution is None) == (terms.link is None), kind
        assert terms.least_interval >= timedelta(minutes=15), kind


@pytest.mark.parametrize(
    ("format_name", "url", "kind"),
    [
        ("rss", "https://weworkremotely.com/remote-jobs.rss", "we_work_remotely"),
        ("rss", "https://www.weworkremotely.com/categories/x.rss", "we_work_remotely"),
        ("rss", "https://jobicy.com/jobs/feed", "jobicy"),
        ("jobicy", "https://jobicy.com/api/v2/remote-jobs", "jobicy"),
        ("rss", "https://notweworkremotely.com/feed", "feed"),
        ("greenhouse", "https://boards-api.greenhouse.io/v1/boards/acme/jobs", "greenhouse"),
        ("rss", "https://feeds.example/x", "feed"),
        ("rss", "http://[bad", "feed"),
    ],
)
def test_a_source_has_the_terms_of_its_site_and_else_of_its_format(format_name: str, url: str, kind: str):
    assert terms_of(format_name, url).kind == kind


def test_what_terms_forbid_or_nobody_has_read_is_off_and_says_why():
    assert {kind for kind, terms in TERMS.items() if terms.why_off} == {"we_work_remotely", "simplify"}


@pytest.mark.parametrize(
    ("kind", "requests", "asked", "pause"),
    [
        ("remotive", 1, HOUR, timedelta(hours=6)),
        ("remotive", 2, HOUR, timedelta(hours=12)),
        ("remotive", 1, timedelta(days=1), timedelta(days=1)),
        ("adzuna", 5, HOUR, timedelta(hours=6)),
        ("adzuna", 40, HOUR, timedelta(hours=12)),
        ("jobicy", 1, timedelta(minutes=5), HOUR),
        ("greenhouse", 1, HOUR, HOUR),
    ],
)
def test_polls_are_spread_so_that_a_day_keeps_to_the_limit(
    kind: str, requests: int, asked: timedelta, pause: timedelta
):
    assert TERMS[kind].pause(requests, asked) == pause


def test_a_source_of_a_kind_is_polled_no_more_often_than_its_terms_and_its_reader_allow():
    assert TERMS["remote_ok"].of_source(timedelta(minutes=15)).least_interval == HOUR
    assert TERMS["remote_ok"].of_source(timedelta(days=1)).least_interval == timedelta(days=1)
    assert TERMS["remote_ok"].of_source(HOUR).attribution == "Remote OK"


async def test_the_day_s_requests_of_a_kind_are_counted_over_all_its_sources():
    now = NOON
    allowance = Allowance(lambda: now)

    async def answers(page: Page, validators: Validators) -> NotModified:
        return NotModified(validators=validators, final_url=page.url)

    fetch = allowance.counted(answers, TERMS["remotive"])
    for _ in range(4):
        await fetch(Page("https://remotive.com/api"), Validators())
        now += HOUR
    with pytest.raises(FetchFailed, match="allows 4 requests a day") as caught:
        await fetch(Page("https://remotive.com/api?category=qa"), Validators())
    assert caught.value.retry_after == timedelta(hours=20)
    await allowance.counted(answers, TERMS["jobicy"])(Page("https://jobicy.com"), Validators())
    now = NOON + timedelta(days=1)
    await fetch(Page("https://remotive.com/api"), Validators())
    with pytest.raises(FetchFailed):
        await fetch(Page("https://remotive.com/api"), Validators())
