"""Dates of feeds as ISO 8601 instants, with the zones that feeds name and libraries do not know."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.feeds.formats.document import line

_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "IST": 330, "CET": 60, "MEZ": 60,
    "CEST": 120, "MESZ": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "SGT": 480, "HKT": 480,
    "AWST": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
    "AST": -240, "ADT": -180, "EST": -300, "EDT": -240, "ET": -300, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "BRT": -180, "ART": -180, "AKST": -540, "HST": -600,
}  # fmt: skip
_ZONE = re.compile(r"\s*\b([A-Z]{1,4})$")
_EPOCH = re.compile(r"-?\d{9,14}(?:\.\d+)?")
_MILLISECONDS = 1e11
"""Numbers beyond this, the year 5138 in seconds, are milliseconds."""
_YEAR_BEFORE_1000 = re.compile(r"^0\d{3}-|\s0\d{3}\s")  # libraries take 0000 for 2000
_EARLIEST, _LATEST = 1990, 2100


def instant(value: Any) -> str | None:
    """The date as ISO 8601 where it can be read, as it stands where it cannot; None when it is absurd.

    Numbers are seconds or milliseconds since 1970, by magnitude. A time without a zone is UTC, as
    feeds mean it. A date alone stays a date.
    """
    text = line(value)
    if text is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    if _YEAR_BEFORE_1000.search(text):
        return None
    moment = _read(text)
    if moment is None:
        return text if not _EPOCH.fullmatch(text) and re.search(r"[A-Za-z0-9]", text) else None
    return moment.isoformat() if _EARLIEST <= moment.year < _LATEST else None


def _read(text: str) -> datetime | None:
    try:
        if _EPOCH.fullmatch(text):
            number = float(text)
            return datetime.fromtimestamp(number / 1000 if abs(number) > _MILLISECONDS else number, UTC)
        moment = _iso(text) or _rfc822(text)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]", text):
        return None
    return datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT)$", "+00:00", text).replace(" +", "+"))


def _rfc822(text: str) -> datetime:
    """RFC 822, whose zone names beyond the American ones are read from our own table."""
    zone = _ZONE.search(text.upper())
    if zone is None or zone.group(1) not in _ZONES:
        return parsedate_to_datetime(text)
    naive = parsedate_to_datetime(text[: zone.start()] + " +0000")
    return (naive - timedelta(minutes=_ZONES[zone.group(1)])).astimezone(UTC)
