"""When a source is polled next, and what a server's Retry-After asks for. Pure."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=24)
LONGEST_WISH = timedelta(days=7)
"""A Retry-After beyond this is not believed."""


def next_poll(
    now: datetime, *, failures: int, retry_after: timedelta | None, least_interval: timedelta
) -> datetime:
    """The instant of the next poll.

    `failures` counts those in a row, this one included; 0 after a reading. The nth failure pauses
    five minutes, doubled n - 1 times, at most 24 h, and never less than the source's own interval or
    the server's wish.
    """
    pause = least_interval
    if failures > 0:
        doublings = min(failures - 1, 12)
        pause = max(pause, min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE))
    if retry_after is not None:
        pause = max(pause, min(retry_after, LONGEST_WISH))
    return now + pause


def parse_retry_after(header: str | None, *, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, as seconds or as a date; None when it says nothing usable."""
    text = (header or "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        return timedelta(seconds=float(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta(0))
