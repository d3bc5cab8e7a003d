"""From what people have at hand to the feed behind it."""

import pytest

from bot.feeds.discovery import find_feeds_in_html, no_feed_found, recognise
from bot.feeds.formats import FORMATS
from bot.feeds.known_hosts import other_address
from bot.feeds.terms import TERMS

EXAMPLES = (
    "https://boards.greenhouse.io/acme",
    "https://jobs.ashbyhq.com/acme",
    "https://jobs.lever.co/acme",
    "https://acme.teamtailor.com/jobs",
    "https://acme.recruitee.com",
    "https://acme.jobs.personio.de",
    "https://apply.workable.com/acme",
    "https://careers.smartrecruiters.com/Acme",
    "https://acme.breezy.hr",
    "https://acme.bamboohr.com/careers",
    "https://acme.pinpointhq.com",
    "https://ats.rippling.com/acme/jobs",
    "https://acme.wd1.myworkdayjobs.com/Careers",
    "https://remoteok.com",
    "https://remotive.com",
    "https://jobicy.com",
    "https://www.arbeitnow.com",
    "https://himalayas.app",
    "https://www.workingnomads.com",
    "https://www.themuse.com",
    "https://news.ycombinator.com",
)
GREENHOUSE = "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"
ASHBY = "https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true"


@pytest.mark.parametrize(
    ("url", "feed", "kind", "name"),
    [
        ("https://boards.greenhouse.io/acme", GREENHOUSE, "greenhouse", "Acme"),
        ("https://boards.greenhouse.io/Acme/jobs/123?gh_jid=123", GREENHOUSE, "greenhouse", "Acme"),
        ("http://job-boards.greenhouse.io/acme/", GREENHOUSE, "greenhouse", "Acme"),
        ("https://job-boards.eu.greenhouse.io/acme/jobs/1", GREENHOUSE, "greenhouse", "Acme"),
        ("https://boards.eu.greenhouse.io/acme", GREENHOUSE, "greenhouse", "Acme"),
        (
            "https://boards.greenhouse.io/embed/job_board?for=acme&b=https://x",
            GREENHOUSE,
            "greenhouse",
            "Acme",
        ),
        ("https://boards.greenhouse.io/embed/job_board/js?for=acme", GREENHOUSE, "greenhouse", "Acme"),
        ("https://boards-api.greenhouse.io/v1/boards/acme/jobs", GREENHOUSE, "greenhouse", "Acme"),
        ("https://jobs.ashbyhq.com/acme", ASHBY, "ashby", "Acme"),
        ("https://jobs.ashbyhq.com/acme/8f0c/application?utm_source=x", ASHBY, "ashby", "Acme"),
        ("https://api.ashbyhq.com/posting-api/job-board/acme", ASHBY, "ashby", "Acme"),
        (
            "https://jobs.ashbyhq.com/Paper%20Lantern",
            "https://api.ashbyhq.com/posting-api/job-board/Paper%20Lantern?includeCompensation=true",
            "ashby",
            "Paper Lantern",
        ),
        (
            "https://fjord-labs.teamtailor.com/jobs/4711-x",
            "https://fjord-labs.teamtailor.com/jobs.rss",
            "teamtailor",
            "Fjord Labs",
        ),
        (
            "https://fjord.na.teamtailor.com",
            "https://fjord.na.teamtailor.com/jobs.rss",
            "teamtailor",
            "Fjord",
        ),
        (
            "https://jobs.lever.co/acme/0f-1/apply",
            "https://api.lever.co/v0/postings/acme?mode=json",
            "lever",
            "Acme",
        ),
        (
            "https://jobs.eu.lever.co/acme",
            "https://api.eu.lever.co/v0/postings/acme?mode=json",
            "lever",
            "Acme",
        ),
        (
            "https://acme.recruitee.com/o/engineer",
            "https://acme.recruitee.com/api/offers/",
            "recruitee",
            "Acme",
        ),
        ("https://acme.jobs.personio.com/job/1", "https://acme.jobs.personio.com/xml", "personio", "Acme"),
        (
            "https://apply.workable.com/acme/j/AB12/",
            "https://apply.workable.com/api/v1/widget/accounts/acme?details=true",
            "workable",
            "Acme",
        ),
        (
            "https://jobs.smartrecruiters.com/AcmeInc/74-engineer",
            "https://api.smartrecruiters.com/v1/companies/AcmeInc/postings?limit=100",
            "smartrecruiters",
            "AcmeInc",
        ),
        ("https://acme.breezy.hr/p/18df-x", "https://acme.breezy.hr/json", "breezy", "Acme"),
        (
            "https://acme.bamboohr.com/careers/22",
            "https://acme.bamboohr.com/careers/list",
            "bamboohr",
            "Acme",
        ),
        (
            "https://acme.bamboohr.com/jobs/embed2.php?x=1",
            "https://acme.bamboohr.com/jobs/embed2.php",
            "bamboohr",
            "Acme",
        ),
        (
            "https://acme.pinpointhq.com/en/postings/1",
            "https://acme.pinpointhq.com/postings.json",
            "pinpoint",
            "Acme",
        ),
        (
            "https://ats.rippling.com/en-GB/acme/jobs/u-1",
            "https://api.rippling.com/platform/api/ats/v1/board/acme/jobs",
            "rippling",
            "Acme",
        ),
        (
            "https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/Berlin/Engineer_R1",
            "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs",
            "workday",
            "Acme",
        ),
        ("https://remoteok.com/", "https://remoteok.com/api", "remote_ok", "Remote OK"),
        ("https://remoteok.com/api?tags=go", "https://remoteok.com/api?tags=go", "remote_ok", "Remote OK"),
        (
            "https://news.ycombinator.com",
            "https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring",
            "hacker_news",
            "Hacker News: Who is hiring",
        ),
    ],
)
def test_a_boards_page_is_recognised_by_its_address(url: str, feed: str, kind: str, name: str):
    found = recognise(url)
    assert found is not None
    assert (found.url, found.format, found.name) == (feed, kind, name)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/careers",
        "https://greenhouse.io/",
        "https://boards.greenhouse.io/",
        "https://boards.greenhouse.io/embed/job_board",
        "https://jobs.ashbyhq.com",
        "https://www.teamtailor.com/en/",
        "https://evil.example/boards.greenhouse.io/acme",
        "https://jobs.ashbyhq.com.evil.example/acme",
        "ftp://boards.greenhouse.io/acme",
        "https://www.breezy.hr/",
        "https://help.workable.com/hc",
        "https://acme.wd5.myworkdayjobs.com/",
        "https://jobicy.com/jobs/feed",
        "https://remotive.com/blog/hello",
        "not an address",
        "http://[bad",
    ],
)
def test_any_other_address_is_not(url: str):
    assert recognise(url) is None


