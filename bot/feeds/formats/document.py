"""What a format makes of a document: postings, and what was left out and why."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.posting import Posting

LONGEST_TEXT = 200_000
"""Bytes of an entry's text that are kept."""
_LONGEST_FIELD = 1000
_LONGEST_ID = 200
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what a database or UTF-8 refuses
MOST_TAGS = 50
MOST_PAGES = 100
"""Pages of a list that are followed where its format does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for: an address, and the JSON to POST to it where a GET does not do."""

    url: str
    json_body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was read. `entries` may be empty: an empty board is read, too.

    `format` is a name of `FORMATS`. `skipped` says, an entry a line, what was left out and why.
    `complete` is False when some entries may be missing from this reading (a broken document that was
    salvaged, a list of the newest only): then absence says nothing. `next_page` is where the list goes
    on; a list is complete only with all of its pages. `total` is how many records the source says the
    whole list has, `counted` how many of them this document holds. `details` are the pages that hold what
    the list does not tell of a posting, by its native id.
    """

    format: str
    title: str | None = None
    entries: tuple[Posting, ...] = ()
    skipped: tuple[str, ...] = ()
    complete: bool = True
    next_page: Page | None = None
    total: int | None = None
    counted: int = 0
    details: Mapping[str, Page] = field(default_factory=dict)


def first_page(url: str) -> Page:
    """How most lists are asked for: by GET, at the address itself."""
    return Page(url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of document.

    `parse(body, url)` reads it, raising NoSuchFeed or FetchFailed. `complete_list`: each reading
    lists every open posting. `recognises(url, content_type, body)` is cheap and never raises.
    `first(url)` is what a source's address is asked for. `most_pages` is how far a list is followed.
    `detailed(posting, body, url)` is the posting with what its own page tells; it raises as `parse` does.
    """

    name: str
    parse: Callable[[bytes, str], Document]
    complete_list: bool
    recognises: Callable[[str, str | None, bytes], bool]
    first: Callable[[str], Page] = first_page
    most_pages: int = MOST_PAGES
    detailed: Callable[[Posting, bytes, str], Posting] | None = None


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
