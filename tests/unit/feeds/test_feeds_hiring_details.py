"""Systems whose lists tell little: what they list, where they go on, and what a posting's own page adds."""

import json
from typing import Any

from bot.domain.posting import Posting
from bot.feeds.formats import FORMATS, Document, read_document
from bot.feeds.formats.document import Page

SMART = "https://api.smartrecruiters.com/v1/companies/Acme/postings?limit=100"
BAMBOO = "https://acme.bamboohr.com/careers/list"
RIPPLING = "https://api.rippling.com/platform/api/ats/v1/board/acme-labs/jobs"
WORKDAY = "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs"


def read(value: Any, url: str) -> Document:
    body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return read_document(body, url=url)


def only(value: Any, url: str) -> Posting:
    (posting,) = read(value, url).entries
    return posting


def detailed(name: str, posting: Posting, page: Any) -> Posting:
    detail = FORMATS[name].detailed
    assert detail is not None
    return detail(posting, json.dumps(page).encode(), "https://feeds.example/detail")


def test_smartrecruiters_is_followed_by_its_count_and_detailed_by_posting():
    document = read(
        {
            "offset": 100,
            "totalFound": 250,
            "content": [
                {
                    "id": "74",
                    "name": "Data Engineer",
                    "company": {"identifier": "AcmeInc", "name": "Acme"},
                    "location": {
                        "city": "Remote",
                        "country": "us",
                        "remote": True,
                        "fullLocation": "berlin, , Germany",
                    },
                    "typeOfEmployment": {"label": "Full-time"},
                    "department": {},
                },
                {"id": "75", "name": "Inside", "visibility": "INTERNAL"},
            ],
        },
        SMART,
    )
    (posting,) = document.entries
    assert document.next_page == Page(
        "https://api.smartrecruiters.com/v1/companies/Acme/postings?limit=100&offset=102"
    )
    assert posting.url == "https://jobs.smartrecruiters.com/AcmeInc/74"
    assert (posting.location, posting.workplace) == ("Berlin, Germany", "Remote")
    assert document.details == {"74": Page("https://api.smartrecruiters.com/v1/companies/Acme/postings/74")}
    page = {
        "postingUrl": "https://jobs.smartrecruiters.com/AcmeInc/74-data-engineer",
        "jobAd": {"sections": {"jobDescription": {"title": "The job", "text": "<p>Go</p>"}}},
    }
    full = detailed("smartrecruiters", posting, page)
    assert (full.body, full.url) == ("<h3>The job</h3>\n<p>Go</p>", page["postingUrl"])
    assert full.title == "Data Engineer"


WIDGET = """<div class="BambooHR-ATS-board"><ul>
<li id="bhrDepartmentID_1" class="BambooHR-ATS-Department-Item">
<div class="BambooHR-ATS-Department-Header">Engineering</div><ul class="BambooHR-ATS-Jobs-List">
<li id="bhrPositionID_22" class="BambooHR-ATS-Jobs-Item">
<a href="//acme.bamboohr.com/careers/22">R&amp;D Engineer</a>
<span class="BambooHR-ATS-Location">Oslo, Norway</span></li></ul></li></ul></div>"""


def test_bamboohr_is_read_as_widget_and_as_list():
    widget = only(WIDGET, "https://acme.bamboohr.com/jobs/embed2.php")
    listed = only(
        {
            "result": [
                {
                    "id": "22",
                    "jobOpeningName": "R&D Engineer",
                    "departmentLabel": "Engineering",
                    "location": {"city": "Oslo", "state": "Norway"},
                }
            ]
        },
        BAMBOO,
    )
    assert widget == listed
    assert widget.url == "https://acme.bamboohr.com/careers/22"
    document = read(WIDGET, "https://acme.bamboohr.com/jobs/embed2.php")
    assert document.details == {"22": Page("https://acme.bamboohr.com/careers/22/detail")}
    opening = {
        "description": "<p>Build</p>",
        "compensation": "NOK 900,000",
        "datePosted": "2026-05-02",
        "employmentStatusLabel": "Full-Time",
        "locationType": "2",
    }
    full = detailed("bamboohr", widget, {"result": {"jobOpening": opening}})
    assert (full.body, full.salary, full.posted) == ("<p>Build</p>", "NOK 900,000", "2026-05-02")
    assert (full.workplace, full.location) == ("Hybrid", "Oslo, Norway")


