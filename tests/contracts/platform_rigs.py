"""One rig for each platform under the contract: the platform, and how to make trouble for it.

A new platform adds a rig here and to the `rig` fixture of test_platform_contract.py.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

import aiohttp
from rich.console import Console
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discord.marker import marker_in, marker_of
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from adapters.slack.clients import FixedClients
from adapters.slack.platform import SlackPlatform
from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.transcript import Transcript
from bot import errors
from bot.delivery.message import Message
from bot.delivery.platform import Capabilities, ChatPlatform, EditsMessages
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from tests.fakes.fake_platform import FakePlatform, Trouble
from tests.servers.chat_client import LoopbackChatPlatform
from tests.servers.discord import Control, DiscordServer
from tests.servers.discord import Settings as DiscordNumbers
from tests.servers.slack import RemoteControl

ROOT = Path(__file__).resolve().parents[2]


class Rig(Protocol):
    """`accepted` is what the platform has, as (channel, key), in order, from its own point of view."""

    platform: ChatPlatform

    async def accepted(self) -> list[tuple[str, str]]: ...
    async def restarted(self) -> ChatPlatform: ...


class TroubledRig(Rig, Protocol):
    """A rig whose platform can be made to fail, and can change what it has posted.

    `next_send` makes trouble for the next send, `next_edit` for the next edit. `summary` is what the
    platform has as the message's one line. `delete` is what a person does.
    """

    async def next_send(self, trouble: str, seconds: float = 0) -> None: ...
    async def next_edit(self, trouble: str, seconds: float = 0) -> None: ...
    async def summary(self, channel: str, sent: SentMessage) -> str: ...
    async def delete(self, channel: str, sent: SentMessage) -> None: ...


class FakeRig:
    def __init__(self) -> None:
        self.platform = FakePlatform()

    async def next_send(self, trouble: str, seconds: float = 0) -> None:
        self.platform.send_troubles.append(self._trouble(trouble, seconds))

    async def next_edit(self, trouble: str, seconds: float = 0) -> None:
        self.platform.edit_troubles.append(self._trouble(trouble, seconds))

    async def summary(self, channel: str, sent: SentMessage) -> str:
        (text,) = [
            one.message.summary
            for one in self.platform.posted
            if (one.channel.channel, one.id) == (channel, sent.id)
        ]
        return text

    async def delete(self, channel: str, sent: SentMessage) -> None:  # noqa: ARG002 (ids are unique here)
        self.platform.delete(sent.id)

    def _trouble(self, name: str, seconds: float) -> Trouble:
        made = {
            "drop_after": Trouble(error=errors.Uncertain("lost"), accepted=True),
            "drop_before": Trouble(error=errors.Uncertain("lost")),
            "slow": Trouble(error=errors.Uncertain("timed out"), accepted=True),
            "error_after": Trouble(error=errors.Uncertain("500"), accepted=True),
            "busy": Trouble(error=errors.Unavailable("busy")),
            "rejected": Trouble(error=errors.Rejected("bad")),
            "channel_gone": Trouble(error=errors.ChannelGone("gone")),
            "not_permitted": Trouble(error=errors.NotPermitted("no")),
            "workspace_gone": Trouble(error=errors.WorkspaceGone("gone")),
            "rate_limited": Trouble(
                error=errors.RateLimited("slow down", retry_after=timedelta(seconds=seconds))
            ),
        }
        return made[name]

    async def accepted(self) -> list[tuple[str, str]]:
        return [(one.channel.channel, one.key) for one in self.platform.posted]

    async def restarted(self) -> ChatPlatform:
        return self.platform


class TerminalRig:
    """The terminal refuses nothing: its one failure is a transcript that cannot be written."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "transcript.jsonl"
        self.output = StringIO()
        self.platform = self._open()

    def _open(self) -> TerminalPlatform:
        console = Console(file=self.output, width=80, force_terminal=False)
        return TerminalPlatform(console, Transcript(self.path), lambda: datetime.now(UTC))

    async def accepted(self) -> list[tuple[str, str]]:
        return [(line.channel, line.key) for line in Transcript(self.path)]

    async def restarted(self) -> ChatPlatform:
        self.platform = self._open()
        return self.platform


