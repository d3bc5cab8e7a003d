"""A house for the stories on Discord: production services on SQLite, discord.py, the wire-level Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.discord.app import JobwireClient, build_client
from adapters.discord.declared import path_of
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from adapters.discord.services import DiscordServices
from bot.commands.dispatch import Dispatcher
from bot.commands.option import OptionType
from bot.commands.parse import parse_command
from bot.delivery.sender import ChannelSender
from bot.domain.chat import ChannelSettings
from bot.feeds.fetch import Fetcher
from bot.store.migrate import migrate
from bot.store.store import Store
from tests.acceptance.chat_house import Read, Shown
from tests.acceptance.command_house import House
from tests.contracts.discord_world import World, discord_world
from tests.servers.discord import seen
from tests.servers.discord.component_rules import BUTTON, walk

PATIENCE = timedelta(seconds=10)


class KeptDigests:
    """What was registered, in memory."""

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}

    async def digest(self, application: str) -> str | None:
        return self.digests.get(application)

    async def keep(self, application: str, digest: str) -> None:
        self.digests[application] = digest


class DiscordHouse(House):
    """People act by `types`, `presses` and `submits`, which return what they saw of it."""

    administrators = "the administrators of this server"

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        defaults: ChannelSettings,
        world: World,
        *,
        dispatcher: type[Dispatcher] = Dispatcher,
    ) -> None:
        super().__init__(store, fetcher, defaults)
        self.world = world
        self.control = world.control
        self.rest = Rest(world.token, api_url=world.server.api_url)
        self.discord_platform = DiscordPlatform(self.rest)
        self.services = replace(self.services, platforms={"discord": self.discord_platform})
        self.dispatcher = dispatcher(self.services)
        self.synced = KeptDigests()
        self.discord = DiscordServices(
            core=self.services,
            dispatcher=self.dispatcher,
            platform=self.discord_platform,
            synced=self.synced,
        )

    @property
    def me(self) -> str:
        return self.world.user

    async def settle(self) -> None:
        """Wait until the app has answered everything."""
        await self.discord.underway.drain(PATIENCE)

    async def types(self, text: str, *, user: str | None = None, channel: str | None = None) -> list[Shown]:
        """`/jobs TEXT`, put into Discord's fields; what came of it, private answers and messages."""
        typed = parse_command(text)
        values: dict[str, Any] = dict(typed.values)
        for option in typed.command.options:
            if option.name in values and option.type in (OptionType.NUMBER, OptionType.DAYS):
                values[option.name] = int(values[option.name])
        return await self.sends(" ".join(path_of(typed.command)), values, user=user, channel=channel)

    async def sends(
        self, path: str, values: dict[str, Any], *, user: str | None = None, channel: str | None = None
    ) -> list[Shown]:
        """`/jobs PATH` with its fields filled in; what came of it."""
        where, who = channel or self.world.channel, user or self.me
        before = await self._seen(where, who)
        told = await self.control.command(where, who, f"jobs {path}", values)
        return await self._new(where, who, before, told)

    async def presses(self, shown: Shown, label: str, *, user: str | None = None) -> list[Shown]:
        """Press the button whose words begin so, in a private answer or a message; what came of it."""
        where, who = shown["channel_id"], user or self.me
        before = await self._seen(where, who)
        told = await self.control.press(shown["id"], who, button(shown, label)["custom_id"])
        return await self._new(where, who, before, told)

    async def work(self) -> None:
        """Deliver to every channel that was asked for."""
        sender = ChannelSender(self.store, {"discord": self.discord_platform}, lambda: self.now)
        while self.queue.keys:
            self.later(seconds=2)  # the pace of a channel
            kind, _, id_ = self.queue.keys.pop(0).partition(":")
            if kind == "deliver":
                await sender.deliver(int(id_))

    async def messages(self, channel: str | None = None) -> list[Shown]:
        return await self.control.messages(channel or self.world.channel)

    async def privately(self, user: str | None = None) -> list[Shown]:
        return await self.control.private(user or self.me)

    def read(self, shown: Shown) -> Read:
        return read(shown)

    async def person(self, name: str, *, is_admin: bool = False) -> str:
        roles = []
        if is_admin:
            permissions = ["manage_guild", "view_channel", "send_messages", "use_application_commands"]
            roles = [await self.control.role(self.world.guild, "Admin", permissions=permissions)]
        return await self.control.member(self.world.guild, name, roles=roles)

    def mention(self, user: str) -> str:
        return f"<@{user}>"

    async def thread_of(self, shown: Shown) -> list[Shown]:
        return await self.control.messages(shown["id"])

    async def group(self, name: str) -> str:
        return f"<@&{await self.control.role(self.world.guild, name, mentionable=True)}>"

    def called(self, shown: Shown) -> list[str]:
        everyone = ["@everyone"] if shown["mention_everyone"] else []
        people = [f"<@{one['id']}>" for one in shown["mentions"]]
        return [*everyone, *(f"<@&{role}>" for role in shown["mention_roles"]), *people]

    async def close_rest(self) -> None:
        await self.rest.close()

    async def _seen(self, channel: str, user: str) -> tuple[int, int]:
        return len(await self.control.private(user)), len(await self.control.messages(channel))

    async def _new(
        self, channel: str, user: str, before: tuple[int, int], told: dict[str, Any]
    ) -> list[Shown]:
        assert told["acked"], told["failed"]
        assert not told["late"]
        await self.settle()
        private = (await self.control.private(user))[before[0] :]
        return [*private, *(await self.control.messages(channel))[before[1] :]]


@asynccontextmanager
async def discord_house(
    directory: Path,
    *,
    defaults: ChannelSettings = ChannelSettings(),  # noqa: B008  # frozen
    **parts: Any,
) -> AsyncIterator[DiscordHouse]:
    """A house in a Discord of its own, connected to its gateway. `parts`: other classes than ours."""
    store = Store.open(f"sqlite+aiosqlite:///{directory / 'jobwire.db'}")
    await migrate(store)
    fetcher = Fetcher(user_agent="Jobwire tests")
    try:
        async with discord_world() as world:
            house = DiscordHouse(store, fetcher, defaults, world, **parts)
            async with connected(house):
                yield house
                await house.settle()
    finally:
        await fetcher.close()
        await store.close()


@asynccontextmanager
async def connected(house: DiscordHouse) -> AsyncIterator[JobwireClient]:
    """The house's app, connected to its Discord: as many after each other as a story wants."""
    client = build_client(house.discord, http_trace=house.rest.trace, guild_ready_timeout=0.1)
    running = asyncio.create_task(client.start(house.world.token))
    try:
        ready = asyncio.create_task(client.wait_until_ready())
        done, _ = await asyncio.wait({ready, running}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert ready in done, running
        yield client
        await house.settle()
    finally:
        await client.close()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await house.close_rest()


def read(shown: Shown) -> Read:
    """What a person sees of a message or a private answer."""
    found = seen(shown)
    labels = (one["label"] for _, one in walk(shown["components"]) if one.get("type") == BUTTON)
    return Read(words=found.text, buttons=tuple(labels), is_private=found.private)


def button(shown: Shown, label: str) -> Shown:
    """The button whose words begin so."""
    there = [one for _, one in walk(shown["components"]) if one.get("type") == BUTTON]
    found = [one for one in there if one["label"].startswith(label)]
    assert found, f"no button {label!r}, there are {[one['label'] for one in there]}"
    return found[0]
