"""What the demo's story sees of the bot: what stands in its store, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.demo.board import FEEDS, SampleBoard, SampleFeed
from adapters.demo.documents import page_of
from adapters.demo.postings import Listing
from adapters.wiring import House
from bot.domain.chat import Channel, ChannelRef, WorkspaceId
from bot.domain.delivery import PartState
from bot.domain.match import Match, MatchState
from bot.domain.posting import StoredPosting
from bot.domain.source import Source
from bot.domain.subscription import Subscription
from bot.matching import Candidate, Explanation, explain, parse
from bot.store import chats, ledger, postings, sources, subscriptions

_NO_WORKSPACE = WorkspaceId(0)  # the shared sources are the same for all


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A posting that no channel got, with the subscription that it came nearest to, and what it missed."""

    posting: StoredPosting
    channel: str
    subscription: Subscription
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """A posting that was seen on several boards, by their names."""

    posting: StoredPosting
    boards: tuple[str, ...]


class Watcher:
    """Looks into the store of a running house. `since` is when the demo began."""

    def __init__(self, house: House, board: SampleBoard, channels: Sequence[ChannelRef]) -> None:
        self._house = house
        self._board = board
        self._channels = tuple(channels)
        self._since = house.clock()

    async def unread(self) -> tuple[str, ...]:
        """What the board lists and the bot has not taken in yet, a line a feed."""
        behind = []
        async with self._house.store.read() as c:
            for feed, source in self._pairs(await sources.visible_to(c, _NO_WORKSPACE)):
                listed = len(self._board.listed(feed))
                seen = len(await postings.sightings_of(c, source.id))
                if seen < listed:
                    why = f" ({source.failure})" if source.failure else ""
                    behind.append(f"{feed.name} lists {listed} postings, {seen} have been read{why}")
        return tuple(behind)

    async def unsettled(self) -> tuple[str, ...]:
        """What has matched and is neither posted, kept for a digest nor suppressed, a line a match."""
        owed = []
        async with self._house.store.read() as c:
            for ref in self._channels:
                for match, posting in await self._matched(ref):
                    part = await ledger.part_of_match(c, match.id)
                    done = part is not None and part.state in {PartState.SENT, PartState.FAILED}
                    planned = match.state is MatchState.PLANNED
                    if match.state is MatchState.PENDING or (planned and not done):
                        owed.append(f"#{ref.channel} waits for {posting.reading.title}")
        return tuple(owed)

    async def stored(self) -> int:
        """How many positions are stored: what several boards list counts once."""
        async with self._house.store.read() as c:
            found = postings.since(c, self._since, None)
            return len([one async for one in found])

    async def new(self) -> tuple[StoredPosting, ...]:
        """The positions that appeared after their board's first reading, oldest first."""
        async with self._house.store.read() as c:
            began = {one.id: one.baseline_at for one in await sources.visible_to(c, _NO_WORKSPACE)}
            found = [one async for one in postings.since(c, self._since, None)]
        return tuple(reversed([one for one in found if _later(one.first_seen_at, began[one.source_id])]))

    async def left_out(self) -> tuple[LeftOut, ...]:
        """The new postings that no channel asked for, nearest misses first."""
        matched = {one.id for ref in self._channels for _, one in await self._matched(ref)}
        missed = [await self._nearest(one) for one in await self.new() if one.id not in matched]
        return tuple(sorted(missed, key=lambda one: -len(one.explanation.reasons)))

    async def twice(self) -> tuple[Twice, ...]:
        """The new postings that came from several boards."""
        found = [one for one in await self.new() if len(one.source_ids) > 1]
        async with self._house.store.read() as c:
            names = {one.id: one.name for one in await sources.visible_to(c, _NO_WORKSPACE)}
        return tuple(Twice(posting=one, boards=tuple(names[id_] for id_ in one.source_ids)) for one in found)

    async def faults(self) -> tuple[str, ...]:
        """What a channel should have got and did not, or got and should not have, in a line each."""
        faults = []
        for ref in self._channels:
            shown = await self._shown(ref)
            wanted = {page_of(feed.format, one): one for feed, one in self._wanted(ref.channel)}
            faults += [
                f"#{ref.channel} did not get {wanted[url].title}" for url in wanted if url not in shown
            ]
            faults += [f"#{ref.channel} got {shown[url]}" for url in shown if url not in wanted]
        return tuple(faults)

    def _wanted(self, channel: str) -> list[tuple[SampleFeed, Listing]]:
        listed = ((feed, one) for feed in FEEDS for one in self._board.listed(feed))
        return [(feed, one) for feed, one in listed if one.wanted == channel]

    async def _shown(self, ref: ChannelRef) -> dict[str, str]:
        """The titles that stand in a channel, by the posting's address."""
        shown = {}
        async with self._house.store.read() as c:
            for match, posting in await self._matched(ref):
                part = await ledger.part_of_match(c, match.id)
                if part is not None and part.state is PartState.SENT:
                    shown[posting.posting.url or ""] = posting.reading.title
        return shown

    async def _matched(self, ref: ChannelRef) -> list[tuple[Match, StoredPosting]]:
        async with self._house.store.read() as c:
            channel = await chats.channel_by_ref(c, ref)
            if channel is None:
                return []
            matches = await ledger.matches_of(c, channel.id, self._since)
            there = {one.id: one for one in await postings.by_ids(c, [one.posting_id for one in matches])}
        return [(match, there[match.posting_id]) for match in matches]

    async def _nearest(self, posting: StoredPosting) -> LeftOut:
        async with self._house.store.read() as c:
            source = await sources.get(c, posting.source_id)
            held = [
                self._held(posting, source, channel, one)
                for channel in [await chats.channel_by_ref(c, ref) for ref in self._channels]
                if channel is not None
                for one in await subscriptions.of_channel(c, channel.id)
            ]
        return max(held, key=lambda one: len(one.explanation.reasons))

    def _held(
        self, posting: StoredPosting, source: Source | None, channel: Channel, one: Subscription
    ) -> LeftOut:
        candidate = Candidate(
            posting=posting.posting,
            reading=posting.reading,
            source=source.name if source else "",
            first_seen_at=posting.first_seen_at,
        )
        query = parse(one.query, self._house.vocabulary, currency=channel.settings.currency)
        return LeftOut(
            posting=posting,
            channel=channel.name,
            subscription=one,
            explanation=explain(query, candidate, now=self._house.clock()),
        )

    def _pairs(self, there: Sequence[Source]) -> list[tuple[SampleFeed, Source]]:
        by_name = {source.name: source for source in there}
        return [(feed, by_name[feed.name]) for feed in FEEDS]


def _later(instant: datetime, than: datetime | None) -> bool:
    return than is not None and instant > than