def test_a_careers_page_leads_to_the_boards_that_it_embeds_or_links():
    page = b"""<html><head><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script></head>
    <body><a href="//jobs.ashbyhq.com/acme/1">Engineer</a><a href='https://jobs.ashbyhq.com/acme/2'>Other</a>
    <script>window.feed = "https:\\/\\/fjord.teamtailor.com\\/jobs";</script></body></html>"""
    found = find_feeds_in_html(page, "https://acme.example/careers")
    assert [feed.format for feed in found] == ["greenhouse", "ashby", "teamtailor"]


def test_a_page_leads_to_its_own_feeds_about_jobs_first_and_never_to_comments():
    page = b"""<html><head><base href="/blog/"><title>x</title>
    <link rel="alternate" type="application/rss+xml" title="News" href="feed.xml">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <LINK REL="alternate" TYPE="application/atom+xml; charset=utf-8" TITLE="Jobs" HREF="/jobs.atom">
    <link rel="alternate" type="application/feed+json" href="https://other.example/feed.json">
    <link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="x.css"></head>"""
    found = find_feeds_in_html(page, "https://acme.example/about")
    assert [(feed.url, feed.format, feed.name) for feed in found] == [
        ("https://acme.example/jobs.atom", "atom", "Jobs"),
        ("https://acme.example/blog/feed.xml", "rss", "News"),
        ("https://other.example/feed.json", "json_feed", "acme.example"),
    ]


@pytest.mark.parametrize("page", [b"", b"\xff\xfe<a href='http://[bad'>", b"<a href=", b"<!" * 1000])
def test_a_page_that_names_no_feed_or_is_no_page_leads_nowhere(page: bytes):
    assert find_feeds_in_html(page, "https://acme.example/") == ()


def test_what_to_say_then_names_what_can_be_read():
    said = str(no_feed_found("https://user:pw@acme.example/"))
    assert "https://acme.example/" in said
    assert "Ashby, Lever, Teamtailor" in said
    assert "pw" not in said


@pytest.mark.parametrize("format_name", sorted({one.kind for one in TERMS.values()} & FORMATS.keys()))
def test_the_feed_s_own_address_is_recognised_as_itself(format_name: str):
    """What is stored of a source can be typed again."""
    examples = {feed.format: feed for feed in map(recognise, EXAMPLES) if feed is not None}
    if format_name in {"simplify", "usajobs", "adzuna"}:
        assert format_name not in examples  # they have no page that names one list
        return
    feed = examples[format_name]
    assert recognise(feed.url) == feed


def test_a_page_that_links_to_a_job_board_of_many_companies_does_not_lead_to_it():
    page = b'<html><body><a href="https://remoteok.com/">We are on Remote OK, too</a></body></html>'
    assert find_feeds_in_html(page, "https://acme.example/careers") == ()


@pytest.mark.parametrize(
    ("page", "other"),
    [
        ("https://acme.bamboohr.com/careers", "https://acme.bamboohr.com/jobs/embed2.php"),
        ("https://acme.bamboohr.com/jobs/embed2.php", None),
        ("https://acme.jobs.personio.de", "https://acme.jobs.personio.com/xml"),
        ("https://acme.jobs.personio.com", None),
        ("https://jobs.lever.co/acme", None),
    ],
)
def test_a_board_may_be_at_another_place_of_its_system(page: str, other: str | None):
    feed = recognise(page)
    assert feed is not None
    found = other_address(feed)
    assert (found.url if found else None) == other
