"""A bot that can be killed, with a job board and a chat server that live on."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.commands.services import Services
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelId, ChannelRef, ChannelSettings, DigestSchedule, UserRef
from bot.feeds.fetch import Fetcher
from bot.store import chats
from bot.store.migrate import migrate
from bot.store.schema import channels, matches, sources
from bot.store.store import Store, async_url
from tests.acceptance.command_house import HeldQueue, vocabulary
from tests.acceptance.position_board import PositionBoard
from tests.contracts.platform_rigs import ROOT, chat_server
from tests.servers.bot_process import NARROW
from tests.servers.chat_client import LoopbackChatPlatform

LOST_ANSWERS = 0.05
"""How many of the chat server's answers get lost after it has accepted the message."""

_LONGEST_ANSWER = 60.0


class MortalBot:
    """The process in which bots are born, one at a time; see `tests.servers.bot_process`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    @asynccontextmanager
    async def at_work(
        cls,
        directory: Path,
        *platform: str,
        sources: Sequence[Mapping[str, str]] = (),
        host: str = "",
    ) -> AsyncGenerator["MortalBot"]:
        """`platform`: the options that say where it delivers. `host` serves the sources."""
        specs = directory / "sources.json"
        specs.write_text(json.dumps(sources))
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "JOBWIRE_DATABASE_URL": f"sqlite:///{directory / 'jobwire.sqlite'}",
            "JOBWIRE_FEEDS_ALLOWED_PRIVATE": host,
            "JOBWIRE_TERMINAL_TRANSCRIPT": str(directory / "transcript.jsonl"),
            "JOBWIRE_CACHE_DIRECTORY": str(directory / "cache"),
            "JOBWIRE_LOG_FORMAT": "json",
        }
        with (directory / "bot.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.servers.bot_process"),
                *(*platform, "--sources", str(specs)),
                cwd=directory,
                env=environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
            bot = cls(process)
            try:
                await bot._answer("at work")
                yield bot
            finally:
                os.killpg(process.pid, signal.SIGKILL)
                await process.wait()

    async def start(self, **death: Any) -> None:
        """Give birth to a bot; `death` says at which commit it is to die."""
        await self._order({"do": "start", "death": death or None}, "born")

    async def ready(self) -> None:
        """Wait until the bot has put to work what is due."""
        await self._answer("ready")

    async def kill(self) -> None:
        """SIGKILL, and wait until it is dead."""
        await self._order({"do": "kill"}, "dead")

    async def dies(self) -> None:
        """Wait until it has killed itself."""
        await self._order({"do": "wait"}, "dead")

    async def _order(self, order: dict[str, Any], answer: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._answer(answer)

    async def _answer(self, expected: str) -> None:
        """The next such line; lines of bots that were killed meanwhile are passed over."""
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(_LONGEST_ANSWER):
                while (line := await self._process.stdout.readline()).strip() != expected.encode():
                    assert line, f"the bots' process ended before a bot was {expected}: see bot.log"
        except TimeoutError:
            raise AssertionError(f"after {_LONGEST_ANSWER:g} seconds still not {expected}") from None


class MortalHouse:
    """A bot on a SQLite file, and a person who types commands beside it, alive or dead."""

    def __init__(self, directory: Path, *, store: Store, board: PositionBoard, chat: str) -> None:
        self.directory = directory
        self.store = store
        self.board = board
        self.chat = chat
        self.bot: MortalBot
        self._fetcher = Fetcher(user_agent="Jobwire tests")
        self._platform = LoopbackChatPlatform(chat, capabilities=NARROW)
        services = Services(
            store=store,
            vocabulary=vocabulary(),
            fetcher=self._fetcher,
            queue=HeldQueue(),  # what is put here is lost, as with the process of the command
            platforms={self._platform.name: self._platform},
            clock=lambda: datetime.now(UTC),
            defaults=ChannelSettings(cards_per_hour=1000, cards_at_once=1000, digest_most=10_000),
        )
        self._dispatcher = Dispatcher(services)

    @classmethod
    @asynccontextmanager
    async def open(cls, directory: Path, *, seed: int) -> AsyncGenerator["MortalHouse"]:
        async with AsyncExitStack() as closing:
            board = await closing.enter_async_context(PositionBoard())
            state = directory / "chat.jsonl"
            chat = await closing.enter_async_context(chat_server(state, drop=LOST_ANSWERS, seed=seed))
            store = Store.open(async_url(str(directory / "jobwire.sqlite")))
            closing.push_async_callback(store.close)
            await migrate(store)
            house = cls(directory, store=store, board=board, chat=chat)
            closing.push_async_callback(house._fetcher.close)
            closing.push_async_callback(house._platform.close)
            house.bot = await closing.enter_async_context(
                MortalBot.at_work(directory, "--chat", chat, sources=board.sources(), host=board.host)
            )
            yield house

    async def says(self, channel: str, command: str) -> str:
        """What the command, typed in the channel, is answered."""
        platform = self._platform.name
        context = Context(
            channel=ChannelRef(platform=platform, workspace="acme", channel=channel),
            channel_name=f"#{channel}",
            workspace_name="Acme",
            user=UserRef(platform=platform, workspace="acme", user="anna", name="Anna"),
        )
        return plain_text((await self._dispatcher.run(f"/jobs {command}", context)).message)

    async def an_hour_passes(self) -> None:
        """As far as sources are concerned: all are due."""
        async with self.store.write() as c:
            await c.execute(update(sources).values(next_poll_at=datetime.now(UTC)))

    async def a_day_passes(self, channel: str) -> None:
        """As far as its digest is concerned: a day went by, and at its time, an hour ago, nobody lived."""
        now = datetime.now(UTC)
        id_ = ChannelId(await self.channel_id(channel))
        schedule = DigestSchedule(at=(now - timedelta(hours=1)).time().replace(second=0, microsecond=0))
        async with self.store.write() as c:
            there = await chats.channel(c, id_)
            await chats.save_settings(c, id_, replace(there.settings, digest=schedule))
            found = update(matches).where(matches.c.channel_id == id_)
            await c.execute(found.values(matched_at=now - timedelta(days=1, minutes=1)))
            await chats.planned(c, id_, planned_at=now - timedelta(days=1), wake_at=now)

    async def channel_id(self, channel: str) -> int:
        async with self.store.read() as c:
            found = await c.execute(select(channels.c.id).where(channels.c.native_id == channel))
            id_: int = found.scalar_one()
            return id_

    async def source_id(self, name: str) -> int:
        async with self.store.read() as c:
            found = await c.execute(select(sources.c.id).where(sources.c.name == name))
            id_: int = found.scalar_one()
            return id_

    def complaints(self) -> list[dict[str, Any]]:
        """What the bots logged as an error of their own."""
        return complaints(self.directory)


def complaints(directory: Path) -> list[dict[str, Any]]:
    """What the bots that lived there logged as an error of their own."""
    lines = (directory / "bot.log").read_text().splitlines()
    return [line for line in map(_logged, lines) if line.get("level") in {"error", "critical"}]


def _logged(line: str) -> dict[str, Any]:
    """A line that death cut short is no complaint; one that is no JSON otherwise (a traceback) is."""
    try:
        logged: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return {} if line.startswith("{") else {"level": "error", "event": line}
    return logged
