"""Workspaces and channels: who is there, what a channel has chosen, and when it must be looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Channel, ChannelId, ChannelRef, ChannelSettings, WorkspaceId
from bot.domain.delivery import PartState
from bot.domain.match import MatchState
from bot.store.encoding import settings_from_json, settings_to_json
from bot.store.schema import channels as table
from bot.store.schema import deliveries, matches, parts, workspaces


async def ensure_channel(
    c: AsyncConnection,
    ref: ChannelRef,
    *,
    workspace_name: str,
    channel_name: str,
    settings: ChannelSettings,
    now: datetime,
) -> Channel:
    """The channel of that reference, made with these settings when it is not known yet.

    A known one keeps its settings and takes the new names; its workspace counts as present again.
    """
    workspace_id = await _ensure_workspace(c, ref, workspace_name, now)
    await c.execute(
        _insert(c, table)
        .values(
            workspace_id=workspace_id,
            native_id=ref.channel,
            name=channel_name,
            settings=settings_to_json(settings),
            created_at=now,
        )
        .on_conflict_do_update(
            index_elements=[table.c.workspace_id, table.c.native_id], set_={"name": channel_name}
        )
    )
    found = await channel_by_ref(c, ref)
    assert found is not None  # noqa: S101  # it has just been written in this transaction
    return found


async def channel(c: AsyncConnection, id_: ChannelId) -> Channel | None:
    """The channel of that id."""
    return await _one(c, _channels().where(table.c.id == id_))


async def channel_by_ref(c: AsyncConnection, ref: ChannelRef) -> Channel | None:
    """The channel as its platform names it; None when nothing was ever said there to us."""
    return await _one(
        c,
        _channels().where(
            workspaces.c.platform == ref.platform,
            workspaces.c.native_id == ref.workspace,
            table.c.native_id == ref.channel,
        ),
    )


async def channels(c: AsyncConnection, workspace_id: WorkspaceId) -> tuple[Channel, ...]:
    """The channels of a workspace, by name."""
    rows = await c.execute(_channels().where(table.c.workspace_id == workspace_id).order_by(table.c.name))
    return tuple(_channel(row) for row in rows)


async def save_settings(c: AsyncConnection, id_: ChannelId, settings: ChannelSettings) -> None:
    """Keep what a channel has chosen."""
    await c.execute(update(table).where(table.c.id == id_).values(settings=settings_to_json(settings)))


async def mark_dead(c: AsyncConnection, id_: ChannelId, reason: str) -> None:
    """Nothing is sent to this channel any more, and why."""
    await c.execute(update(table).where(table.c.id == id_).values(dead_reason=reason, wake_at=None))


async def revive(c: AsyncConnection, id_: ChannelId) -> None:
    """The channel can be written to again."""
    await c.execute(update(table).where(table.c.id == id_).values(dead_reason=None, due_at=None))


async def park(c: AsyncConnection, id_: ChannelId, due_at: datetime) -> None:
    """Send nothing here before `due_at`: the platform has asked for a pause."""
    await c.execute(update(table).where(table.c.id == id_).values(due_at=due_at))


async def set_wake(c: AsyncConnection, id_: ChannelId, wake_at: datetime | None) -> None:
    """When planning this channel next has something to do."""
    await c.execute(update(table).where(table.c.id == id_).values(wake_at=wake_at))


async def channels_to_wake(c: AsyncConnection, now: datetime) -> list[ChannelId]:
    """Channels with something to do now: to plan, to send, to recover, or woken by the clock.

    A dead channel is left out, and one that is parked until later.
    """
    pending = exists().where(matches.c.channel_id == table.c.id, matches.c.state == MatchState.PENDING)
    owed = (
        exists()
        .where(
            deliveries.c.channel_id == table.c.id,
            parts.c.delivery_id == deliveries.c.id,
            or_(
                (parts.c.state == PartState.PENDING) & (parts.c.due_at <= now),
                (parts.c.state == PartState.SENDING) & (parts.c.lease_until <= now),
            ),
        )
        .select_from(deliveries.join(parts, parts.c.delivery_id == deliveries.c.id))
    )
    rows = await c.execute(
        select(table.c.id).where(
            table.c.dead_reason.is_(None),
            or_(table.c.due_at.is_(None), table.c.due_at <= now),
            or_(table.c.wake_at <= now, pending, owed),
        )
    )
    return [ChannelId(id_) for id_ in rows.scalars()]


async def remove_workspace(c: AsyncConnection, id_: WorkspaceId, now: datetime) -> None:
    """The bot is no longer installed there: its channels are dead, its data is kept for now."""
    await c.execute(update(workspaces).where(workspaces.c.id == id_).values(removed_at=now))
    await c.execute(
        update(table)
        .where(table.c.workspace_id == id_, table.c.dead_reason.is_(None))
        .values(dead_reason="the workspace has removed Jobwire", wake_at=None)
    )


async def _ensure_workspace(c: AsyncConnection, ref: ChannelRef, name: str, now: datetime) -> WorkspaceId:
    rows = await c.execute(
        _insert(c, workspaces)
        .values(platform=ref.platform, native_id=ref.workspace, name=name, created_at=now)
        .on_conflict_do_update(
            index_elements=[workspaces.c.platform, workspaces.c.native_id],
            set_={"name": name, "removed_at": None},
        )
        .returning(workspaces.c.id)
    )
    return WorkspaceId(rows.scalar_one())


def _insert(c: AsyncConnection, into: Any) -> Any:
    return (postgresql if c.dialect.name == "postgresql" else sqlite).insert(into)


def _channels() -> Select[Any]:
    return select(table, workspaces.c.platform, workspaces.c.native_id.label("workspace")).join(
        workspaces, workspaces.c.id == table.c.workspace_id
    )


async def _one(c: AsyncConnection, query: Select[Any]) -> Channel | None:
    row = (await c.execute(query)).one_or_none()
    return _channel(row) if row else None


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        id=ChannelId(row.id),
        workspace_id=WorkspaceId(row.workspace_id),
        ref=ChannelRef(platform=row.platform, workspace=row.workspace, channel=row.native_id),
        name=row.name,
        settings=settings_from_json(row.settings),
        due_at=row.due_at,
        dead_reason=row.dead_reason,
    )
