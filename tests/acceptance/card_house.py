"""A ledger that owes cards to subscribed channels, and a bot that delivers them and can be killed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from bot.domain.chat import Channel, ChannelRef, ChannelSettings
from bot.domain.match import NewMatch, Reason
from bot.domain.opening import Facets, Reading
from bot.domain.posting import PostingId
from bot.domain.subscription import Cadence, SubscriptionId
from bot.store import chats, ledger, subscriptions
from bot.store.encoding import reading_to_json
from bot.store.schema import channels, postings, sources
from bot.store.store import Store
from tests.acceptance.mortal_bot import MortalBot

SETTINGS = ChannelSettings(cards_per_hour=1000, cards_at_once=1000)


class CardHouse:
    """`channels` are those that are subscribed, by the platform's id."""

    def __init__(self, directory: Path, store: Store) -> None:
        self.directory = directory
        self.store = store
        self.channels: dict[str, Channel] = {}
        self.bot: MortalBot
        self._subscriptions: dict[str, SubscriptionId] = {}
        self._source_id = 0
        self._postings = 0

    async def owe(self, number: int, wanted_by: Iterable[str]) -> None:
        """New postings that the channels asked for, all found at once."""
        now = datetime.now(UTC)
        async with self.store.write() as c:
            for _ in range(number):
                posting_id = await self._posting(c, now)
                await ledger.record_matches(c, [self._match(id_, posting_id) for id_ in wanted_by], now)

    async def dead(self) -> dict[str, str]:
        """The channels that are known to be dead, and why."""
        async with self.store.read() as c:
            rows = await c.execute(
                select(channels.c.native_id, channels.c.dead_reason).where(
                    channels.c.dead_reason.is_not(None)
                )
            )
            return {row.native_id: row.dead_reason for row in rows}

    async def subscribe(self, ref: ChannelRef, name: str) -> None:
        """A channel that asks for everything."""
        now = datetime.now(UTC)
        async with self.store.write() as c:
            channel = await chats.ensure_channel(
                c, ref, workspace_name=ref.workspace, channel_name=name, settings=SETTINGS, now=now
            )
            wanted = await subscriptions.create(
                c, channel_id=channel.id, query="Go", cadence=Cadence.INSTANT, created_by="U1", now=now
            )
        self.channels[ref.channel] = channel
        self._subscriptions[ref.channel] = wanted.id

    async def add_source(self) -> None:
        """A source that is never polled: what it lists is told by `owe`."""
        async with self.store.write() as c:
            made = await c.execute(
                insert(sources)
                .values(
                    name="Example Jobs",
                    url="https://jobs.example/feed",
                    format="rss",
                    complete_list=False,
                    least_interval_seconds=900,
                    enabled=False,
                    next_poll_at=datetime.now(UTC),
                    health="new",
                    failures=0,
                )
                .returning(sources.c.id)
            )
            self._source_id = made.scalar_one()

    def _match(self, channel: str, posting_id: PostingId) -> NewMatch:
        return NewMatch(
            channel_id=self.channels[channel].id,
            posting_id=posting_id,
            opening=0,
            subscription_ids=(self._subscriptions[channel],),
            reasons=(Reason(clause="Go", words=("Go",)),),
        )

    async def _posting(self, c, now: datetime) -> PostingId:
        self._postings += 1
        title = f"Engineer {self._postings}"
        reading = Reading(
            title=title,
            company="Acme",
            text="We write Go.",
            language="en",
            posted_on=None,
            openings=(Facets(title=title),),
        )
        made = await c.execute(
            insert(postings)
            .values(
                source_id=self._source_id,
                native_id=str(self._postings),
                url=f"https://jobs.example/{self._postings}",
                title=title,
                company="Acme",
                body="We write Go.",
                tags=[],
                content_hash="0" * 64,
                reading=reading_to_json(reading),
                first_seen_at=now,
            )
            .returning(postings.c.id)
        )
        return PostingId(made.scalar_one())
