"""Decides when a posted message is changed: its job has closed, is listed again, or says other facts. Pure.

Such a change is worth less than a message: it waits longer, it is given up, and it never says that a
channel is gone (the next message finds that out). To make it twice does no harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.delivery import Part, Told
from bot.domain.match import MatchId
from bot.errors import ChannelGone, DeliveryError, NotPermitted, RateLimited, Rejected

EDITED_FOR = timedelta(days=60)
"""How long after it was sent a message is changed: who reads older ones?"""

MOST_ATTEMPTS = 10
"""Requests to change a message that may fail, over some eight hours, before it is left as it is."""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=4)
_LEAST_RATE_PAUSE = timedelta(seconds=1)


class Look(StrEnum):
    """What a message needs. EDIT: it does not say what is so. The others are why it needs nothing."""

    EDIT = "edit"
    TRUE = "it says what is so"
    OLD = "it is too old to be read"
    FORGOTTEN = "a posting that it shows is not known any more"


class EditStep(StrEnum):
    """What comes after a failure. PARK: like AGAIN, nothing else in this channel before, and not counted.

    LEAVE: the message stays as it is.
    """

    AGAIN = "again"
    PARK = "park"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDecision:
    """The next step, when (None: never), and why, in words for a person."""

    step: EditStep
    at: datetime | None = None
    reason: str


def look(part: Part, so: Mapping[MatchId, Told], now: datetime) -> Look:
    """What a sent message needs. `so` is what holds for each match that is known.

    What a message says of facts is not known of old ones: they are taken to be true.
    """
    if any(id_ not in so for id_ in part.match_ids):
        return Look.FORGOTTEN
    says_so = all(_says(part, id_, so[id_]) for id_ in part.match_ids)
    if says_so and part.edit_attempts == 0:  # after an attempt, nobody knows what it says
        return Look.TRUE
    if part.sent_at is None or part.sent_at < now - EDITED_FOR:
        return Look.OLD
    return Look.EDIT


def _says(part: Part, match_id: MatchId, so: Told) -> bool:
    return (match_id in part.closed) is so.closed and part.facts.get(match_id, so.facts) == so.facts


def decide_edit(error: Exception, *, attempt: int, now: datetime, jitter: float) -> EditDecision:
    """What to do after `error` ended attempt number `attempt` (from 1) to change a message.

    `jitter` in [0, 1) spreads the pauses.
    """
    known = isinstance(error, DeliveryError | TimeoutError)
    reason = (str(error) if known else f"internal error: {type(error).__name__}") or type(error).__name__
    match error:
        case RateLimited():
            pause = max(error.retry_after, _LEAST_RATE_PAUSE) * (1 + jitter / 10)
            return EditDecision(step=EditStep.PARK, at=now + pause, reason=reason)
        case Rejected() | ChannelGone() | NotPermitted():
            return EditDecision(step=EditStep.LEAVE, reason=reason)
        case _ if attempt >= MOST_ATTEMPTS:
            return EditDecision(step=EditStep.LEAVE, reason=f"{reason}, {attempt} times")
        case _:
            at = now + edit_pause(attempt, jitter)
            return EditDecision(step=EditStep.AGAIN, at=at, reason=reason)


def edit_pause(attempt: int, jitter: float) -> timedelta:
    """1 min, 2 min, 4 min ... at most 4 h, each up to a quarter longer."""
    doublings = min(max(attempt, 1) - 1, 10)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE) * (1 + jitter / 4)
