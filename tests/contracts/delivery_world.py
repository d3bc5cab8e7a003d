"""A small world on a real database: a channel with subscriptions, postings that match, a sender."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.editor import MessageEditor
from bot.delivery.plain import section_text
from bot.delivery.platform import ChatPlatform
from bot.delivery.sender import ChannelSender
from bot.domain.chat import Channel, ChannelId, ChannelRef, ChannelSettings, DigestSchedule
from bot.domain.match import MatchId, NewMatch, Reason
from bot.domain.opening import Facets, Reading
from bot.domain.posting import PostingId
from bot.domain.subscription import Cadence, Subscription
from bot.store import chats, ledger, subscriptions
from bot.store.encoding import reading_to_json
from bot.store.schema import matches, parts, postings, sources
from bot.store.store import Store
from tests.fakes.fake_platform import FakePlatform

START = datetime(2026, 7, 28, 12, tzinfo=UTC)
SETTINGS = ChannelSettings(
    digest=DigestSchedule(at=time(9)), cards_per_hour=1000, cards_at_once=1000, digest_most=1000
)


class SetClock:
    """A clock that goes only when it is told to; to wait is to move it."""

    def __init__(self) -> None:
        self.now = START
        self.waited = timedelta(0)

    def __call__(self) -> datetime:
        return self.now

    async def wait(self, pause: timedelta) -> None:
        self.waited += pause
        self.now += pause


class World:
    """Make it with `await World.new(store)`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = SetClock()
        self.platform = FakePlatform(clock=self.clock)
        self.channel_id = ChannelId(0)
        self.source_id = 0
        self.postings = 0

    @classmethod
    async def new(cls, store: Store) -> "World":
        world = cls(store)
        world.channel_id = (await world.add_channel("jobs")).id
        async with store.write() as c:
            made = await c.execute(
                insert(sources)
                .values(
                    name="Example Jobs",
                    url="https://jobs.example/feed",
                    format="rss",
                    complete_list=False,
                    least_interval_seconds=900,
                    enabled=True,
                    next_poll_at=START,
                    health="new",
                    failures=0,
                )
                .returning(sources.c.id)
            )
            world.source_id = made.scalar_one()
        return world

    def sender(self, platform: ChatPlatform | None = None, *, store: Store | None = None) -> ChannelSender:
        """A sender as a fresh process would have it."""
        return ChannelSender(
            store or self.store,
            {"fake": platform or self.platform},
            self.clock,
            pause=self.clock.wait,
            random=Random(1),  # noqa: S311 (a seed)
        )

    async def deliver(self, channel_id: ChannelId | None = None) -> None:
        await self.sender().deliver(channel_id or self.channel_id)

    def editor(self, platform: ChatPlatform | None = None, *, store: Store | None = None) -> MessageEditor:
        """An editor as a fresh process would have it."""
        return MessageEditor(
            store or self.store,
            {"fake": platform or self.platform},
            self.clock,
            pause=self.clock.wait,
            random=Random(1),  # noqa: S311 (a seed)
        )

    async def edit(self, channel_id: ChannelId | None = None) -> None:
        await self.editor().edit(channel_id or self.channel_id)

    async def close(self, *match_ids: MatchId) -> list[ChannelId]:
        """The jobs of these matches are gone from where they were listed, as a poll writes it."""
        return await self._closed(match_ids, self.clock())

    async def reopen(self, *match_ids: MatchId) -> list[ChannelId]:
        """They are listed again."""
        return await self._closed(match_ids, None)

    async def _closed(self, match_ids: Sequence[MatchId], closed_at: datetime | None) -> list[ChannelId]:
        async with self.store.write() as c:
            rows = await c.execute(select(matches.c.posting_id).where(matches.c.id.in_(match_ids)))
            ids = [PostingId(id_) for id_ in rows.scalars()]
            await c.execute(update(postings).where(postings.c.id.in_(ids)).values(closed_at=closed_at))
            if closed_at is None:
                await ledger.revive_closed(c, ids, self.clock())
            return await ledger.mark_edits(c, ids, self.clock())

    async def add_channel(self, name: str, settings: ChannelSettings = SETTINGS) -> Channel:
        ref = ChannelRef(platform="fake", workspace="acme", channel=name)
        async with self.store.write() as c:
            return await chats.ensure_channel(
                c, ref, workspace_name="Acme", channel_name=name, settings=settings, now=START
            )

    async def set(self, change: Callable[[ChannelSettings], ChannelSettings]) -> None:
        async with self.store.write() as c:
            channel = await chats.channel(c, self.channel_id)
            await chats.save_settings(c, self.channel_id, change(channel.settings))

    async def settings(self, **changes: object) -> None:
        await self.set(lambda known: replace(known, **changes))

    async def subscribe(
        self, cadence: Cadence = Cadence.INSTANT, channel_id: ChannelId | None = None
    ) -> Subscription:
        async with self.store.write() as c:
            return await subscriptions.create(
                c,
                channel_id=channel_id or self.channel_id,
                query="Go",
                cadence=cadence,
                created_by="U1",
                now=START,
            )

    async def posting(self, text: str = "We write Go.") -> PostingId:
        async with self.store.write() as c:
            return await self._posting(c, text)

    async def _posting(self, c: AsyncConnection, text: str = "We write Go.") -> PostingId:
        self.postings += 1
        title = f"Engineer {self.postings}"
        reading = Reading(
            title=title,
            company="Acme",
            text=text,
            language="en",
            posted_on=None,
            openings=(Facets(title=title),),
        )
        made = await c.execute(
            insert(postings)
            .values(
                source_id=self.source_id,
                native_id=str(self.postings),
                url=f"https://jobs.example/{self.postings}",
                title=title,
                company="Acme",
                body=text,
                tags=[],
                content_hash="0" * 64,
                reading=reading_to_json(reading),
                first_seen_at=self.clock(),
            )
            .returning(postings.c.id)
        )
        return PostingId(made.scalar_one())

    async def match(
        self, *wanted: Subscription, channel_id: ChannelId | None = None, posting: PostingId | None = None
    ) -> MatchId:
        """A posting (a new one, unless given) that those subscriptions asked for."""
        async with self.store.write() as c:
            return await self._match(c, channel_id or self.channel_id, wanted, posting)

    async def matches(self, number: int, *wanted: Subscription) -> list[MatchId]:
        """New postings that those subscriptions asked for, all found at once."""
        async with self.store.write() as c:
            return [await self._match(c, self.channel_id, wanted) for _ in range(number)]

    async def _match(
        self,
        c: AsyncConnection,
        channel_id: ChannelId,
        wanted: tuple[Subscription, ...],
        posting: PostingId | None = None,
    ) -> MatchId:
        posting_id = posting or await self._posting(c)
        new = NewMatch(
            channel_id=channel_id,
            posting_id=posting_id,
            opening=0,
            subscription_ids=tuple(one.id for one in wanted),
            reasons=(Reason(clause="Go", words=("Go",)),),
        )
        await ledger.record_matches(c, [new], self.clock())
        found = await ledger.match(c, channel_id, posting_id)
        assert found is not None
        return found.id

    def posted(self, channel: str = "jobs") -> list[int]:
        """The matches that the platform shows, in order, as often as it shows them."""
        return [
            id_ for one in self.platform.posted if one.channel.channel == channel for id_ in one.match_ids
        ]

    def says_closed(self, channel: str = "jobs") -> list[int]:
        """The matches that the platform shows as closed."""
        return [
            section.match_id
            for one in self.platform.posted
            for section in one.message.sections
            if one.channel.channel == channel
            and section.match_id is not None
            and any(line.startswith("Closed: ") for line in section_text(section).splitlines())
        ]

    async def marked(self) -> int:
        """How many messages are to be looked at, now or later."""
        async with self.store.read() as c:
            found = await c.execute(select(parts.c.id).where(parts.c.edit_due_at.is_not(None)))
            return len(found.scalars().all())

    async def part_states(self) -> list[str]:
        async with self.store.read() as c:
            rows = await c.execute(select(parts.c.state).order_by(parts.c.id))
            return list(rows.scalars())

    async def fate(self, match_id: MatchId) -> tuple[str, str | None]:
        async with self.store.read() as c:
            rows = await c.execute(
                select(matches.c.state, matches.c.suppression).where(matches.c.id == match_id)
            )
            state, suppression = rows.one()
            return state, suppression

    async def channel(self, channel_id: ChannelId | None = None) -> Channel:
        async with self.store.read() as c:
            return await chats.channel(c, channel_id or self.channel_id)
