"""When the next digest or batch is due, and what people mean by a time, a day, a zone. Pure.

The only file besides rendering that knows local time. A local time that the clocks skip stands for the
first instant after the gap; one that comes twice stands for the first of the two.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.chat import ChannelSettings, DigestSchedule
from bot.domain.subscription import Cadence
from bot.errors import BadOption
from bot.scheduling.zones import parse_zone

__all__ = [
    "DueDigest",
    "digest_slot",
    "in_quiet_hours",
    "latest_digest",
    "latest_week",
    "next_due",
    "parse_days",
    "parse_time",
    "parse_zone",
]

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_ALL_WEEK = (1, 2, 3, 4, 5, 6, 7)
_DAYS_TRIED = 16
"""Two weeks and a day or two: some zone once skipped a whole day, which may be the only one allowed."""

_WORDS_OF_TIME = {"noon": time(12), "midday": time(12), "midnight": time()}
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d\d)|(?P<joined>(?<=\d\d)\d\d)|h)?\s*(?P<half>[ap])?(?:\.?m\.?)?",
    re.ASCII,
)
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "weekdays": (1, 2, 3, 4, 5),
    "workdays": (1, 2, 3, 4, 5),
    "weekend": (6, 7),
    "weekends": (6, 7),
    "daily": _ALL_WEEK,
    "everyday": _ALL_WEEK,
    "all": _ALL_WEEK,
}
_LEAST_LETTERS = {"t": 2, "s": 2}
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDigest:
    """A digest whose time has come: its name within the channel, and the instant (UTC) of its time.

    `of_week`: it is the one with which a week begins.
    """

    slot: str
    due_at: datetime
    of_week: bool = False


def next_due(cadence: Cadence, settings: ChannelSettings, after: datetime) -> datetime:
    """The first instant (UTC) strictly after `after` at which matches of this cadence are posted.

    HOURLY: the next full local hour. DAILY: the digest's local time on the next allowed weekday.
    WEEKLY: the same on the first allowed weekday of a week. INSTANT matches are posted at once; what is
    over their limit waits for the daily digest, so for them this is that digest. No digest comes at a time
    that had passed when somebody chose it.
    """
    zone = ZoneInfo(settings.timezone)
    if cadence is Cadence.HOURLY:
        local = after.astimezone(zone)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return after.astimezone(UTC) + _HOUR - past
    after = max(after, settings.digest.chosen_at or after)
    weekdays = settings.digest.weekdays or _ALL_WEEK
    if cadence is Cadence.WEEKLY:
        weekdays = (min(weekdays),)
    local_date = after.astimezone(zone).date() - _DAY
    days = (local_date + number * _DAY for number in range(_DAYS_TRIED + 2))
    return next(due for _, due in _digests(days, settings.digest.at, weekdays, zone) if due > after)


def digest_slot(schedule: DigestSchedule, timezone: str, now: datetime) -> date:
    """The local date of the latest digest that has come due at or before `now`.

    A digest that is sent late, after midnight or a day of downtime, still has the date on which it
    was due, so that the next one keeps its own.
    """
    zone = ZoneInfo(timezone)
    local_date = now.astimezone(zone).date() + _DAY
    days = (local_date - number * _DAY for number in range(_DAYS_TRIED + 2))
    weekdays = schedule.weekdays or _ALL_WEEK
    return next(day for day, due in _digests(days, schedule.at, weekdays, zone) if due <= now)


def latest_digest(settings: ChannelSettings, now: datetime) -> DueDigest:
    """The latest digest that has come due at or before `now`, sent or not.

    Its slot is its local date: with it, a day has one digest, also where the clocks change or a newer zone
    database moves its instant. On the day on which somebody chose another time, the time is part of the
    slot, so that a digest that had been sent that day does not stand for the one at the new time.
    """
    schedule, zone = settings.digest, ZoneInfo(settings.timezone)
    day = digest_slot(schedule, settings.timezone, now)
    chosen_at = schedule.chosen_at
    chosen_today = chosen_at is not None and chosen_at.astimezone(zone).date() == day
    return DueDigest(
        slot=f"{day.isoformat()}T{schedule.at:%H:%M}" if chosen_today else day.isoformat(),
        due_at=_instant(day, schedule.at, zone),
        of_week=day.isoweekday() == min(schedule.weekdays or _ALL_WEEK),
    )


def latest_week(settings: ChannelSettings, now: datetime) -> DueDigest:
    """The latest digest at or before `now` with which a week begins, sent or not."""
    return latest_digest(_of_weeks(settings), now)


def _of_weeks(settings: ChannelSettings) -> ChannelSettings:
    first = (min(settings.digest.weekdays or _ALL_WEEK),)
    return replace(settings, digest=replace(settings.digest, weekdays=first))


def in_quiet_hours(settings: ChannelSettings, now: datetime) -> datetime | None:
    """When the quiet hours that `now` lies in end (UTC); None when it lies in none."""
    quiet = settings.quiet_hours
    if quiet is None:
        return None
    zone = ZoneInfo(settings.timezone)
    today = now.astimezone(zone).date()
    for first in (today - _DAY, today):
        last = first if quiet.start <= quiet.end else first + _DAY
        end = _instant(last, quiet.end, zone)
        if _instant(first, quiet.start, zone) <= now < end:
            return end
    return None


def parse_time(text: str) -> time:
    """A time of day: "9:00", "9am", "21.30", "9 pm", "0930", "noon". Raises BadOption."""
    word = " ".join(text.casefold().split())
    if word in _WORDS_OF_TIME:
        return _WORDS_OF_TIME[word]
    found = _TIME.fullmatch(word)
    if found is None or (word.endswith("m") and not found["half"]):
        raise BadOption(f'"{_shown(text)}" is no time of day. Write 9:00, 9am or 21:30.')
    hour, minute = int(found["hour"]), int(found["minute"] or found["joined"] or 0)
    if found["half"] and not 1 <= hour <= 12:  # noqa: PLR2004
        raise BadOption(f'"{_shown(text)}" is no time of day: am and pm go from 1 to 12. Write 9am or 21:30.')
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004
        raise BadOption(
            f'"{_shown(text)}" is no time of day: it goes from 0:00 to 23:59. Write 9:00 or 21:30.'
        )
    return time(hour, minute)


def parse_days(text: str) -> tuple[int, ...]:
    """ISO weekdays, sorted: "mon-fri", "weekdays", "mon, thu", "fri to mon". Raises BadOption."""
    words = re.sub(r"every\s*day", "daily", text.casefold())
    words = re.sub(r"\s*(?:-|\u2013|\bto\b)\s*", "-", words)
    found: set[int] = set()
    for word in re.split(r"[\s,;&+]+|\band\b", words):
        found.update(_days_of(word.strip(), text))
    if not found:
        raise _no_days(text)
    return tuple(sorted(found))


def _days_of(word: str, text: str) -> tuple[int, ...]:
    if word in {"", "and", "on", "every"}:
        return ()
    if word in _GROUPS:
        return _GROUPS[word]
    first, dash, last = word.partition("-")
    begin = _weekday(first, text)
    length = (_weekday(last, text) - begin) % 7 if dash else 0
    return tuple((begin - 1 + offset) % 7 + 1 for offset in range(length + 1))


def _weekday(word: str, text: str) -> int:
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(_DAY_NAMES):
        return int(word)
    name = word.removesuffix(".")
    for number, day in enumerate(_DAY_NAMES, 1):
        if len(name) >= _LEAST_LETTERS.get(day[0], 1) and (day.startswith(name) or f"{day}s" == name):
            return number
    if name in {"thurs", "tues", "weds"}:
        return {"tues": 2, "weds": 3, "thurs": 4}[name]
    raise _no_days(text)


def _no_days(text: str) -> BadOption:
    return BadOption(f'"{_shown(text)}" names no days of the week. Write mon-fri, weekdays or mon,thu.')


def _digests(
    days: Iterator[date], at: time, weekdays: tuple[int, ...], zone: ZoneInfo
) -> Iterator[tuple[date, datetime]]:
    """The allowed ones of these local dates with their instants; a date that a zone skipped has none."""
    for day in days:
        if day.isoweekday() in weekdays and _instant(day, time(), zone).astimezone(zone).date() == day:
            yield day, _instant(day, at, zone)


@lru_cache(maxsize=4096)  # a channel's plans ask for the same few again and again
def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a local time: the first of two, or the end of the gap that it falls in."""
    local = datetime.combine(day, at.replace(microsecond=0))
    later = local.replace(tzinfo=zone).astimezone(UTC)
    if later.astimezone(zone).replace(tzinfo=None) == local:
        return later
    earlier = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while later - earlier > timedelta(seconds=1):  # the offset changes between the two
        middle = (earlier + (later - earlier) / 2).replace(microsecond=0)
        if middle.astimezone(zone).replace(tzinfo=None) < local:
            earlier = middle
        else:
            later = middle
    return later


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
