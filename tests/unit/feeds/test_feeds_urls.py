"""One form for the many addresses of one posting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.urls import canonical_url, names_one_posting

SAME = [
    (
        "greenhouse/4012345",
        "https://boards.greenhouse.io/acme/jobs/4012345",
        "http://boards.greenhouse.io/acme/jobs/4012345?gh_src=abc",
        "https://job-boards.greenhouse.io/acme/jobs/4012345",
        "https://job-boards.eu.greenhouse.io/acme/jobs/4012345#app",
        "https://boards.greenhouse.io/embed/job_app?for=acme&token=4012345",
        "https://boards-api.greenhouse.io/v1/boards/acme/jobs/4012345",
        "https://www.acme.com/careers/senior-engineer?gh_jid=4012345&utm_source=x",
    ),
    (
        "ashby/1b2c-3d",
        "https://jobs.ashbyhq.com/Acme/1B2C-3d",
        "https://jobs.ashbyhq.com/acme/1b2c-3d/application?utm_campaign=x",
        "https://acme.com/jobs?ashby_jid=1b2c-3d",
    ),
    (
        "lever/abc-123",
        "https://jobs.lever.co/meesho/abc-123",
        "https://jobs.eu.lever.co/meesho/abc-123/apply?lever-source=LinkedIn",
    ),
    (
        "smartrecruiters/744000012345",
        "https://jobs.smartrecruiters.com/Acme/744000012345-senior-engineer",
        "https://jobs.smartrecruiters.com/Acme/744000012345",
    ),
    (
        "bamboohr/acme/22",
        "https://acme.bamboohr.com/careers/22",
        "https://acme.bamboohr.com/careers/22/detail",
    ),
    (
        "pinpoint/acme/p-1",
        "https://acme.pinpointhq.com/en/postings/p-1",
        "https://acme.pinpointhq.com/postings/p-1",
    ),
    (
        "rippling/u-1",
        "https://ats.rippling.com/acme/jobs/u-1",
        "https://ats.rippling.com/en-GB/acme/jobs/u-1?source=x",
    ),
    (
        "workday/acme/careers/jr-1",
        "https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/Berlin/Senior-Engineer_JR-1",
        "https://acme.wd5.myworkdayjobs.com/Careers/job/Berlin/Engineer_JR-1/apply",
    ),
    (
        "personio/acme/4103",
        "https://acme.jobs.personio.de/job/4103?language=en&display=de",
        "https://acme.jobs.personio.com/job/4103",
    ),
    (
        "teamtailor/fjord/4711",
        "https://fjord.teamtailor.com/jobs/4711-platform-engineer",
        "https://fjord.teamtailor.com/jobs/4711/applications/new",
    ),
    (
        "workable/0a1b2c3d4e",
        "https://apply.workable.com/acme/j/0A1B2C3D4E/",
        "https://apply.workable.com/j/0A1B2C3D4E/apply",
    ),
    (
        "example.com/jobs/cook",
        "https://www.example.com/jobs/cook/",
        "http://example.com/jobs/cook#top",
        "https://EXAMPLE.com:443//jobs/cook?utm_medium=a&fbclid=b&ref=c",
        "https://example.com/jobs/cook/apply",
        " https://example.com/jobs/cook ",
    ),
    (
        "example.com/job?a=1&id=7",
        "https://example.com/job?id=7&a=1",
        "https://example.com/job?a=1&id=7&gclid=x",
    ),
]


@pytest.mark.parametrize(
    ("form", "url"), [(form, url) for form, *urls in SAME for url in urls], ids=lambda value: value[-40:]
)
def test_all_addresses_of_one_posting_have_one_form(form: str, url: str):
    assert canonical_url(url) == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://boards.greenhouse.io/acme/jobs/1", "https://boards.greenhouse.io/acme/jobs/2"),
        ("https://example.com/job?id=1", "https://example.com/job?id=2"),
        ("https://example.com/Jobs/a", "https://example.com/Jobs/b"),
        ("https://example.com:8443/a", "https://example.com/a"),
        ("https://jobs.example.com/a", "https://example.com/a"),
        ("https://fjord.teamtailor.com/jobs/1", "https://other.teamtailor.com/jobs/1"),
    ],
)
def test_addresses_of_different_postings_stay_apart(one: str, other: str):
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url", [None, "", "jobs/1", "javascript:alert(1)", "mailto:a@example.com", "http://[bad", "https://"]
)
def test_what_is_no_address_has_no_form(url: str | None):
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("https://example.com", False),
        ("https://example.com/careers", False),
        ("https://example.com/en/careers/", False),
        ("https://example.com/company/jobs", False),
        ("https://example.com/careers/data-engineer", True),
        ("https://example.com/careers?id=5", True),
        ("https://example.com/?p=5", True),
        ("https://boards.greenhouse.io/acme/jobs/5", True),
    ],
)
def test_a_careers_page_belongs_to_no_single_posting(url: str, *, one: bool):
    assert names_one_posting(canonical_url(url) or "") is one


@given(st.text(max_size=60) | st.text("htps:/.?&=#%@[]a1 ", max_size=40).map(lambda rest: f"https://{rest}"))
def test_no_text_breaks_it(url: str):
    canonical_url(url)
