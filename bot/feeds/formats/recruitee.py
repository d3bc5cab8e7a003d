"""Recruitee career sites: https://{company}.recruitee.com/api/offers/ , also under a company's own domain.

https://docs.recruitee.com/reference/offers . Every open posting comes at once. Dates are written
"2026-08-05 10:10:39 UTC".
"""

from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, records, text
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import (
    Read,
    Unadvertised,
    identifier,
    joined,
    number,
    read_each,
    sections,
    spaced,
    title_of,
    web,
)
from bot.feeds.formats.salary import salary_line
from bot.feeds.formats.slugs import name_from_slug


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a career site: by its address, or by fields that only Recruitee has."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"offers"' not in head:
        return False
    parts = urlsplit(url)
    at_home = (parts.hostname or "").endswith(".recruitee.com") or parts.path.rstrip("/").endswith(
        "/api/offers"
    )
    return at_home or b'"careers_url"' in head


def parse(body: bytes, url: str) -> Document:
    """Read a career site."""
    read = read_each(records(load(body, url), "offers", url), lambda record: _posting(record, url))
    return Document(format="recruitee", entries=read.entries, skipped=read.skipped, complete=read.complete)


def _posting(record: Record, url: str) -> Read:
    if record.get("status") not in (None, "published"):
        return Unadvertised("it is a draft, internal or closed")
    native_id, title = identifier(record, "id", "guid", "slug"), title_of(record.get("title"))
    if native_id is None or title is None:
        return None
    tags = (record.get("department"), *listed(record, "tags"), spaced(record.get("category_code")))
    return Posting(
        native_id=native_id,
        body=capped(sections((None, text(record, "description")), (None, text(record, "requirements")))),
        title=title,
        company=line(record.get("company_name")) or _company(url),
        url=web(record.get("careers_url")) or web(record.get("careers_apply_url")),
        location=_location(record),
        workplace=_workplace(record),
        employment=spaced(record.get("employment_type_code")),
        salary=_salary(record.get("salary")),
        posted=instant(record.get("published_at")) or instant(record.get("created_at")),
        valid_through=instant(record.get("close_at")),
        tags=tuple(dict.fromkeys(tag for tag in map(line, tags) if tag))[:MOST_TAGS],
    )


def _location(record: Record) -> str | None:
    """All places where the offer names several, else its one line, else city and country."""
    places = [
        joined(each.get("city"), each.get("state"), each.get("country"))
        for each in listed(record, "locations")
        if isinstance(each, dict)
    ]
    return (
        joined(*places, by="; ")
        or line(record.get("location"))
        or joined(record.get("city"), record.get("state_code"), record.get("country_code"))
    )


def _workplace(record: Record) -> str | None:
    for name, words in (("hybrid", "Hybrid"), ("remote", "Remote"), ("on_site", "On-site")):
        if record.get(name) is True:
            return words
    return None


def _salary(stated: Any) -> str | None:
    if not isinstance(stated, dict):
        return None
    low, high = number(stated.get("min")), number(stated.get("max"))
    return salary_line(low, high, stated.get("currency"), period(stated.get("period")))


def _company(url: str) -> str | None:
    host = urlsplit(url).hostname or ""
    return name_from_slug(host.removesuffix(".recruitee.com")) if host.endswith(".recruitee.com") else None


RECRUITEE = Format(name="recruitee", parse=parse, complete_list=True, recognises=recognises)
