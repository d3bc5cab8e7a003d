"""From what people have at hand to the feed behind it."""

import pytest

from bot.feeds.discovery import find_feeds_in_html, no_feed_found, recognise

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
    assert "jobs.ashbyhq.com/COMPANY" in said
    assert "pw" not in said
