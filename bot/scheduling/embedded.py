"""The work queue inside this process: a task a key, no table, nothing kept over a restart.

Each kind of work (what stands before the colon of a key) has its own bound, so that slow polls never
keep deliveries waiting.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

import structlog

from bot.scheduling.work_queue import Handler

MOST_AT_ONCE = 8
"""Keys of one kind that run at the same time."""

CHANNELS_AT_ONCE = 48
"""For deliveries and edits: most of the time each waits for the pace of its channel, a second and more, and
platforms take some 45 messages a second over all channels."""

_LAST_PATIENCE = 1.0
"""Seconds that cancelled work has to end."""

_log = structlog.get_logger(__name__)


class EmbeddedWorkQueue:
    """A `WorkQueue` for one process.

    What is put before `start` waits for it. What is put after `stop` is ignored, and what still waited
    then is dropped: the sweep finds both again at the next start.
    """

    def __init__(
        self, *, most_at_once: int = MOST_AT_ONCE, of_kind: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        """`of_kind` has the bounds of the kinds that have one of their own."""
        self._most = most_at_once
        self._of_kind = of_kind
        self._handler: Handler | None = None
        self._stopped = False
        self._waiting: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._busy: Counter[str] = Counter()
        self._again: set[str] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def start(self, handler: Handler) -> None:
        """Begin to run what is put."""
        self._handler = handler
        self._stopped = False
        for kind in tuple(self._waiting):
            self._fill(kind)

    async def put(self, key: str) -> None:
        """Ask for `key` to be run soon; a key that waits already is not put a second time."""
        if self._stopped:
            return
        self._idle.clear()
        if key in self._running:
            self._again.add(key)
            return
        kind = _kind(key)
        self._waiting[kind][key] = None
        self._fill(kind)

    async def idle(self) -> None:
        """Wait until nothing runs and nothing waits."""
        await self._idle.wait()

    async def stop(self, patience: timedelta) -> None:
        """Let running work end for at most `patience`, then cancel it."""
        self._stopped = True
        self._waiting.clear()
        self._again.clear()
        if self._running:
            await asyncio.wait(self._running.values(), timeout=patience.total_seconds())
        late = dict(self._running)
        for task in late.values():
            task.cancel()
        if late:
            _log.warning("work cancelled", keys=sorted(late))
            await asyncio.wait(late.values(), timeout=_LAST_PATIENCE)
        self._note_idle()

    def _fill(self, kind: str) -> None:
        """Start what waits of a kind, oldest first, as far as its bound allows."""
        waiting = self._waiting[kind]
        most = self._of_kind.get(kind, self._most)
        while self._handler is not None and waiting and self._busy[kind] < most:
            key = next(iter(waiting))
            del waiting[key]
            self._busy[kind] += 1
            task = asyncio.create_task(_run(self._handler, key), name=key)
            self._running[key] = task
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        key = task.get_name()
        kind = _kind(key)
        del self._running[key]
        self._busy[kind] -= 1
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("work failed", key=key, exc_info=error)
        if key in self._again:
            self._again.discard(key)
            self._waiting[kind][key] = None
        if not self._stopped:
            self._fill(kind)
        self._note_idle()

    def _note_idle(self) -> None:
        if not self._running and not any(self._waiting.values()):
            self._idle.set()


async def _run(handler: Handler, key: str) -> None:
    await handler(key)


def _kind(key: str) -> str:
    return key.partition(":")[0]
