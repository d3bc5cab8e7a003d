"""Reads the records of a list one by one, and says what is left out and whether the list is still whole."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import line, native, short_hash
from bot.feeds.formats.json_document import Record
from bot.feeds.formats.plain_title import plain_title
from bot.feeds.urls import canonical_url

MOST_RECORDS = 50_000
"""More than the largest known list has (16,000); of a longer one the rest is left out, and it says so."""


@dataclass(frozen=True, slots=True)
class Unadvertised:
    """Why a record is no open posting: a draft, one that is closed, a notice of terms."""

    why: str


Read: TypeAlias = Posting | Unadvertised | None
"""None: the record should be a posting and cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What a list holds. `complete` is False when a posting may be missing from it."""

    entries: tuple[Posting, ...]
    skipped: tuple[str, ...]
    complete: bool


def read_each(records: Iterable[Any], posting_of: Callable[[Record], Read]) -> Entries:
    """Read each record; one posting that is listed once a place becomes one with all its places."""
    found: dict[tuple[str, str | None], Posting] = {}
    unusable: list[str] = []
    unadvertised: Counter[str] = Counter()
    for position, record in enumerate(records, start=1):
        if position > MOST_RECORDS:
            unusable.append(f"entries beyond the first {MOST_RECORDS} were left out")
            break
        read = posting_of(record) if isinstance(record, dict) else None
        if read is None:
            unusable.append(f"entry {position}: it has no id or no title")
        elif isinstance(read, Unadvertised):
            unadvertised[read.why] += 1
        else:
            key = (read.native_id, read.title)
            found[key] = _with_place(found[key], read.location) if key in found else read
    notes = (f"{count} not advertised: {why}" for why, count in unadvertised.items())
    return Entries(entries=tuple(found.values()), skipped=(*unusable, *notes), complete=not unusable)


def identifier(record: Record, *names: str, url: str | None = None) -> str | None:
    """The first of these fields as an id, else one made of the posting's own address."""
    for name in names:
        found = native(record.get(name))
        if found is not None:
            return found
    address = canonical_url(url)
    return short_hash(address) if address else None


def title_of(value: Any) -> str | None:
    """A title without tags and entities."""
    return plain_title(value) if isinstance(value, str) else None


def web(value: Any) -> str | None:
    """The value where it is an http(s) address."""
    address = line(value)
    if address is None or not address.lower().startswith(("http://", "https://")):
        return None
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return address.replace(" ", "%20") if host else None


def absolute(url: str, target: Any) -> str | None:
    """Where a link of the document at `url` leads, where that is an http(s) address."""
    link = line(target)
    if link is None:
        return None
    try:
        return web(urljoin(url, link))
    except ValueError:
        return None


def joined(*parts: Any, by: str = ", ") -> str | None:
    """The parts that say something, each once: "Berlin, Germany"."""
    texts = (line(part) for part in parts)
    return by.join(dict.fromkeys(text for text in texts if text)) or None


def sections(*parts: tuple[Any, Any]) -> str:
    """Headings and texts of a posting that its source gives in pieces, as one text."""
    blocks = []
    for heading, body in parts:
        if isinstance(body, str) and body.strip():
            name = line(heading)
            blocks.append(f"<h3>{name}</h3>\n{body}" if name else body)
    return "\n".join(blocks)


def spaced(value: Any) -> str | None:
    """A code as words: "fulltime_permanent" is "fulltime permanent"."""
    text = line(value)
    return text.replace("_", " ") if text else None


def number(value: Any) -> float | None:
    """An amount, also where it is given as text: "163964", "48000.00"."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None


def with_query(url: str, **values: object) -> str:
    """The address with these parameters set, the others as they are."""
    parts = urlsplit(url)
    names = {name: str(value) for name, value in values.items()}
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in names
    ]
    return urlunsplit(parts._replace(query=urlencode([*kept, *names.items()], safe=",")))


def query_number(url: str, name: str, default: int) -> int:
    """A whole number of the address's query."""
    value = dict(parse_qsl(urlsplit(url).query)).get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else default  # noqa: PLR2004


def _with_place(posting: Posting, place: str | None) -> Posting:
    places = (posting.location or "").split("; ")
    if not place or place in places:
        return posting
    return replace(posting, location=joined(*places, place, by="; "))
