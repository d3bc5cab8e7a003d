"""What hiring systems mean by their fields: a small document of our own for each trap."""

import json
from typing import Any

import pytest

from bot.domain.posting import Posting
from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.formats import Document, read_document
from bot.feeds.formats.document import Page

LEVER = "https://api.lever.co/v0/postings/acme?mode=json"
RECRUITEE = "https://acme.recruitee.com/api/offers/"
PERSONIO = "https://acme.jobs.personio.de/xml"
WORKABLE = "https://apply.workable.com/api/v1/widget/accounts/acme?details=true"
SMART = "https://api.smartrecruiters.com/v1/companies/Acme/postings?limit=100"
BREEZY = "https://acme.breezy.hr/json"
BAMBOO = "https://acme.bamboohr.com/careers/list"
PINPOINT = "https://acme.pinpointhq.com/postings.json"
RIPPLING = "https://api.rippling.com/platform/api/ats/v1/board/acme-labs/jobs"
WORKDAY = "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs"


def read(value: Any, url: str) -> Document:
    body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return read_document(body, url=url)


def only(value: Any, url: str) -> Posting:
    (posting,) = read(value, url).entries
    return posting


@pytest.mark.parametrize(
    ("url", "empty", "name"),
    [
        (LEVER, [], "lever"),
        (RECRUITEE, {"offers": []}, "recruitee"),
        (PERSONIO, "<workzag-jobs></workzag-jobs>", "personio"),
        (WORKABLE, {"name": "Acme", "jobs": []}, "workable"),
        (SMART, {"offset": 0, "limit": 100, "totalFound": 0, "content": []}, "smartrecruiters"),
        (BREEZY, [], "breezy"),
        (BAMBOO, {"meta": {"totalCount": 0}, "result": []}, "bamboohr"),
        (
            "https://acme.bamboohr.com/jobs/embed2.php",
            '<div class="BambooHR-ATS-board"><h2>Current Openings</h2></div>',
            "bamboohr",
        ),
        (PINPOINT, {"data": []}, "pinpoint"),
        (RIPPLING, [], "rippling"),
        (WORKDAY, {"total": 0, "jobPostings": []}, "workday"),
    ],
)
def test_a_board_with_nothing_open_is_read_by_its_address_and_is_complete(url: str, empty: Any, name: str):
    document = read(empty, url)
    assert (document.format, document.entries, document.complete) == (name, (), True)
    assert document.next_page is None


@pytest.mark.parametrize(
    "name", ["lever", "recruitee", "workable", "smartrecruiters", "breezy", "pinpoint", "rippling", "workday"]
)
@pytest.mark.parametrize("other", ['{"status": "ok"}', '"jobs"', "null", "7"])
def test_json_of_another_kind_is_never_an_empty_board(name: str, other: str):
    with pytest.raises(NoSuchFeed):
        read_document(other.encode(), url="https://feeds.example/x", format=name)


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ([{"id": "1", "text": "Engineer"}, {"text": "without an id"}], LEVER),
        ({"offers": [{"id": 1, "title": "Engineer"}, "text"]}, RECRUITEE),
        ({"jobs": [{"shortcode": "A", "title": "Engineer"}, {"shortcode": "B"}]}, WORKABLE),
        ({"content": [{"id": "1", "name": "Engineer"}, {"id": "2"}]}, SMART),
        ([{"id": "1", "name": "Engineer"}, None], BREEZY),
        ({"result": [{"id": "1", "jobOpeningName": "Engineer"}, {"id": "2"}]}, BAMBOO),
        ({"data": [{"id": "1", "title": "Engineer"}, {"id": "2", "title": " "}]}, PINPOINT),
        ([{"uuid": "1", "name": "Engineer"}, {"uuid": "2"}], RIPPLING),
        (
            {
                "jobPostings": [
                    {"externalPath": "/job/Berlin/Engineer_1", "title": "Engineer"},
                    {"title": "x"},
                ]
            },
            WORKDAY,
        ),
    ],
)
def test_an_entry_that_cannot_be_used_makes_the_list_incomplete(value: Any, url: str):
    document = read(value, url)
    assert [posting.title for posting in document.entries] == ["Engineer"]
    assert document.skipped == ("entry 2: it has no id or no title",)
    assert not document.complete


