"""`jobwire run` as a process of its own, on a Discord and a job board of this machine."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from adapters.wiring import now, open_store
from bot.settings import Settings
from bot.store import schema
from tests.acceptance.discord_install_house import discord_variables, settings_of
from tests.acceptance.settling import until
from tests.servers.discord import Control, DiscordServer
from tests.servers.job_board import JobBoard

FEED = "/feed.json"
PATIENCE = 60.0


class Jobwire:
    """A running process. `log` is what it has written so far, line by line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.raw.append(line.decode())
            try:
                self.log.append(json.loads(line))
            except ValueError:
                self.log.append({"event": line.decode().strip()})

    async def says(self, event: str, times: int = 1) -> None:
        async def said() -> bool:
            return (
                sum(one["event"] == event for one in self.log) >= times or self.process.returncode is not None
            )

        await until(said, seconds=PATIENCE, what=event)
        assert sum(one["event"] == event for one in self.log) >= times, "".join(self.raw)

    async def ended(self) -> tuple[int, str]:
        """Its exit status and what it wrote, once it has ended."""
        async with asyncio.timeout(PATIENCE):
            status = await self.process.wait()
            await self._reading
        return status, "".join(self.raw)

    async def stopped(self) -> float:
        """Ask it to stop; how many seconds that took."""
        began = asyncio.get_running_loop().time()
        self.process.terminate()
        status, said = await self.ended()
        assert status == 0, said
        return asyncio.get_running_loop().time() - began


class RunningHouse:
    """What stands around the process: Discord, a board, and the folder of its database."""

    def __init__(self, server: DiscordServer, board: JobBoard, directory: Path) -> None:
        self.server = server
        self.control: Control = server.control
        self.board = board
        self._directory = directory
        self._environment = discord_variables(server) | {
            "JOBWIRE_FEEDS_ALLOWED_PRIVATE": board.host,
            "JOBWIRE_FEEDS_SOURCES_FILE": str(directory / "sources.toml"),
            "JOBWIRE_LOG_FORMAT": "json",
            "JOBWIRE_DATABASE_URL": f"sqlite:///{directory / 'jobwire.sqlite'}",
            "JOBWIRE_TERMINAL_TRANSCRIPT": str(directory / "transcript.jsonl"),
        }
        (directory / "sources.toml").write_text(
            f'[[source]]\nname = "Board"\nurl = "{board.url(FEED)}"\nformat = "json_feed"\nenabled = true\n'
        )
        self.list_jobs([])
        self.guild = self.channel = self.user = ""

    async def move_in(self) -> None:
        """A server with a person and a channel."""
        self.guild = (await self.control.guild("Acme"))["guild"]
        self.channel = await self.control.channel(self.guild, "jobs")
        self.user = await self.control.member(self.guild, "ada")

    @property
    def settings(self) -> Settings:
        return settings_of(self._directory, self._environment)

    def list_jobs(self, titles: Sequence[str]) -> None:
        """What the board lists from now on."""
        entries = [
            {
                "id": title,
                "url": self.board.url(f"/jobs/{number}"),
                "title": title,
                "content_html": "<p>You build our services in Go, on Kubernetes.</p>",
            }
            for number, title in enumerate(titles)
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Board", "items": entries}
        self.board.put(FEED, json.dumps(feed).encode(), content_type="application/feed+json")

    async def polled(self) -> None:
        """Let the board be read now, rather than in a quarter of an hour."""
        asked = len(self.board.requests)
        async with open_store(self.settings) as store, store.write() as c:
            await c.execute(update(schema.sources).values(next_poll_at=now()))

        async def read() -> bool:
            return len(self.board.requests) > asked

        await until(read, seconds=PATIENCE, what="polled")

    async def known(self) -> bool:
        """Whether the board has been read for the first time."""
        async with open_store(self.settings) as store, store.read() as c:
            return (await c.execute(select(schema.sources.c.body_hash))).scalar_one_or_none() is not None

    async def first_read(self) -> None:
        await until(self.known, seconds=PATIENCE, what="read")

    async def posted(self, count: int) -> list[str]:
        """What stands in the channel, once it is so many messages."""
        told = await self.control.until("read", {"channel": self.channel}, at_least=count)
        return [one["text"] for one in told]

    @asynccontextmanager
    async def running(self, other: Mapping[str, str] | None = None) -> AsyncGenerator[Jobwire]:
        """`jobwire run`; killed at the end if it still runs."""
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "jobwire"),
            "run",
            cwd=self._directory,
            env=os.environ | self._environment | (other or {}),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        jobwire = Jobwire(process)
        try:
            yield jobwire
        finally:
            if process.returncode is None:
                process.kill()
            await jobwire.ended()


@asynccontextmanager
async def running_house(directory: Path) -> AsyncGenerator[RunningHouse]:
    async with DiscordServer() as server, JobBoard() as board:
        house = RunningHouse(server, board, directory)
        await house.move_in()
        yield house
