"""The revision of all subscriptions: one counter row that every change of a subscription updates.

A change holds the row until its commit, so revisions are committed in their order. Whoever changes
subscriptions takes the row before any other, so that two changes wait for each other in one order.
"""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.store.schema import subscription_revision, subscriptions

_ROW = subscription_revision.c.id == 1


async def revision(c: AsyncConnection, *, share_lock: bool) -> int:
    """The revision as committed.

    With `share_lock` no change of a subscription is committed until this transaction ends (on SQLite a
    write transaction sees to that); without it the answer may be old when it arrives.
    """
    query = select(subscription_revision.c.value).where(_ROW)
    value: int = (await c.execute(query.with_for_update(read=True) if share_lock else query)).scalar_one()
    return value


async def bump(c: AsyncConnection) -> int:
    """The next revision, for a change that this transaction makes."""
    changed = await c.execute(
        update(subscription_revision)
        .where(_ROW)
        .values(value=subscription_revision.c.value + 1)
        .returning(subscription_revision.c.value)
    )
    value: int = changed.scalar_one()
    return value


async def touch_channel(c: AsyncConnection, channel_id: ChannelId) -> None:
    """All subscriptions of a channel have changed: it has died, or is back."""
    value = await bump(c)
    await c.execute(
        update(subscriptions)
        .where(subscriptions.c.channel_id == channel_id, subscriptions.c.removed_at.is_(None))
        .values(revision=value)
    )
