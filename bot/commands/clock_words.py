"""Instants and settings of time as people read them. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.wording import count_text
from bot.domain.chat import DigestSchedule, QuietHours

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)

FOREVER = datetime.max.replace(tzinfo=UTC)
"""The end of a pause that has none."""


def instant_text(instant: datetime, zone: str) -> str:
    """An instant in a zone: "Fri 27 Nov 2026, 09:00 (Europe/Berlin)"."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {local.day} {local:%b %Y, %H:%M} ({zone})"


def until_text(until: datetime | None, zone: str) -> str:
    """The end of a pause: "until Fri 27 Nov 2026, 09:00 (Europe/Berlin)", "until it is resumed"."""
    if until is None or until == FOREVER:
        return "until it is resumed"
    return f"until {instant_text(until, zone)}"


def schedule_text(schedule: DigestSchedule, zone: str) -> str:
    """When a digest comes: "at 09:00 (Europe/Berlin), every day"."""
    return f"at {schedule.at:%H:%M} ({zone}), {weekdays_text(schedule.weekdays)}"


def weekdays_text(weekdays: tuple[int, ...]) -> str:
    """Weekdays: "every day", "Mon to Fri", "Mon, Thu"."""
    if weekdays == _EVERY_DAY:
        return "every day"
    names = [_DAYS[day - 1] for day in weekdays]
    if len(weekdays) > 2 and weekdays == tuple(range(weekdays[0], weekdays[-1] + 1)):  # noqa: PLR2004
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names)


def length_text(length: timedelta) -> str:
    """A length of time: "30 minutes", "4 hours", "1 day"."""
    minutes = round(length.total_seconds() / 60)
    for size, unit in ((24 * 60, "day"), (60, "hour")):
        if minutes >= size and minutes % size == 0:
            return count_text(minutes // size, unit)
    return count_text(minutes, "minute")


def quiet_text(quiet: QuietHours | None) -> str:
    """Quiet hours: "22:00 to 07:00", or "none"."""
    return f"{quiet.start:%H:%M} to {quiet.end:%H:%M}" if quiet else "none"
