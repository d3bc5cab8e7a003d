"""Standing queries, and the revision that tells every process which of them it has not seen yet.

Each change takes the counter row first, so changes are ordered by it: a poll that holds it under a share
lock until its commit knows every subscription that was committed before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.subscription import Cadence, Subscription, SubscriptionId
from bot.store.schema import channels, subscription_revision
from bot.store.schema import subscriptions as table


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSubscription:
    """A subscription as of its last change; `subscription` is None when it was removed."""

    id: SubscriptionId
    subscription: Subscription | None
    revision: int


async def create(
    c: AsyncConnection, *, channel_id: ChannelId, query: str, cadence: Cadence, created_by: str, now: datetime
) -> Subscription:
    """A new subscription with the channel's next number."""
    changed = await _advance(c)
    number = await c.scalar(
        update(channels)
        .where(channels.c.id == channel_id)
        .values(last_number=channels.c.last_number + 1)
        .returning(channels.c.last_number)
    )
    id_ = await c.scalar(
        insert(table)
        .values(
            channel_id=channel_id,
            number=number,
            query=query,
            cadence=cadence.value,
            created_by=created_by,
            created_at=now,
            revision=changed,
        )
        .returning(table.c.id)
    )
    rows = await c.execute(_all().where(table.c.id == id_))
    return _subscription(rows.one())


async def edit(c: AsyncConnection, id_: SubscriptionId, query: str, cadence: Cadence) -> None:
    """Change what a subscription asks for, or how often."""
    await _change(c, id_, query=query, cadence=cadence.value)


async def remove(c: AsyncConnection, id_: SubscriptionId, now: datetime) -> None:
    """End a subscription; its number is never used again."""
    await _change(c, id_, removed_at=now)


async def pause(c: AsyncConnection, id_: SubscriptionId, until: datetime) -> None:
    """Post nothing for it before `until`."""
    await _change(c, id_, paused_until=until)


async def resume(c: AsyncConnection, id_: SubscriptionId) -> None:
    """Post for it again."""
    await _change(c, id_, paused_until=None)


async def of_channel(c: AsyncConnection, channel_id: ChannelId) -> tuple[Subscription, ...]:
    """The channel's subscriptions by number."""
    return await _select(c, _all().where(table.c.channel_id == channel_id, table.c.removed_at.is_(None)))


async def by_number(c: AsyncConnection, channel_id: ChannelId, number: int) -> Subscription | None:
    """The channel's subscription of that number; None when there is none, or none any more."""
    found = await _select(
        c,
        _all().where(
            table.c.channel_id == channel_id, table.c.number == number, table.c.removed_at.is_(None)
        ),
    )
    return found[0] if found else None


async def by_ids(c: AsyncConnection, ids: Sequence[SubscriptionId]) -> tuple[Subscription, ...]:
    """The subscriptions of those ids, removed ones included."""
    return await _select(c, _all().where(table.c.id.in_(ids)))


async def revision(c: AsyncConnection, *, share_lock: bool) -> int:
    """The revision of the last change. With `share_lock` no change can commit before our transaction ends.

    On SQLite a writing transaction holds all others off by itself.
    """
    query = select(subscription_revision.c.value)
    value = await c.scalar(query.with_for_update(read=True) if share_lock else query)
    return int(value or 0)


async def changed_since(c: AsyncConnection, seen: int) -> tuple[ChangedSubscription, ...]:
    """What has changed after revision `seen`, in order."""
    rows = await c.execute(_all(table.c.removed_at).where(table.c.revision > seen).order_by(table.c.revision))
    return tuple(
        ChangedSubscription(
            id=SubscriptionId(row.id),
            subscription=None if row.removed_at else _subscription(row),
            revision=row.revision,
        )
        for row in rows
    )


async def _change(c: AsyncConnection, id_: SubscriptionId, **values: Any) -> None:
    changed = await _advance(c)
    await c.execute(
        update(table)
        .where(table.c.id == id_, table.c.removed_at.is_(None))
        .values(revision=changed, **values)
    )


async def _advance(c: AsyncConnection) -> int:
    value = await c.scalar(
        update(subscription_revision)
        .values(value=subscription_revision.c.value + 1)
        .returning(subscription_revision.c.value)
    )
    return int(value)  # type: ignore[arg-type]  # the migration has put the one row there


def _all(*more: Any) -> Select[Any]:
    return select(
        table.c.id,
        table.c.number,
        table.c.channel_id,
        table.c.query,
        table.c.cadence,
        table.c.created_by,
        table.c.created_at,
        table.c.paused_until,
        table.c.revision,
        channels.c.workspace_id,
        *more,
    ).join(channels, channels.c.id == table.c.channel_id)


async def _select(c: AsyncConnection, query: Select[Any]) -> tuple[Subscription, ...]:
    rows = await c.execute(query.order_by(table.c.channel_id, table.c.number))
    return tuple(_subscription(row) for row in rows)


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=SubscriptionId(row.id),
        number=row.number,
        channel_id=ChannelId(row.channel_id),
        workspace_id=WorkspaceId(row.workspace_id),
        query=row.query,
        cadence=Cadence(row.cadence),
        created_by=row.created_by,
        created_at=row.created_at,
        paused_until=row.paused_until,
    )
