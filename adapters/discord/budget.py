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
        self._invalid: deque[float] = deque()

    async def turn(self) -> None:
        """Return when a request may begin."""
        async with self._turn:
            while (left := max(self._next, self._paused_until) - self._clock()) > 0:
                await self._sleep(left)
            self._next = self._clock() + self._distance

    def pause(self, seconds: float) -> None:
        """No request begins for so long."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def rest(self) -> float:
        """How long no request begins, because Discord asked for it or refuses too many; 0: one may."""
        return max(0.0, self._paused_until - self._clock())

    def count_invalid(self) -> None:
        """Note a request that Discord counts as invalid; after too many of them there is a rest."""
        now = self._clock()
        self._invalid.append(now)
        while self._invalid[0] <= now - _INVALID_WINDOW:
            self._invalid.popleft()
        if len(self._invalid) >= INVALID_REQUESTS.value:
            self.pause(_INVALID_WINDOW)
