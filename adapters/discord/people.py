"""Who asks, and where: read out of an interaction; names of people are asked for and remembered."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
import structlog

from adapters.discord.platform import PLATFORM
from bot.commands.context import Context
from bot.domain.chat import ChannelRef, UserRef

DIRECT = "@me"
"""The workspace of direct messages, and of people: somebody is the same person on every server."""

REMEMBERED = timedelta(minutes=5)
"""How long somebody's new name may wait to be shown."""

_MOST_REMEMBERED = 10_000

Interaction = discord.Interaction[Any]

_log = structlog.get_logger(__name__)


def context_of(interaction: Interaction) -> Context:
    """The context of a command or a press."""
    place = place_of(interaction)
    guild = interaction.guild
    return Context(
        channel=ChannelRef(
            platform=PLATFORM,
            workspace=DIRECT if guild is None else str(guild.id),
            channel=str(interaction.channel_id if place is None else place.id),
        ),
        channel_name=f"#{place.name}" if place is not None else "direct messages",
        workspace_name=guild.name if guild is not None and guild.name else "",
        user=UserRef(
            platform=PLATFORM,
            workspace=DIRECT,
            user=str(interaction.user.id),
            name=interaction.user.display_name,
            is_admin=administers(interaction.permissions),
        ),
        is_direct=guild is None,
    )


def administers(permissions: discord.Permissions) -> bool:
    """Whether they make somebody an administrator in Jobwire's eyes."""
    return permissions.administrator or permissions.manage_guild


Place = discord.abc.GuildChannel | discord.Thread


def place_of(interaction: Interaction) -> Place | None:
    """The channel that an interaction concerns; None in direct messages.

    A post of a forum stands for its forum, and a thread that Jobwire has begun, to go on with a long
    list, for the channel around it: there the subscriptions are.
    """
    channel = interaction.channel
    if not isinstance(channel, discord.Thread):
        return channel if isinstance(channel, discord.abc.GuildChannel) else None
    parent = channel.parent
    begun_by_us = channel.owner_id == interaction.application_id or (
        interaction.client.user is not None and channel.owner_id == interaction.client.user.id
    )
    return (
        parent
        if parent is not None and (isinstance(parent, discord.ForumChannel) or begun_by_us)
        else channel
    )


class People:
    """Names of members. Where Discord does not tell one, there is none."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[datetime, str]] = OrderedDict()

    async def names(self, guild: discord.Guild, ids: Iterable[str]) -> dict[str, str]:
        """What the server's members are called, by their ids; those that are not told are left out."""
        known = [id_ for id_ in ids if id_.isascii() and id_.isdigit()]
        names = await asyncio.gather(*(self._name(guild, int(id_)) for id_ in known))
        return {id_: name for id_, name in zip(known, names, strict=True) if name}

    async def _name(self, guild: discord.Guild, id_: int) -> str:
        known = self._known.get((guild.id, id_))
        if known is not None and known[0] > self._clock():
            return known[1]
        try:
            name = (await guild.fetch_member(id_)).display_name
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("discord does not tell", guild=guild.id, problem=type(error).__name__)
            return ""
        self._known[guild.id, id_] = (self._clock() + REMEMBERED, name)
        self._known.move_to_end((guild.id, id_))
        if len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)
        return name
