"""Greenhouse job boards.

https://boards-api.greenhouse.io/v1/boards/{board}/jobs?content=true

Fields and traps: https://developers.greenhouse.io/job-board.html . `updated_at` moves without reason,
so only `first_published` is an age. `content` is HTML, escaped once more.
"""

import html
import re
from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, named, records, text
from bot.feeds.formats.salary import salary_line
from bot.feeds.formats.slugs import name_from_slug

_LEAST_YEARLY = 1000
_TAG = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_TAG = re.compile(r"&(?:amp;)?lt;[a-zA-Z/!]")
_API = re.compile(r"https?://boards-api(?:\.eu)?\.greenhouse\.io/v1/boards/[^/]+/jobs")
_BOARD_IN_PATH = re.compile(r"/(?:v1/boards/)?([^/]+)/jobs")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a board: by its address, or by fields that only Greenhouse has."""
    if not body.lstrip().startswith(b"{"):
        return False
    head = body[:200_000]
    return (
        _API.match(url) is not None
        or (b'"absolute_url"' in head and b'"jobs"' in head and b'"location"' in head)
        or re.fullmatch(
            rb'\s*\{\s*"jobs"\s*:\s*\[\s*\]\s*,\s*"meta"\s*:\s*\{\s*"total"\s*:\s*0\s*\}\s*\}\s*', head
        )
        is not None
    )


def parse(body: bytes, url: str) -> Document:
    """Read a board, or the answer of a single job."""
    document = load(body, url)
    if isinstance(document, dict) and "absolute_url" in document and "jobs" not in document:
        document = {"jobs": [document]}
    entries: list[Posting] = []
    skipped: list[str] = []
    for position, record in enumerate(records(document, "jobs", url), start=1):
        if not isinstance(record, dict) or native(record.get("id")) is None or not line(record.get("title")):
            skipped.append(f"entry {position}: it has no id or no title")
            continue
        entries.append(_posting(record, url))
    return Document(format="greenhouse", entries=tuple(entries), skipped=tuple(skipped), complete=not skipped)


def _posting(record: Record, url: str) -> Posting:
    address = line(record.get("absolute_url"))
    return Posting(
        native_id=native(record["id"]) or "",
        body=capped(_unescaped(text(record, "content"))),
        title=line(html.unescape(str(record["title"]))),
        company=line(record.get("company_name")) or _company(address, url),
        url=address if address and address.startswith(("http://", "https://")) else None,
        location=line(named(record.get("location"))),
        employment=_metadata(record, "employment type", "commitment", "job type", "contract type"),
        workplace=_metadata(record, "workplace", "location type", "work model"),
        salary=_pay(record),
        posted=line(record.get("first_published")),
        valid_through=instant(record.get("application_deadline")),
        tags=_tags(record),
    )


def _unescaped(content: str) -> str:
    for _ in range(2):
        if _TAG.search(content) or not _ESCAPED_TAG.search(content):
            return content
        content = html.unescape(content)
    return content


def _tags(record: Record) -> tuple[str, ...]:
    found = (line(named(each)) for group in ("departments", "offices") for each in listed(record, group))
    return tuple(dict.fromkeys(tag for tag in found if tag and tag.lower() != "no department"))


def _metadata(record: Record, *names: str) -> str | None:
    """The text of a custom field whose name contains one of these words."""
    for field in listed(record, "metadata"):
        name = str(field.get("name") or "").lower() if isinstance(field, dict) else ""
        if any(word in name for word in names):
            value = field.get("value")
            shown = ", ".join(str(each) for each in value) if isinstance(value, list) else value
            if isinstance(shown, str):
                return line(shown)
    return None


def _pay(record: Record) -> str | None:
    """Pay ranges, in cents; the API does not say the period, which is a year unless the title says hour."""
    lines = []
    for each in listed(record, "pay_input_ranges"):
        if isinstance(each, dict):
            low, high = (_units(each.get(name)) for name in ("min_cents", "max_cents"))
            words = f"{each.get('title') or ''} {each.get('blurb') or ''}".lower()
            hourly = "hour" in words or (high is not None and high < _LEAST_YEARLY)
            lines.append(salary_line(low, high, each.get("currency_type"), "hour" if hourly else "year"))
    return "; ".join(dict.fromkeys(each for each in lines if each)) or None


def _units(cents: Any) -> float | None:
    return cents / 100 if isinstance(cents, (int, float)) and not isinstance(cents, bool) else None


def _company(address: str | None, url: str) -> str | None:
    """The board's name in the address, for older answers that do not name the company."""
    for candidate in (address or "", url):
        parts = urlsplit(candidate)
        found = _BOARD_IN_PATH.match(parts.path)
        if found and (parts.hostname or "").endswith("greenhouse.io"):
            return name_from_slug(found.group(1))
    return None


GREENHOUSE = Format(name="greenhouse", parse=parse, complete_list=True, recognises=recognises)
