"""Until when a posting holds by what it says itself (schema.org `validThrough`). Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.posting import Posting

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EVERYWHERE = timedelta(hours=36)
"""From the midnight in which a day begins in UTC to its end in the last zone of the earth (UTC-12)."""


def expires_at(posting: Posting) -> datetime | None:
    """When the posting closes by itself; None when it does not say, or says nonsense.

    A day alone counts to its end, wherever on earth. A posting that ended before it was posted says nothing.
    """
    end = _instant(posting.valid_through)
    begin = _day(posting.posted)
    return None if end is None or (begin is not None and end.date() < begin) else end


def _instant(text: str | None) -> datetime | None:
    day = _day(text) if text and _DATE.fullmatch(text.strip()) else None
    if day is not None:
        return datetime.combine(day, time(), UTC) + _EVERYWHERE
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _day(text: str | None) -> date | None:
    found = _DATE.match((text or "").strip())
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
