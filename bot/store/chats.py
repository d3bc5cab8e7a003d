"""Workspaces and channels: known by their platform's names, with their settings and when to wake them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Channel, ChannelId, ChannelRef, ChannelSettings, WorkspaceId
from bot.domain.delivery import PartState
from bot.domain.match import MatchState
from bot.store.encoding import settings_from_json, settings_to_json
from bot.store.revision import touch_channel
from bot.store.schema import channels as table
from bot.store.schema import deliveries, matches, parts, subscriptions, workspaces
from bot.store.upsert import insert_new

_REMOVED = "the workspace has removed Jobwire"


async def ensure_channel(
    c: AsyncConnection,
    ref: ChannelRef,
    *,
    workspace_name: str,
    channel_name: str,
    settings: ChannelSettings,
    now: datetime,
) -> Channel:
    """The channel of that reference, made known when it is new; `settings` are those of a new one.

    Known names are brought up to date (an empty one changes nothing), and a workspace that had gone is
    back. A dead channel stays dead until `revive`.
    """
    workspace_id = await _ensure_workspace(c, ref, workspace_name, now)
    given = {"workspace_id": workspace_id, "native_id": ref.channel}
    chosen = {"name": channel_name or ref.channel, "settings": settings_to_json(settings)}
    await insert_new(c, table, [{**given, **chosen, "last_number": 0, "created_at": now}])
    if channel_name:
        this = and_(table.c.workspace_id == workspace_id, table.c.native_id == ref.channel)
        await c.execute(update(table).where(this, table.c.name != channel_name).values(name=channel_name))
    return await _one(c, _of(ref))


async def channel(c: AsyncConnection, id_: ChannelId) -> Channel:
    """The channel of that id. Raises NoResultFound when there is none: no channel is ever deleted."""
    return await _one(c, _channels().where(table.c.id == id_))


async def channel_by_ref(c: AsyncConnection, ref: ChannelRef) -> Channel | None:
    """The channel that a platform names so; None when it is not known yet."""
    row = (await c.execute(_of(ref))).one_or_none()
    return _channel(row) if row else None


async def channels(c: AsyncConnection, workspace_id: WorkspaceId) -> tuple[Channel, ...]:
    """Every known channel of a workspace, dead ones too, in the order in which they became known."""
    rows = await c.execute(_channels().where(table.c.workspace_id == workspace_id).order_by(table.c.id))
    return tuple(_channel(row) for row in rows)


async def subscribed_channels(c: AsyncConnection, platform: str) -> tuple[Channel, ...]:
    """Every channel of a platform that has a subscription, dead ones too, workspace by workspace."""
    standing = select(subscriptions.c.channel_id).where(subscriptions.c.removed_at.is_(None))
    query = _channels().where(workspaces.c.platform == platform, table.c.id.in_(standing))
    rows = await c.execute(query.order_by(table.c.workspace_id, table.c.id))
    return tuple(_channel(row) for row in rows)


async def save_settings(c: AsyncConnection, id_: ChannelId, settings: ChannelSettings) -> None:
    """Replace the channel's settings. To change one of them, read them under `ledger.lock_channel`."""
    await c.execute(update(table).where(table.c.id == id_).values(settings=settings_to_json(settings)))


async def mark_dead(c: AsyncConnection, id_: ChannelId, reason: str) -> None:
    """The platform says that the channel is gone: nothing is matched for it or sent to it any more."""
    await touch_channel(c, id_)
    await c.execute(
        update(table).where(table.c.id == id_).values(dead_reason=reason, due_at=None, wake_at=None)
    )


async def revive(c: AsyncConnection, id_: ChannelId) -> None:
    """The channel is there after all: its subscriptions stand again."""
    await touch_channel(c, id_)
    await c.execute(update(table).where(table.c.id == id_).values(dead_reason=None, due_at=None))


async def park(c: AsyncConnection, id_: ChannelId, due_at: datetime) -> None:
    """Send nothing to the channel before `due_at`: its platform's rate limit. A later time stands."""
    sooner = table.c.due_at.is_(None) | (table.c.due_at < due_at)
    await c.execute(update(table).where(table.c.id == id_, sooner).values(due_at=due_at))


async def planned(
    c: AsyncConnection, id_: ChannelId, *, planned_at: datetime, wake_at: datetime | None
) -> None:
    """The channel was planned; `wake_at`: when it next has something to do, None: when a match comes."""
    values = {"planned_at": planned_at, "wake_at": wake_at}
    await c.execute(update(table).where(table.c.id == id_).values(values))


async def wake_by(c: AsyncConnection, id_: ChannelId, at: datetime) -> None:
    """Plan the channel at that instant, or before, as it is set already."""
    later = table.c.wake_at.is_(None) | (table.c.wake_at > at)
    await c.execute(update(table).where(table.c.id == id_, later).values(wake_at=at))


