"""Stores the new postings of one reading in a few statements, however many they are.

On SQLite all other writers wait for a poll's transaction, so a large board must not take seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.expiry import expires_at
from bot.domain.opening import Reading
from bot.domain.posting import Posting, PostingId
from bot.domain.source import Source
from bot.store.encoding import reading_to_json
from bot.store.identities import by_keys
from bot.store.schema import identity_keys, postings
from bot.store.upsert import insert_into

_COLUMNS = tuple(field.name for field in fields(Posting) if field.name != "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A posting that nobody has brought before, with the keys to claim for it."""

    posting: Posting
    reading: Reading
    content_hash: str
    keys: tuple[str, ...]


async def insert_all(
    c: AsyncConnection, source: Source, new: Sequence[Arrival], now: datetime
) -> tuple[PostingId, ...]:
    """Store postings, first seen now in that source, ids in their order; the caller notes the sightings."""
    if not new:
        return ()
    made = await c.execute(
        insert(postings).returning(postings.c.id, sort_by_parameter_order=True),
        [_row(source, one, now) for one in new],
    )
    return tuple(map(PostingId, made.scalars()))


async def claim_all(
    c: AsyncConnection, claims: Sequence[tuple[PostingId, Sequence[str]]]
) -> Mapping[str, PostingId]:
    """Claim keys for postings, the first of them first. Returns who owns each key now."""
    wanted: dict[str, PostingId] = {}
    for posting_id, keys in claims:
        for key in keys:
            wanted.setdefault(key, posting_id)
    if wanted:
        rows = [{"key": key, "posting_id": wanted[key]} for key in sorted(wanted)]  # one lock order for all
        await c.execute(insert_into(c, identity_keys).on_conflict_do_nothing(), rows)
    return await by_keys(c, wanted)


def _row(source: Source, one: Arrival, now: datetime) -> dict[str, Any]:
    end = expires_at(one.posting)
    return {
        **{name: getattr(one.posting, name) for name in _COLUMNS},
        "tags": list(one.posting.tags),
        "source_id": source.id,
        "workspace_id": source.workspace_id,
        "content_hash": one.content_hash,
        "reading": reading_to_json(one.reading),
        "expires_at": end,
        "closed_at": now if end is not None and end <= now else None,
        "first_seen_at": now,
    }
