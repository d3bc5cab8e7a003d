"""Lever job boards: https://api.lever.co/v0/postings/{site}?mode=json , in Europe api.eu.lever.co .

https://github.com/lever/postings-api . The whole board comes at once, or page by page where the address
says `limit`. `createdAt` is not documented and may be missing. The company is named by the address alone.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, Page, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, list_of, listed, load, text
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import (
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
from bot.feeds.formats.slugs import name_from_slug

_API = re.compile(r"https?://api(?:\.eu)?\.lever\.co/v0/postings/([^/?#]+)")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a board: by its address, or by fields that only Lever has."""
    head = body[:100_000]
    return head.lstrip().startswith(b"[") and (
        _API.match(url) is not None or (b'"hostedUrl"' in head and b'"categories"' in head)
    )


def parse(body: bytes, url: str) -> Document:
    """Read a board, or one page of it."""
    found = list_of(load(body, url), url)
    read = read_each(found, lambda record: _posting(record, url))
    limit = query_number(url, "limit", 0)
    skip = query_number(url, "skip", 0)
    more = 0 < limit <= len(found)
    return Document(
        format="lever",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=Page(with_query(url, skip=skip + limit, limit=limit)) if more else None,
    )


def _posting(record: Record, url: str) -> Posting | None:
    native_id, title = native(record.get("id")), title_of(record.get("text"))
    if native_id is None or title is None:
        return None
    categories: Any = record.get("categories")
    about: Record = categories if isinstance(categories, dict) else {}
    address = web(record.get("hostedUrl")) or web(record.get("applyUrl"))
    workplace = line(record.get("workplaceType"))
    tags = (line(about.get("team")), line(about.get("department")))
    return Posting(
        native_id=native_id,
        body=capped(_text(record)),
        title=title,
        company=_company(address, url),
        url=address,
        location=_location(about, record),
        workplace=None if workplace == "unspecified" else workplace,
        employment=line(about.get("commitment")),
        salary=_salary(record),
        posted=instant(record.get("createdAt")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
    )


def _text(record: Record) -> str:
    """The description, the lists under their headings, and what comes after them."""
    lists = [
        (each.get("text"), f"<ul>{each['content']}</ul>")
        for each in listed(record, "lists")
        if isinstance(each, dict) and isinstance(each.get("content"), str)
    ]
    return sections(
        (None, text(record, "description", "descriptionPlain")),
        *lists,
        (None, text(record, "additional", "additionalPlain")),
        (None, text(record, "salaryDescription", "salaryDescriptionPlain")),
    )


def _location(about: Record, record: Record) -> str | None:
    places = joined(about.get("location"), *listed(about, "allLocations"), by="; ")
    return places or line(record.get("country"))


def _salary(record: Record) -> str | None:
    stated: Any = record.get("salaryRange")
    if not isinstance(stated, dict):
        return None
    low, high = number(stated.get("min")), number(stated.get("max"))
    return salary_line(low, high, stated.get("currency"), period(stated.get("interval")))


def _company(address: str | None, url: str) -> str | None:
    parts = urlsplit(address or "")
    if re.fullmatch(r"jobs(?:\.eu)?\.lever\.co", parts.hostname or ""):
        return name_from_slug(parts.path.strip("/").partition("/")[0])
    found = _API.match(url)
    return name_from_slug(found.group(1)) if found else None


LEVER = Format(name="lever", parse=parse, complete_list=True, recognises=recognises)
