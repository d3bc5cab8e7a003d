"""How often a method may be called: chat.postMessage by channel, the others by their tier."""

import math
from collections import deque

from .clock import Clock
from .methods import METHODS
from .refusal import Refused
from .settings import Settings


class Limits:
    """`count` raises the 429 of a call that comes too early; refused calls are not counted."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._posts: dict[str, deque[float]] = {}
        self._calls: dict[tuple[str, str], deque[float]] = {}

    def count_post(self, channel: str) -> None:
        window = self._settings.post_interval * self._settings.post_burst
        if window > 0:
            self._admit(self._posts.setdefault(channel, deque()), window, self._settings.post_burst)

    def count_call(self, method: str, team: str) -> None:
        tier = METHODS[method].tier
        if self._settings.tiers and tier is not None:
            self._admit(self._calls.setdefault((method, team), deque()), 60.0, tier)

    def _admit(self, earlier: deque[float], window: float, most: int) -> None:
        now = self._clock.now()
        while earlier and earlier[0] <= now - window:
            earlier.popleft()
        if len(earlier) >= most:
            wait = earlier[0] + window - now
            raise Refused("ratelimited", retry_after=max(1, math.ceil(wait)))
        earlier.append(now)
