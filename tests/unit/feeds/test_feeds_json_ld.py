"""Pages that describe their jobs as schema.org JobPosting."""

import json
from typing import Any

import pytest

from bot.domain.posting import Posting
from bot.errors import NoSuchFeed
from bot.feeds.formats import Document, read_document

URL = "https://acme.example/careers/engineer"
JOB: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Engineer &amp; Lead",
    "description": "&lt;p&gt;Build with Go&lt;/p&gt;",
    "identifier": {"@type": "PropertyValue", "name": "Acme", "value": "J-7"},
    "datePosted": "2026-08-05",
    "validThrough": "2026-09-05T00:00:00+02:00",
    "employmentType": ["FULL_TIME", "CONTRACTOR"],
    "hiringOrganization": {"@type": "Organization", "name": "Acme"},
    "jobLocation": [
        {
            "@type": "Place",
            "address": {"addressLocality": "Berlin", "addressRegion": "BE", "addressCountry": {"name": "DE"}},
        },
        {"@type": "Place", "address": "Oslo"},
    ],
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "minValue": 70000, "maxValue": "90000", "unitText": "YEAR"},
    },
}


def page(*scripts: str) -> bytes:
    blocks = "".join(f"<script type='application/ld+json'>{script}</script>" for script in scripts)
    return f"<!DOCTYPE html><html><head>{blocks}</head><body>We are hiring</body></html>".encode()


def read(*values: Any) -> Document:
    return read_document(page(*(json.dumps(value) for value in values)), url=URL)


def test_a_page_of_one_job_is_a_source_that_closes_nothing():
    document = read(JOB)
    assert (document.format, document.complete) == ("json_ld", False)
    assert document.entries == (
        Posting(
            native_id="J-7",
            body="<p>Build with Go</p>",
            title="Engineer & Lead",
            company="Acme",
            url=URL,
            location="Berlin, BE, DE; Oslo",
            employment="FULL TIME, CONTRACTOR",
            salary="70000-90000 EUR per year",
            posted="2026-08-05",
            valid_through="2026-09-05T00:00:00+02:00",
        ),
    )


@pytest.mark.parametrize(
    "nested",
    [
        [JOB],
        {"@graph": [{"@type": "WebSite"}, JOB]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": JOB}]},
        {**JOB, "@type": ["JobPosting", "Thing"]},
    ],
)
def test_a_job_is_found_wherever_it_stands(nested: Any):
    assert [posting.native_id for posting in read(nested).entries] == ["J-7"]


def test_several_jobs_have_their_own_addresses_or_none():
    other = {**JOB, "identifier": "J-8", "url": "/careers/8"}
    first, second = read(JOB, other).entries
    assert (first.url, second.url) == (None, "https://acme.example/careers/8")


def test_a_remote_job_says_where_one_may_live():
    remote = {**JOB, "jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": {"name": "France"}}
    (posting,) = read({name: value for name, value in remote.items() if name != "jobLocation"}).entries
    assert (posting.workplace, posting.location) == ("Remote", "France")


@pytest.mark.parametrize(
    ("stated", "read_as"),
    [
        ({"currency": "USD", "value": {"value": 50, "unitText": "HOUR"}}, "50 USD per hour"),
        ({"currency": "USD", "value": 90000, "unitText": "YEAR"}, "90000 USD per year"),
        (
            {"currency": "USD", "minValue": 1000, "maxValue": 2000, "unitText": "MONTH"},
            "1000-2000 USD per month",
        ),
        ("$90k", "$90k"),
        ({"currency": "USD", "value": {"minValue": 0, "maxValue": 0}}, None),
    ],
)
def test_pay_is_read_in_each_way_that_sites_write_it(stated: Any, read_as: str | None):
    (posting,) = read({**JOB, "baseSalary": stated}).entries
    assert posting.salary == read_as


def test_line_breaks_in_texts_and_comments_around_them_do_no_harm():
    script = "<!--\n" + json.dumps({**JOB, "description": "One\\nTwo"}).replace("\\\\n", "\n") + "\n-->"
    (posting,) = read_document(page(script), url=URL).entries
    assert posting.body == "One\nTwo"


def test_a_broken_description_is_told_and_does_not_hide_the_others():
    document = read_document(page(json.dumps(JOB), '{"@type": "JobPosting", "title": '), url=URL)
    assert len(document.entries) == 1
    assert document.skipped == ("1 of the page's descriptions cannot be read: they are broken JSON",)


def test_a_page_that_only_speaks_of_such_data_is_a_page():
    words = page('{"@type": "WebSite", "name": "All about JobPosting"}')
    with pytest.raises(NoSuchFeed, match="web page"):
        read_document(words, url=URL)
    with pytest.raises(NoSuchFeed, match="web page"):
        read_document(words, url=URL, format="json_ld")
