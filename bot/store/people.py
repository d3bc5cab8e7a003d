"""What is kept about a person, and forgetting it."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, UserRef
from bot.store import chats, saved
from bot.store.ledger_matches import lock_channel
from bot.store.schema import channels, reminders, saved_postings, subscriptions, workspaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many saved postings, reminders, subscriptions that they made, channels that they may manage."""

    saved: int
    reminders: int
    subscriptions: int
    managed: int

    @property
    def anything(self) -> bool:
        """Whether there is any of it."""
        return bool(self.saved or self.reminders or self.subscriptions or self.managed)


async def kept_about(c: AsyncConnection, user: UserRef) -> Kept:
    """What is kept about a person."""
    return Kept(
        saved=await _count(c, saved_postings.c.posting_id, _saved_by(user)),
        reminders=await _count(c, reminders.c.id, _reminded(user)),
        subscriptions=await _count(c, subscriptions.c.id, _made_by(user)),
        managed=len(await _managed(c, user)),
    )


async def forget(c: AsyncConnection, user: UserRef) -> Kept:
    """Forget it; returns what there was."""
    there = await kept_about(c, user)
    await saved.forget(c, user)
    await c.execute(delete(reminders).where(_reminded(user)))
    await c.execute(update(subscriptions).where(_made_by(user)).values(created_by=""))
    for channel_id in await _managed(c, user):
        await lock_channel(c, channel_id)
        settings = (await chats.channel(c, channel_id)).settings
        rest = tuple(id_ for id_ in settings.listed_managers if id_ != user.user)
        await chats.save_settings(c, channel_id, replace(settings, listed_managers=rest))
    return there


async def _managed(c: AsyncConnection, user: UserRef) -> tuple[ChannelId, ...]:
    rows = await c.execute(
        select(channels.c.id, channels.c.settings)
        .where(channels.c.id.in_(_channels_of(user)))
        .order_by(channels.c.id)
    )
    return tuple(ChannelId(row.id) for row in rows if user.user in row.settings.get("listed_managers", ()))


async def _count(c: AsyncConnection, column: ColumnElement[int], condition: ColumnElement[bool]) -> int:
    number: int = (await c.execute(select(func.count(column)).where(condition))).scalar_one()
    return number


def _saved_by(user: UserRef) -> ColumnElement[bool]:
    return and_(
        saved_postings.c.platform == user.platform,
        saved_postings.c.workspace == user.workspace,
        saved_postings.c.user_id == user.user,
    )


def _reminded(user: UserRef) -> ColumnElement[bool]:
    return and_(reminders.c.user_id == user.user, reminders.c.channel_id.in_(_channels_of(user)))


def _made_by(user: UserRef) -> ColumnElement[bool]:
    return and_(subscriptions.c.created_by == user.user, subscriptions.c.channel_id.in_(_channels_of(user)))


def _channels_of(user: UserRef) -> Select[tuple[int]]:
    """Every channel of the person's platform: what a person is called there names nobody else."""
    return (
        select(channels.c.id)
        .join(workspaces, workspaces.c.id == channels.c.workspace_id)
        .where(workspaces.c.platform == user.platform)
    )
