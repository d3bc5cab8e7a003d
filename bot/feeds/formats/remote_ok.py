"""Remote OK: https://remoteok.com/api , with `?tags=` for some of it.

The newest hundred, remote all of them; an element of the list holds the terms. Pay is in dollars a year,
and 0 where it is not told. Letters beyond ASCII come as UTF-8 that was decoded as Latin-1.
"""

import re
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, list_of, listed, load, text
from bot.feeds.formats.record_list import Read, Unadvertised, number, read_each, title_of, web
from bot.feeds.formats.salary import salary_line

_GARBLED = re.compile(
    "(?:[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3})"
)
_WORD_TO_MENTION = re.compile(
    r"(?:<br\s*/?>\s*)*Please mention the word \*\*.{0,600}?(?:see they(?:'|\u2019)re human\.|\Z)",
    re.IGNORECASE | re.DOTALL,
)


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is Remote OK's list: by its address, or by the terms in it."""
    if not body.lstrip().startswith(b"["):
        return False
    return (urlsplit(url).hostname or "").removeprefix("www.") in {"remoteok.com", "remoteok.io"} or (
        b'"legal"' in body[:3000] and b'"position"' in body[:100_000]
    )


def parse(body: bytes, url: str) -> Document:
    """Read the list."""
    read = read_each(list_of(load(body, url), url), _posting)
    return Document(format="remote_ok", entries=read.entries, skipped=read.skipped, complete=read.complete)


def _posting(record: Record) -> Read:
    if "position" not in record and "legal" in record:
        return Unadvertised("it is the terms of use")
    native_id, title = native(record.get("id")), title_of(_mended(text(record, "position")))
    if native_id is None or title is None:
        return None
    tags = (line(tag) for tag in listed(record, "tags"))
    return Posting(
        native_id=native_id,
        body=capped(_WORD_TO_MENTION.sub("", _mended(text(record, "description")))),
        title=title,
        company=line(_mended(text(record, "company"))),
        url=web(record.get("url")),
        location=line(_mended(text(record, "location"))),
        workplace="Remote",
        salary=salary_line(number(record.get("salary_min")), number(record.get("salary_max")), "USD", "year"),
        posted=instant(record.get("date")) or instant(record.get("epoch")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


def _mended(garbled: str) -> str:
    """The text with each run that is UTF-8 read as Latin-1 put right; what is no such run stays."""
    return _GARBLED.sub(_decoded, garbled)


def _decoded(found: re.Match[str]) -> str:
    try:
        return found.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found.group()


REMOTE_OK = Format(name="remote_ok", parse=parse, complete_list=False, recognises=recognises)
