"""What an adapter remembers of requests: which are being answered, and which it has had already."""

import asyncio
from collections import OrderedDict
from datetime import timedelta


class Underway:
    """The requests that are being answered: whoever stops the app waits for them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def begin(self) -> None:
        """The current task answers a request, until it ends."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def drain(self, patience: timedelta) -> None:
        """Wait until every request is answered, at most so long."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience.total_seconds())


class Seen:
    """Commands and presses that were begun, by the platform's id; the oldest are forgotten.

    A platform sends one again only when an acknowledgement or a connection was lost: to the same process,
    or to the one that takes its place, which then does what the other did not.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._ids: OrderedDict[str, None] = OrderedDict()

    def is_new(self, id_: str) -> bool:
        """Whether it was never asked about before."""
        if id_ in self._ids:
            return False
        self._ids[id_] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return True
