"""What goes wrong on purpose: scripted one by one, standing for a route or channel, or by probability."""

import asyncio
from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Any

from .refusal import CODES

POST_MESSAGE = "POST /channels/{channel_id}/messages"
POST_THREAD = "POST /channels/{channel_id}/threads"
POSTING = (POST_MESSAGE, POST_THREAD)

CHANGES = ("delete_channel", "lose_permission", "lose_access", "guild_unavailable", "kick")
BEHAVIOURS = (
    "accept",
    "drop_after",  # accepted, and the connection is dropped
    "drop_before",  # dropped, and nothing accepted
    "slow",  # accepted at once, answered after `seconds`
    "hold_after",  # accepted at once, answered when `release` is called
    "hold_before",  # accepted when `release` is called
    "rate_limited",  # 429 of the route, retry_after `seconds`; `scope` user or shared
    "global_limited",  # 429 of the whole bot, retry_after `seconds`
    "banned",  # 429 without Via and without JSON, as Cloudflare answers
    "error_after",  # accepted, and answered with `status`
    "error_before",  # `status`, nothing accepted
    "refuse",  # the JSON error `code`, nothing accepted
    *CHANGES,  # it happens just before the request is judged
)
_AFTER = ("drop_after", "slow", "hold_after", "error_after")


@dataclass(slots=True, kw_only=True, eq=False)
class Step:
    """One behaviour. `route` None: posting a message or forum post. `times` None: until cleared.

    `status` None: 500, or that of `code`; a code that is not in refusal.CODES needs its status.
    """

    do: str
    route: str | None = None
    channel: str | None = None
    guild: str | None = None
    times: int | None = 1
    status: int | None = None
    code: int = 0
    seconds: float = 1.0
    scope: str = "user"
    scripted: bool = True

    def problem(self, routes: set[str]) -> str | None:
        """Why this is not a step, None when it is."""
        if self.do not in BEHAVIOURS:
            return f"do: {self.do!r} is none of {', '.join(BEHAVIOURS)}"
        if self.route is not None and self.route not in routes:
            return f"route: {self.route!r} is not spoken here"
        if self.do == "refuse" and self.code not in CODES and self.status is None:
            return f"code: {self.code} is none of {', '.join(map(str, CODES))}"
        return None

    def fits(self, route: str, channel: str, guild: str) -> bool:
        routes = POSTING if self.route is None else (self.route,)
        return route in routes and self.channel in (None, channel) and self.guild in (None, guild)


class Faults:
    """`next` says how a request goes. A step that names a channel waits for a request to that channel."""

    def __init__(self, seed: int, rates: dict[str, float]) -> None:
        self._random = Random(seed)  # noqa: S311 (a seed)
        self.rates = rates
        self.seconds = 1.0  # of those that are drawn
        self.steps: deque[Step] = deque()
        self.met: dict[str, int] = {}  # behaviour → how often it happened
        self.released = asyncio.Event()

    def script(self, steps: list[dict[str, Any]], routes: set[str]) -> None:
        """Add steps; ValueError says what is wrong with one."""
        new = [Step(**step) for step in steps]
        for step in new:
            problem = step.problem(routes)
            if problem is not None:
                raise ValueError(problem)
        self.steps.extend(new)

    def next(self, route: str, channel: str, guild: str) -> Step:
        for step in self.steps:
            if step.fits(route, channel, guild):
                if step.times is not None:
                    step.times -= 1
                    if step.times <= 0:
                        self.steps.remove(step)
                return step
        return self._drawn(route)

    def count(self, step: Step, *, refused: bool = False) -> None:
        """Note that it happened. What should follow an acceptance does not happen to a refused request."""
        if not refused or step.do not in _AFTER:
            if step.do != "accept":
                self.met[step.do] = self.met.get(step.do, 0) + 1
        elif step.scripted and step.times is not None:
            step.times += 1
            if step not in self.steps:
                self.steps.appendleft(step)

    def release(self) -> None:
        """Let go of every request that is held now."""
        self.released.set()
        self.released = asyncio.Event()

    def _drawn(self, route: str) -> Step:
        if route in POSTING and self.rates:
            drawn = self._random.random()
            for do, rate in self.rates.items():
                if drawn < rate:
                    return Step(do=do, seconds=self.seconds, scripted=False)
                drawn -= rate
        return Step(do="accept", scripted=False)
