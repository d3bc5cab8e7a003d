"""Breezy boards: https://{company}.breezy.hr/json .

Every open posting comes at once, without its text. An unknown company is sent to breezy.hr, a page; 403
means that we came too often.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, list_of, listed, load, named, text
from bot.feeds.formats.record_list import joined, read_each, title_of, web
from bot.feeds.formats.slugs import name_from_slug

_API = re.compile(r"https?://([^/.]+)\.breezy\.hr/json")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a board: by its address, or by fields that only Breezy has."""
    head = body[:100_000]
    return head.lstrip().startswith(b"[") and (
        _API.match(url) is not None or (b".breezy.hr" in head and b'"published_date"' in head)
    )


def parse(body: bytes, url: str) -> Document:
    """Read a board."""
    read = read_each(list_of(load(body, url), url), lambda record: _posting(record, url))
    return Document(format="breezy", entries=read.entries, skipped=read.skipped, complete=read.complete)


def _posting(record: Record, url: str) -> Posting | None:
    native_id = native(record.get("id")) or native(record.get("_id"))
    title = title_of(record.get("name"))
    if native_id is None or title is None:
        return None
    address = web(record.get("url"))
    places = [record.get("location"), *listed(record, "locations")]
    department = line(named(record.get("department")))
    return Posting(
        native_id=native_id,
        body=capped(text(record, "description")),
        title=title,
        company=line(named(record.get("company"))) or _company(address, url),
        url=address,
        location=joined(*map(_place, places), by="; "),
        workplace="Remote"
        if any(isinstance(one, dict) and one.get("is_remote") is True for one in places)
        else None,
        employment=line(named(record.get("type"))),
        salary=line(record.get("salary")),
        posted=instant(record.get("published_date") or record.get("creation_date")),
        tags=(department,) if department else (),
    )


def _place(value: Any) -> str | None:
    """City, state and country; the place's own line where they are missing."""
    if not isinstance(value, dict):
        return line(value)
    parts = joined(named(value.get("city")), named(value.get("state")), named(value.get("country")))
    return parts or line(value.get("name"))


def _company(address: str | None, url: str) -> str | None:
    for candidate in (address or "", url):
        host = urlsplit(candidate).hostname or ""
        if host.endswith(".breezy.hr"):
            return name_from_slug(host.removesuffix(".breezy.hr"))
    return None


BREEZY = Format(name="breezy", parse=parse, complete_list=True, recognises=recognises)
