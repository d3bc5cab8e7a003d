"""Reads the day on which a posting appeared: the source's field in any form, else a line of the text."""

import re
from datetime import UTC, date, datetime, timedelta

from bot.extraction.cue_lines import matches_at

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})"
    r"|(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4}))",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?P<count>\d{1,3}|an?|one)\+?\s?(?P<unit>minute|min|hour|h|day|d|week|w|month|mo"
    r"|year)s?\s+ago\b|\b(?P<word>today|just now|yesterday|just posted)\b",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_LINE = re.compile(
    r"\b(?:posted|published|date posted|posting date|posted date|veröffentlicht|publi\u00e9e?"
    r"|opublikowano)(?:\s(?:on|at|am|le))?\s?[:\-\u2013]?\s{0,3}(?P<when>[^\n|]{3,40})",
    re.IGNORECASE,
)
_LINE_HEADS = (
    "posted",
    "published",
    "date posted",
    "posting date",
    "veröffentlicht",
    "publi",
    "opublikowano",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = {"day": 1, "d": 1, "week": 7, "w": 7, "month": 30, "mo": 30, "year": 365}
_TWELVE = 12
_HEAD = 3_000


def read_posted_on(posted: str | None, text: str, seen_on: date) -> date | None:
    """The day, never after `seen_on` by more than one (time zones); None when nothing says."""
    for words in (posted, _line(text)):
        found = parse_day(words, seen_on) if words else None
        if found is not None and found <= seen_on + timedelta(days=1):
            return found
    return None


def parse_day(words: str, seen_on: date) -> date | None:
    """The day that words name: ISO 8601, "15/09/2025" (day first), "Sep 15, 2025", "3 days ago", an epoch."""
    words = words.strip()
    if _EPOCH.fullmatch(words):
        return _of_epoch(float(words))
    if (iso := _ISO.search(words)) or (iso := _YEAR_FIRST.search(words)):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if (slashed := _SLASHED.search(words)) is not None:
        first, second, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
        return _day(year, second, first) if second <= _TWELVE else _day(year, first, second)
    if (named := _NAMED.search(words)) is not None:
        return _of_name(named)
    ago = _AGO.search(words)
    return _of_ago(ago, seen_on) if ago else None


def _line(text: str) -> str | None:
    found = next(matches_at(_LINE, text, _LINE_HEADS, end=_HEAD), None)
    return found["when"] if found else None


def _of_epoch(number: float) -> date | None:
    seconds = number / 1_000 if number >= 1e12 else number  # noqa: PLR2004
    return datetime.fromtimestamp(seconds, tz=UTC).date()


def _of_name(found: re.Match[str]) -> date | None:
    month = (found["month"] or found["month2"]).lower()[:3]
    if month not in _MONTHS:
        return None
    return _day(
        int(found["year"] or found["year2"]), _MONTHS.index(month) + 1, int(found["day"] or found["day2"])
    )


def _of_ago(found: re.Match[str], seen_on: date) -> date:
    if found["word"]:
        return seen_on - timedelta(days=1 if found["word"].lower() == "yesterday" else 0)
    count = int(found["count"]) if found["count"].isdigit() else 1
    return seen_on - timedelta(days=count * _DAYS.get(found["unit"].lower(), 0))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
