"""Sightings: where a posting was seen, since when, and whether it is gone there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posting import Posting, PostingId
from bot.domain.source import SourceId
from bot.store.schema import postings, sightings, sources
from bot.store.upsert import chunks, insert_into


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What is stored of one entry of a source. `gone_at`: when it was missing from a complete list."""

    posting_id: PostingId
    content_hash: str
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSighting:
    """An entry that a source lists now, and the posting that it is."""

    native_id: str
    url: str | None
    posting_id: PostingId
    content_hash: str


async def sightings_of(c: AsyncConnection, source_id: SourceId) -> Mapping[str, Sighting]:
    """Everything that a source has ever listed and that is still stored, by native id."""
    rows = await c.execute(
        select(
            sightings.c.native_id, sightings.c.posting_id, sightings.c.content_hash, sightings.c.gone_at
        ).where(sightings.c.source_id == source_id)
    )
    return {
        row.native_id: Sighting(
            posting_id=PostingId(row.posting_id), content_hash=row.content_hash, gone_at=row.gone_at
        )
        for row in rows
    }


async def upsert_sighting(
    c: AsyncConnection,
    source_id: SourceId,
    posting: Posting,
    *,
    posting_id: PostingId,
    content_hash: str,
    now: datetime,
) -> None:
    """The source lists this entry now; `upsert_sightings` for one."""
    seen = NewSighting(
        native_id=posting.native_id, url=posting.url, posting_id=posting_id, content_hash=content_hash
    )
    await upsert_sightings(c, source_id, (seen,), now)


async def upsert_sightings(
    c: AsyncConnection, source_id: SourceId, seen: Sequence[NewSighting], now: datetime
) -> tuple[PostingId, ...]:
    """The source lists these entries now. What a complete list lists is open: returns what had closed.

    A posting that has come to its own end (`expires_at`) stays closed, whoever lists it.

    To be called with every entry of a reading, new or known: what is not seen any more is told apart
    from what is by its time. Of two entries with one native id the last counts.
    """
    by_native_id = {one.native_id: one for one in seen}
    reopened: list[PostingId] = []
    for chunk in chunks(tuple(by_native_id.values())):
        await record_sightings(c, source_id, chunk, now)
        reopened += await _reopen(c, source_id, [one.posting_id for one in chunk], now)
    return tuple(sorted(reopened))


async def record_sightings(
    c: AsyncConnection, source_id: SourceId, seen: Sequence[NewSighting], now: datetime
) -> None:
    """The same for postings that are open anyway, each native id once."""
    insert = insert_into(c, sightings)
    given = insert.excluded
    upsert = insert.on_conflict_do_update(
        index_elements=[sightings.c.source_id, sightings.c.native_id],
        set_={
            "posting_id": given.posting_id,
            "url": given.url,
            "content_hash": given.content_hash,
            "last_seen_at": given.last_seen_at,
            "gone_at": given.gone_at,
        },
    )
    await c.execute(upsert, [_row(source_id, one, now) for one in seen])


def _row(source_id: SourceId, seen: NewSighting, now: datetime) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "native_id": seen.native_id,
        "posting_id": seen.posting_id,
        "url": seen.url,
        "content_hash": seen.content_hash,
        "first_seen_at": now,
        "last_seen_at": now,
        "gone_at": None,
    }


async def mark_gone(
    c: AsyncConnection, source_id: SourceId, native_ids: Sequence[str], now: datetime
) -> None:
    """The source, a complete list, does not list these any more."""
    for chunk in chunks(native_ids):
        await c.execute(
            update(sightings)
            .where(
                sightings.c.source_id == source_id,
                sightings.c.native_id.in_(chunk),
                sightings.c.gone_at.is_(None),
            )
            .values(gone_at=now)
        )


async def close(c: AsyncConnection, ids: Sequence[PostingId], now: datetime) -> tuple[PostingId, ...]:
    """Close those of the postings that every complete list which carried them has lost; returns them.

    A source that is not read any more (removed, switched off) has no say.
    """
    closed: list[PostingId] = []
    for chunk in chunks(sorted(set(ids))):
        rows = await c.execute(
            update(postings)
            .where(
                postings.c.id.in_(chunk),
                postings.c.closed_at.is_(None),
                _seen_in_complete_list(sightings.c.gone_at.is_not(None)),
                ~_seen_in_complete_list(sightings.c.gone_at.is_(None)),
            )
            .values(closed_at=now)
            .returning(postings.c.id)
        )
        closed += map(PostingId, rows.scalars())
    return tuple(sorted(closed))


async def close_expired(c: AsyncConnection, now: datetime, most: int) -> tuple[PostingId, ...]:
    """Close postings whose own end (`expires_at`) has come, at most so many; returns them."""
    due = (
        select(postings.c.id)
        .where(postings.c.expires_at <= now, postings.c.closed_at.is_(None))
        .order_by(postings.c.expires_at)
        .limit(most)
    )
    rows = await c.execute(
        update(postings)
        .where(postings.c.id.in_(due), postings.c.closed_at.is_(None))
        .values(closed_at=now)
        .returning(postings.c.id)
    )
    return tuple(sorted(map(PostingId, rows.scalars())))


async def reopen_prolonged(
    c: AsyncConnection, ids: Sequence[PostingId], now: datetime
) -> tuple[PostingId, ...]:
    """Open those again that had come to their own end and have a later one now; returns them."""
    rows = await c.execute(
        update(postings)
        .where(
            postings.c.id.in_(ids),
            postings.c.closed_at.is_not(None),
            _holds(now),
            ~_seen_in_complete_list(sightings.c.gone_at.is_not(None))
            | _seen_in_complete_list(sightings.c.gone_at.is_(None)),
        )
        .values(closed_at=None)
        .returning(postings.c.id)
    )
    return tuple(sorted(map(PostingId, rows.scalars())))


def _holds(now: datetime) -> ColumnElement[bool]:
    """Whether its own end, if it states one, is still to come."""
    return postings.c.expires_at.is_(None) | (postings.c.expires_at > now)


async def _reopen(
    c: AsyncConnection, source_id: SourceId, ids: Sequence[PostingId], now: datetime
) -> list[PostingId]:
    complete = select(sources.c.id).where(sources.c.id == source_id, sources.c.complete_list)
    rows = await c.execute(
        update(postings)
        .where(postings.c.id.in_(ids), postings.c.closed_at.is_not(None), _holds(now), complete.exists())
        .values(closed_at=None)
        .returning(postings.c.id)
    )
    return [PostingId(id_) for id_ in rows.scalars()]


def _seen_in_complete_list(how: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        and_(
            sightings.c.posting_id == postings.c.id,
            how,
            sources.c.id == sightings.c.source_id,
            sources.c.complete_list,
            sources.c.enabled,
            ~sources.c.removed,
        )
    )
