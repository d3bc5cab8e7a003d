"""Reads a workspace out of the database as it is exported, and takes an exported one in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, ChannelRef, WorkspaceId
from bot.domain.exchange import ExportedChannel, ExportedSource, ExportedSubscription, ExportedWorkspace
from bot.domain.source import SourceTerms
from bot.store import chats, sources, subscriptions
from bot.store.schema import workspaces


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWorkspace:
    """A workspace that is known, by its own id and its platform's."""

    own_id: WorkspaceId
    platform: str
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """How many channels were there, and how many subscriptions and sources have come by it."""

    channels: int
    subscriptions: int
    sources: int


async def known(c: AsyncConnection) -> tuple[KnownWorkspace, ...]:
    """Every workspace that has not removed Jobwire."""
    rows = await c.execute(
        select(workspaces).where(workspaces.c.removed_at.is_(None)).order_by(workspaces.c.id)
    )
    return tuple(
        KnownWorkspace(own_id=WorkspaceId(row.id), platform=row.platform, id=row.native_id, name=row.name)
        for row in rows
    )


async def exported(c: AsyncConnection, workspace: KnownWorkspace) -> ExportedWorkspace:
    """What a workspace has set up: its own sources, and its channels with what they ask for."""
    own = [one for one in await sources.visible_to(c, workspace.own_id) if one.workspace_id is not None]
    channels = [
        ExportedChannel(
            id=one.ref.channel,
            name=one.name,
            settings=one.settings,
            subscriptions=tuple(
                ExportedSubscription(query=each.query, cadence=each.cadence, paused_until=each.paused_until)
                for each in await subscriptions.of_channel(c, one.id)
            ),
        )
        for one in await chats.channels(c, workspace.own_id)
    ]
    return ExportedWorkspace(
        platform=workspace.platform,
        id=workspace.id,
        name=workspace.name,
        sources=tuple(ExportedSource(name=one.name, url=one.url, format=one.format) for one in own),
        channels=tuple(channels),
    )


async def take_in(
    c: AsyncConnection,
    given: ExportedWorkspace,
    *,
    complete_lists: Sequence[str],
    terms: SourceTerms,
    now: datetime,
) -> TakenIn:
    """Set a workspace up as it was exported; to do it twice does no harm.

    Settings become those that are given. A subscription whose query stands there already takes the given
    cadence and pause; nothing is ended. `complete_lists` are the formats that list every open posting.
    """
    made = new_sources = 0
    for channel in given.channels:
        ref = ChannelRef(platform=given.platform, workspace=given.id, channel=channel.id)
        there = await chats.ensure_channel(
            c, ref, workspace_name=given.name, channel_name=channel.name, settings=channel.settings, now=now
        )
        await chats.save_settings(c, there.id, channel.settings)
        for one in channel.subscriptions:
            made += await _subscribe(c, there.id, one, now)
    own_id = await chats.workspace_id(c, given.platform, given.id)
    if own_id is not None:
        before = {one.url for one in await sources.visible_to(c, own_id)}
        for source in given.sources:
            await sources.add(
                c,
                name=source.name,
                url=source.url,
                format=source.format,
                workspace_id=own_id,
                complete_list=source.format in complete_lists,
                terms=terms,
                now=now,
            )
            new_sources += source.url not in before
    return TakenIn(channels=len(given.channels), subscriptions=made, sources=new_sources)


async def _subscribe(
    c: AsyncConnection, channel_id: ChannelId, given: ExportedSubscription, now: datetime
) -> bool:
    """True where it is new."""
    standing = await subscriptions.of_channel(c, channel_id)
    there = next((one for one in standing if one.query == given.query), None)
    is_new = there is None
    if there is None:
        there = await subscriptions.create(
            c, channel_id=channel_id, query=given.query, cadence=given.cadence, created_by="", now=now
        )
    elif there.cadence is not given.cadence:
        await subscriptions.edit(c, there.id, given.query, given.cadence)
    if given.paused_until is not None:
        await subscriptions.pause(c, there.id, given.paused_until)
    elif there.paused_until is not None:
        await subscriptions.resume(c, there.id)
    return is_new
