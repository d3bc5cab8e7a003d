"""Workable boards, as their widget reads them: https://apply.workable.com/api/v1/widget/accounts/{account} .

With `?details=true` the text comes along. Every open posting comes at once; one that is open in several
places is listed once a place under the same shortcode. Dates are days. More than two requests at a time
are answered with 429.
"""

import re
from typing import Any

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, records, text
from bot.feeds.formats.record_list import joined, read_each, title_of, web

_API = re.compile(r"https?://(?:apply|www)\.workable\.com/api/")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a board: by its address, or by fields that only Workable has."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"jobs"' not in head:
        return False
    return _API.match(url) is not None or b'"shortcode"' in head


def parse(body: bytes, url: str) -> Document:
    """Read a board."""
    document = load(body, url)
    company = line(document.get("name")) if isinstance(document, dict) else None
    read = read_each(records(document, "jobs", url), lambda record: _posting(record, company))
    return Document(
        format="workable",
        title=company,
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
    )


def _posting(record: Record, company: str | None) -> Posting | None:
    native_id = native(record.get("shortcode")) or native(record.get("id"))
    title = title_of(record.get("title"))
    if native_id is None or title is None:
        return None
    departments = record.get("department")
    tags = [*(departments if isinstance(departments, list) else [departments]), record.get("function")]
    return Posting(
        native_id=native_id,
        body=capped(text(record, "description", "full_description")),
        title=title,
        company=company,
        url=web(record.get("url")) or web(record.get("shortlink")) or web(record.get("application_url")),
        location=_location(record),
        workplace="Remote" if _is_remote(record) else None,
        employment=line(record.get("employment_type")) or line(record.get("type")),
        posted=instant(record.get("published_on") or record.get("published") or record.get("created_at")),
        tags=tuple(dict.fromkeys(tag for tag in map(line, tags) if tag)),
    )


def _is_remote(record: Record) -> bool:
    nested: Any = record.get("location")
    return record.get("telecommuting") is True or (
        isinstance(nested, dict) and nested.get("telecommuting") is True
    )


def _location(record: Record) -> str | None:
    places = [
        joined(each.get("city"), each.get("region"), each.get("country"))
        for each in listed(record, "locations")
        if isinstance(each, dict) and each.get("hidden") is not True
    ]
    nested: Any = record.get("location")
    one: Record = nested if isinstance(nested, dict) else record
    return joined(*places, by="; ") or joined(
        one.get("city"), one.get("state") or one.get("region"), one.get("country")
    )


WORKABLE = Format(name="workable", parse=parse, complete_list=True, recognises=recognises)
