"""What public job boards mean by their fields: a small document of our own for each trap."""

import json
from typing import Any

import pytest

from bot.domain.posting import Posting
from bot.errors import NoSuchFeed
from bot.feeds.formats import Document, read_document
from bot.feeds.formats.document import Page

ANYWHERE = "https://feeds.example/list"
ARBEITNOW = "https://www.arbeitnow.com/api/job-board-api"
HIMALAYAS = "https://himalayas.app/jobs/api?limit=20"
MUSE = "https://www.themuse.com/api/public/jobs?page=0"
USAJOBS = "https://data.usajobs.gov/api/search?ResultsPerPage=500"
ADZUNA = "https://api.adzuna.com/v1/api/jobs/gb/search/1?what=python"
THREADS = "https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring"


def read(value: Any, url: str = ANYWHERE) -> Document:
    return read_document(json.dumps(value).encode(), url=url)


def only(value: Any, url: str = ANYWHERE) -> Posting:
    (posting,) = read(value, url).entries
    return posting


def test_remote_ok_puts_its_terms_into_the_list_anywhere():
    job = {"id": "1", "position": "Engineer", "salary_min": 0, "salary_max": 0, "tags": ["go", "go", ""]}
    document = read([job, {"last_updated": 1, "legal": "Please link back"}])
    (posting,) = document.entries
    assert document.format == "remote_ok"
    assert document.skipped == ("1 not advertised: it is the terms of use",)
    assert (posting.salary, posting.workplace, posting.tags) == (None, "Remote", ("go",))
    assert not document.complete  # the newest hundred


def test_remote_ok_is_put_right_where_it_is_garbled_and_loses_the_word_against_bots():
    garbled = "We\u2019re hiring in Málaga 🚀".encode().decode("latin-1")
    posting = only(
        [
            {"legal": "x"},
            {
                "id": 2,
                "position": "Ingénieur at São Paulo",
                "description": f"{garbled}<br/><br/>Please mention the word **REFORMS** and tag RMjc= when "
                "applying to show you read the job post completely (#RMjc=). This is a beta feature to avoid "
                "spam applicants. Companies can search these words to find applicants that read this and see "
                "they're human.",
                "salary_min": 53000,
                "salary_max": 59000,
            },
        ]
    )
    assert posting.body == "We\u2019re hiring in Málaga 🚀"
    assert posting.title == "Ingénieur at São Paulo"  # right already: it stays
    assert posting.salary == "53000-59000 USD per year"


def test_remotive_gives_dates_without_a_zone_and_pay_as_a_line():
    posting = only(
        {
            "0-legal-notice": "...",
            "job-count": 1,
            "jobs": [
                {
                    "id": 20,
                    "url": "https://remotive.com/remote-jobs/software/engineer-20",
                    "title": "Engineer &amp; Trainer",
                    "company_name": "Acme",
                    "job_type": "full_time",
                    "publication_date": "2026-10-05T05:15:43",
                    "candidate_required_location": "USA, UK",
                    "salary": "$45-$120/Hour",
                }
            ],
        }
    )
    assert (posting.title, posting.posted) == ("Engineer & Trainer", "2026-10-05T05:15:43+00:00")
    assert (posting.salary, posting.location, posting.employment) == ("$45-$120/Hour", "USA, UK", "full time")


def test_a_posting_without_an_id_is_known_by_its_address():
    job = {
        "title": "Engineer",
        "candidate_required_location": "USA",
        "url": "https://remotive.com/x/engineer-20",
    }
    tracked = {**job, "url": f"{job['url']}?utm_source=feed"}
    assert only({"jobs": [job]}).native_id == only({"jobs": [tracked]}).native_id


def test_jobicy_writes_no_pay_as_zero_and_has_a_span_otherwise():
    job = {
        "id": 5,
        "jobTitle": "Engineer",
        "jobGeo": "Anywhere",
        "salaryCurrency": "EUR",
        "salaryPeriod": "monthly",
    }
    document = read(
        {
            "jobs": [
                {**job, "salaryMin": 0, "salaryMax": 0, "jobType": ["Full-Time", "Contract"]},
                {**job, "id": 6, "salaryMin": "3000", "salaryMax": "4000", "jobIndustry": ["R&amp;D"]},
            ]
        }
    )
    first, second = document.entries
    assert (document.format, first.salary, first.employment) == ("jobicy", None, "Full-Time, Contract")
    assert (second.salary, second.tags) == ("3000-4000 EUR per month", ("R&D",))


def test_arbeitnow_goes_on_by_links_until_a_page_is_empty_and_false_says_nothing():
    job = {
        "slug": "engineer-berlin-100",
        "title": "Engineer",
        "company_name": "Acme",
        "url": "https://www.arbeitnow.com/jobs/companies/acme/engineer-berlin-100",
        "remote": False,
        "created_at": 1791291662,
        "job_types": ["Full Time"],
        "location": "Berlin",
    }
    links = {"next": "https://www.arbeitnow.com/api/job-board-api?page=2"}
    document = read({"data": [job], "links": links, "meta": {}}, ARBEITNOW)
    (posting,) = document.entries
    assert document.next_page == Page(links["next"])
    assert read({"data": [], "links": links}, ARBEITNOW).next_page is None
    assert (posting.workplace, posting.posted) == (None, "2026-10-06T13:01:02+00:00")
    assert only({"data": [{**job, "remote": True}]}, ARBEITNOW).workplace == "Remote"


