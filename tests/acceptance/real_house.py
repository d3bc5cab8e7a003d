"""The production wiring on a board that serves real documents, with a chat server as its platform."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console

from adapters.wiring import House, open_house, open_store
from bot.commands.context import Context
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelRef, UserRef
from bot.domain.source import SourceTerms
from bot.feeds.starter import StarterSource
from bot.settings import load_settings
from bot.store import chats
from bot.store.store import Store
from tests.acceptance.real_documents import Feed
from tests.acceptance.settling import has_read, owes_nothing, until
from tests.servers.chat_client import LoopbackChatPlatform
from tests.servers.job_board import JobBoard

PLATFORM, WORKSPACE = "loopback", "acme"
EVERY_LINE = 10_000
PATIENCE = 120.0
"""Seconds that everything may take, on a slow machine."""


class RealHouse:
    """`directory` keeps what outlives a run. Open its store to look into it."""

    def __init__(self, directory: Path, feeds: Sequence[Feed], *, board: JobBoard, chat: str) -> None:
        self.feeds = feeds
        self._board = board
        self._chat = chat
        self._settings = load_settings(
            env_file=directory / "none",
            environment={
                "JOBWIRE_DATABASE_URL": f"sqlite:///{directory / 'jobwire.sqlite'}",
                "JOBWIRE_FEEDS_ALLOWED_PRIVATE": board.host,
                "JOBWIRE_TERMINAL_TRANSCRIPT": str(directory / "transcript.jsonl"),
                "JOBWIRE_CACHE_DIRECTORY": str(directory / "cache"),
                "JOBWIRE_CHANNEL_CARDS_PER_HOUR": "1000",
            },
        )

    @asynccontextmanager
    async def running(self, *, with_feeds: bool = True) -> AsyncGenerator[House]:
        """One run of Jobwire, from its start to its end."""
        starter = [
            StarterSource(
                name=feed.name,
                url=self.url(feed),
                format=feed.format,
                complete_list=feed.complete,
                terms=SourceTerms(least_interval=timedelta(seconds=1)),
            )
            for feed in (self.feeds if with_feeds else ())
        ]
        platform = LoopbackChatPlatform(self._chat)
        console = Console(file=StringIO())
        async with open_house(
            self._settings, console=console, starter=starter, platforms=(platform,)
        ) as house:
            yield house
        await platform.close()

    @asynccontextmanager
    async def store(self) -> AsyncGenerator[Store]:
        async with open_store(self._settings) as store:
            yield store

    def put(self, bodies: Mapping[str, bytes]) -> None:
        """Serve a document for each feed (by name) from now on."""
        for feed in self.feeds:
            self._board.put(feed.path, bodies[feed.name], content_type=feed.content_type)

    async def serve(self, house: House, bodies: Mapping[str, bytes]) -> None:
        """Serve a document for each feed (by name) from now on, and wait until all has come of them."""
        self.put(bodies)
        by_url = {self.url(feed): bodies[feed.name] for feed in self.feeds}
        await until(lambda: has_read(house.store, by_url), seconds=PATIENCE, what="read")
        await until(lambda: owes_nothing(house.store), seconds=PATIENCE, what="delivered")

    async def says(self, house: House, channel: str, command: str) -> str:
        """What the command, typed in the channel, is answered."""
        context = Context(
            channel=_ref(channel),
            channel_name=f"#{channel}",
            workspace_name="Acme",
            user=UserRef(platform=PLATFORM, workspace=WORKSPACE, user="anna", name="Anna"),
        )
        return plain_text((await house.dispatcher.run(f"/jobs {command}", context)).message)

    async def leave_nothing_to_a_button(self, house: House, channels: Sequence[str]) -> None:
        """Digests show every line from now on: all that is delivered stands in the chat."""
        async with house.store.write() as c:
            for name in channels:
                there = await chats.channel_by_ref(c, _ref(name))
                assert there is not None
                await chats.save_settings(c, there.id, replace(there.settings, digest_most=EVERY_LINE))

    async def post_digests(self, house: House, channels: Sequence[str]) -> None:
        for channel in channels:
            await self.says(house, channel, "digest now")
        await until(lambda: owes_nothing(house.store), seconds=PATIENCE, what="delivered")

    def url(self, feed: Feed) -> str:
        return self._board.url(feed.path)


def _ref(channel: str) -> ChannelRef:
    return ChannelRef(platform=PLATFORM, workspace=WORKSPACE, channel=channel)
