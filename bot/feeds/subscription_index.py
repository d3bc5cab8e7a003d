"""Every standing query in memory, kept in step with the database by the revision of subscriptions.

A paused subscription matches like any other: planning then suppresses its matches as paused, so that
`why` can tell, and `resume` needs nothing from here.
"""

import asyncio
import threading
from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.subscription import Subscription, SubscriptionId
from bot.errors import QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.ingest import ChannelHit, Held
from bot.matching import Candidate, Hit, Query, StandingQueries, parse
from bot.store import subscriptions
from bot.store.subscriptions import ChangedSubscription

_log = structlog.get_logger(__name__)


class SubscriptionIndex:
    """The standing queries of all channels. Safe for use by several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lock = threading.Lock()
        self._queries = StandingQueries()
        self._subscriptions: dict[SubscriptionId, Subscription] = {}
        self._seen: dict[SubscriptionId, int] = {}  # the revision of the change that was taken in last
        self._revision = 0

    def __len__(self) -> int:
        return len(self._subscriptions)

    @property
    def revision(self) -> int:
        """The revision that the index is at."""
        return self._revision

    async def refresh(self, c: AsyncConnection) -> int:
        """Take in what has changed since; returns the revision that the index is at then."""
        revision = await subscriptions.revision(c, share_lock=False)
        if revision > self._revision:
            changes = await subscriptions.changed_since(c, self._revision)
            await asyncio.to_thread(self._take_in, changes, revision)
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
        parsed = [(change, self._parsed(change.subscription)) for change in changes]
        with self._lock:
            for change, query in parsed:
                if change.revision > self._seen.get(change.id, 0):  # another refresh may have been faster
                    self._seen[change.id] = change.revision
                    self._put(change, query)
            self._revision = max(self._revision, revision)

    def _put(self, change: ChangedSubscription, query: Query | None) -> None:
        if change.subscription is None or query is None:
            self._subscriptions.pop(change.id, None)
            self._queries.remove(change.id)
        else:
            self._subscriptions[change.id] = change.subscription
            self._queries.put(change.id, query)

    def _parsed(self, subscription: Subscription | None) -> Query | None:
        """Its query; None when there is none, or when today's vocabulary cannot read it any more."""
        if subscription is None:
            return None
        try:
            return parse(subscription.query, self._vocabulary)
        except QueryError as error:
            _log.warning("subscription cannot be read", subscription=subscription.id, problem=error.problem)
            return None

    def _by_channel(self, hits: Sequence[Hit], workspace_id: WorkspaceId | None) -> tuple[ChannelHit, ...]:
        """One hit a channel: the opening and the reasons are those of its oldest subscription."""
        channels: dict[ChannelId, list[Hit]] = {}
        for hit in hits:
            subscription = self._subscriptions[hit.subscription_id]
            if workspace_id is None or subscription.workspace_id == workspace_id:
                channels.setdefault(subscription.channel_id, []).append(hit)
        return tuple(
            ChannelHit(
                channel_id=channel_id,
                opening=there[0].opening,
                subscription_ids=tuple(hit.subscription_id for hit in there),
                reasons=there[0].reasons,
            )
            for channel_id, there in channels.items()
        )
