"""Subscriptions: numbered within their channel, each change counted by the revision of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, String, cast, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.subscription import Cadence, Subscription, SubscriptionId
from bot.store.revision import bump, revision
from bot.store.schema import channels
from bot.store.schema import subscriptions as table
from bot.store.upsert import chunks

__all__ = [
    "ChangedSubscription",
    "by_ids",
    "by_number",
    "changed_since",
    "create",
    "edit",
    "of_channel",
    "pause",
    "remove",
    "resume",
    "revision",
    "suggested",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSubscription:
    """What a change has left: `subscription` is None when it stands no more (ended, or its channel died).

    `revision` is that of the last change of this subscription.
    """

    id: SubscriptionId
    subscription: Subscription | None
    revision: int


async def create(
    c: AsyncConnection,
    *,
    channel_id: ChannelId,
    query: str,
    cadence: Cadence,
    created_by: str,
    now: datetime,
) -> Subscription:
    """A new subscription, under the channel's next number. `query` is canonical."""
    value = await bump(c)
    numbered = await c.execute(
        update(channels)
        .where(channels.c.id == channel_id)
        .values(last_number=channels.c.last_number + 1)
        .returning(channels.c.last_number)
    )
    made = await c.execute(
        table.insert()
        .values(
            channel_id=channel_id,
            number=numbered.scalar_one(),
            query=query,
            cadence=cadence.value,
            created_by=created_by,
            created_at=now,
            revision=value,
        )
        .returning(table.c.id)
    )
    return (await _select(c, _all().where(table.c.id == made.scalar_one())))[0]


async def edit(c: AsyncConnection, id_: SubscriptionId, query: str, cadence: Cadence) -> None:
    """Give a subscription another query or cadence; it keeps its number and whether it is paused."""
    await _change(c, id_, query=query, cadence=cadence.value)


async def remove(c: AsyncConnection, id_: SubscriptionId, now: datetime) -> None:
    """End a subscription. Its row stays, so that its number is not used again."""
    await _change(c, id_, removed_at=now)


async def pause(c: AsyncConnection, id_: SubscriptionId, until: datetime) -> None:
    """Post nothing for it before `until`; `datetime.max` (UTC): until it is resumed."""
    await _change(c, id_, paused_until=until)


async def resume(c: AsyncConnection, id_: SubscriptionId) -> None:
    """Post for it again."""
    await _change(c, id_, paused_until=None)


async def of_channel(c: AsyncConnection, channel_id: ChannelId) -> tuple[Subscription, ...]:
    """The channel's subscriptions, paused ones too, by number."""
    return await _select(c, _standing().where(table.c.channel_id == channel_id))


async def suggested(
    c: AsyncConnection, channel_id: ChannelId, typed: str, most: int
) -> tuple[Subscription, ...]:
    """Of the channel's, the first by number whose number begins with that, or whose query has it in it."""
    number = cast(table.c.number, String).startswith(typed, autoescape=True)
    there = _standing().where(
        table.c.channel_id == channel_id, or_(number, table.c.query.icontains(typed, autoescape=True))
    )
    return await _select(c, there.limit(most))


async def by_number(c: AsyncConnection, channel_id: ChannelId, number: int) -> Subscription | None:
    """The channel's subscription of that number; None when there is none, or when it has ended."""
    if not 0 < number < 2**31:
        return None  # PostgreSQL would not even compare it
    found = await _select(c, _standing().where(table.c.channel_id == channel_id, table.c.number == number))
    return found[0] if found else None


async def by_ids(c: AsyncConnection, ids: Sequence[SubscriptionId]) -> tuple[Subscription, ...]:
    """The subscriptions of those ids, in the order of `ids`; one that has ended is left out."""
    found: dict[SubscriptionId, Subscription] = {}
    for chunk in chunks(ids):
        for one in await _select(c, _standing().where(table.c.id.in_(chunk))):
            found[one.id] = one
    return tuple(found[id_] for id_ in ids if id_ in found)


async def changed_since(c: AsyncConnection, since: int) -> tuple[ChangedSubscription, ...]:
    """What has changed after revision `since`, in the order of the changes.

    From 0 on it is all that stand; those that had ended before are left out then.
    """
    query = _all().add_columns(channels.c.dead_reason).where(table.c.revision > since)
    if since <= 0:
        query = query.where(table.c.removed_at.is_(None), channels.c.dead_reason.is_(None))
    found = await c.execute(query.order_by(table.c.revision, table.c.id))
    return tuple(
        ChangedSubscription(
            id=SubscriptionId(row.id),
            subscription=_subscription(row) if row.removed_at is None and row.dead_reason is None else None,
            revision=row.revision,
        )
        for row in found
    )


async def _change(c: AsyncConnection, id_: SubscriptionId, **values: Any) -> None:
    """Change one that stands; one that has ended stays as it was."""
    value = await bump(c)
    await c.execute(
        update(table).where(table.c.id == id_, table.c.removed_at.is_(None)).values(revision=value, **values)
    )


def _all() -> Select[Any]:
    return select(table, channels.c.workspace_id).join(channels, channels.c.id == table.c.channel_id)


def _standing() -> Select[Any]:
    return _all().where(table.c.removed_at.is_(None))


async def _select(c: AsyncConnection, query: Select[Any]) -> tuple[Subscription, ...]:
    found = await c.execute(query.order_by(table.c.channel_id, table.c.number))
    return tuple(_subscription(row) for row in found)


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