@pytest.mark.parametrize("moment", [1791291662, 1791291662000, "1791291662"])
def test_himalayas_counts_dates_in_seconds_or_in_thousandths(moment: Any):
    job = {
        "guid": "g",
        "title": "Engineer",
        "pubDate": moment,
        "expiryDate": moment,
        "locationRestrictions": [],
    }
    posting = only({"jobs": [job]})
    assert (posting.posted, posting.valid_through) == ("2026-10-06T13:01:02+00:00",) * 2
    assert posting.location == "Worldwide"


@pytest.mark.parametrize("places", [["Norway", "Sweden"], [{"name": "Norway"}, {"name": "Sweden"}]])
def test_himalayas_names_places_as_texts_or_as_objects(places: Any):
    job = {"guid": "g", "title": "Engineer", "minSalary": 90000, "currency": "USD", "salaryPeriod": "annual"}
    posting = only({"jobs": [{**job, "locationRestrictions": places}]})
    assert (posting.location, posting.salary) == ("Norway; Sweden", "from 90000 USD per year")


def test_himalayas_goes_on_by_cursor_or_by_count():
    jobs = [{"guid": "g", "title": "Engineer", "locationRestrictions": []}]
    by_cursor = read({"jobs": jobs, "nextCursor": "abc=="}, HIMALAYAS)
    assert by_cursor.next_page == Page(f"{HIMALAYAS}&cursor=abc%3D%3D")
    by_count = read({"jobs": jobs, "offset": 20, "limit": 20, "totalCount": 100_000}, HIMALAYAS)
    assert by_count.next_page == Page(f"{HIMALAYAS}&offset=21")
    assert read({"jobs": [], "nextCursor": "abc"}, HIMALAYAS).next_page is None
    assert read({"jobs": jobs, "offset": 0, "totalCount": 1}, HIMALAYAS).next_page is None


def test_working_nomads_begins_its_titles_with_the_company():
    job = {
        "url": "https://www.workingnomads.com/job/go/1/",
        "title": "Acme - Go Developer - Platform",
        "company_name": "Acme",
        "category_name": "Development",
        "tags": "go,sql, ",
        "pub_date": "2026-10-05T05:15:43Z",
    }
    posting = only([job])
    assert (posting.title, posting.tags) == ("Go Developer - Platform", ("Development", "go", "sql"))
    assert only([{**job, "title": "Acme - "}]).title == "Acme -"


def test_the_muse_puts_remote_among_its_places_and_ends_at_the_99th_page():
    job = {
        "id": 7,
        "name": "Engineer",
        "contents": "<p>Go</p>",
        "publication_date": "2026-10-05T05:15:43Z",
        "locations": [{"name": "Flexible / Remote"}, {"name": "Austin, TX"}],
        "levels": [{"name": "Senior Level"}],
        "company": {"name": "Acme"},
        "refs": {"landing_page": "https://www.themuse.com/jobs/acme/engineer"},
    }
    document = read({"page": 0, "page_count": 200, "results": [job]}, MUSE)
    (posting,) = document.entries
    assert (posting.location, posting.workplace, posting.tags) == ("Austin, TX", "Remote", ("Senior Level",))
    assert document.next_page == Page(MUSE.replace("page=0", "page=1"))
    assert read({"page": 99, "page_count": 200, "results": [job]}, MUSE).next_page is None
    assert read({"page": 1, "page_count": 2, "results": [job]}, MUSE).next_page is None


def test_usajobs_writes_amounts_as_text_and_spans_as_codes():
    about = {
        "PositionID": "P-1",
        "PositionTitle": "IT Specialist",
        "PositionURI": "https://www.usajobs.gov/job/812345",
        "OrganizationName": "NASA",
        "PositionLocation": [{"LocationName": "Houston, Texas"}, {"LocationName": "Anywhere in the U.S."}],
        "PositionSchedule": [{"Name": "Full-time"}],
        "PositionOfferingType": [{"Name": "Permanent"}],
        "PositionRemuneration": [
            {"MinimumRange": "163964.0", "MaximumRange": "191900.0", "RateIntervalCode": "PA"}
        ],
        "PublicationStartDate": "2026-09-28",
        "ApplicationCloseDate": "2026-10-28T23:59:59.997",
        "UserArea": {
            "Details": {"JobSummary": "Design.", "MajorDuties": ["Build", "Test"], "RemoteIndicator": True}
        },
    }
    item = {"MatchedObjectId": "812345", "MatchedObjectDescriptor": about}
    result = {"SearchResultItems": [item], "UserArea": {"NumberOfPages": "3"}}
    document = read({"SearchResult": result}, f"{USAJOBS}&Page=2")
    (posting,) = document.entries
    assert document.next_page == Page(f"{USAJOBS}&Page=3")
    assert (posting.salary, posting.employment) == ("163964-191900 USD per year", "Full-time, Permanent")
    assert (posting.location, posting.workplace) == ("Houston, Texas; Anywhere in the U.S.", "Remote")
    assert posting.body == "Design.\n<h3>Duties</h3>\n<p>Build</p><p>Test</p>"
    with pytest.raises(NoSuchFeed, match="no search of USAJOBS"):
        read({"SearchResult": {}}, USAJOBS)


