"""Takes an answer to the person who asked, or to the channel, in time: acknowledged within three seconds.

An interaction is answered at once, or deferred when that takes longer; a deferred one is always deferred
for the person alone, so that a mistake is never told to a channel
(https://docs.discord.com/developers/interactions/receiving-and-responding).
"""

import asyncio
import re
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace

import aiohttp
import discord
import structlog

from adapters.discord.parting import parts_of
from adapters.discord.people import Interaction, People, place_of
from adapters.discord.permissions import Kind, missing_to_post
from adapters.discord.platform import PLATFORM
from adapters.discord.rendering import view_of
from adapters.discord.writing import as_on_discord
from bot.commands.reply import Reply, words
from bot.delivery.message import Message, Section, Text
from bot.delivery.plain import plain_text
from bot.delivery.rewording import reworded
from bot.domain.chat import ChannelRef
from bot.store import chats
from bot.store.store import Store

ACKNOWLEDGED_WITHIN = 1.0
"""Seconds that an answer may take before the interaction is deferred; Discord waits for three."""

_ID = re.compile(r"\b\d{15,20}\b")

_log = structlog.get_logger(__name__)


class Written(discord.ui.LayoutView):
    """Components that are ready to be sent. Their buttons are `presses.PressedButton`, so nothing is kept."""

    def __init__(self, components: list[dict[str, object]]) -> None:
        super().__init__(timeout=None)
        self._components = components
        self.stop()

    def to_components(self) -> list[dict[str, object]]:
        """As Discord is sent them."""
        return self._components

    def has_components_v2(self) -> bool:
        """Always: a message of ours consists of components."""
        return True


class Answers:
    """Gives answers. It never raises for what Discord refuses: that is logged, for nobody is left to tell."""

    def __init__(self, people: People, store: Store) -> None:
        self._people = people
        self._store = store

    async def give(self, interaction: Interaction, work: Awaitable[Reply]) -> None:
        """Show the reply that comes of the work, in as many messages as it needs."""
        task = asyncio.ensure_future(self._worked(interaction, work))
        done, _ = await asyncio.wait([task], timeout=ACKNOWLEDGED_WITHIN)
        if not done and not await self._sent(
            interaction, interaction.response.defer(ephemeral=True, thinking=True)
        ):
            await task
            return
        await self._show(interaction, await task)

    async def show(self, interaction: Interaction, reply: Reply) -> None:
        """Show a reply that is there already."""
        message = as_on_discord(reply.message)
        await self._show(interaction, replace(reply, message=message))

    async def _worked(self, interaction: Interaction, work: Awaitable[Reply]) -> Reply:
        """The reply as Discord's people read it: names may have to be asked for, which takes its time."""
        reply = await work
        message = as_on_discord(await self._named(interaction, reply.message))
        return replace(reply, message=message)

    async def _show(self, interaction: Interaction, reply: Reply) -> None:
        message = reply.message if reply.private else _with_advice(interaction, reply.message)
        if interaction.response.is_done() and not reply.private:
            await self._sent(interaction, interaction.delete_original_response())
        for part in parts_of(message):
            if not await self._say(interaction, part, private=reply.private):
                return

    async def open(self, interaction: Interaction, modal: discord.ui.Modal) -> None:
        """Show a form."""
        await self._sent(interaction, interaction.response.send_modal(modal))

    async def complete(
        self, interaction: Interaction, choices: Sequence[discord.app_commands.Choice[str | int | float]]
    ) -> None:
        """Show what may be chosen for the option that somebody types into."""
        await self._sent(interaction, interaction.response.autocomplete(choices))

    async def _say(self, interaction: Interaction, part: Message, *, private: bool) -> bool:
        view = Written(view_of(part))
        if interaction.response.is_done():
            return await self._sent(interaction, interaction.followup.send(view=view, ephemeral=private))
        return await self._sent(interaction, interaction.response.send_message(view=view, ephemeral=private))

    async def _sent(self, interaction: Interaction, request: Awaitable[object]) -> bool:
        try:
            await request
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning(
                "answer lost",
                guild=interaction.guild_id,
                channel=interaction.channel_id,
                problem=getattr(error, "code", 0) or type(error).__name__,
            )
            return False
        return True

    async def _named(self, interaction: Interaction, message: Message) -> Message:
        """The message with `@anna` for the ids of those who are listed as managers of the channel."""
        place = place_of(interaction)
        there = set(_ID.findall(plain_text(message)))
        if interaction.guild is None or place is None or not there:
            return message
        ref = ChannelRef(platform=PLATFORM, workspace=str(interaction.guild.id), channel=str(place.id))
        async with self._store.read() as c:
            channel = await chats.channel_by_ref(c, ref)
        listed = there & set(channel.settings.listed_managers) if channel else set()
        names = await self._people.names(interaction.guild, listed)
        return reworded(message, lambda text: _with_names(text, names)) if names else message


def _with_names(text: Text, names: Mapping[str, str]) -> str:
    """What is to be typed as it stands keeps its ids."""
    if text.code:
        return text.text
    return _ID.sub(lambda found: f"@{names[found[0]]}" if found[0] in names else found[0], text.text)


def _with_advice(interaction: Interaction, message: Message) -> Message:
    """The message, which concerns the channel, and what Jobwire lacks to post there."""
    place = place_of(interaction)
    kind = Kind.of(place.type.value) if place is not None else None
    if kind is None:
        return message
    lacking = missing_to_post(kind, interaction.app_permissions.value)
    if not lacking:
        return message
    names = ", ".join(one.name for one in lacking)
    advice = words(f"Jobwire may not post here yet. Give its role in this channel: {names}.")
    return replace(message, sections=(*message.sections, Section(blocks=(advice,))))
