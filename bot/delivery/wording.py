"""How facets read in a sentence: pay, place, level, age. Pure; times are arguments."""

from datetime import date, datetime

from bot.domain.opening import EmploymentType, Facets, Level, Pay, PayPeriod, Workplace

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_PERIODS = {
    PayPeriod.YEAR: "a year",
    PayPeriod.MONTH: "a month",
    PayPeriod.WEEK: "a week",
    PayPeriod.DAY: "a day",
    PayPeriod.HOUR: "an hour",
}
_MOST_PLACES = 3


def pay_text(pay: Pay) -> str:
    """Pay as people write it: "$150k-180k a year", "from €60 an hour", "CHF 9,000 a month"."""
    symbol = _SYMBOLS.get(pay.currency, f"{pay.currency} ")
    low, high = pay.minimum, pay.maximum
    if low is None:
        if high is None:
            return ""
        amount = f"up to {symbol}{_amount(high)}"
    elif high is None:
        amount = f"from {symbol}{_amount(low)}"
    elif low == high:
        amount = f"{symbol}{_amount(low)}"
    else:
        amount = f"{symbol}{_amount(low)}-{_amount(high)}"
    return f"{amount} {_PERIODS[pay.period]}"


def place_text(facets: Facets) -> str:
    """Where the work is: "Remote (Germany)", "Hybrid, Berlin, Germany", "Paris, France"; "" if unsaid."""
    places = _some([place.name for place in facets.places])
    if facets.workplace is Workplace.REMOTE:
        regions = _some([region.name for region in facets.remote_regions]) or places
        return f"Remote ({regions})" if regions else "Remote"
    if facets.workplace is Workplace.UNKNOWN:
        return places
    word = "Hybrid" if facets.workplace is Workplace.HYBRID else "On site"
    return f"{word}, {places}" if places else word


def level_text(levels: tuple[Level, ...]) -> str:
    """Levels in words: "Senior", "Senior or Staff"; "" if the posting does not say."""
    names = [level.value.capitalize() for level in levels]
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def topics_of(facets: Facets) -> tuple[str, ...]:
    """What an opening is about, as keys: "senior", "data-engineer", "internship", "remote"."""
    contract = () if facets.employment_type is EmploymentType.UNKNOWN else (facets.employment_type.value,)
    place = (facets.workplace.value,) if facets.workplace is Workplace.REMOTE else ()
    return (*(level.value for level in facets.levels), *facets.roles, *contract, *place)


def employment_text(kind: EmploymentType) -> str:
    """Only what is out of the ordinary: "" for full-time and unknown."""
    ordinary = (EmploymentType.FULL_TIME, EmploymentType.UNKNOWN)
    return "" if kind in ordinary else kind.value.capitalize()


def age_text(posted_on: date | None, first_seen_at: datetime, now: datetime) -> str:
    """When it was posted, as a date that stays true in the channel, and how long ago that was.

    Without a stated date it is when we first saw it.
    """
    word = "seen" if posted_on is None else "posted"
    day = first_seen_at.date() if posted_on is None else posted_on
    days = (now.date() - day).days
    written = day_text(day, now.date())
    if days <= 0:
        return f"{word} today, {written}"
    if days == 1:
        return f"{word} yesterday, {written}"
    return f"{word} {days} days ago, {written}"


def closed_text(posted_on: date | None, first_seen_at: datetime, closed_at: datetime) -> str:
    """How long it was listed, and when it closed: "closed 9 Aug, after 12 days"."""
    began = first_seen_at.date() if posted_on is None else posted_on
    days = (closed_at.date() - began).days
    ended = f"closed {day_text(closed_at.date(), closed_at.date())}"
    return f"{ended}, after {count_text(days, 'day')}" if days > 0 else ended


def day_text(day: date, today: date) -> str:
    """A day as "27 Jul", with the year when it is another one."""
    short = f"{day.day} {day:%b}"
    return short if day.year == today.year else f"{short} {day.year}"


def count_text(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 posting", "3 postings"."""
    return f"{number} {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def _amount(value: float) -> str:
    if value >= 10_000 and value % 100 == 0:  # noqa: PLR2004 (120,500 is 120.5k, 9,000 stays)
        return f"{value / 1000:g}k"
    return f"{value:,.2f}".removesuffix(".00")


def _some(names: list[str]) -> str:
    shown = " / ".join(names[:_MOST_PLACES])
    left = len(names) - _MOST_PLACES
    return f"{shown} and {left} more" if left > 0 else shown
