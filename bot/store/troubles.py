"""Troubles of sources that are told, and whose end is told; which channels depend on a source."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.delivery import DeliveryKind, PartState
from bot.domain.source import SourceId
from bot.domain.trouble import SourceTrouble, Trouble, TroubleKind
from bot.store.schema import channels, deliveries, matches, parts, sightings, source_troubles, subscriptions
from bot.store.upsert import insert_into


async def unsettled(c: AsyncConnection) -> tuple[SourceTrouble, ...]:
    """Troubles that go on, and those whose end is still to be told."""
    rows = await c.execute(
        select(source_troubles).where(~source_troubles.c.settled).order_by(source_troubles.c.id)
    )
    return tuple(_trouble(row) for row in rows)


async def begin(c: AsyncConnection, source_id: SourceId, trouble: Trouble, now: datetime) -> None:
    """A source has a trouble from now on; one that it has already stays as it is."""
    values = {
        "source_id": source_id,
        "kind": trouble.kind.value,
        "since": trouble.since,
        "began_at": now,
        "settled": False,
    }
    await c.execute(insert_into(c, source_troubles).values(**values).on_conflict_do_nothing())


async def end(c: AsyncConnection, id_: int, now: datetime) -> None:
    """The source is well again."""
    await c.execute(update(source_troubles).where(source_troubles.c.id == id_).values(ended_at=now))


async def settle(c: AsyncConnection, id_: int, now: datetime) -> None:
    """There is nothing more to tell of it."""
    await c.execute(
        update(source_troubles).where(source_troubles.c.id == id_).values(settled=True, ended_at=now)
    )


async def subscribed_channels(c: AsyncConnection, workspace_id: WorkspaceId) -> tuple[ChannelId, ...]:
    """The live channels of a workspace that have a subscription."""
    rows = await c.execute(
        _live_subscribed(channels.c.id).where(channels.c.workspace_id == workspace_id).distinct()
    )
    return tuple(sorted(ChannelId(id_) for id_ in rows.scalars()))


async def queries_with(c: AsyncConnection, words: str) -> tuple[tuple[ChannelId, str], ...]:
    """The queries of live channels in which these words stand, each with its channel."""
    rows = await c.execute(
        _live_subscribed(channels.c.id, subscriptions.c.query).where(
            subscriptions.c.query.contains(words, autoescape=True)
        )
    )
    return tuple((ChannelId(row.id), row.query) for row in rows)


async def channels_brought(c: AsyncConnection, source_id: SourceId, since: datetime) -> frozenset[ChannelId]:
    """The live channels with subscriptions that got something since then which this source lists."""
    rows = await c.execute(
        _live_subscribed(channels.c.id)
        .join(matches, matches.c.channel_id == channels.c.id)
        .join(sightings, sightings.c.posting_id == matches.c.posting_id)
        .where(sightings.c.source_id == source_id, matches.c.matched_at >= since)
        .distinct()
    )
    return frozenset(ChannelId(id_) for id_ in rows.scalars())


async def told_channels(c: AsyncConnection, slot: str) -> tuple[ChannelId, ...]:
    """The live channels that have got the notice of that slot, or get it soon."""
    failed = exists().where(parts.c.delivery_id == deliveries.c.id, parts.c.state == PartState.FAILED)
    rows = await c.execute(
        select(deliveries.c.channel_id)
        .join(channels, channels.c.id == deliveries.c.channel_id)
        .where(
            deliveries.c.kind == DeliveryKind.NOTICE,
            deliveries.c.slot == slot,
            channels.c.dead_reason.is_(None),
            ~failed,
        )
        .order_by(deliveries.c.channel_id)
    )
    return tuple(ChannelId(id_) for id_ in rows.scalars())


async def has_notice(c: AsyncConnection, channel_ids: Sequence[ChannelId], slot: str) -> frozenset[ChannelId]:
    """Those of the channels for which the notice of that slot was made, whatever became of it."""
    if not channel_ids:
        return frozenset()
    rows = await c.execute(
        select(deliveries.c.channel_id).where(
            deliveries.c.kind == DeliveryKind.NOTICE,
            deliveries.c.slot == slot,
            deliveries.c.channel_id.in_(channel_ids),
        )
    )
    return frozenset(ChannelId(id_) for id_ in rows.scalars())


def _live_subscribed(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(channels)
        .join(subscriptions, subscriptions.c.channel_id == channels.c.id)
        .where(channels.c.dead_reason.is_(None), subscriptions.c.removed_at.is_(None))
    )


def _trouble(row: Row[tuple[int]]) -> SourceTrouble:
    return SourceTrouble(
        id=row.id,
        source_id=SourceId(row.source_id),
        kind=TroubleKind(row.kind),
        since=row.since,
        ended_at=row.ended_at,
    )
