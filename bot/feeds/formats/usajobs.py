"""USAJOBS: https://data.usajobs.gov/api/search?ResultsPerPage=500 , with a key.

https://developer.usajobs.gov/api-reference/get-api-search . Pages of up to 500. Amounts are texts; the
span is a code (PA: a year, PH: an hour). Each posting says until when one may apply.
"""

from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.errors import NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.document import MOST_TAGS, Document, Format, Page, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, named, refuse_error_answer, text
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import (
    identifier,
    joined,
    number,
    query_number,
    read_each,
    sections,
    title_of,
    web,
    with_query,
)
from bot.feeds.formats.salary import salary_line

_MOST_PAGES = 20
"""10,000 postings: the API gives no more to one search."""
_DETAILS = (
    (None, "JobSummary"),
    ("Duties", "MajorDuties"),
    ("Qualifications", "QualificationSummary"),
    ("Requirements", "Requirements"),
    ("Education", "Education"),
)


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is an answer of USAJOBS."""
    return urlsplit(url).hostname == "data.usajobs.gov" or (
        body.lstrip().startswith(b"{") and b'"MatchedObjectDescriptor"' in body[:100_000]
    )


def parse(body: bytes, url: str) -> Document:
    """Read one page."""
    document = load(body, url)
    refuse_error_answer(document, url)
    result: Any = document.get("SearchResult") if isinstance(document, dict) else None
    if not isinstance(result, dict) or not isinstance(result.get("SearchResultItems"), list):
        raise NoSuchFeed(f"{shown(url)} is no search of USAJOBS. Check the address.")
    read = read_each(result["SearchResultItems"], _posting)
    area: Any = result.get("UserArea")
    pages = number(area.get("NumberOfPages")) if isinstance(area, dict) else None
    page = query_number(url, "Page", 1)
    more = pages is not None and page < pages and bool(read.entries)
    return Document(
        format="usajobs",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=Page(with_query(url, Page=page + 1)) if more else None,
    )


def _posting(item: Record) -> Posting | None:
    record: Any = item.get("MatchedObjectDescriptor")
    if not isinstance(record, dict):
        return None
    title = title_of(record.get("PositionTitle"))
    native_id = identifier(item, "MatchedObjectId") or identifier(record, "PositionID")
    if native_id is None or title is None:
        return None
    places = (named(each, "LocationName") for each in listed(record, "PositionLocation"))
    tags = (line(named(each, "Name")) for each in listed(record, "JobCategory"))
    kinds = (*listed(record, "PositionSchedule"), *listed(record, "PositionOfferingType"))
    details = _details(record)
    return Posting(
        native_id=native_id,
        body=capped(sections(*((heading, _said(details.get(name))) for heading, name in _DETAILS))),
        title=title,
        company=line(record.get("OrganizationName")),
        url=web(record.get("PositionURI"))
        or next(iter(filter(None, map(web, listed(record, "ApplyURI")))), None),
        location=joined(*places, by="; ") or line(record.get("PositionLocationDisplay")),
        workplace="Remote" if details.get("RemoteIndicator") is True else None,
        employment=joined(*(named(kind, "Name") for kind in kinds)),
        salary=_salary(record),
        posted=instant(record.get("PublicationStartDate")),
        valid_through=instant(record.get("ApplicationCloseDate")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


def _details(record: Record) -> Record:
    area: Any = record.get("UserArea")
    details: Any = area.get("Details") if isinstance(area, dict) else None
    given = details if isinstance(details, dict) else {}
    return {"QualificationSummary": text(record, "QualificationSummary"), **given}


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "".join(f"<p>{each}</p>" for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _salary(record: Record) -> str | None:
    lines = (
        salary_line(
            number(each.get("MinimumRange")),
            number(each.get("MaximumRange")),
            "USD",
            period(each.get("RateIntervalCode")) or period(each.get("Description")),
        )
        for each in listed(record, "PositionRemuneration")
        if isinstance(each, dict)
    )
    return joined(*lines, by="; ")


USAJOBS = Format(
    name="usajobs", parse=parse, complete_list=False, recognises=recognises, most_pages=_MOST_PAGES
)
