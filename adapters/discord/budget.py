"""The rate budget of a token: when the next request may begin, whoever makes it.

Discord takes 50 requests a second from a bot, and bans an address that sends too many it must refuse:
https://docs.discord.com/developers/topics/rate-limits
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

from adapters.discord.limits import INVALID_REQUESTS, REQUESTS_PER_SECOND

_INVALID_WINDOW = 600.0
_LONGEST_WAIT = 2.0
"""Seconds that a request may wait for its turn; those that would wait longer are sent away."""


class RateBudget:
    """Requests begin one after the other at even distances, in the order in which they ask.

    No burst: a process that takes over from one that died knows nothing of the requests of its last second.
    """

    def __init__(
        self,
        *,
        per_second: float = REQUESTS_PER_SECOND.value,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._distance = 1 / per_second
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._next = 0.0
        self._paused_until = 0.0
        self._waiting = 0
        self._promised = 0.0
        self._invalid: deque[float] = deque()

    async def turn(self) -> None:
        """Return when a request may begin."""
        self._waiting += 1
        try:
            async with self._turn:
                while (left := max(self._next, self._paused_until) - self._clock()) > 0:
                    await self._sleep(left)
                self._next = self._clock() + self._distance
        finally:
            self._waiting -= 1

    def pause(self, seconds: float) -> None:
        """No request begins for so long."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def away(self) -> float:
        """0 when a request may ask for its turn; else in how many seconds it is to come back.

        A thousand channels whose digests are due at once would wait for longer than a request may take:
        they are sent away, and come back at even distances.
        """
        now = self._clock()
        wait = max(0.0, self._paused_until - now) + self._waiting * self._distance
        if wait <= _LONGEST_WAIT:
            return 0.0
        self._promised = max(self._promised, now + wait) + self._distance
        return self._promised - now

    def count_invalid(self) -> None:
        """Note a request that Discord counts as invalid; after too many of them there is a rest."""
        now = self._clock()
        self._invalid.append(now)
        while self._invalid[0] <= now - _INVALID_WINDOW:
            self._invalid.popleft()
        if len(self._invalid) >= INVALID_REQUESTS.value:
            self.pause(_INVALID_WINDOW)
