"""One rig for each platform under the contract: the platform, and how to make trouble for it.

A new platform adds a rig here and to the `rig` fixture of test_platform_contract.py.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

import aiohttp
from rich.console import Console

from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.transcript import Transcript
from bot import errors
from bot.delivery.platform import ChatPlatform
from bot.domain.chat import ChannelRef
from tests.fakes.fake_platform import FakePlatform, Trouble
from tests.servers.chat_client import LoopbackChatPlatform

ROOT = Path(__file__).resolve().parents[2]


class Rig(Protocol):
    """`accepted` is what the platform has, as (channel, key), in order, from its own point of view."""

    platform: ChatPlatform

    async def accepted(self) -> list[tuple[str, str]]: ...
    async def restarted(self) -> ChatPlatform: ...


class TroubledRig(Rig, Protocol):
    """A rig whose platform can be made to fail: `next_send` makes trouble for the next send."""

    async def next_send(self, trouble: str, seconds: float = 0) -> None: ...


class FakeRig:
    def __init__(self) -> None:
        self.platform = FakePlatform()

    async def next_send(self, trouble: str, seconds: float = 0) -> None:
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
        self.platform.send_troubles.append(made[trouble])

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


@asynccontextmanager
async def chat_server(state: Path, *, drop: float = 0.0, seed: int = 0) -> AsyncGenerator[str]:
    """The chat server in a process of its own; gives its address."""
    arguments = ("--state", str(state), "--drop", str(drop), "--seed", str(seed))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.servers.chat_server",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
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
    else:
        async with chat_server(directory / "state.jsonl") as url:
            chat = ChatRig(url)
            yield chat
            await chat.platform.close()
