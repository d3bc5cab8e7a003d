"""Counts what became of a channel's matches. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.match import Match, MatchState, Suppression


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """How many matches were posted (or are in a message on its way), wait, or were left out, and why."""

    posted: int
    waiting: int
    left_out: Mapping[Suppression, int]

    @property
    def found(self) -> int:
        """All of them."""
        return self.posted + self.waiting + sum(self.left_out.values())


def week_of(matches: Iterable[Match]) -> Week:
    """The numbers of some matches."""
    there = tuple(matches)
    states = Counter(match.state for match in there)
    reasons = Counter(match.suppression for match in there if match.suppression is not None)
    return Week(
        posted=states[MatchState.PLANNED],
        waiting=states[MatchState.PENDING] + states[MatchState.KEPT],
        left_out=dict(reasons.most_common()),
    )


def week_text(week: Week) -> str:
    """The numbers in a line."""
    if not week.found:
        return "nothing yet"
    parts = [f"{week.posted} posted"]
    if week.waiting:
        parts.append(f"{week.waiting} waiting")
    if week.left_out:
        parts.append(f"{sum(week.left_out.values())} left out")
    return ", ".join(parts)
