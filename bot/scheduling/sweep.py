"""What the clock's tick does: finds in the database what is due, and what was lost, and puts it to work.

It decides nothing and does none of the work. Every question is answered by an index, and what it puts
twice finds nothing to do.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.errors import StoreUnavailable
from bot.scheduling.work_queue import WorkQueue
from bot.store import chats, components, departed, ledger, postings, retention, sources
from bot.store.store import Store

POLL_LEASE = timedelta(minutes=10)
"""How long a source stays claimed by a process that was about to poll it."""

KEPT_COMPONENTS = timedelta(days=90)
"""How long buttons and forms that nobody pressed go on working."""

LONGEST_PAUSE = timedelta(seconds=30)
"""A channel that always has something to do (cards wait for the end of quiet hours) is woken so seldom."""

Purge = Callable[[AsyncConnection, datetime], Awaitable[int]]
"""Forgets what is older than that instant, a bounded number at a time, and returns how many."""

Watch = Callable[[datetime], Awaitable[None]]
"""Looks after what lasts longer than a poll, such as a source that fails for days."""

_TIDY_EVERY = timedelta(hours=1)
_EXPIRE_EVERY = timedelta(minutes=1)
_EXPIRED_AT_ONCE = 500
_FIRST_PAUSE = timedelta(seconds=1)

_log = structlog.get_logger(__name__)


class Waking:
    """Which of the channels that have something to do are woken: each at once, then more and more seldom.

    A channel that once had nothing to do is woken at once again.
    """

    def __init__(self) -> None:
        self._pauses: dict[ChannelId, tuple[datetime, timedelta]] = {}

    def due(self, channel_ids: Sequence[ChannelId], now: datetime) -> tuple[ChannelId, ...]:
        """Those to wake now, of all that have something to do now."""
        self._pauses = {id_: self._pauses[id_] for id_ in channel_ids if id_ in self._pauses}
        woken = tuple(id_ for id_ in channel_ids if id_ not in self._pauses or self._pauses[id_][0] <= now)
        for id_ in woken:
            pause = min(2 * self._pauses[id_][1], LONGEST_PAUSE) if id_ in self._pauses else _FIRST_PAUSE
            self._pauses[id_] = (now + pause, pause)
        return woken


class Every:
    """Says when something is to be done again that is done once in a period, and at once at first."""

    def __init__(self, period: timedelta) -> None:
        self._period = period
        self._done_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be done now; it counts as done then."""
        if self._done_at is not None and now - self._done_at < self._period:
            return False
        self._done_at = now
        return True


class Sweep:
    """One process's sweep; `tick` is what `Clock` calls.

    `keep_postings`: how long postings that nobody lists any more are kept; None keeps them for good.
    `watches` look after what lasts longer than a poll, each in its own period.
    `keep_workspaces`: how long the data of a workspace is that removed the bot; None keeps it for good.
    """

    def __init__(
        self,
        store: Store,
        queue: WorkQueue,
        *,
        clock: Callable[[], datetime],
        keep_postings: timedelta | None = None,
        keep_workspaces: timedelta | None = None,
        watches: Sequence[tuple[timedelta, Watch]] = (),
    ) -> None:
        self._store = store
        self._queue = queue
        self._clock = clock
        self._keep_postings = keep_postings
        self._keep_workspaces = keep_workspaces
        self._watches = [(Every(period), watch) for period, watch in watches]
        self._tidying = Every(_TIDY_EVERY)
        self._expiring = Every(_EXPIRE_EVERY)
        self._waking = Waking()
        self._editing = Waking()
        self._reachable = True

    async def tick(self) -> None:
        """Put what is due now. A database that cannot be reached is told of once, and tried again."""
        try:
            await self._tick(self._clock())
        except StoreUnavailable as error:
            if self._reachable:
                _log.warning("sweep cannot reach the database", problem=str(error))
            self._reachable = False
        else:
            if not self._reachable:
                _log.info("sweep reaches the database again")
            self._reachable = True

    async def _tick(self, now: datetime) -> None:
        async with self._store.read() as c:
            channel_ids = await chats.channels_to_wake(c, now)
            edited_ids = await ledger.channels_to_edit(c, now)
        async with self._store.write() as c:
            source_ids = await sources.claim_due(c, now, POLL_LEASE)
        for channel_id in self._waking.due(channel_ids, now):
            await self._queue.put(f"deliver:{channel_id}")
        for channel_id in self._editing.due(edited_ids, now):
            await self._queue.put(f"edit:{channel_id}")
        for source_id in source_ids:
            await self._queue.put(f"poll:{source_id}")
        if self._expiring.is_due(now):
            await self._close_expired(now)
        for every, watch in self._watches:
            if every.is_due(now):
                await watch(now)
        if self._tidying.is_due(now):
            await self._tidy(now)

    async def _close_expired(self, now: datetime) -> None:
        """Postings that said themselves until when they hold; who shows them is told by the next tick."""
        async with self._store.write() as c:
            closed = await postings.close_expired(c, now, _EXPIRED_AT_ONCE)
            await ledger.mark_edits(c, closed, now)
        if closed:
            _log.info("postings ended", postings=len(closed))

    async def _tidy(self, now: datetime) -> None:
        async with self._store.write() as c:
            await components.purge(c, now - KEPT_COMPONENTS)
        if self._keep_postings is not None:
            await self._purge(retention.purge, now - self._keep_postings)
        if self._keep_workspaces is not None:
            await self._purge(departed.purge_workspaces, now - self._keep_workspaces)

    async def _purge(self, purge: Purge, before: datetime) -> None:
        forgotten = 1
        while forgotten:  # a bounded number in each transaction
            async with self._store.write() as c:
                forgotten = await purge(c, before)