class ChatRig:
    def __init__(self, url: str) -> None:
        self.url = url
        self.platform = LoopbackChatPlatform(url)

    async def next_send(self, trouble: str, seconds: float = 0) -> None:
        await self.call("POST", "/script", {"steps": [{"do": trouble, "seconds": seconds}]})

    async def next_edit(self, trouble: str, seconds: float = 0) -> None:
        await self.next_send(trouble, seconds)

    async def summary(self, channel: str, sent: SentMessage) -> str:
        answer = await self.call("GET", "/messages")
        (text,) = [
            one["summary"] for one in answer["messages"] if (one["channel"], one["id"]) == (channel, sent.id)
        ]
        return str(text)

    async def delete(self, channel: str, sent: SentMessage) -> None:
        await self.call("DELETE", f"/channels/acme/{channel}/messages/{sent.id}")

    async def accepted(self) -> list[tuple[str, str]]:
        answer = await self.call("GET", "/messages")
        return [(one["channel"], one["key"]) for one in answer["messages"]]

    async def restarted(self) -> ChatPlatform:
        await self.platform.close()
        self.platform = LoopbackChatPlatform(self.url)
        return self.platform

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.url + path, json=body) as answer,
        ):
            answer.raise_for_status()
            return await answer.json()


class _Editing(ChatPlatform, EditsMessages, Protocol):
    """A platform that can change what it has posted."""


class ByName:
    """The real platform, its channels named as the contract names them."""

    def __init__(self, platform: _Editing, channels: Mapping[str, ChannelRef]) -> None:
        self.platform = platform
        self.channels = channels
        self.keys: list[str] = []

    @property
    def name(self) -> str:
        return self.platform.name

    @property
    def capabilities(self) -> Capabilities:
        return self.platform.capabilities

    async def send(
        self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
    ) -> SentMessage:
        self.keys.append(key)
        return await self.platform.send(self.channels[channel.channel], message, key, parent)

    async def find(
        self, channel: ChannelRef, key: str, since: datetime, parent: SentMessage | None = None
    ) -> SentMessage | None:
        return await self.platform.find(self.channels[channel.channel], key, since, parent)

    async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
        await self.platform.edit(self.channels[channel.channel], sent, message)


class SlackRig:
    """Slack through the real slack_sdk, against the wire-level server in a process of its own."""

    def __init__(self, url: str, control: RemoteControl) -> None:
        self.url = url
        self.control = control
        self.channels: dict[str, ChannelRef] = {}
        self.token = ""
        self.platform: ByName

    async def prepare(self) -> None:
        made = await self.control.workspace("Acme")
        self.token = made["bot_token"]
        for name in ("jobs", "other"):
            id_ = await self.control.channel(made["team"], name)
            self.channels[name] = ChannelRef(platform="slack", workspace=made["team"], channel=id_)
        await self.restarted()

    async def next_send(self, trouble: str, seconds: float = 0) -> None:
        await self._next("chat.postMessage", trouble, seconds)

    async def next_edit(self, trouble: str, seconds: float = 0) -> None:
        await self._next("chat.update", trouble, seconds)

    async def summary(self, channel: str, sent: SentMessage) -> str:
        messages = await self.control.messages(self.channels[channel].channel)
        (text,) = [one["text"] for one in messages if one["ts"] == sent.id]
        return str(text)

    async def delete(self, channel: str, sent: SentMessage) -> None:
        client = AsyncWebClient(self.token, base_url=f"{self.url}/api/")
        await client.chat_delete(channel=self.channels[channel].channel, ts=sent.id)

    async def _next(self, method: str, trouble: str, seconds: float) -> None:
        codes = {
            "rejected": "invalid_blocks",
            "channel_gone": "channel_not_found",
            "not_permitted": "restricted_action",
            "workspace_gone": "token_revoked",
        }
        step = {"do": "error", "error": codes[trouble]} if trouble in codes else {"do": trouble}
        unknown = {"unknown": True} if trouble in codes else {}
        await self.control.script([{**step, **unknown, "method": method, "seconds": seconds}])

    async def accepted(self) -> list[tuple[str, str]]:
        found = [
            (message["ts"], name, message["metadata"]["event_payload"]["key"])
            for name, ref in self.channels.items()
            for message in await self.control.messages(ref.channel)
        ]
        return [(name, key) for _, name, key in sorted(found)]

    async def restarted(self) -> ChatPlatform:
        clients = FixedClients(self.token, api_url=f"{self.url}/api/", seconds=1)
        self.platform = ByName(SlackPlatform(clients), self.channels)
        return self.platform