def test_lever_has_its_text_in_pieces_and_its_pay_in_a_range():
    posting = only(
        [
            {
                "id": "a-1",
                "text": "Platform Engineer",
                "hostedUrl": "https://jobs.lever.co/acme-labs/a-1",
                "createdAt": 1754006400000,
                "country": "DE",
                "categories": {
                    "location": "Berlin",
                    "allLocations": ["Berlin", "Hamburg"],
                    "commitment": "Full-time",
                    "team": "Core",
                    "department": "Engineering",
                },
                "workplaceType": "hybrid",
                "description": "<div>We build.</div>",
                "lists": [{"text": "You bring", "content": "<li>Go</li><li>SQL</li>"}],
                "additional": "<div>We are fair.</div>",
                "salaryRange": {"min": 70000, "max": 90000, "currency": "EUR", "interval": "per-year-salary"},
            }
        ],
        LEVER,
    )
    assert posting == Posting(
        native_id="a-1",
        body="<div>We build.</div>\n<h3>You bring</h3>\n<ul><li>Go</li><li>SQL</li></ul>\n"
        "<div>We are fair.</div>",
        title="Platform Engineer",
        company="Acme Labs",
        url="https://jobs.lever.co/acme-labs/a-1",
        location="Berlin; Hamburg",
        workplace="hybrid",
        employment="Full-time",
        salary="70000-90000 EUR per year",
        posted="2025-08-01T00:00:00+00:00",
        tags=("Core", "Engineering"),
    )


def test_lever_without_its_undocumented_date_or_a_workplace_says_neither():
    posting = only([{"id": "1", "text": "Engineer", "workplaceType": "unspecified", "country": "SE"}], LEVER)
    assert (posting.posted, posting.workplace, posting.location, posting.company) == (
        None,
        None,
        "SE",
        "Acme",
    )


def test_lever_goes_on_where_its_address_asks_for_pages():
    two = [{"id": str(number), "text": "Engineer"} for number in range(2)]
    document = read(two, f"{LEVER}&skip=4&limit=2")
    assert document.next_page == Page("https://api.lever.co/v0/postings/acme?mode=json&skip=6&limit=2")
    assert read(two[:1], f"{LEVER}&skip=6&limit=2").next_page is None
    assert read(two, LEVER).next_page is None


def test_an_unknown_lever_board_is_no_board():
    with pytest.raises(NoSuchFeed, match="Document not found"):
        read({"ok": False, "error": "Document not found"}, LEVER)


def test_recruitee_leaves_out_drafts_and_stays_complete():
    document = read(
        {
            "offers": [
                {
                    "id": 5,
                    "title": "Data Engineer",
                    "status": "published",
                    "description": "<p>Build.</p>",
                    "requirements": "<p>SQL</p>",
                    "city": "Berlin",
                    "country_code": "DE",
                    "hybrid": True,
                    "remote": False,
                    "employment_type_code": "fulltime_fixed_term",
                    "salary": {"min": "4000", "max": 5000.5, "currency": "EUR", "period": "month"},
                    "published_at": "2026-08-05 10:10:39 UTC",
                    "close_at": "2026-09-30 22:00:00 UTC",
                    "careers_url": "https://jobs.acme.example/o/data-engineer",
                },
                {"id": 6, "title": "Not yet", "status": "draft"},
            ]
        },
        RECRUITEE,
    )
    (posting,) = document.entries
    assert document.complete
    assert document.skipped == ("1 not advertised: it is a draft, internal or closed",)
    assert (posting.body, posting.company) == ("<p>Build.</p>\n<p>SQL</p>", "Acme")
    assert (posting.location, posting.workplace) == ("Berlin, DE", "Hybrid")
    assert (posting.employment, posting.salary) == ("fulltime fixed term", "4000-5000.5 EUR per month")
    assert (posting.posted, posting.valid_through) == (
        "2026-08-05T10:10:39+00:00",
        "2026-09-30T22:00:00+00:00",
    )


POSITION = """<?xml version="1.0"?><workzag-jobs><position><id>41</id><office>M&uuml;nchen</office>
<additionalOffices><office>Berlin</office></additionalOffices><department>R&D</department>
<name>Entwickler (m/w)</name><schedule>part-time</schedule><employmentType>permanent</employmentType>
<jobDescriptions><jobDescription><name>Aufgaben</name><value><![CDATA[<p>Bauen</p>]]></value></jobDescription>
</jobDescriptions><createdAt>2026-02-10T08:00:00+00:00</createdAt></position></workzag-jobs>"""


