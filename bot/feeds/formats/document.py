"""What a format makes of a document: postings, and what was left out and why."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.posting import Posting

LONGEST_TEXT = 200_000
"""Bytes of an entry's text that are kept."""
_LONGEST_FIELD = 1000
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
