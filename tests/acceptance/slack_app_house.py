"""A house for the stories on Slack: production services on SQLite, the real Bolt, the wire-level Slack."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.slack.app import build_app
from adapters.slack.clients import FixedClients
from adapters.slack.platform import SlackPlatform
from adapters.slack.running import EVENTS, run_socket, web_routes
from adapters.slack.services import SlackServices
from bot.commands.dispatch import Dispatcher
from bot.delivery.sender import ChannelSender
from bot.domain.chat import ChannelSettings
from bot.feeds.fetch import Fetcher
from bot.store.migrate import migrate
from bot.store.store import Store
from tests.acceptance.chat_house import Read, Shown
from tests.acceptance.command_house import House
from tests.contracts.slack_world import World, assert_the_sdk_takes_what_was_sent, slack_world
from tests.servers.slack import Settings

WAYS = ("socket", "http")
PATIENCE = timedelta(seconds=10)
_CALLS = {"usergroup": "<!subteam^{usergroup_id}>", "user": "<@{user_id}>", "broadcast": "<!{range}>"}
"""Elements of rich text that call somebody, as a command names them."""


class SlackHouse(House):
    """People act by `types`, `presses` and `submits`, which return what they saw of it."""

    administrators = "the administrators of this workspace"

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        defaults: ChannelSettings,
        world: World,
        *,
        dispatcher: type[Dispatcher] = Dispatcher,
        clients: type[FixedClients] = FixedClients,
    ) -> None:
        super().__init__(store, fetcher, defaults)
        self.world = world
        self.control = world.control
        speakers = clients(world.token, api_url=world.slack.api_url)
        self.slack_platform = SlackPlatform(speakers)
        self.services = replace(self.services, platforms={"slack": self.slack_platform})
        self.dispatcher = dispatcher(self.services)
        self.slack = SlackServices(core=self.services, dispatcher=self.dispatcher, clients=speakers)

    @property
    def me(self) -> str:
        return self.world.user

    def read(self, shown: Shown) -> Read:
        return Read(words=words_of(shown), buttons=tuple(buttons(shown)), is_private=is_private(shown))

    async def person(self, name: str, *, is_admin: bool = False) -> str:
        return await self.control.user(self.world.team, name, is_admin=is_admin)

    def mention(self, user: str) -> str:
        return f"<@{user}|somebody>"

    async def settle(self) -> None:
        """Wait until the app has answered everything."""
        await self.slack.underway.drain(PATIENCE)

    async def types(self, text: str, *, user: str | None = None, channel: str | None = None) -> list[Shown]:
        """`/jobs TEXT`; what came of it, private answers and messages in the channel."""
        where, who = channel or self.world.channel, user or self.world.user
        before = await self._seen(where, who)
        told = await self.control.command(where, who, text)
        assert told["acked"], told["failed"]
        assert not told["late"]
        return await self._new(where, who, before)

    async def presses(self, shown: Shown, label: str, *, user: str | None = None) -> list[Shown]:
        """Press the button that is called so, in a private answer or a message; what came of it."""
        action = button(shown, label)["action_id"]
        where, who = shown.get("channel", self.world.channel), user or self.world.user
        before = await self._seen(where, who)
        if "number" in shown:
            told = await self.control.press_private(shown["number"], action)
        else:
            told = await self.control.press(where, shown["ts"], who, action)
        assert told["acked"], told["failed"]
        return await self._new(where, who, before)

    async def work(self) -> None:
        """Deliver to every channel that was asked for."""
        sender = ChannelSender(self.store, {"slack": self.slack_platform}, lambda: self.now)
        while self.queue.keys:
            self.later(seconds=2)  # the pace of a channel
            kind, _, id_ = self.queue.keys.pop(0).partition(":")
            if kind == "deliver":
                await sender.deliver(int(id_))

    async def messages(self, channel: str | None = None) -> list[Shown]:
        """The messages that stand in a channel."""
        return await self.control.messages(channel or self.world.channel)

    async def privately(self, user: str | None = None) -> list[Shown]:
        return await self.control.private(user or self.world.user)

    async def thread_of(self, shown: Shown) -> list[Shown]:
        there = await self.control.messages(shown.get("channel", self.world.channel))
        return [one for one in there if one.get("thread_ts") == shown["ts"] != one["ts"]]

    async def group(self, name: str) -> str:
        return f"<!subteam^S{name.upper()}>"

    def called(self, shown: Shown) -> list[str]:
        return called(shown)

    async def modal(self, user: str | None = None) -> Shown:
        """The form that somebody has open."""
        (view,) = await self.control.modals(user or self.world.user)
        return view

    async def _seen(self, channel: str, user: str) -> tuple[int, int]:
        return len(await self.control.private(user)), len(await self.control.messages(channel))

    async def _new(self, channel: str, user: str, before: tuple[int, int]) -> list[Shown]:
        await self.settle()
        private = (await self.control.private(user))[before[0] :]
        return [*private, *(await self.control.messages(channel))[before[1] :]]


@asynccontextmanager
async def slack_house(
    directory: Path,
    way: str = "socket",
    *,
    defaults: ChannelSettings = ChannelSettings(),  # noqa: B008  # frozen
    **parts: Any,
) -> AsyncIterator[SlackHouse]:
    """A house in a Slack of its own, reached over Socket Mode or HTTP. `parts`: other classes than ours."""
    store = Store.open(f"sqlite+aiosqlite:///{directory / 'jobwire.db'}")
    await migrate(store)
    fetcher = Fetcher(user_agent="Jobwire tests")
    try:
        async with slack_world(Settings(post_interval=0)) as world:
            house = SlackHouse(store, fetcher, defaults, world, **parts)
            async with connected(house, way):
                yield house
                await house.settle()
            await assert_the_sdk_takes_what_was_sent(world.slack)
    finally:
        await fetcher.close()
        await store.close()


@asynccontextmanager
async def connected(house: SlackHouse, way: str) -> AsyncIterator[None]:
    """The house's app, connected to its Slack: as many apps after each other as a story wants."""
    told = await house.control.app()
    api_url = house.world.slack.api_url
    if way == "socket":
        app = build_app(house.slack, api_url=api_url)
        async with run_socket(app, told["app_token"], house.slack.underway, ping_seconds=0.5):
            await house.control.connected()
            yield
        return
    app = build_app(house.slack, signing_secret=told["signing_secret"], api_url=api_url)
    served = web.Application()
    served.add_routes(web_routes(app))
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await house.control.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}{EVENTS}")
        yield
        await house.settle()
    finally:
        await runner.cleanup()