def test_rippling_lists_a_posting_once_a_place_and_tells_the_rest_on_its_page():
    row = {"uuid": "u-1", "name": "Engineer", "url": "https://ats.rippling.com/acme-labs/jobs/u-1"}
    document = read(
        [
            {**row, "workLocation": {"label": "Remote (United States)"}},
            {**row, "workLocation": {"label": "New York, NY"}},
        ],
        RIPPLING,
    )
    (posting,) = document.entries
    assert (posting.location, posting.company) == ("Remote (United States); New York, NY", "Acme Labs")
    assert document.details == {"u-1": Page(f"{RIPPLING}/u-1")}
    pay = {"currency": "USD", "frequency": "HOUR", "rangeStart": 18, "rangeEnd": 25, "location": "NY"}
    full = detailed(
        "rippling",
        posting,
        {
            "description": {"company": "<p>Acme</p>", "role": "<p>Build</p>"},
            "companyName": "Acme Laboratories",
            "employmentType": {"label": "HOURLY_PT", "id": "Hourly, part-time"},
            "payRangeDetails": [pay, {**pay, "location": "NJ"}],
            "createdOn": "2026-06-01T10:00:00-04:00",
        },
    )
    assert (full.body, full.company) == ("<p>Build</p>\n<p>Acme</p>", "Acme Laboratories")
    assert (full.salary, full.employment) == ("18-25 USD per hour", "Part-time")


def test_workday_is_asked_by_post_page_by_page_until_one_is_not_full():
    first = FORMATS["workday"].first(WORKDAY)
    assert json.loads(first.json_body or b"") == {
        "appliedFacets": {},
        "limit": 20,
        "offset": 0,
        "searchText": "",
    }
    full = [
        {"title": "Engineer", "externalPath": f"/job/Berlin/Engineer_R{number}", "locationsText": "Berlin"}
        for number in range(20)
    ]
    second = read({"total": 25, "jobPostings": full}, first.url).next_page
    assert second is not None
    assert json.loads(second.json_body or b"")["offset"] == 20
    last = read({"total": 0, "jobPostings": full[:5]}, second.url)  # later pages say 0
    assert (last.next_page, last.complete) == (None, True)


def test_workday_counts_places_where_it_should_name_them():
    record = {
        "title": "Architect",
        "externalPath": "/job/Virginia---Washington-DC-Metro---Remote/Architect--Public_JR354232",
        "locationsText": "3 Locations",
        "postedOn": "Posted Yesterday",
    }
    document = read({"total": 1, "jobPostings": [record]}, f"{WORKDAY}#offset=0")
    (posting,) = document.entries
    assert (posting.native_id, posting.location) == ("JR354232", "Virginia, Washington DC Metro, Remote")
    assert posting.url == f"https://acme.wd5.myworkdayjobs.com/Careers{record['externalPath']}"
    page = document.details["JR354232"]
    assert page == Page(f"https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers{record['externalPath']}")
    about = {
        "jobDescription": "<p>Build</p>",
        "location": "US, CA, Santa Clara",
        "additionalLocations": ["US, TX, Remote"],
        "startDate": "2026-06-30",
        "timeType": "Full time",
    }
    full = detailed("workday", posting, {"jobPostingInfo": about, "hiringOrganization": {"name": "Acme USA"}})
    assert (full.location, full.workplace) == ("US, CA, Santa Clara; US, TX, Remote", None)
    assert (full.posted, full.employment, full.company) == ("2026-06-30", "Full time", "Acme USA")
    assert full.body == "<p>Build</p>"
