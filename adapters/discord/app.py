"""The discord.py client: what the gateway tells is handed to who answers it. It keeps no state of ours."""

import secrets
import sys
from collections.abc import Mapping
from typing import Any

import discord
import structlog

from adapters.discord.commands import JobsCommand
from adapters.discord.custom_ids import pressed
from adapters.discord.editing import Editing
from adapters.discord.events import Events
from adapters.discord.forms import submitted
from adapters.discord.people import Interaction, People
from adapters.discord.presses import PressedButton, Presses
from adapters.discord.replies import Answers
from adapters.discord.services import DiscordServices
from adapters.discord.sync import sync
from bot.commands.reply import say, words
from bot.errors import StoreUnavailable

INTENTS = discord.Intents(guilds=True)
"""Servers, their channels and threads: no messages, no members. None of it is privileged."""

_log = structlog.get_logger(__name__)


def build_client(
    services: DiscordServices, *, shard_count: int | None = None, **options: Any
) -> "JobwireClient":
    """The client: of one connection, or of so many shards. `options` are discord.py's, as `http_trace`."""
    if shard_count is None:
        return JobwireClient(services, **options)
    return ShardedJobwireClient(services, shard_count=shard_count, **options)


class JobwireClient(discord.Client):
    """Listens to the gateway over one connection, which it resumes as often as it breaks."""

    def __init__(self, services: DiscordServices, **options: Any) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            **options,
        )
        self._services = services
        self._answers = Answers(People(services.core.clock), services.core.store)
        self._editing = Editing(services.core, services.dispatcher, self._answers)
        self._commands = JobsCommand(services.dispatcher, self._answers, self._editing)
        self._presses = Presses(services.dispatcher, self._answers, self._editing)
        self._events = Events(services.core, services.platform)
        self.add_dynamic_items(PressedButton)

    async def setup_hook(self) -> None:
        """Once logged in: the commands are registered, if they have changed."""
        application = self.application_id
        if application is None:
            return

        async def register(commands: list[dict[str, Any]]) -> object:
            return await self.http.bulk_upsert_global_commands(application, commands)

        await sync(str(application), self._services.synced, register)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Somebody uses a command, types into one of its options, sends a form, or presses a button."""
        match interaction.type:
            case discord.InteractionType.application_command if self._begins(interaction):
                await self._commands.sent(interaction)
            case discord.InteractionType.autocomplete:
                await self._commands.typed(interaction)
            case discord.InteractionType.modal_submit if self._begins(interaction):
                await self._submitted(interaction)
            case discord.InteractionType.component if pressed(_custom_id(interaction)) is None:
                await self.on_jobwire_press(interaction, _custom_id(interaction))

    async def on_jobwire_press(self, interaction: Interaction, custom_id: str) -> None:
        """A button was pressed."""
        if self._begins(interaction):
            await self._presses.pressed(interaction, custom_id)

    async def _submitted(self, interaction: Interaction) -> None:
        form = submitted(_data(interaction))
        if form is None:
            told = words("It belongs to another version of Jobwire. `/jobs help` shows all commands.")
            await self._answers.show(interaction, say("That form is not known any more", told))
            return
        await self._editing.submitted(interaction, form)

    def _begins(self, interaction: Interaction) -> bool:
        """Whether it is to be answered: not when it comes again, as after a resumed connection."""
        self._services.underway.begin()
        return self._services.seen.is_new(str(interaction.id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A server has added Jobwire."""
        await self._events.joined(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is there after a start or an outage."""
        await self._events.reviewed(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """A server has removed Jobwire. An outage is another event, which changes nothing."""
        await self._events.removed(guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is deleted."""
        await self._events.deleted(channel.guild.id, channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread or a post is deleted."""
        await self._events.deleted(payload.guild_id, payload.thread_id)

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A channel has another name, or other permissions."""
        await self._events.renamed(after, before.name)
        await self._events.reviewed(after.guild)

    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """A thread has another name."""
        await self._events.renamed(after, before.name)

    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """A role grants something else."""
        await self._events.reviewed(after.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A role is gone, and what it granted."""
        await self._events.reviewed(role.guild)

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Somebody has other roles; without its intent, Discord only tells this of Jobwire itself."""
        if self.user is not None and after.id == self.user.id:
            await self._events.reviewed(after.guild)

    async def on_error(self, event_method: str, /, *args: Any, **_kwargs: Any) -> None:
        """What nobody expected: logged once, with a reference that the person is told."""
        error = sys.exception()
        reference = secrets.token_hex(4)
        _log.error("discord event failed", reference=reference, listener=event_method, exc_info=error)
        if args and isinstance(args[0], discord.Interaction):
            await self._apologise(args[0], error, reference)

    async def _apologise(self, interaction: Interaction, error: BaseException | None, reference: str) -> None:
        what = "Something went wrong in Jobwire."
        if isinstance(error, StoreUnavailable):
            what = "Jobwire cannot reach its database now."
        if interaction.type is discord.InteractionType.autocomplete:
            return
        advice = (
            f"Try again in a minute. If it stays, tell whoever runs Jobwire this reference: `{reference}`"
        )
        await self._answers.show(interaction, say(what, words(advice)))


class ShardedJobwireClient(JobwireClient, discord.AutoShardedClient):
    """Listens over several connections, as Discord asks of an app on many servers."""


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return dict(interaction.data or {})


def _custom_id(interaction: Interaction) -> str:
    return str(_data(interaction).get("custom_id", ""))