def words_of(shown: Any) -> str:
    """All words of a message, a private answer or a view, in order."""
    if isinstance(shown, dict):
        if "blocks" in shown:
            return words_of(shown["blocks"])
        if isinstance(shown.get("text"), str):
            return shown["text"]
        if shown.get("type") == "rich_text_section":
            return "".join(words_of(one) for one in shown["elements"])
        return " ".join(
            filter(None, (words_of(shown[name]) for name in ("text", "elements") if name in shown))
        )
    if isinstance(shown, list):
        return "\n".join(words_of(one) for one in shown)
    return ""


def called(shown: Any) -> list[str]:
    """Whom a message calls, in rich text, in markup, and in what a notification shows."""
    if isinstance(shown, list):
        return [one for inside in shown for one in called(inside)]
    if not isinstance(shown, dict):
        return []
    kind = shown.get("type", "")
    named = [_CALLS[kind].format(**shown)] if kind in _CALLS else []
    if (kind == "mrkdwn" or "blocks" in shown) and isinstance(shown.get("text"), str):
        named += re.findall(r"<[!@][^>]*>", shown["text"])
    return named + [one for name in ("text", "elements", "blocks") for one in called(shown.get(name))]


def buttons(shown: Shown) -> dict[str, Shown]:
    """The buttons of a message by what stands on them."""
    return {
        element["text"]["text"]: element
        for block in shown["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }


def button(shown: Shown, label: str) -> Shown:
    """The button whose words begin so."""
    found = [one for words, one in buttons(shown).items() if words.startswith(label)]
    assert found, f"no button {label!r}, there are {list(buttons(shown))}"
    return found[0]


def is_private(shown: Shown) -> bool:
    return "number" in shown
