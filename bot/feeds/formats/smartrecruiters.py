"""SmartRecruiters boards: https://api.smartrecruiters.com/v1/companies/{company}/postings?limit=100 .

https://developers.smartrecruiters.com/docs/posting-api . Pages of 100; the text is on each posting's own
page. The address that people open is made of the company and the id. A company that does not exist has
an empty board.
"""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, Page, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, load, named, records
from bot.feeds.formats.record_list import (
    Read,
    Unadvertised,
    joined,
    read_each,
    sections,
    title_of,
    web,
    with_query,
)
from bot.feeds.formats.slugs import name_from_slug

_API = re.compile(r"https?://api\.smartrecruiters\.com/v1/companies/([^/?#]+)/postings")
_PAGE = re.compile(r"https?://jobs\.smartrecruiters\.com/([^/?#]+)/")
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a board: by its address, or by fields that only SmartRecruiters has."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"content"' not in head:
        return False
    return _API.match(url) is not None or b'"totalFound"' in head or b'"releasedDate"' in head


def parse(body: bytes, url: str) -> Document:
    """Read one page of a board."""
    document = load(body, url)
    found = records(document, "content", url)
    read = read_each(found, lambda record: _posting(record, url))
    offset, total = document.get("offset"), document.get("totalFound")
    end = (offset if isinstance(offset, int) else 0) + len(found)
    more = bool(found) and isinstance(total, int) and end < total
    board = _API.match(url)
    return Document(
        format="smartrecruiters",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=Page(with_query(url, offset=end)) if more else None,
        total=total if isinstance(total, int) else None,
        counted=len(found),
        details={
            one.native_id: Page(f"{board.group()}/{quote(one.native_id)}") for one in read.entries if board
        },
    )


def detailed(posting: Posting, body: bytes, url: str) -> Posting:
    """The posting with the text of its own page."""
    document = load(body, url)
    record: Record = document if isinstance(document, dict) else {}
    ad: Any = record.get("jobAd")
    parts: Any = ad.get("sections") if isinstance(ad, dict) else None
    texts = [
        (part.get("title"), part.get("text"))
        for part in ((parts.get(name) if isinstance(parts, dict) else None) for name in _SECTIONS)
        if isinstance(part, dict)
    ]
    return replace(posting, body=capped(sections(*texts)), url=web(record.get("postingUrl")) or posting.url)


def _posting(record: Record, url: str) -> Read:
    if record.get("visibility") not in (None, "PUBLIC"):
        return Unadvertised("it is for the company's own people")
    native_id, title = native(record.get("id")), title_of(record.get("name"))
    if native_id is None or title is None:
        return None
    about: Any = record.get("company")
    company: Record = about if isinstance(about, dict) else {}
    board = _API.match(url) or _API.match(str(record.get("ref"))) or _PAGE.match(str(record.get("ref")))
    slug = line(company.get("identifier")) or (board.group(1) if board else None)
    tags = (line(named(record.get(name), "label")) for name in ("department", "function"))
    return Posting(
        native_id=native_id,
        body="",
        title=title,
        company=line(company.get("name")) or (name_from_slug(slug) if slug else None),
        url=_address(record, slug, native_id),
        location=_location(record.get("location")),
        workplace=_workplace(record.get("location")),
        employment=line(named(record.get("typeOfEmployment"), "label")),
        posted=instant(record.get("releasedDate")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
    )


def _address(record: Record, slug: str | None, native_id: str) -> str | None:
    given = web(record.get("postingUrl")) or web(record.get("ref"))
    if given and urlsplit(given).hostname == "jobs.smartrecruiters.com":
        return given
    return f"https://jobs.smartrecruiters.com/{quote(slug)}/{quote(native_id)}" if slug else None


def _location(value: Any) -> str | None:
    """The full line without its gaps ("bangalore, , India"), else the parts; countries are codes."""
    if not isinstance(value, dict):
        return None
    parts = str(value.get("fullLocation") or "").split(", ")
    full = joined(*(part.title() if part.islower() else part for part in parts))
    country = line(value.get("country"))
    code = country.upper() if country and len(country) == 2 else country  # noqa: PLR2004
    return full or joined(value.get("city"), value.get("region"), code)


def _workplace(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    return "Remote" if value.get("remote") is True else "Hybrid" if value.get("hybrid") is True else None


SMARTRECRUITERS = Format(
    name="smartrecruiters", parse=parse, complete_list=True, recognises=recognises, detailed=detailed
)