async def channels_to_wake(c: AsyncConnection, now: datetime) -> list[ChannelId]:
    """Channels for which there is something to do now, in the order of their ids.

    That is a match that nobody has planned, a first unresolved part that is due or whose lease has run
    out, or a wake-up time that has come. Left out: dead channels, and those that are parked.
    """
    unplanned = select(matches.c.channel_id).where(matches.c.state == MatchState.PENDING)
    asleep = select(table.c.id).where(table.c.wake_at <= now)
    rows = await c.execute(
        select(table.c.id)
        .where(
            table.c.id.in_(union(unplanned, _owed(now), asleep)),
            table.c.dead_reason.is_(None),
            or_(table.c.due_at.is_(None), table.c.due_at <= now),
        )
        .order_by(table.c.id)
    )
    return [ChannelId(id_) for id_ in rows.scalars()]


async def remove_workspace(c: AsyncConnection, id_: WorkspaceId, now: datetime) -> None:
    """The bot is not installed there any more: its channels die, its own sources rest until it is back."""
    await c.execute(update(workspaces).where(workspaces.c.id == id_).values(removed_at=now))
    for one in await channels(c, id_):
        if one.dead_reason is None:
            await mark_dead(c, one.id, _REMOVED)


async def bring_back(c: AsyncConnection, platform: str, native_id: str) -> None:
    """The bot is installed there again: its channels live again, if the workspace had gone.

    One that had died before is refused by the platform at its first message, and dies again.
    """
    this = and_(workspaces.c.platform == platform, workspaces.c.native_id == native_id)
    back = update(workspaces).where(this, workspaces.c.removed_at.is_not(None)).values(removed_at=None)
    id_ = (await c.execute(back.returning(workspaces.c.id))).scalar_one_or_none()
    for one in await channels(c, WorkspaceId(id_)) if id_ is not None else ():
        if one.dead_reason is not None:
            await revive(c, one.id)


async def workspace_id(c: AsyncConnection, platform: str, native_id: str) -> WorkspaceId | None:
    """The workspace that a platform names so; None when it is not known."""
    this = and_(workspaces.c.platform == platform, workspaces.c.native_id == native_id)
    id_ = (await c.execute(select(workspaces.c.id).where(this))).scalar_one_or_none()
    return None if id_ is None else WorkspaceId(id_)


async def _ensure_workspace(c: AsyncConnection, ref: ChannelRef, name: str, now: datetime) -> WorkspaceId:
    given = {"platform": ref.platform, "native_id": ref.workspace}
    await insert_new(c, workspaces, [{**given, "name": name or ref.workspace, "created_at": now}])
    this = and_(workspaces.c.platform == ref.platform, workspaces.c.native_id == ref.workspace)
    row = (await c.execute(select(workspaces).where(this))).one()
    if row.removed_at is not None or (name and row.name != name):
        await c.execute(update(workspaces).where(this).values(name=name or row.name, removed_at=None))
    return WorkspaceId(row.id)


def _owed(now: datetime) -> Select[tuple[int]]:
    """Channels whose first unresolved part can be worked on; those behind it wait for it."""
    place = func.row_number().over(
        partition_by=deliveries.c.channel_id, order_by=(deliveries.c.id, parts.c.position)
    )
    unresolved = (
        select(
            deliveries.c.channel_id, parts.c.state, parts.c.due_at, parts.c.lease_until, place.label("place")
        )
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .where(parts.c.state.in_((PartState.PENDING, PartState.SENDING)))
        .subquery()
    )
    part = unresolved.c
    return select(part.channel_id).where(
        part.place == 1,
        or_(
            and_(part.state == PartState.PENDING, part.due_at <= now),
            and_(part.state == PartState.SENDING, part.lease_until <= now),
        ),
    )


def _channels() -> Select[Any]:
    return select(table, workspaces.c.platform, workspaces.c.native_id.label("workspace")).join(
        workspaces, workspaces.c.id == table.c.workspace_id
    )


def _of(ref: ChannelRef) -> Select[Any]:
    return _channels().where(
        workspaces.c.platform == ref.platform,
        workspaces.c.native_id == ref.workspace,
        table.c.native_id == ref.channel,
    )


async def _one(c: AsyncConnection, query: Select[Any]) -> Channel:
    return _channel((await c.execute(query)).one())


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        id=ChannelId(row.id),
        workspace_id=WorkspaceId(row.workspace_id),
        ref=ChannelRef(platform=row.platform, workspace=row.workspace, channel=row.native_id),
        name=row.name,
        settings=settings_from_json(row.settings),
        due_at=row.due_at,
        planned_at=row.planned_at,
        dead_reason=row.dead_reason,
    )
