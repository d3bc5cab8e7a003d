"""Pinpoint career sites: https://{company}.pinpointhq.com/postings.json .

Every open posting comes at once, in sections with headings of their own. No day of posting is told, but
until when one may apply. Pay counts only where the site shows it.
"""

from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, load, named, records, text
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import absolute, joined, number, read_each, sections, spaced, title_of, web
from bot.feeds.formats.salary import salary_line
from bot.feeds.formats.slugs import name_from_slug

_HOST = ".pinpointhq.com"
_SECTIONS = ("key_responsibilities", "skills_knowledge_expertise", "benefits")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a career site: by its address, or by fields that only Pinpoint has."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"data"' not in head:
        return False
    return (urlsplit(url).hostname or "").endswith(_HOST) or b'"skills_knowledge_expertise"' in head


def parse(body: bytes, url: str) -> Document:
    """Read a career site."""
    read = read_each(records(load(body, url), "data", url), lambda record: _posting(record, url))
    return Document(format="pinpoint", entries=read.entries, skipped=read.skipped, complete=read.complete)


def _posting(record: Record, url: str) -> Posting | None:
    native_id, title = native(record.get("id")), title_of(record.get("title"))
    if native_id is None or title is None:
        return None
    address = web(record.get("url")) or absolute(url, record.get("path"))
    job: Any = record.get("job")
    about: Record = job if isinstance(job, dict) else {}
    tags = (named(record.get("department")), named(about.get("department")), named(about.get("division")))
    texts = ((text(record, f"{name}_header"), text(record, name)) for name in _SECTIONS)
    return Posting(
        native_id=native_id,
        body=capped(sections((None, text(record, "description")), *texts)),
        title=title,
        company=_company(address, url),
        url=address,
        location=_location(record.get("location")),
        workplace=spaced(record.get("workplace_type")) or line(record.get("workplace_type_text")),
        employment=line(record.get("employment_type_text")) or spaced(record.get("employment_type")),
        salary=_salary(record),
        valid_through=instant(record.get("deadline_at")),
        tags=tuple(dict.fromkeys(tag for tag in map(line, tags) if tag)),
    )


def _location(value: Any) -> str | None:
    if not isinstance(value, dict):
        return line(value)
    return line(value.get("name")) or joined(value.get("city"), value.get("province"))


def _salary(record: Record) -> str | None:
    if record.get("compensation_visible") is False:
        return None
    low, high = number(record.get("compensation_minimum")), number(record.get("compensation_maximum"))
    stated = salary_line(
        low, high, record.get("compensation_currency"), period(record.get("compensation_frequency"))
    )
    return stated or line(record.get("compensation"))


def _company(address: str | None, url: str) -> str | None:
    for candidate in (address or "", url):
        host = urlsplit(candidate).hostname or ""
        if host.endswith(_HOST):
            return name_from_slug(host.removesuffix(_HOST))
    return None


PINPOINT = Format(name="pinpoint", parse=parse, complete_list=True, recognises=recognises)
