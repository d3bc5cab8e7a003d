"""The port to the work queue: work is named by a key, and a key never runs twice at once.

A put while the key waits coalesces; a put while it runs makes it run once more. Nothing is scheduled
for later here: the future lives in the `due_at` columns, so a lost entry is found again by the sweep
and a doubled one finds nothing to do.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

Handler = Callable[[str], Awaitable[None]]
"""Does the work of one key, such as "poll:12" or "deliver:7"."""


class WorkQueue(Protocol):
    """Runs work by key."""

    async def start(self, handler: Handler) -> None:
        """Begin to run what is put, through `handler`. What it raises is logged and ends that run only."""
        ...

    async def put(self, key: str) -> None:
        """Ask for `key` to be run soon."""
        ...

    async def stop(self, patience: timedelta) -> None:
        """Take nothing new, let running work end for at most `patience`, then cancel what is left."""
        ...
