"""What a format makes of a document: postings, and what was left out and why."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.domain.posting import Posting

LONGEST_TEXT = 200_000
"""Bytes of an entry's text that are kept."""
_LONGEST_FIELD = 1000
_LONGEST_ID = 200
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what a database or UTF-8 refuses
MOST_TAGS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was read. `entries` may be empty: an empty board is read, too.

    `format` is a name of `FORMATS`. `skipped` says, an entry a line, what was left out and why.
    `complete` is False when some entries may be missing from this reading (a broken document that was
    salvaged, further pages, a list of the newest only): then absence says nothing. `next_url` is the
    next page, noted and not followed.
    """

    format: str
    title: str | None = None
    entries: tuple[Posting, ...] = ()
    skipped: tuple[str, ...] = ()
    complete: bool = True
    next_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of document.

    `parse(body, url)` reads it, raising NoSuchFeed or FetchFailed. `complete_list`: each reading
    lists every open posting. `recognises(url, content_type, body)` is cheap and never raises.
    """

    name: str
    parse: Callable[[bytes, str], Document]
    complete_list: bool
    recognises: Callable[[str, str | None, bytes], bool]


def capped(text: str) -> str:
    """The text, cut before a word or tag where it exceeds what is kept of an entry."""
    text = _NO_TEXT.sub(" ", text)
    raw = text.encode("utf-8", "replace")
    if len(raw) <= LONGEST_TEXT:
        return text
    kept = raw[:LONGEST_TEXT].decode("utf-8", "ignore")
    end = max(kept.rfind(" ", -200), kept.rfind("<", -200), kept.rfind("\n", -200))
    return kept[:end] if end > 0 else kept


def line(value: object) -> str | None:
    """A short field as one line of text; None when there is nothing in it."""
    if value is None or isinstance(value, (dict, list, bool)):
        return None
    text = "".join(character if character.isprintable() else " " for character in str(value))
    return " ".join(text.split())[:_LONGEST_FIELD] or None


def native(value: object) -> str | None:
    """A source's own id as text; a very long one as its hash. None when there is none."""
    text = line(value)
    return text if text is None or len(text) <= _LONGEST_ID else short_hash(text)


def short_hash(text: str) -> str:
    """Stands for a text where an id is needed; the same from poll to poll."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def distinct(entries: Iterable[Posting]) -> tuple[Posting, ...]:
    """The entries with ids that differ: a repeated entry once, another one under a taken id renamed."""
    found: dict[str, Posting] = {}
    for entry in entries:
        known = found.get(entry.native_id)
        if known is not None and (known.url, known.title) != (entry.url, entry.title):
            name = f"{entry.native_id}#{short_hash(f'{entry.url}|{entry.title}')}"
            found.setdefault(name, replace(entry, native_id=name))
        else:
            found.setdefault(entry.native_id, entry)
    return tuple(found.values())
