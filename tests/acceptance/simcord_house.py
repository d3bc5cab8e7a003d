"""A house for the stories on simcord: another behavioural Discord, in this process, without a wire."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import simcord
from discord.http import Route

from adapters.discord.app import build_client
from adapters.discord.declared import path_of
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Answer, Refused
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
from tests.acceptance.discord_app_house import KeptDigests, button, read
from tests.servers.discord.component_rules import text_of


class SimcordRest:
    """The requests of deliveries, through the client that simcord has taken the network from."""

    client: discord.Client

    async def request(
        self, method: str, path: str, *, body: Any = None, query: Any = None, **ids: str
    ) -> Any:
        try:
            return await self.client.http.request(Route(method, path, **ids), json=body, params=query)
        except discord.HTTPException as error:
            raise Refused(Answer(status=error.status, code=error.code, message=error.text)) from error


class SimcordHouse(House):
    """People act by `types` and `presses`, which return what they saw of it."""

    administrators = "the administrators of this server"

    def __init__(self, store: Store, fetcher: Fetcher) -> None:
        super().__init__(store, fetcher, ChannelSettings())
        self.rest = SimcordRest()
        self.discord_platform = DiscordPlatform(self.rest)
        self.services = replace(self.services, platforms={"discord": self.discord_platform})
        self.dispatcher = Dispatcher(self.services)
        self.synced = KeptDigests()
        self.discord = DiscordServices(
            core=self.services,
            dispatcher=self.dispatcher,
            platform=self.discord_platform,
            synced=self.synced,
        )
        self.env: simcord.Env
        self.people: dict[str, simcord.MemberActor] = {}

    def client(self) -> discord.Client:
        """A new client, as after a restart."""
        self.rest.client = build_client(self.discord)
        return self.rest.client

    def furnish(self, env: simcord.Env) -> None:
        """A server with a channel and ada in it."""
        self.env = env
        self.guild = env.create_guild(name="Acme")
        self.channel = self.guild.create_text_channel("jobs")
        self.ada = self._join("ada")

    @property
    def me(self) -> str:
        return str(self.ada.id)

    async def types(self, text: str, *, user: str | None = None, channel: str | None = None) -> list[Shown]:
        assert channel is None, "these stories have one channel"
        typed = parse_command(text)
        values: dict[str, Any] = dict(typed.values)
        for option in typed.command.options:
            if option.name in values and option.type in (OptionType.NUMBER, OptionType.DAYS):
                values[option.name] = int(values[option.name])
        name = " ".join(("jobs", *path_of(typed.command)))
        return self._came_of(await self.people[user or self.me].slash(self.channel, name, **values))

    async def presses(self, shown: Shown, label: str, *, user: str | None = None) -> list[Shown]:
        custom_id = button(shown, label)["custom_id"]
        actor = self.people[user or self.me]
        return self._came_of(await actor.click(shown["native"], custom_id=custom_id))

    async def messages(self, channel: str | None = None) -> list[Shown]:
        assert channel is None
        """Without the line that simcord writes when a thread begins."""
        there = [one for one in self.channel.history() if one.type is not discord.MessageType.thread_created]
        return [_shown(one) for one in there if not one.flags.ephemeral]

    def read(self, shown: Shown) -> Read:
        return read(shown)

    async def person(self, name: str, *, is_admin: bool = False) -> str:
        roles = [self.guild.create_role("Admin", permissions=discord.Permissions(manage_guild=True))]
        return str(self._join(name, roles if is_admin else []).id)

    def mention(self, user: str) -> str:
        return f"<@{user}>"

    async def thread_of(self, shown: Shown) -> list[Shown]:
        under = [one for one in self.channel.threads if str(one.id) == shown["id"]]
        return [_shown(message) for thread in under for message in thread.history()]

    async def group(self, name: str) -> str:
        return f"<@&{self.guild.create_role(name, mentionable=True).id}>"

    def called(self, shown: Shown) -> list[str]:
        """What is written as a mention: simcord itself reads them in `content` alone."""
        return re.findall(r"(?<!\\)(?:<@[&!]?\d+>|@everyone|@here)", text_of(shown["components"]))

    async def work(self) -> None:
        sender = ChannelSender(self.store, {"discord": self.discord_platform}, lambda: self.now)
        while self.queue.keys:
            self.later(seconds=2)  # the pace of a channel
            kind, _, id_ = self.queue.keys.pop(0).partition(":")
            if kind == "deliver":
                await sender.deliver(int(id_))

    def _join(self, name: str, roles: Any = ()) -> simcord.MemberActor:
        actor = self.guild.add_member(self.env.create_user(name), roles=list(roles))
        self.people[str(actor.id)] = actor
        return actor

    def _came_of(self, result: simcord.InteractionResult) -> list[Shown]:
        assert result.acknowledged
        found = [result.response, *result.followups]
        return [_shown(one) for one in found if one is not None]


def _shown(message: Any) -> Shown:
    """As the readers of the wire-level Discord want it."""
    native = message.message if isinstance(message, simcord.ResponseMessage) else message
    components = (
        message.components
        if isinstance(message, simcord.ResponseMessage)
        else [one.to_dict() for one in message.components]
    )
    return {"id": str(message.id), "flags": message.flags.value, "components": components, "native": native}


@asynccontextmanager
async def simcord_house(directory: Path) -> AsyncIterator[SimcordHouse]:
    store = Store.open(f"sqlite+aiosqlite:///{directory / 'jobwire.db'}")
    await migrate(store)
    fetcher = Fetcher(user_agent="Jobwire tests")
    house = SimcordHouse(store, fetcher)
    env = simcord.Env(house.client())
    await env.start()
    try:
        house.furnish(env)
        yield house
    finally:
        await env.shutdown()
        await fetcher.close()
        await store.close()