def test_adzuna_s_own_guess_of_the_pay_is_no_pay():
    job = {
        "id": "1",
        "title": "Engineer",
        "salary_min": 50000.5,
        "salary_max": 60000,
        "contract_time": "full_time",
    }
    document = read(
        {
            "count": 3,
            "results": [
                {**job, "salary_is_predicted": "1"},
                {**job, "id": "2", "salary_is_predicted": "0"},
            ],
        },
        ADZUNA,
    )
    guessed, stated = document.entries
    assert (guessed.salary, stated.salary, stated.employment) == (None, "50000.5-60000 GBP", "full time")
    assert document.next_page == Page("https://api.adzuna.com/v1/api/jobs/gb/search/2?what=python")
    assert read({"count": 2, "results": [job, job]}, ADZUNA).next_page is None


def test_hacker_news_leads_from_the_newest_thread_to_its_comments():
    hits = [
        {
            "objectID": "3",
            "title": "Ask HN: Who wants to be hired? (September 2026)",
            "created_at": "2026-09-01T15:01",
        },
        {"objectID": "1", "title": "Ask HN: Who is hiring? (August 2026)", "created_at": "2026-08-01T15:00"},
        {
            "objectID": "2",
            "title": "Ask HN: Who is hiring? (September 2026)",
            "created_at": "2026-09-01T15:00",
        },
    ]
    document = read({"hits": hits}, THREADS)
    assert document.entries == ()
    assert document.next_page == Page(
        "https://hn.algolia.com/api/v1/search_by_date?tags=comment,story_2&hitsPerPage=1000"
    )
    with pytest.raises(NoSuchFeed, match="names no thread"):
        read({"hits": hits[:1]}, THREADS)


def comment(number: int, *, parent: int = 9, text: str = "Acme | Engineer | REMOTE<p>Go") -> dict[str, Any]:
    return {
        "objectID": str(number),
        "parent_id": parent,
        "story_id": 9,
        "created_at": "2026-08-04T12:00:00Z",
        "created_at_i": 1_000_000 + number,
        "comment_text": text,
    }


def test_hacker_news_keeps_the_answers_to_the_thread_alone():
    url = "https://hn.algolia.com/api/v1/search_by_date?tags=comment,story_9&hitsPerPage=1000"
    document = read({"hits": [comment(1), comment(2, parent=1), comment(3, text="")]}, url)
    (posting,) = document.entries
    assert document.skipped == ("2 not advertised: it answers another comment, or was deleted",)
    assert posting == Posting(
        native_id="1",
        body="Acme | Engineer | REMOTE<p>Go",
        url="https://news.ycombinator.com/item?id=1",
        posted="2026-08-04T12:00:00+00:00",
    )
    assert document.next_page is None
    full = read({"hits": [comment(number) for number in range(1000)]}, url)
    assert full.next_page == Page(f"{url}&numericFilters=created_at_i%3C%3D1000000")


def test_hacker_news_is_read_as_one_thread_too():
    children = [
        {
            "id": 1,
            "parent_id": 9,
            "text": "Acme | Engineer",
            "created_at": "2026-08-04T12:00:00Z",
            "children": [],
        },
        {"id": 2, "parent_id": 9, "text": None, "children": []},
    ]
    document = read({"id": 9, "children": children}, "https://hn.algolia.com/api/v1/items/9")
    assert [posting.native_id for posting in document.entries] == ["1"]


def test_simplify_lists_all_that_ever_was_and_says_what_is_open():
    job = {
        "id": "b-1",
        "title": "Software Engineer I",
        "company_name": "Acme",
        "active": True,
        "is_visible": True,
        "date_posted": 1762274143,
        "url": "https://job-boards.greenhouse.io/acme/jobs/8",
        "locations": ["Bristol, UK", "Remote"],
        "sponsorship": "Does Not Offer Sponsorship",
        "degrees": ["Bachelor's"],
    }
    rows = [job, {**job, "id": "b-2", "active": False}, {**job, "id": "b-3", "is_visible": False}]
    document = read([*rows, {**job, "id": "b-4", "sponsorship": "Other", "degrees": []}])
    first, other = document.entries
    assert (document.format, document.complete) == ("simplify", True)
    assert document.skipped == ("2 not advertised: it has closed or is hidden",)
    assert first.body == "Visa sponsorship: Does Not Offer Sponsorship\nDegrees: Bachelor's"
    assert (first.location, other.body) == ("Bristol, UK; Remote", "")
