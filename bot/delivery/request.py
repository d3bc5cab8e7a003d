"""One request to a platform: in time, at the platform's pace, its failure a value and never raised."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.delivery import Part, PartState

LONGEST_COMPOSING = timedelta(minutes=1)

_T = TypeVar("_T")


async def answer(request: Awaitable[_T], time_limit: timedelta) -> _T | Exception:
    """What a platform answers in time, or the error: even one that nobody expects has to be written down."""
    try:
        async with asyncio.timeout(time_limit.total_seconds()):
            return await request
    except Exception as error:  # noqa: BLE001 (logged with its traceback and recorded by who asked)
        return error


async def keep_pace(
    last: datetime | None, pace: timedelta, *, now: datetime, pause: Callable[[timedelta], Awaitable[None]]
) -> None:
    """Wait until `pace` has passed since the last request; None: there was none."""
    if last is None:
        return
    left = last + pace - now
    if left > timedelta(0):
        await pause(min(left, pace))


async def pause_for(pause: timedelta) -> None:
    """Wait so long."""
    await asyncio.sleep(pause.total_seconds())


def is_later(at: datetime | None, now: datetime) -> bool:
    """Whether an instant, if there is one, is still to come."""
    return at is not None and at > now


def ready_at(part: Part) -> datetime | None:
    """When an unresolved part may be tried: one that perhaps was sent, once its lease has run out."""
    return part.lease_until if part.state is PartState.SENDING else part.due_at
