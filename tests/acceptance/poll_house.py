"""A house for the stories of polls: a board on the wire, and the real store, fetcher, reading, matching."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sender import ChannelSender
from bot.domain.chat import Channel, ChannelId, ChannelRef, ChannelSettings
from bot.domain.match import Match
from bot.domain.posting import StoredPosting
from bot.domain.source import Source, SourceTerms
from bot.domain.subscription import Cadence, Subscription
from bot.extraction.loading import load_vocabulary
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.fetch import Fetcher
from bot.feeds.paging import PagingLimits
from bot.feeds.poll import Poller
from bot.feeds.subscription_index import SubscriptionIndex
from bot.matching import parse
from bot.scheduling.work_queue import Handler
from bot.store import chats, ledger, postings, schema, sources, subscriptions
from bot.store.migrate import migrate
from bot.store.store import Store
from tests.fakes.fake_platform import FakePlatform
from tests.servers.job_board import JobBoard

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
LONG_AGO = START - timedelta(days=300)
GO = (
    "<p>We run our services in Go on AWS. You have five years of experience with Go and PostgreSQL, and you "
    "enjoy reviewing what your colleagues write. We offer a budget for books, and time to read them.</p>"
)
JAVA = GO.replace("Go", "Java")


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(Path(__file__).resolve().parents[2] / "config" / "vocabulary", None)


class Killed(BaseException):
    """The process ends here."""


class WatchedStore(Store):
    """A store in which a story can do something just before a write begins, or die just before its commit."""

    before_writes: tuple[Callable[[], Awaitable[object]], ...] = ()
    """What happens before the next write, before the one after it, and so on."""
    dies_before_commit = False

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        hooks, self.before_writes = self.before_writes[:1], self.before_writes[1:]
        for hook in hooks:
            await hook()
        async with super().write() as c:
            yield c
            if self.dies_before_commit:
                self.dies_before_commit = False
                raise Killed


class Keys:
    """A work queue that only remembers what was put."""

    def __init__(self) -> None:
        self.put_keys: list[str] = []

    async def start(self, _handler: Handler) -> None:
        raise AssertionError("stories poll themselves")

    async def put(self, key: str) -> None:
        self.put_keys.append(key)

    async def stop(self, _patience: timedelta) -> None:
        self.put_keys.clear()


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of a board of the Greenhouse format."""

    id: int
    title: str = "Senior Backend Engineer"
    company: str = "Acme"
    location: str = "Berlin, Germany"
    content: str = GO
    url: str | None = None

    def record(self) -> dict[str, object]:
        return {
            "id": self.id,
            "title": self.title,
            "company_name": self.company,
            "location": {"name": self.location},
            "content": self.content,
            "absolute_url": self.url or f"https://boards.example/{self.company.lower()}/jobs/{self.id}",
            "first_published": "2026-11-24T10:00:00Z",
        }


class PollHouse:
    """Make it with `PollHouse.open`."""

    def __init__(self, store: WatchedStore, board: JobBoard) -> None:
        self.now = START
        self.store = store
        self.board = board
        self.fetcher = Fetcher(user_agent="Jobwire tests", allowed_private=frozenset({board.host}))
        self.queue = Keys()
        self.poller = self.new_poller()

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["PollHouse"]:
        store = WatchedStore.open(url)
        assert isinstance(store, WatchedStore)
        await migrate(store)  # nothing, where the database is migrated already
        async with JobBoard() as board:
            house = cls(store, board)
            yield house
            await house.fetcher.close()
        await store.close()

    def new_poller(self) -> Poller:
        """A poller as another process has it, or this one after a restart."""
        return Poller(
            self.store,
            self.fetcher,
            vocabulary(),
            index=SubscriptionIndex(vocabulary()),
            queue=self.queue,
            clock=lambda: self.now,
            paging=PagingLimits(pause=0),
        )

    def lists(self, path: str, *jobs: Job) -> None:
        """What a board lists from now on."""
        body = json.dumps({"jobs": [job.record() for job in jobs], "meta": {"total": len(jobs)}}).encode()
        self.board.put(path, body, content_type="application/json")

    async def source(
        self, path: str, *, own_of: str | None = None, format_name: str = "greenhouse"
    ) -> Source:
        async with self.store.write() as c:
            workspace_id = (await self._channel(c, own_of, "general")).workspace_id if own_of else None
            return await sources.add(
                c,
                name=path.strip("/"),
                url=self.board.url(path),
                format=format_name,
                workspace_id=workspace_id,
                complete_list=True,
                terms=SourceTerms(least_interval=timedelta(minutes=15)),
                now=self.now,
            )

    async def polled(self, path: str, *jobs: Job, own_of: str | None = None) -> Source:
        """A source that lists these jobs and has been read once."""
        self.lists(path, *jobs)
        source = await self.source(path, own_of=own_of)
        await self.poll(source)
        return source

    async def poll(self, *there: Source) -> None:
        for source in there:
            await self.poller.poll(source.id)

    async def deliver(self, channel_id: ChannelId) -> None:
        """Post what the channel has been matched with, to a platform that takes everything."""
        await ChannelSender(self.store, {"fake": FakePlatform()}, lambda: self.now).deliver(channel_id)

    def later(self, **amount: float) -> None:
        self.now += timedelta(**(amount or {"minutes": 16}))

    async def subscribe(self, query: str, *, channel: str = "backend", workspace: str = "W1") -> Subscription:
        async with self.store.write() as c:
            there = await self._channel(c, workspace, channel)
            return await subscriptions.create(
                c,
                channel_id=there.id,
                query=str(parse(query, vocabulary())),
                cadence=Cadence.INSTANT,
                created_by="anna",
                now=self.now,
            )

    async def matched(self, channel_id: ChannelId) -> list[Match]:
        async with self.store.read() as c:
            return list(await ledger.matches_of(c, channel_id, LONG_AGO))

    async def matched_titles(self, channel_id: ChannelId) -> list[str]:
        ids = [match.posting_id for match in await self.matched(channel_id)]
        async with self.store.read() as c:
            found = {one.id: one.reading.title for one in await postings.by_ids(c, ids)}
        return [found[id_] for id_ in ids]

    async def stored(self) -> list[StoredPosting]:
        async with self.store.read() as c:
            ids = (
                (await c.execute(select(schema.postings.c.id).order_by(schema.postings.c.id))).scalars().all()
            )
            return list(await postings.by_ids(c, ids))

    async def count(self, table: Table) -> int:
        async with self.store.read() as c:
            return (await c.execute(select(func.count()).select_from(table))).scalar_one()

    async def state(self, source: Source) -> Source:
        async with self.store.read() as c:
            found = await sources.get(c, source.id)
        assert found is not None
        return found

    async def _channel(self, c: AsyncConnection, workspace: str, channel: str) -> Channel:
        return await chats.ensure_channel(
            c,
            ChannelRef(platform="fake", workspace=workspace, channel=channel),
            workspace_name=workspace,
            channel_name=f"#{channel}",
            settings=ChannelSettings(),
            now=self.now,
        )
