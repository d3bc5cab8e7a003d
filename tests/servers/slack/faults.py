"""What goes wrong on purpose: scripted one by one, standing for a method or channel, or by probability."""

import asyncio
from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Any

from .methods import METHODS

BEHAVIOURS = (
    "accept",
    "drop_after",  # accepted, and the connection is dropped
    "drop_before",  # dropped, and nothing accepted
    "slow",  # accepted at once, answered after `seconds`
    "late",  # accepted after `seconds`, when the client may have given up
    "hold_after",  # accepted at once, answered when `release` is called
    "hold_before",  # accepted when `release` is called
    "rate_limited",  # 429 with Retry-After `seconds`
    "error_after",  # accepted, and answered with 500
    "error_before",  # 500, nothing accepted
    "busy",  # 503, nothing accepted
    "error",  # HTTP 200 with the code `error`, nothing accepted
    "error_code_after",  # accepted, and answered with HTTP 200 and the code `error`
)
_AFTER = ("drop_after", "slow", "hold_after", "error_after", "error_code_after")
DEFAULT_METHOD = "chat.postMessage"


@dataclass(slots=True, kw_only=True, eq=False)
class Step:
    """One behaviour. None in `channel` and `team` means any; `times` None means until cleared."""

    do: str
    method: str = DEFAULT_METHOD
    channel: str | None = None
    team: str | None = None
    times: int | None = 1
    error: str = ""
    seconds: float = 1.0
    unknown: bool = False  # whether a code that the method does not document is meant
    scripted: bool = True

    def problem(self) -> str | None:
        """Why this is not a step, None when it is."""
        if self.do not in BEHAVIOURS:
            return f"do: {self.do!r} is none of {', '.join(BEHAVIOURS)}"
        if self.method not in METHODS:
            return f"method: {self.method!r} is not spoken here"
        coded = self.do in ("error", "error_code_after")
        if coded and not self.unknown and not METHODS[self.method].may_answer(self.error):
            return f"error: {self.method} never answers {self.error!r} (pass unknown=true if that is meant)"
        return None


class Faults:
    """`next` says how a call goes. A step that names a channel waits for a call to that channel."""

    def __init__(self, seed: int, rates: dict[str, float]) -> None:
        self._random = Random(seed)  # noqa: S311 (a seed)
        self.rates = rates
        self.steps: deque[Step] = deque()
        self.met: dict[str, int] = {}  # behaviour → how often it happened
        self.released = asyncio.Event()

    def script(self, steps: list[dict[str, Any]]) -> None:
        """Add steps; ValueError says what is wrong with one."""
        new = [Step(**step) for step in steps]
        for step in new:
            problem = step.problem()
            if problem is not None:
                raise ValueError(problem)
        self.steps.extend(new)

    def next(self, method: str, team: str, channel: str) -> Step:
        return self._scripted(method, team, channel) or self._drawn(method)

    def count(self, step: Step, *, refused: bool = False) -> None:
        """Note that it happened. What should follow an acceptance does not happen to a refused call."""
        if not refused or step.do not in _AFTER:
            if step.do != "accept":
                self.met[step.do] = self.met.get(step.do, 0) + 1
        elif step.scripted and step.times is not None:
            step.times += 1
            if step not in self.steps:
                self.steps.appendleft(step)

    def release(self) -> None:
        """Let go of every call that is held now."""
        self.released.set()
        self.released = asyncio.Event()

    def _scripted(self, method: str, team: str, channel: str) -> Step | None:
        for step in self.steps:
            fits = step.method == method and step.channel in (None, channel) and step.team in (None, team)
            if not fits:
                continue
            if step.times is not None:
                step.times -= 1
                if step.times <= 0:
                    self.steps.remove(step)
            return step
        return None

    def _drawn(self, method: str) -> Step:
        if method == DEFAULT_METHOD and self.rates:
            drawn = self._random.random()
            for do, rate in self.rates.items():
                if drawn < rate:
                    return Step(do=do, scripted=False)
                drawn -= rate
        return Step(do="accept", method=method, scripted=False)
