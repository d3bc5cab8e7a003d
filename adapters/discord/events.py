"""What happens to servers and channels, told by Discord's gateway.

Events come once to a connection, and what happens while there is none is not told later: a review of the
server when it is there again makes up for that, and a delivery finds out the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import aiohttp
import discord
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.discord.people import DIRECT, Place
from adapters.discord.permissions import Kind, Permission, missing_to_post
from adapters.discord.platform import PLATFORM
from adapters.discord.welcome import back_again, may_not_post, welcome
from bot.commands.services import Services
from bot.delivery.message import Message
from bot.delivery.platform import ChatPlatform
from bot.domain.chat import Channel, ChannelRef
from bot.errors import DeliveryError
from bot.store import chats, subscriptions

DELETED = "the channel is deleted"
LOCKED_OUT = "Jobwire may not post in the channel"
_REFUSED = "Jobwire may not post"
"""How a delivery begins to say the same (`failures.py`), which may have met it before the event came."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Lost:
    """A channel in which Jobwire may not post any more."""

    channel: Channel
    lacking: tuple[Permission, ...]


class Events:
    """Acts on events. What is said on a server is posted as every message is."""

    def __init__(self, core: Services, platform: ChatPlatform) -> None:
        self._core = core
        self._platform = platform

    async def joined(self, guild: discord.Guild) -> None:
        """A server has added Jobwire: it greets where it may write, and what was subscribed there goes on."""
        async with self._core.store.write() as c:
            await chats.bring_back(c, PLATFORM, str(guild.id))
            known = await self._channels(c, guild)
            there = [one for channel in known for one in await subscriptions.of_channel(c, channel.id)]
        _log.info("discord server joined", guild=guild.id, subscriptions=len(there))
        greeting = back_again(len(there)) if there else welcome(self._core.defaults)
        at = guild.me.joined_at
        await self._tell(guild, greeting, key=_key("joined", guild.id, at))
        for channel in known:
            await self._core.deliver_soon(channel.id)

    async def removed(self, guild: discord.Guild) -> None:
        """A server has removed Jobwire: all deliveries there stop. Its data stays, for when it comes back."""
        async with self._core.store.write() as c:
            workspace = await chats.workspace_id(c, PLATFORM, str(guild.id))
            if workspace is not None:
                await chats.remove_workspace(c, workspace, self._core.clock())
        _log.info("discord server left", guild=guild.id)

    async def deleted(self, guild: int, channel: int) -> None:
        """A channel, a thread or a post is deleted: nothing is posted there any more."""
        ref = ChannelRef(platform=PLATFORM, workspace=str(guild), channel=str(channel))
        async with self._core.store.write() as c:
            known = await chats.channel_by_ref(c, ref)
            if known is None or known.dead_reason is not None:
                return
            await chats.mark_dead(c, known.id, DELETED)
        _log.info("discord channel deleted", guild=guild, channel=channel)

    async def renamed(self, place: Place, before: str) -> None:
        """A channel has another name; one that is not known stays unknown."""
        if place.name == before:
            return
        ref = ChannelRef(platform=PLATFORM, workspace=str(place.guild.id), channel=str(place.id))
        async with self._core.store.write() as c:
            if await chats.channel_by_ref(c, ref) is not None:
                await chats.ensure_channel(
                    c,
                    ref,
                    workspace_name=place.guild.name,
                    channel_name=f"#{place.name}",
                    settings=self._core.defaults,
                    now=self._core.clock(),
                )

    async def reviewed(self, guild: discord.Guild) -> None:
        """Look where Jobwire may post, and tell once where it may not any more; where it may again, go on."""
        async with self._core.store.write() as c:
            lost, regained = [], []
            for channel in await self._channels(c, guild):
                lacking = _lacking(guild, channel)
                if lacking is None:
                    continue
                reason = channel.dead_reason
                if lacking and (reason is None or (_is_refused(reason) and reason != LOCKED_OUT)):
                    if await subscriptions.of_channel(c, channel.id):
                        lost.append(_Lost(channel, lacking))
                    await chats.mark_dead(c, channel.id, LOCKED_OUT)
                elif not lacking and reason is not None and _is_refused(reason):
                    await chats.revive(c, channel.id)
                    regained.append(channel)
        for channel in regained:
            await self._core.deliver_soon(channel.id)
        if lost:
            _log.warning("discord permissions lost", guild=guild.id, channels=len(lost))
            await self._tell_lost(guild, lost)

    async def _tell_lost(self, guild: discord.Guild, lost: Sequence[_Lost]) -> None:
        told = may_not_post(guild.name, [(one.channel.name, one.lacking) for one in lost])
        key = _key("lost", guild.id, self._core.clock(), *(one.channel.id for one in lost))
        if not await self._tell(guild, told, key=key, only_system=True):
            await self._tell_owner(guild, told, key=key)

    async def _tell(
        self, guild: discord.Guild, message: Message, *, key: str, only_system: bool = False
    ) -> bool:
        """Post where the server's people are greeted, else in the first channel where Jobwire may write."""
        channel = _writable(guild, only_system=only_system)
        return channel is not None and await self._post(str(guild.id), channel.id, message, key=key)

    async def _tell_owner(self, guild: discord.Guild, message: Message, *, key: str) -> bool:
        """Write to the server's owner; whoever takes no messages is not told."""
        if guild.owner_id is None:
            return False
        try:
            owner = await guild.fetch_member(guild.owner_id)
            direct = await owner.create_dm()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("discord owner not told", guild=guild.id, problem=type(error).__name__)
            return False
        return await self._post(DIRECT, direct.id, message, key=key)

    async def _post(self, workspace: str, channel: int, message: Message, *, key: str) -> bool:
        ref = ChannelRef(platform=PLATFORM, workspace=workspace, channel=str(channel))
        try:
            await self._platform.send(ref, message, key)
        except DeliveryError as error:
            _log.warning("discord server not told", guild=workspace, problem=type(error).__name__)
            return False
        return True

    async def _channels(self, c: AsyncConnection, guild: discord.Guild) -> tuple[Channel, ...]:
        workspace = await chats.workspace_id(c, PLATFORM, str(guild.id))
        return () if workspace is None else await chats.channels(c, workspace)


def _is_refused(reason: str) -> bool:
    return reason.startswith(_REFUSED)


def _lacking(guild: discord.Guild, channel: Channel) -> tuple[Permission, ...] | None:
    """What Jobwire lacks to post there; None where that cannot be told, as of a thread that is asleep."""
    place = guild.get_channel_or_thread(int(channel.ref.channel))
    kind = Kind.of(place.type.value) if place is not None else None
    if place is None or kind is None:
        return None
    granted = place.permissions_for(guild.me)
    return missing_to_post(kind, granted.value)


def _writable(guild: discord.Guild, *, only_system: bool) -> discord.TextChannel | None:
    """The channel where a server's people are greeted, if Jobwire may write there; else perhaps the first."""
    system = [guild.system_channel] if guild.system_channel is not None else []
    others = [] if only_system else guild.text_channels
    for channel in (*system, *others):
        if not missing_to_post(Kind.TEXT, channel.permissions_for(guild.me).value):
            return channel
    return None


def _key(*parts: object) -> str:
    """A key that is the same for the same event, so that it is told once however often it comes."""
    return blake2b(" ".join(map(str, parts)).encode(), digest_size=12).hexdigest()
