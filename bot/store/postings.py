"""Stored postings: what polls write, and everything else that concerns them by its own name.

Sightings, identities and reading stand in files of their own.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.expiry import expires_at
from bot.domain.opening import Reading
from bot.domain.posting import Posting, PostingId
from bot.domain.source import Source
from bot.store.encoding import reading_to_json
from bot.store.identities import by_keys, claim_keys, lock_identities, merge, release_keys
from bot.store.schema import postings
from bot.store.sightings import (
    NewSighting,
    Sighting,
    close,
    close_expired,
    mark_gone,
    record_sightings,
    reopen_prolonged,
    sightings_of,
    upsert_sighting,
    upsert_sightings,
)
from bot.store.stored import Cursor, by_ids, by_url, cursor_of, get, is_visible, page, since

__all__ = [
    "Cursor",
    "NewSighting",
    "Sighting",
    "by_ids",
    "by_keys",
    "by_url",
    "claim_keys",
    "close",
    "close_expired",
    "cursor_of",
    "get",
    "insert",
    "is_visible",
    "lock_identities",
    "mark_gone",
    "merge",
    "page",
    "release_keys",
    "reopen_prolonged",
    "sightings_of",
    "since",
    "update",
    "upsert_sighting",
    "upsert_sightings",
]


async def insert(  # noqa: PLR0917  # what a poll has in hand, in that order
    c: AsyncConnection,
    source: Source,
    posting: Posting,
    reading: Reading,
    content_hash: str,
    now: datetime,
) -> PostingId:
    """Store a new posting, first seen now in that source, with its sighting there."""
    made = await c.execute(
        postings.insert()
        .values(
            source_id=source.id,
            workspace_id=source.workspace_id,
            native_id=posting.native_id,
            first_seen_at=now,
            **_content(posting, reading, content_hash),
        )
        .returning(postings.c.id)
    )
    id_ = PostingId(made.scalar_one())
    seen = NewSighting(
        native_id=posting.native_id, url=posting.url, posting_id=id_, content_hash=content_hash
    )
    await record_sightings(c, source.id, (seen,), now)
    return id_


async def update(  # noqa: PLR0917
    c: AsyncConnection,
    id_: PostingId,
    posting: Posting,
    reading: Reading,
    content_hash: str,
    now: datetime,
) -> None:
    """Give a stored posting its new text. Who brought it and when it was first seen stay."""
    await c.execute(
        postings.update()
        .where(postings.c.id == id_)
        .values(changed_at=now, **_content(posting, reading, content_hash))
    )


def _content(posting: Posting, reading: Reading, content_hash: str) -> dict[str, Any]:
    return {
        "url": posting.url,
        "title": posting.title,
        "company": posting.company,
        "location": posting.location,
        "workplace": posting.workplace,
        "employment": posting.employment,
        "salary": posting.salary,
        "posted": posting.posted,
        "valid_through": posting.valid_through,
        "expires_at": expires_at(posting),
        "body": posting.body,
        "tags": list(posting.tags),
        "content_hash": content_hash,
        "reading": reading_to_json(reading),
    }
