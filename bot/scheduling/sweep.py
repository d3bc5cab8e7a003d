"""What the clock's tick does: finds in the database what is due, and what was lost, and puts it to work.

It decides nothing and does none of the work. Every question is answered by an index, and what it puts
twice finds nothing to do.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.errors import StoreUnavailable
from bot.scheduling.work_queue import WorkQueue
from bot.store import chats, components, sources
from bot.store.store import Store

POLL_LEASE = timedelta(minutes=10)
"""How long a source stays claimed by a process that was about to poll it."""

KEPT_COMPONENTS = timedelta(days=90)
"""How long buttons and forms that nobody pressed go on working."""

_TIDY_EVERY = timedelta(hours=1)

_log = structlog.get_logger(__name__)


class Sweep:
    """One process's sweep; `tick` is what `Clock` calls."""

    def __init__(self, store: Store, queue: WorkQueue, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._queue = queue
        self._clock = clock
        self._tidied_at: datetime | None = None
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
        async with self._store.write() as c:
            source_ids = await sources.claim_due(c, now, POLL_LEASE)
        for channel_id in channel_ids:
            await self._queue.put(f"deliver:{channel_id}")
        for source_id in source_ids:
            await self._queue.put(f"poll:{source_id}")
        if self._tidied_at is None or now - self._tidied_at >= _TIDY_EVERY:
            self._tidied_at = now
            await self._tidy(now)

    async def _tidy(self, now: datetime) -> None:
        async with self._store.write() as c:
            await components.purge(c, now - KEPT_COMPONENTS)
