"""Rippling boards: https://api.rippling.com/platform/api/ats/v1/board/{board}/jobs .

Every open posting comes at once, once for each of its places under the same uuid. Text, company, pay and
day are on each posting's own page, .../jobs/{uuid} .
"""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, Page, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, list_of, listed, load, named
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import joined, number, read_each, sections, title_of, web
from bot.feeds.formats.salary import salary_line
from bot.feeds.formats.slugs import name_from_slug

_API = re.compile(r"https?://api\.rippling\.com/platform/api/ats/v1/board/([^/?#]+)/jobs")
_CONTRACTS = {
    "SALARIED_FT": "Full-time",
    "SALARIED_PT": "Part-time",
    "HOURLY_FT": "Full-time",
    "HOURLY_PT": "Part-time",
    "TEMP": "Temporary",
}


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a board: by its address, or by fields that only Rippling has."""
    head = body[:100_000]
    return head.lstrip().startswith(b"[") and (
        _API.match(url) is not None or (b'"workLocation"' in head and b'"uuid"' in head)
    )


def parse(body: bytes, url: str) -> Document:
    """Read a board."""
    read = read_each(list_of(load(body, url), url), lambda record: _posting(record, url))
    board = _API.match(url)
    return Document(
        format="rippling",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        details={
            one.native_id: Page(f"{board.group()}/{quote(one.native_id)}") for one in read.entries if board
        },
    )


def detailed(posting: Posting, body: bytes, url: str) -> Posting:
    """The posting with what its own page tells: text, company, pay, day, kind of contract."""
    record = load(body, url)
    if not isinstance(record, dict):
        return posting
    contract: Any = record.get("employmentType")
    kind = line(named(contract, "label"))
    return replace(
        posting,
        body=capped(_text(record.get("description"))),
        company=line(record.get("companyName")) or posting.company,
        location=joined(*listed(record, "workLocations"), by="; ") or posting.location,
        employment=_CONTRACTS.get(kind or "", line(named(contract, "id")) or kind),
        salary=_salary(record),
        posted=instant(record.get("createdOn")),
    )


def _posting(record: Record, url: str) -> Posting | None:
    native_id = native(record.get("uuid")) or native(record.get("id"))
    title = title_of(record.get("name"))
    if native_id is None or title is None:
        return None
    board = _API.match(url)
    department = line(named(record.get("department"), "label")) or line(named(record.get("department")))
    return Posting(
        native_id=native_id,
        body="",
        title=title,
        company=name_from_slug(board.group(1)) if board else None,
        url=web(record.get("url")),
        location=line(named(record.get("workLocation"), "label")),
        tags=(department,) if department else (),
    )


def _text(description: Any) -> str:
    """The role, then the company, then whatever sections there are besides."""
    if not isinstance(description, dict):
        return description if isinstance(description, str) else ""
    first = ("role", "company")
    names = (*first, *(name for name in description if name not in first))
    return sections(*((None, description.get(name)) for name in names))


def _salary(record: Record) -> str | None:
    """A range a place; only those that differ."""
    lines = (
        salary_line(
            number(each.get("rangeStart")),
            number(each.get("rangeEnd")),
            each.get("currency"),
            period(each.get("frequency")),
        )
        for each in listed(record, "payRangeDetails")
        if isinstance(each, dict)
    )
    return joined(*lines, by="; ")


RIPPLING = Format(name="rippling", parse=parse, complete_list=True, recognises=recognises, detailed=detailed)
