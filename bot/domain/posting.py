"""A posting as its source gave it, and as it is kept. Nothing here is interpreted: see `opening`."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.opening import Reading
from bot.domain.source import SourceId

PostingId = NewType("PostingId", int)
"""Our own number of a stored posting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One advertised position, raw. Names follow schema.org JobPosting where it has one.

    `native_id` is the source's own id, unique within that source. `body` is HTML, Markdown or plain
    text, as the source gave it, at most 200 kB. A field is None where the source does not state it;
    a posting that is nothing but text (Hacker News style) has only `native_id` and `body`.
    """

    native_id: str
    body: str
    title: str | None = None
    company: str | None = None
    url: str | None = None
    location: str | None = None
    workplace: str | None = None
    employment: str | None = None
    salary: str | None = None
    posted: str | None = None
    valid_through: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPosting:
    """A posting with what was read out of it, as the database keeps it.

    `source_id` is the source that brought it first; `source_ids` are all that have sighted it.
    `merged_into` names the posting that this one turned out to duplicate. `closed_at` is set when
    every complete-list source that carried it no longer does, or when what it says itself
    (`valid_through`) has passed.
    """

    id: PostingId
    posting: Posting
    reading: Reading
    source_id: SourceId
    source_ids: tuple[SourceId, ...]
    first_seen_at: datetime
    closed_at: datetime | None = None
    merged_into: PostingId | None = None
