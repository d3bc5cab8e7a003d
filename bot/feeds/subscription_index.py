"""Every standing query in memory, kept in step with the database by the revision of subscriptions.

A paused subscription matches like any other: planning then suppresses its matches as paused, so that
`why` can tell, and `resume` needs nothing from here.
"""

import asyncio
import threading
from array import array
from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.subscription import Subscription, SubscriptionId
from bot.errors import QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.ingest import ChannelHit, Held
from bot.matching import MERGE_AT, Candidate, Hits, Query, StandingQueries, parse
from bot.store import subscriptions
from bot.store.subscriptions import ChangedSubscription

_TAKEN_AT_ONCE = 5000
_MERGED_EVERY = 50_000
"""After a start so many queries come before they are merged: dictionaries hold some 100 MB of them."""

_Owner = tuple[WorkspaceId, ChannelId]

_log = structlog.get_logger(__name__)


class _Owners:
    """Whose each subscription is, in four bytes each: the database counts their ids from one."""

    def __init__(self) -> None:
        self._owners: list[_Owner] = []
        self._numbers: dict[_Owner, int] = {}
        self._number_of = array("i")

    def put(self, id: SubscriptionId, owner: _Owner) -> None:  # noqa: A002  # the word of the interface
        if owner not in self._numbers:
            self._numbers[owner] = len(self._owners)
            self._owners.append(owner)
        if id >= len(self._number_of):
            self._number_of.extend([-1] * (id + 1 - len(self._number_of)))
        self._number_of[id] = self._numbers[owner]

    def of(self, id: SubscriptionId) -> _Owner:  # noqa: A002
        return self._owners[self._number_of[id]]


class SubscriptionIndex:
    """The standing queries of all channels. `hold` may be called from several threads."""

    def __init__(self, vocabulary: Vocabulary, *, merge_at: int = MERGE_AT) -> None:
        self._vocabulary = vocabulary
        self._lock = threading.Lock()
        self._refreshing = asyncio.Lock()
        self._merging: asyncio.Task[None] | None = None
        self._queries = StandingQueries(merge_at=merge_at)
        self._owners = _Owners()
        self._revision = 0

    def __len__(self) -> int:
        return len(self._queries)

    @property
    def revision(self) -> int:
        """The revision that the index is at."""
        return self._revision

    async def refresh(self, c: AsyncConnection) -> int:
        """Take in what has changed since; returns the revision that the index is at then."""
        async with self._refreshing:
            revision = await subscriptions.revision(c, share_lock=False)
            if revision > self._revision:
                changes = await subscriptions.changed_since(c, self._revision)
                await asyncio.to_thread(self._take_in, changes, revision)
            if self._queries.wants_merge and (self._merging is None or self._merging.done()):
                self._merging = asyncio.create_task(asyncio.to_thread(self._merge))
            return self._revision

    def hold(
        self, candidates: Sequence[Candidate], *, workspace_id: WorkspaceId | None, now: datetime
    ) -> Held:
        """Hold candidates against the queries that may see them: of one workspace, or of all (None).

        Takes processor time: call it off the event loop.
        """
        with self._lock:
            return Held(
                revision=self._revision,
                hits=tuple(
                    self._by_channel(self._queries.matches(one, now=now), workspace_id) for one in candidates
                ),
            )

    def _take_in(self, changes: Sequence[ChangedSubscription], revision: int) -> None:
        for at in range(0, len(changes), _TAKEN_AT_ONCE):
            taken = changes[at : at + _TAKEN_AT_ONCE]
            parsed = [(change, self._parsed(change.subscription)) for change in taken]
            with self._lock:
                for change, query in parsed:
                    self._put(change, query)
            more = at + _TAKEN_AT_ONCE < len(changes)
            if more and (at + _TAKEN_AT_ONCE) % _MERGED_EVERY == 0 and self._queries.wants_merge:
                self._merge()
        with self._lock:
            self._revision = revision

    def _put(self, change: ChangedSubscription, query: Query | None) -> None:
        if change.subscription is None or query is None:
            self._queries.remove(change.id)
        else:
            owner = (change.subscription.workspace_id, change.subscription.channel_id)
            self._owners.put(change.id, owner)
            self._queries.put(change.id, query)

    def _merge(self) -> None:
        """Bring recent queries into the columns; matching waits only for the moments before and after."""
        with self._lock:
            making = self._queries.begin_merge()
        columns = making()
        with self._lock:
            self._queries.finish_merge(columns)

    def _parsed(self, subscription: Subscription | None) -> Query | None:
        """Its query; None when there is none, or when today's vocabulary cannot read it any more."""
        if subscription is None:
            return None
        try:
            return parse(subscription.query, self._vocabulary)
        except QueryError as error:
            _log.warning("subscription cannot be read", subscription=subscription.id, problem=error.problem)
            return None

    def _by_channel(self, hits: Hits, workspace_id: WorkspaceId | None) -> tuple[ChannelHit, ...]:
        """One hit a channel: the opening and the reasons are those of its oldest subscription."""
        channels: dict[ChannelId, list[int]] = {}
        for number, id_ in enumerate(hits.ids):
            owner_id, channel_id = self._owners.of(id_)
            if workspace_id is None or owner_id == workspace_id:
                channels.setdefault(channel_id, []).append(number)
        return tuple(
            ChannelHit(
                channel_id=channel_id,
                opening=oldest.opening,
                subscription_ids=tuple(hits.ids[number] for number in numbers),
                reasons=oldest.reasons,
            )
            for channel_id, numbers in channels.items()
            for oldest in [hits.hit(numbers[0])]
        )