def test_personio_names_no_address_so_it_is_made():
    posting = only(POSITION, "https://acme-labs.jobs.personio.com/xml?language=en")
    assert posting.url == "https://acme-labs.jobs.personio.com/job/41"
    assert (posting.title, posting.company) == ("Entwickler (m/w)", "Acme Labs")
    assert (posting.location, posting.employment) == ("München; Berlin", "part-time, permanent")
    assert (posting.body, posting.tags) == ("<h3>Aufgaben</h3>\n<p>Bauen</p>", ("R&D",))


@pytest.mark.parametrize(
    "head", ['<!DOCTYPE x [<!ENTITY a "aa">]>', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>']
)
def test_personio_with_entities_of_its_own_is_refused(head: str):
    with pytest.raises(FetchFailed, match="declares XML entities"):
        read(f"{head}<workzag-jobs><position><id>1</id><name>&a;</name></position></workzag-jobs>", PERSONIO)


def test_half_a_document_of_personio_is_no_list():
    with pytest.raises(FetchFailed, match="broken document"):
        read(POSITION[: POSITION.index("<schedule>")], PERSONIO)


def test_workable_lists_a_posting_once_a_place():
    row = {"title": "Analyst", "shortcode": "AB12", "telecommuting": False, "published_on": "2026-08-05"}
    hidden = {"city": "Secret", "country": "France", "hidden": True}
    document = read(
        {
            "name": "Acme",
            "jobs": [
                {**row, "locations": [{"city": "Madrid", "country": "Spain"}, hidden]},
                {**row, "locations": [{"city": "", "region": None, "country": "Portugal"}]},
            ],
        },
        WORKABLE,
    )
    (posting,) = document.entries
    assert (posting.location, posting.workplace, posting.posted) == (
        "Madrid, Spain; Portugal",
        None,
        "2026-08-05",
    )
    assert document.complete


def test_breezy_has_flags_and_places_in_objects():
    posting = only(
        [
            {
                "id": "18df",
                "name": "Developer",
                "url": "https://acme.breezy.hr/p/18df-developer",
                "type": {"id": "fullTime", "name": "Full-Time"},
                "location": {
                    "city": "Austin",
                    "state": {"name": "Texas"},
                    "country": {"name": "United States"},
                },
                "locations": [{"name": "Anywhere", "is_remote": True}],
                "department": "Engineering",
                "salary": "$90k - $110k / yr",
                "published_date": "2026-03-01T10:00:00.000Z",
            }
        ],
        BREEZY,
    )
    assert (posting.location, posting.workplace) == ("Austin, Texas, United States; Anywhere", "Remote")
    assert (posting.salary, posting.employment, posting.company) == ("$90k - $110k / yr", "Full-Time", "Acme")


def test_breezy_sends_unknown_companies_to_a_page():
    with pytest.raises(NoSuchFeed, match="web page"):
        read_document(
            b"<!doctype html><html><body>Breezy</body></html>", url="https://breezy.hr/", format="breezy"
        )


def test_pinpoint_keeps_headings_and_hides_pay_that_is_not_shown():
    record = {
        "id": "p1",
        "title": "Architect",
        "path": "/en/postings/p1",
        "description": "<p>Lead.</p>",
        "key_responsibilities_header": "You will",
        "key_responsibilities": "<p>Own it.</p>",
        "benefits": "",
        "compensation_minimum": 135000.0,
        "compensation_maximum": 198000.0,
        "compensation_currency": "USD",
        "compensation_frequency": "year",
        "workplace_type": "remote",
        "deadline_at": "2026-08-28T23:59:59-04:00",
        "location": {"name": "United States"},
    }
    shown = only({"data": [{**record, "compensation_visible": True}]}, PINPOINT)
    hidden = only({"data": [{**record, "compensation_visible": False}]}, PINPOINT)
    assert shown.salary == "135000-198000 USD per year"
    assert hidden.salary is None
    assert shown.body == "<p>Lead.</p>\n<h3>You will</h3>\n<p>Own it.</p>"
    assert shown.url == "https://acme.pinpointhq.com/en/postings/p1"
    assert (shown.company, shown.valid_through) == ("Acme", "2026-08-28T23:59:59-04:00")
