"""Himalayas: https://himalayas.app/jobs/api , and .../jobs/api/search with `?keyword=` and `?country=`.

https://himalayas.app/docs/data-dictionary . Twenty a page of more than a hundred thousand, the newest
first; remote all of them. Dates are seconds or milliseconds. Places are names or objects, and none of
them means the whole world.
"""

from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, Page, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, named, records, text
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import (
    identifier,
    joined,
    number,
    query_number,
    read_each,
    title_of,
    web,
    with_query,
)
from bot.feeds.formats.salary import salary_line

_MOST_PAGES = 25
"""The newest 500."""


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is Himalayas' list: by its address, or by fields that only it has."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"jobs"' not in head:
        return False
    at_home = (urlsplit(url).hostname or "").removeprefix("www.") == "himalayas.app"
    return at_home or b'"locationRestrictions"' in head


def parse(body: bytes, url: str) -> Document:
    """Read one page."""
    document = load(body, url)
    found = records(document, "jobs", url)
    read = read_each(found, _posting)
    return Document(
        format="himalayas",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=_next(document, len(found), url),
    )


def _next(document: Record, count: int, url: str) -> Page | None:
    """By cursor where there is one, else by what is counted."""
    cursor = line(document.get("nextCursor"))
    if cursor is not None:
        return Page(with_query(url, cursor=cursor)) if count else None
    total, offset = document.get("totalCount"), document.get("offset")
    end = (offset if isinstance(offset, int) else query_number(url, "offset", 0)) + count
    return Page(with_query(url, offset=end)) if count and isinstance(total, int) and end < total else None


def _posting(record: Record) -> Posting | None:
    address, title = (
        web(record.get("applicationLink")) or web(record.get("guid")),
        title_of(record.get("title")),
    )
    native_id = identifier(record, "guid", "slug", url=address)
    if native_id is None or title is None:
        return None
    categories = (*listed(record, "categories"), *listed(record, "parentCategories"))
    tags = (line(str(tag).replace("-", " ")) for tag in categories)
    low, high = number(record.get("minSalary")), number(record.get("maxSalary"))
    return Posting(
        native_id=native_id,
        body=capped(text(record, "description", "excerpt")),
        title=title,
        company=title_of(record.get("companyName")),
        url=address,
        location=_location(record.get("locationRestrictions")),
        workplace="Remote",
        employment=line(record.get("employmentType")),
        salary=salary_line(low, high, record.get("currency"), period(record.get("salaryPeriod"))),
        posted=instant(record.get("pubDate")),
        valid_through=instant(record.get("expiryDate")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


def _location(value: Any) -> str | None:
    if isinstance(value, list):
        return joined(*(named(each) for each in value), by="; ") or "Worldwide"
    return line(value)


HIMALAYAS = Format(
    name="himalayas", parse=parse, complete_list=False, recognises=recognises, most_pages=_MOST_PAGES
)
