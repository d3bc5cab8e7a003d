"""Forgets the workspaces that removed the bot a while ago, with everything that was theirs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, Table, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.identities import lock_identities
from bot.store.schema import (
    channels,
    deliveries,
    identity_keys,
    matches,
    parts,
    postings,
    reminders,
    saved_postings,
    sightings,
    source_troubles,
    sources,
    subscriptions,
    uses,
    workspaces,
)

_BATCH = 500
"""Rows of a kind that one transaction forgets at most, so that nobody waits long for it."""


async def purge_workspaces(c: AsyncConnection, before: datetime) -> int:
    """Forget the workspaces that were removed before that instant and are not back.

    With them go their channels, subscriptions, matches and deliveries, what their people saved, their own
    sources, and the postings that only those brought. Forgets a bounded number of rows, and returns it:
    call it, each time in a transaction of its own, until it returns 0.
    """
    await lock_identities(c)  # no poll sees their postings again meanwhile
    query = select(workspaces.c.id).where(workspaces.c.removed_at < before).order_by(workspaces.c.id).limit(1)
    id_ = (await c.execute(query.with_for_update())).scalar_one_or_none()
    if id_ is None:
        return 0
    forgotten = await _forget_channels(c, id_) or await _forget_sources(c, id_) or await _forget_saved(c, id_)
    if forgotten == 0:
        await c.execute(delete(workspaces).where(workspaces.c.id == id_))
        return 1
    return forgotten


async def _forget_channels(c: AsyncConnection, workspace_id: int) -> int:
    """What was sent to a channel goes before the channel."""
    own = select(channels.c.id).where(channels.c.workspace_id == workspace_id)
    sent = select(deliveries.c.id).where(deliveries.c.channel_id.in_(own))
    return (
        await _forget(c, matches, matches.c.channel_id.in_(own))
        or _count(await c.execute(delete(uses).where(uses.c.channel_id.in_(own))))
        or _count(await c.execute(delete(reminders).where(reminders.c.channel_id.in_(own))))
        or await _forget(c, parts, parts.c.delivery_id.in_(sent))
        or await _forget(c, deliveries, deliveries.c.channel_id.in_(own))
        or await _forget(c, subscriptions, subscriptions.c.channel_id.in_(own))
        or await _forget(c, channels, channels.c.workspace_id == workspace_id)
    )


async def _forget_sources(c: AsyncConnection, workspace_id: int) -> int:
    """Its own sources, and the postings that nobody else may see."""
    own = select(sources.c.id).where(sources.c.workspace_id == workspace_id)
    rows = await c.execute(
        select(postings.c.id)
        .where(or_(postings.c.workspace_id == workspace_id, postings.c.source_id.in_(own)))
        .order_by(postings.c.id)
        .limit(_BATCH)
    )
    ids: Sequence[int] = list(rows.scalars())
    if ids:
        for table in (matches, sightings, identity_keys, saved_postings, uses, reminders):
            await c.execute(delete(table).where(table.c.posting_id.in_(ids)))
        await c.execute(update(postings).where(postings.c.merged_into.in_(ids)).values(merged_into=None))
        await c.execute(delete(postings).where(postings.c.id.in_(ids)))
        return len(ids)
    for table in (sightings, source_troubles):
        await c.execute(delete(table).where(table.c.source_id.in_(own)))
    return await _forget(c, sources, sources.c.workspace_id == workspace_id)


async def _forget_saved(c: AsyncConnection, workspace_id: int) -> int:
    """What its people saved: it is kept by the workspace's name on its platform."""
    row = (await c.execute(select(workspaces).where(workspaces.c.id == workspace_id))).one()
    gone = await c.execute(
        delete(saved_postings).where(
            saved_postings.c.platform == row.platform, saved_postings.c.workspace == row.native_id
        )
    )
    return _count(gone)


async def _forget(c: AsyncConnection, table: Table, condition: ColumnElement[bool]) -> int:
    first = select(table.c.id).where(condition).order_by(table.c.id).limit(_BATCH)
    return _count(await c.execute(delete(table).where(table.c.id.in_(first))))


def _count(result: object) -> int:
    assert isinstance(result, CursorResult)  # noqa: S101  # of a DELETE
    return int(result.rowcount)
