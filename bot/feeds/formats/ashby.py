"""Ashby job boards.

https://api.ashbyhq.com/posting-api/job-board/{name}?includeCompensation=true

https://developers.ashbyhq.com/docs/public-job-posting-api . Postings with `isListed` false are not
advertised. The answer does not name the company; the board's name in the address does.
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, capped, line, native
from bot.feeds.formats.json_document import Record, listed, load, named, records, text
from bot.feeds.formats.salary import salary_line
from bot.feeds.formats.slugs import name_from_slug

_API = re.compile(r"https?://api\.ashbyhq\.com/posting-api/job-board/([^/?#]+)")
_OFFICE = re.compile(
    r"(?:the )?(?:hq|headquarters?|(?:head |main |our )?office|on-?\s?site|in[- ]office)", re.IGNORECASE
)
_REMOTE = re.compile(r"(?:fully |100% )?remote|anywhere|home office", re.IGNORECASE)
_INTERVAL = re.compile(r"(\d+)\s+(YEAR|MONTH|WEEK|DAY|HOUR)S?")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a board: by its address, or by fields that only Ashby has."""
    if not body.lstrip().startswith(b"{"):
        return False
    head, tail = body[:100_000], body[-200:]
    return (
        _API.match(url) is not None
        or (b'"jobs"' in head and b'"jobUrl"' in head)
        or (b'"jobs"' in head and (b'"apiVersion"' in head[:200] or b'"apiVersion"' in tail))
    )


def parse(body: bytes, url: str) -> Document:
    """Read a board."""
    entries: list[Posting] = []
    skipped: list[str] = []
    complete = True
    for position, record in enumerate(records(load(body, url), "jobs", url), start=1):
        if not isinstance(record, dict) or native(record.get("id")) is None or not line(record.get("title")):
            skipped.append(f"entry {position}: it has no id or no title")
            complete = False
        elif record.get("isListed") is False:
            skipped.append(f"entry {position}: it is not listed")
        else:
            entries.append(_posting(record, url))
    return Document(format="ashby", entries=tuple(entries), skipped=tuple(skipped), complete=complete)


def _posting(record: Record, url: str) -> Posting:
    address = line(record.get("jobUrl")) or line(record.get("applyUrl"))
    tags = (line(record.get("department")), line(record.get("team")))
    return Posting(
        native_id=native(record["id"]) or "",
        body=capped(text(record, "descriptionHtml", "descriptionPlain")),
        title=line(html.unescape(str(record["title"]))),
        company=line(record.get("organizationName")) or _company(address, url),
        url=address if address and address.startswith(("http://", "https://")) else None,
        location=_location(record),
        workplace=line(record.get("workplaceType")) or ("Remote" if record.get("isRemote") is True else None),
        employment=line(record.get("employmentType")),
        salary=_salary(record),
        posted=line(record.get("publishedAt")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
    )


def _location(record: Record) -> str | None:
    """The location and the secondary ones; an address tells where "HQ" or a bare "Remote" is."""
    places = [_place(record.get("location"), record.get("address"))]
    places += [
        _place(other.get("location"), other.get("address")) if isinstance(other, dict) else line(other)
        for other in listed(record, "secondaryLocations")
    ]
    return "; ".join(dict.fromkeys(place for place in places if place)) or None


def _place(location: Any, address: Any) -> str | None:
    name = line(named(location))
    postal = address.get("postalAddress", address) if isinstance(address, dict) else None
    if not isinstance(postal, dict):
        return name
    parts = [line(postal.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry")]
    known = list(dict.fromkeys(part for part in parts if part))
    if name is None:
        return ", ".join(known) or None
    if _OFFICE.fullmatch(name) and known:
        return f"{name} ({', '.join(known)})"
    if _REMOTE.fullmatch(name) and known and parts[:2] == [None, None]:  # with a city it is the head office's
        return f"{name} ({known[0]})"
    return name


def _salary(record: Record) -> str | None:
    compensation: Any = record.get("compensation")
    if not isinstance(compensation, dict) or record.get("shouldDisplayCompensationOnJobPostings") is False:
        return None
    stated = dict.fromkeys(each for each in _salary_lines(compensation) if each)
    if stated:
        return "; ".join(stated)
    return line(compensation.get("scrapeableCompensationSalarySummary"))


def _salary_lines(compensation: Record) -> Iterator[str | None]:
    """Base pay of Ashby's own summary, else of each tier; equity and commission are no base pay."""
    summary: Any = compensation.get("summaryComponents")
    tiers = listed(compensation, "compensationTiers")
    groups = [summary] if summary else [tier.get("components") for tier in tiers if isinstance(tier, dict)]
    for components in groups:
        for component in components if isinstance(components, list) else ():
            if isinstance(component, dict) and component.get("compensationType") == "Salary":
                yield salary_line(
                    component.get("minValue"),
                    component.get("maxValue"),
                    component.get("currencyCode"),
                    _period(component.get("interval")),
                )


def _period(interval: Any) -> str | None:
    found = _INTERVAL.fullmatch(str(interval or "").strip().upper())
    if found is None:
        return None
    count, unit = found.group(1), found.group(2).lower()
    return unit if count == "1" else f"{count} {unit}s"


def _company(address: str | None, url: str) -> str | None:
    parts = urlsplit(address or "")
    if parts.hostname == "jobs.ashbyhq.com":
        return name_from_slug(parts.path.strip("/").partition("/")[0])
    found = _API.match(url)
    return name_from_slug(found.group(1)) if found else None


ASHBY = Format(name="ashby", parse=parse, complete_list=True, recognises=recognises)