class DiscordRig:
    """Discord through the real discord.py, against the wire-level server."""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self.control: Control = server.control
        self.channels: dict[str, ChannelRef] = {}
        self.rest: Rest | None = None
        self.platform: ByName

    async def prepare(self) -> None:
        made = await self.control.guild("Acme")
        for name in ("jobs", "other"):
            id_ = await self.control.channel(made["guild"], name)
            self.channels[name] = ChannelRef(platform="discord", workspace=made["guild"], channel=id_)
        await self.restarted()

    async def next_send(self, trouble: str, seconds: float = 0) -> None:
        await self._next("POST /channels/{channel_id}/messages", trouble, seconds)

    async def next_edit(self, trouble: str, seconds: float = 0) -> None:
        await self._next("PATCH /channels/{channel_id}/messages/{message_id}", trouble, seconds)

    async def summary(self, channel: str, sent: SentMessage) -> str:
        """The title's words: a message of Discord's has no line beside what it shows."""
        where, _, id_ = sent.id.rpartition("/")
        assert where == self.channels[channel].channel
        (text,) = [str(one["text"]) for one in await self.control.read(where) if one["id"] == id_]
        return text.removesuffix("Go")

    async def delete(self, channel: str, sent: SentMessage) -> None:
        await self.control.remove_message(self.channels[channel].channel, sent.id.rpartition("/")[2])

    async def _next(self, route: str, trouble: str, seconds: float) -> None:
        codes = {
            "busy": 130000,
            "rejected": 50035,
            "channel_gone": 10003,
            "not_permitted": 50013,
            "workspace_gone": 10004,
        }
        step = {"do": "refuse", "code": codes[trouble]} if trouble in codes else {"do": trouble}
        await self.control.script([{**step, "route": route, "seconds": seconds}])

    async def accepted(self) -> list[tuple[str, str]]:
        markers = {marker_of(key): key for key in self.platform.keys}
        found = [
            (int(message["id"]), name, markers[marker])
            for name, ref in self.channels.items()
            for message in await self.control.messages(ref.channel)
            if (marker := marker_in(message)) is not None
        ]
        return [(name, key) for _, name, key in sorted(found)]

    async def restarted(self) -> ChatPlatform:
        await self.close()
        self.rest = Rest(self.server.state.app.token, api_url=self.server.api_url, seconds=1)
        self.platform = ByName(DiscordPlatform(self.rest), self.channels)
        return self.platform

    async def close(self) -> None:
        if self.rest is not None:
            await self.rest.close()


@asynccontextmanager
async def discord_server(*options: str) -> AsyncGenerator[str]:
    """The wire-level Discord in a process of its own; gives its address."""
    async with _server_process("tests.servers.discord", *options) as url:
        yield url


@asynccontextmanager
async def slack_server(*options: str) -> AsyncGenerator[str]:
    """The wire-level Slack in a process of its own; gives its address."""
    async with _server_process("tests.servers.slack", *options) as url:
        yield url


@asynccontextmanager
async def chat_server(state: Path, *, drop: float = 0.0, seed: int = 0) -> AsyncGenerator[str]:
    """The chat server in a process of its own; gives its address."""
    arguments = ("--state", str(state), "--drop", str(drop), "--seed", str(seed))
    async with _server_process("tests.servers.chat_server", *arguments) as url:
        yield url


@asynccontextmanager
async def _server_process(module: str, *arguments: str) -> AsyncGenerator[str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


def channel_named(platform: ChatPlatform, name: str) -> ChannelRef:
    return ChannelRef(platform=platform.name, workspace="acme", channel=name)


@asynccontextmanager
async def rig_named(name: str, directory: Path) -> AsyncGenerator[Any]:
    if name == "fake":
        yield FakeRig()
    elif name == "terminal":
        yield TerminalRig(directory)
    elif name == "slack":
        state = str(directory / "slack.jsonl")
        async with (
            slack_server("--state", state, "--post-interval", "0") as url,
            RemoteControl(url) as control,
        ):
            slack = SlackRig(url, control)
            await slack.prepare()
            yield slack
    elif name == "discord":
        async with DiscordServer(settings=DiscordNumbers(buckets=False)) as server:
            discord = DiscordRig(server)
            await discord.prepare()
            yield discord
            await discord.close()
    else:
        async with chat_server(directory / "state.jsonl") as url:
            chat = ChatRig(url)
            yield chat
            await chat.platform.close()
