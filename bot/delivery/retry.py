"""What to do after a request that failed. Pure: it decides, it does not wait and it does not write."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import (
    ChannelGone,
    DeliveryError,
    NotPermitted,
    RateLimited,
    Rejected,
    Unavailable,
    Unexplained,
    WorkspaceGone,
)

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=15)
_LEAST_RATE_PAUSE = timedelta(seconds=1)
_ASK_PAUSE = timedelta(seconds=30)
_LONGEST_BROKEN_QUESTION = timedelta(hours=1)
_BROKEN_ATTEMPTS = 5
"""Attempts of a message at which our own code breaks, before it is failed and the next ones go on."""

_PROMPT_ATTEMPTS = 3
"""Attempts whose fate is asked for as soon as they have settled; after more of them a platform needs rest."""

_HELD_ATTEMPTS = 100
"""Attempts that an answer which we do not know may hold a channel: about a day."""


class Step(StrEnum):
    """What comes next.

    AGAIN: surely not sent, try again at `at`. PARK: the same, and nothing else in this channel before
    `at`. ASK: perhaps sent, ask the platform at `at`. FAIL: never again. The last two stop more than
    this message.
    """

    AGAIN = "again"
    PARK = "park"
    ASK = "ask"
    FAIL = "fail"
    CHANNEL_DEAD = "channel dead"
    WORKSPACE_DEAD = "workspace dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryDecision:
    """The next step, when (None: it needs no time), and why, in words for a person."""

    step: Step
    at: datetime | None = None
    reason: str


def decide(
    error: Exception, *, attempt: int, now: datetime, settle: timedelta, jitter: float
) -> RetryDecision:
    """What to do after `error` ended attempt number `attempt` (from 1) of a message.

    `settle` is how long a request may still arrive after its connection was lost. `jitter` in [0, 1)
    spreads the pauses, so that channels that failed together do not come back together.
    """
    reason = _reason(error)
    match error:
        case RateLimited():
            decision = _parked(error, now, jitter)
        case Unavailable():
            at = now + pause_after(attempt, jitter)
            decision = RetryDecision(step=Step.AGAIN, at=at, reason=reason)
        case ChannelGone() | NotPermitted():
            decision = RetryDecision(step=Step.CHANNEL_DEAD, reason=reason)
        case WorkspaceGone():
            decision = RetryDecision(step=Step.WORKSPACE_DEAD, reason=reason)
        case Rejected():
            decision = RetryDecision(step=Step.FAIL, reason=reason)
        case Unexplained():
            held = now + max(settle, pause_after(attempt, jitter))
            decision = _limited(reason, attempt=attempt, most=_HELD_ATTEMPTS, at=held)
        case DeliveryError() | TimeoutError():  # it may have been sent
            rest = pause_after(attempt - _PROMPT_ATTEMPTS, jitter) if attempt > _PROMPT_ATTEMPTS else settle
            decision = RetryDecision(step=Step.ASK, at=now + max(settle, rest), reason=reason)
        case _:
            broken = now + max(settle, pause_after(attempt, jitter))
            reason = f"internal error: {type(error).__name__}"
            decision = _limited(reason, attempt=attempt, most=_BROKEN_ATTEMPTS, at=broken)
    return decision


def decide_unanswered(error: Exception, *, waited: timedelta, now: datetime, jitter: float) -> RetryDecision:
    """What to do when the question whether a message has arrived could not be answered.

    `waited` is the time since its first attempt. AGAIN: the platform gives no way to ask, send it blind
    (better twice than never). ASK: ask later; a platform that stays silent is asked for ever, our own
    broken question, and one whose answer means nothing to us, only for an hour.
    """
    reason = _reason(error)
    later = RetryDecision(step=Step.ASK, at=now + _ASK_PAUSE * (1 + jitter), reason=reason)
    match error:
        case RateLimited():
            decision = _parked(error, now, jitter)
        case ChannelGone():
            decision = RetryDecision(step=Step.CHANNEL_DEAD, reason=reason)
        case WorkspaceGone():
            decision = RetryDecision(step=Step.WORKSPACE_DEAD, reason=reason)
        case NotPermitted() | Rejected():
            decision = RetryDecision(step=Step.AGAIN, reason=reason)
        case Unexplained() if waited > _LONGEST_BROKEN_QUESTION:
            decision = RetryDecision(step=Step.AGAIN, reason=reason)
        case DeliveryError() | TimeoutError():
            decision = later
        case _:
            broken = RetryDecision(step=Step.AGAIN, reason=f"internal error: {type(error).__name__}")
            decision = broken if waited > _LONGEST_BROKEN_QUESTION else later
    return decision


def pause_after(attempt: int, jitter: float) -> timedelta:
    """5 s, 10 s, 20 s ... at most 15 min, each up to a quarter longer. Nothing is ever given up by it."""
    doublings = min(max(attempt, 1) - 1, 10)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE) * (1 + jitter / 4)


def _parked(error: RateLimited, now: datetime, jitter: float) -> RetryDecision:
    pause = max(error.retry_after, _LEAST_RATE_PAUSE)
    return RetryDecision(step=Step.PARK, at=now + pause * (1 + jitter / 10), reason=_reason(error))


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _limited(reason: str, *, attempt: int, most: int, at: datetime) -> RetryDecision:
    """Ask and try again at `at`, but let the next messages go on after `most` attempts."""
    if attempt >= most:
        return RetryDecision(step=Step.FAIL, reason=f"{reason}, {attempt} times")
    return RetryDecision(step=Step.ASK, at=at, reason=reason)
