"""Workday career sites: POST https://{tenant}.{wdN}.myworkdayjobs.com/wday/cxs/{tenant}/{site}/jobs .

Twenty postings a page. Only the first page states the total, and that is cut at 2,000; the list ends with
a page that is not full. "13 Locations" names no place, but the posting's path does. Text, all places, the
day and the kind of contract are on each posting's own page, .../{site}{externalPath} .
"""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, Page, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, named, records, text
from bot.feeds.formats.record_list import joined, read_each, title_of, web
from bot.feeds.formats.slugs import name_from_slug

A_PAGE = 20
"""More are refused."""
_MOST_PAGES = 100
"""2,000 postings, which is also where Workday ends."""

_API = re.compile(r"(https?://[^/?#]+)/wday/cxs/([^/?#]+)/([^/?#]+)(?=/jobs)")
_COUNT = re.compile(r"\d+ Locations?", re.IGNORECASE)
_PLACE_IN_PATH = re.compile(r"/job/([^/]+)/[^/]+$")
_REMOTE = re.compile(r"\bremote\b", re.IGNORECASE)


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a career site: by its address, or by fields that only Workday has."""
    head = body[:100_000]
    return (
        head.lstrip().startswith(b"{")
        and b'"jobPostings"' in head
        and (_API.match(url) is not None or b'"externalPath"' in head)
    )


def first(url: str) -> Page:
    """The first page of a career site."""
    return _page(url, 0)


def parse(body: bytes, url: str) -> Document:
    """Read one page; which one the address says behind its `#`, for all pages have the same one."""
    document = load(body, url)
    found = records(document, "jobPostings", url)
    read = read_each(found, lambda record: _posting(record, url))
    offset, total = _offset(url), document.get("total")
    site = _API.match(url)
    details = {
        native_id: Page(f"{site.group()}{path}")
        for native_id, path in (_identity(record) for record in found if isinstance(record, dict))
        if site and native_id and path
    }
    return Document(
        format="workday",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=_page(url, offset + A_PAGE) if len(found) >= A_PAGE else None,
        total=total if isinstance(total, int) and total > 0 else None,
        counted=len(found),
        details=details,
    )


def detailed(posting: Posting, body: bytes, url: str) -> Posting:
    """The posting with what its own page tells: text, all places, day, kind of contract, company."""
    document = load(body, url)
    record: Any = document.get("jobPostingInfo") if isinstance(document, dict) else None
    if not isinstance(record, dict):
        return posting
    places = [record.get("location"), *listed(record, "additionalLocations")]
    return replace(
        posting,
        body=capped(text(record, "jobDescription")),
        company=line(named(document.get("hiringOrganization"))) or posting.company,
        url=web(record.get("externalUrl")) or posting.url,
        location=joined(*places, by="; ") or posting.location,
        workplace=line(record.get("remoteType")) or _workplace(places),
        employment=line(record.get("timeType")),
        posted=instant(record.get("startDate")) or posting.posted,
        valid_through=instant(record.get("endDate")),
    )


def _page(url: str, offset: int) -> Page:
    asked = {"appliedFacets": {}, "limit": A_PAGE, "offset": offset, "searchText": ""}
    return Page(f"{url.partition('#')[0]}#offset={offset}", json.dumps(asked).encode())


def _offset(url: str) -> int:
    value = dict(parse_qsl(urlsplit(url).fragment)).get("offset", "0")
    return int(value) if value.isdecimal() else 0


def _identity(record: Record) -> tuple[str | None, str | None]:
    """The requisition at the end of the path, which outlives a change of the title; and the path."""
    path = line(record.get("externalPath"))
    if path is None or not path.startswith("/"):
        return None, None
    end = path.rpartition("/")[2]
    return native(end.rpartition("_")[2] if "_" in end else end), path


def _posting(record: Record, url: str) -> Posting | None:
    native_id, path = _identity(record)
    title = title_of(record.get("title"))
    if native_id is None or title is None:
        return None
    site = _API.match(url)
    location = line(record.get("locationsText"))
    if location is None or _COUNT.fullmatch(location):
        location = _place_in(path or "")
    return Posting(
        native_id=native_id,
        body="",
        title=title,
        company=name_from_slug(site.group(2)) if site else None,
        url=f"{site.group(1)}/{site.group(3)}{path}" if site else None,
        location=location,
        workplace=line(record.get("remoteType")) or _workplace((location,)),
        posted=line(record.get("postedOn")),
    )


def _workplace(places: Any) -> str | None:
    """Remote where every place says so: one office among them makes it either."""
    named_ = [line(place) for place in places if line(place)]
    return "Remote" if named_ and all(_REMOTE.search(place or "") for place in named_) else None


def _place_in(path: str) -> str | None:
    """Read "/job/Virginia---Washington-DC-Metro---Remote/..." as "Virginia, Washington DC Metro, Remote"."""
    found = _PLACE_IN_PATH.search(path)
    return line(found.group(1).replace("---", ", ").replace("-", " ")) if found else None


WORKDAY = Format(
    name="workday",
    parse=parse,
    complete_list=True,
    recognises=recognises,
    first=first,
    most_pages=_MOST_PAGES,
    detailed=detailed,
)
