"""Any page that describes its jobs as schema.org JobPosting in JSON-LD, as search engines ask for it.

https://developers.google.com/search/docs/appearance/structured-data/job-posting . A page may hold one
posting or many. What it does not hold says nothing, so it closes nothing.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from bot.domain.posting import Posting
from bot.errors import NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.decoding import decode
from bot.feeds.formats.document import Document, Format, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, named, text
from bot.feeds.formats.pages import refuse_page
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import (
    absolute,
    identifier,
    joined,
    number,
    read_each,
    spaced,
    title_of,
    web,
)
from bot.feeds.formats.salary import salary_line

_SCRIPT = re.compile(
    r"<script\b[^>]*?\btype\s*=\s*[\"']?application/ld\+json\b[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL
)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|(?://\s*)?\]\]>)\s*;?\s*$", re.DOTALL
)
_DEEPEST = 12


def recognises(_url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether a page describes jobs in JSON-LD."""
    return b"ld+json" in body and b"JobPosting" in body


def parse(body: bytes, url: str) -> Document:
    """Read a page."""
    if not recognises(url, None, body):
        refuse_page(body, url)
        raise NoSuchFeed(f"There is no feed at {shown(url)}: it is no page that describes jobs as JSON-LD.")
    broken = 0
    found: list[Record] = []
    for script in _SCRIPT.findall(decode(body)):
        try:
            found += _postings(json.loads(_WRAPPING.sub("", script), strict=False), 0)
        except (ValueError, RecursionError):
            broken += "JobPosting" in script
    if not found and not broken:
        refuse_page(body, url)
    read = read_each(found, lambda record: _posting(record, url, alone=len(found) == 1))
    notes = (f"{broken} of the page's descriptions cannot be read: they are broken JSON",) if broken else ()
    return Document(
        format="json_ld", entries=read.entries, skipped=(*read.skipped, *notes), complete=not read.skipped
    )


def _postings(value: Any, depth: int) -> Iterator[Record]:
    """All objects of that type, wherever they stand: in a list, a graph, an item list."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _postings(each, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            yield value
        else:
            for each in value.values():
                yield from _postings(each, depth + 1)


def _posting(record: Record, url: str, *, alone: bool) -> Posting | None:
    own = absolute(url, record.get("url"))
    address = own or (web(url) if alone else None)
    title = title_of(record.get("title")) or title_of(record.get("name"))
    stated: Any = record.get("identifier")
    native_id = native(
        named(stated, "value") or (stated.get("value") if isinstance(stated, dict) else stated)
    )
    native_id = native_id or identifier(record, "@id", url=address)
    if title is None or native_id is None:
        return None
    tags = (record.get("industry"), record.get("occupationalCategory"))
    return Posting(
        native_id=native_id,
        body=capped(_text(record)),
        title=title,
        company=title_of(named(record.get("hiringOrganization"))),
        url=address,
        location=_location(record),
        workplace="Remote" if "TELECOMMUTE" in str(record.get("jobLocationType")).upper() else None,
        employment=joined(*(spaced(kind) for kind in _list(record.get("employmentType")))),
        salary=_salary(record.get("baseSalary")),
        posted=instant(record.get("datePosted")),
        valid_through=instant(record.get("validThrough")),
        tags=tuple(dict.fromkeys(tag for tag in map(title_of, tags) if tag)),
    )


def _text(record: Record) -> str:
    """The description, which often is HTML that was escaped once more."""
    description = text(record, "description")
    return description if "<" in description else html.unescape(description)


def _location(record: Record) -> str | None:
    """Where the work is done; of a remote job without an office, where those may live who do it."""
    places = [_place(each) for each in _list(record.get("jobLocation"))]
    allowed = [line(named(each)) for each in _list(record.get("applicantLocationRequirements"))]
    return joined(*places, by="; ") or joined(*allowed, by="; ")


def _place(place: Any) -> str | None:
    address: Any = place.get("address", place) if isinstance(place, dict) else place
    if isinstance(address, list):
        return joined(*map(_place, address), by="; ")
    if not isinstance(address, dict):
        return line(address)
    parts = (address.get("addressLocality"), address.get("addressRegion"), address.get("addressCountry"))
    return joined(*(named(part) for part in parts)) or line(named(place))


def _salary(value: Any) -> str | None:
    """A MonetaryAmount with a number or a range in it; a bare amount where it is written short."""
    if not isinstance(value, dict):
        return line(value)
    amount: Any = value.get("value", value)
    if not isinstance(amount, dict):
        only = number(amount)
        return salary_line(only, only, value.get("currency"), period(value.get("unitText")))
    low, high = number(amount.get("minValue")), number(amount.get("maxValue"))
    if low is None and high is None:
        low = high = number(amount.get("value"))
    currency = value.get("currency") or amount.get("currency")
    return salary_line(low, high, currency, period(amount.get("unitText") or value.get("unitText")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


JSON_LD = Format(name="json_ld", parse=parse, complete_list=False, recognises=recognises)
