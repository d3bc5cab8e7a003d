"""Forgets old postings and deliveries, and never what a source still lists: it would come back as new."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import DeliveryKind, PartState
from bot.domain.match import MatchState
from bot.store.identities import lock_identities
from bot.store.schema import (
    deliveries,
    identity_keys,
    matches,
    parts,
    postings,
    reminders,
    saved_postings,
    sightings,
    sources,
    uses,
)

_BATCH = 500
"""Postings that one transaction forgets at most, so that nobody waits long for it."""


async def purge(c: AsyncConnection, before: datetime) -> int:
    """Forget postings last seen before that instant, with their matches, sightings and identity keys.

    Kept are those that a source still lists, that somebody saved or wants to be reminded of, that wait
    to be posted, that are in a message on its way, or that another posting was merged into. Forgets a
    bounded number: call it, each time in a transaction of its own, until it returns 0.
    """
    await lock_identities(c)  # no poll sees them again meanwhile
    rows = await c.execute(
        select(postings.c.id)
        .where(
            postings.c.first_seen_at < before,
            ~_listed(before),
            ~select(saved_postings).where(saved_postings.c.posting_id == postings.c.id).exists(),
            ~select(reminders).where(reminders.c.posting_id == postings.c.id).exists(),
            ~_owed(),
            ~_merged_into(),
        )
        .order_by(postings.c.first_seen_at, postings.c.id)
        .limit(_BATCH)
    )
    ids = list(rows.scalars())
    for table in (matches, sightings, identity_keys, uses):
        await c.execute(delete(table).where(table.c.posting_id.in_(ids)))
    await c.execute(delete(postings).where(postings.c.id.in_(ids)))
    await _forget_deliveries(c, before)
    return len(ids)


async def _forget_deliveries(c: AsyncConnection, before: datetime) -> None:
    """Deliveries none of whose matches is known any more, and all of whose messages are through."""
    under_way = parts.c.state.in_((PartState.PENDING, PartState.SENDING))
    rows = await c.execute(
        select(deliveries.c.id)
        .where(
            deliveries.c.created_at < before,
            deliveries.c.kind != DeliveryKind.NOTICE,  # what has been said once is not said again
            ~select(matches).where(matches.c.delivery_id == deliveries.c.id).exists(),
            ~select(parts).where(parts.c.delivery_id == deliveries.c.id, under_way).exists(),
        )
        .limit(_BATCH)
    )
    ids: Sequence[int] = list(rows.scalars())
    await c.execute(delete(parts).where(parts.c.delivery_id.in_(ids)))
    await c.execute(delete(deliveries).where(deliveries.c.id.in_(ids)))


def _listed(before: datetime) -> ColumnElement[bool]:
    """Seen since then, or listed by a source as of its last reading, however long ago that was."""
    latest = (
        select(sightings.c.source_id, func.max(sightings.c.last_seen_at).label("at"))
        .group_by(sightings.c.source_id)
        .subquery()
    )
    still_there = (
        ~sources.c.removed
        & sightings.c.gone_at.is_(None)
        & (sources.c.complete_list | (sightings.c.last_seen_at >= latest.c.at))
    )
    return (
        select(sightings)
        .join(sources, sources.c.id == sightings.c.source_id)
        .join(latest, latest.c.source_id == sightings.c.source_id)
        .where(
            sightings.c.posting_id == postings.c.id,
            (sightings.c.last_seen_at >= before) | still_there,
        )
        .exists()
    )


def _owed() -> ColumnElement[bool]:
    waiting = matches.c.state.in_((MatchState.PENDING, MatchState.KEPT))
    under_way = (
        select(parts)
        .where(
            parts.c.delivery_id == matches.c.delivery_id,
            parts.c.state.in_((PartState.PENDING, PartState.SENDING)),
        )
        .exists()
    )
    return select(matches).where(matches.c.posting_id == postings.c.id, waiting | under_way).exists()


def _merged_into() -> ColumnElement[bool]:
    other = postings.alias()
    return select(other).where(other.c.merged_into == postings.c.id).exists()
