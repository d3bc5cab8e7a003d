"""Stored postings: written by polls, read by id, link, identity key, or newest first.

A posting of a workspace's own source is that workspace's alone; `visible_to` is the one rule for it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import WorkspaceId
from bot.domain.opening import Reading
from bot.domain.posting import Posting, PostingId, StoredPosting
from bot.domain.source import Source, SourceId
from bot.store.encoding import reading_from_json, reading_to_json
from bot.store.identities import by_keys, claim_keys, lock_identities, merge
from bot.store.schema import postings, sightings
from bot.store.sightings import (
    NewSighting,
    Sighting,
    close,
    mark_gone,
    sightings_of,
    upsert_sighting,
    upsert_sightings,
)
from bot.store.upsert import chunks

__all__ = [
    "Cursor",
    "NewSighting",
    "Sighting",
    "by_ids",
    "by_keys",
    "by_url",
    "claim_keys",
    "close",
    "cursor_of",
    "get",
    "insert",
    "is_visible",
    "lock_identities",
    "mark_gone",
    "merge",
    "page",
    "sightings_of",
    "since",
    "update_posting",
    "upsert_sighting",
    "upsert_sightings",
    "visible_to",
]

Cursor = tuple[datetime, PostingId]
"""A place in the postings, newest first: that of `cursor_of` a posting."""

_BATCH = 200
"""Postings that `since` holds at once: a few megabytes."""


async def insert(
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
    await upsert_sighting(c, source.id, posting, posting_id=id_, content_hash=content_hash, now=now)
    return id_


async def update(  # noqa: F811
    c: AsyncConnection,
    id_: PostingId,
    posting: Posting,
    reading: Reading,
    content_hash: str,
    now: datetime,
) -> None:
    """Give a stored posting its new text; when it was first seen stays."""
    await c.execute(
        postings.update()
        .where(postings.c.id == id_)
        .values(changed_at=now, **_content(posting, reading, content_hash))
    )
