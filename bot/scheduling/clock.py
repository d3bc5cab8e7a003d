"""Ticks, and nothing else: the only file that imports apscheduler.

Nothing that must happen is entrusted to it. Its one-shot jobs are dropped when they are late, and its
shutdown cancels running work (docs/decisions/0003-the-clock-only-ticks.md).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Tick = Callable[[], Awaitable[None]]

SECOND = timedelta(seconds=1)


class Clock:
    """Calls `tick` once an interval. A tick that takes longer delays the next; none run at once."""

    def __init__(self, tick: Tick, *, interval: timedelta = SECOND) -> None:
        self._tick = tick
        self._interval = interval
        self._scheduler: AsyncIOScheduler | None = None
        self._ticking = asyncio.Lock()
        self._stopped = False

    def start(self) -> None:
        """Begin to tick, within a running event loop."""
        for name in ("apscheduler.scheduler", "apscheduler.executors.default"):
            logging.getLogger(name).setLevel(logging.ERROR)  # it would tell of every tick, and of late ones
        self._stopped = False
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._run,
            "interval",
            seconds=self._interval.total_seconds(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more. Returns when the tick that is running has ended; it is not cancelled."""
        self._stopped = True
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None:
            return
        async with self._ticking:
            scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # it shuts down in the loop's next round

    async def _run(self) -> None:
        async with self._ticking:
            if not self._stopped:
                await self._tick()
