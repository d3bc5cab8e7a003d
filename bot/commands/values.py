"""Turns the raw text of options into checked values; what is none is a BadOption with an example. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from types import MappingProxyType
from typing import TypeVar

from bot.commands.option import Option, OptionType
from bot.commands.parse import Typed, missing, nearest
from bot.domain.chat import QuietHours
from bot.domain.subscription import Cadence
from bot.errors import BadOption
from bot.scheduling.cadence import parse_days, parse_time, parse_zone

MOST_DAYS = 30
LONGEST_PAUSE = timedelta(days=366)

_LARGEST_NUMBER = 2**31
_LONGEST_SHOWN = 60
_OFF = ("off", "none", "no", "never")
_UNITS: Mapping[str, timedelta] = MappingProxyType(
    {
        **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), timedelta(minutes=1)),
        **dict.fromkeys(("h", "hour", "hours"), timedelta(hours=1)),
        **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
        **dict.fromkeys(("w", "week", "weeks"), timedelta(weeks=1)),
        **dict.fromkeys(("mo", "month", "months"), timedelta(days=30)),
    }
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Off:
    """The value of an option that was switched off."""


@dataclass(frozen=True, slots=True)
class Values:
    """The checked options of one command; what was not given is not there."""

    given: Mapping[str, object]

    def get(self, name: str, kind: type[_T]) -> _T | None:
        """The value, None when it was not given. `kind` is the type that its declaration promises."""
        value = self.given.get(name)
        if value is None or isinstance(value, kind):
            return value
        raise TypeError(f"{name} is {type(value).__name__}, not {kind.__name__}")

    def need(self, name: str, kind: type[_T]) -> _T:
        """The value of a required option."""
        value = self.get(name, kind)
        if value is None:
            raise KeyError(name)
        return value


def checked(typed: Typed) -> Values:
    """The values of a typed command. Raises BadOption for the first that is missing or is none."""
    given: dict[str, object] = {}
    for option in typed.command.options:
        text = typed.values.get(option.name, "").strip()
        if text:
            given[option.name] = _READERS[option.type](option, text)
        elif option.required:
            raise missing(typed.command, option)
    return Values(MappingProxyType(given))


def parse_duration(text: str) -> timedelta:
    """`3d`, `2 weeks`, `90 minutes`, `1 month`. Raises BadOption."""
    found = re.fullmatch(r"(?:for\s+)?(\d{1,5})\s?([a-z]+)", text.strip(), re.IGNORECASE | re.ASCII)
    unit = _UNITS.get(found[2].casefold()) if found else None
    if found and unit:
        length = int(found[1]) * unit
        if timedelta() < length <= LONGEST_PAUSE:
            return length
        raise BadOption(f'"{text}" is out of range: from 1 minute to a year, such as 3d, 12h or 2 weeks.')
    raise BadOption(f'"{_shown(text)}" is no length of time. Write a number and a unit: 3d, 12h or 2 weeks.')


def parse_hours(text: str) -> QuietHours | Off:
    """`22:00-7:00`, `10pm to 7am`, `off`. Raises BadOption."""
    if text.casefold() in _OFF:
        return Off()
    ends = re.split(r"\s*(?:-|\u2013|\bto\b|\buntil\b)\s*", text.strip(), maxsplit=1, flags=re.IGNORECASE)
    if len(ends) != 2 or not all(ends):  # noqa: PLR2004
        raise BadOption(f'"{_shown(text)}" is no pair of times. Write 22:00-7:00, or off.')
    start, end = parse_time(ends[0]), parse_time(ends[1])
    if start == end:
        raise BadOption(f'"{text}" is the whole day or nothing. To post nothing at all, use /jobs pause.')
    return QuietHours(start=start, end=end)


def _cadence(_option: Option, text: str) -> Cadence:
    word = text.casefold()
    word = "instant" if word in {"at once", "instantly", "now"} else word
    try:
        return Cadence(word)
    except ValueError:
        names = tuple(cadence.value for cadence in Cadence)
        hint = nearest(word, names)
        meant = f" Did you mean {hint[0]}?" if hint else ""
        raise BadOption(f'"{_shown(text)}" is no cadence. It is one of {", ".join(names)}.{meant}') from None


def _number(option: Option, text: str) -> int:
    digits = text.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or int(digits[:20]) >= _LARGEST_NUMBER:
        raise BadOption(f'"{_shown(text)}" is no number. {option.name.upper()} is {option.help}.')
    return int(digits)


def _days(_option: Option, text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})\s?(?:d|days?)?", text, re.IGNORECASE | re.ASCII)
    if not found or not 1 <= int(found[1]) <= MOST_DAYS:
        raise BadOption(f'"{_shown(text)}" is not 1 to {MOST_DAYS} days. Write days:7, for example.')
    return int(found[1])


def _time(_option: Option, text: str) -> time:
    return parse_time(text)


def _zone(_option: Option, text: str) -> str:
    return parse_zone(text)


def _weekdays(_option: Option, text: str) -> tuple[int, ...]:
    return parse_days(re.sub(r"^on\s+", "", text, flags=re.IGNORECASE))


def _url(_option: Option, text: str) -> str:
    address = text.strip("<>").split("|")[0]
    if re.match(r"https?://[^\s/]", address, re.IGNORECASE):
        return address
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", address):
        return f"https://{address}"
    raise BadOption(f'"{_shown(text)}" is no address. Paste the link of a feed or a careers page: https://…')


def _posting(_option: Option, text: str) -> str:
    return text.strip("<>").split("|")[0]


def _text(_option: Option, text: str) -> str:
    return text


def _choice(option: Option, text: str) -> str:
    word = text.casefold()
    if word in option.choices:
        return word
    hint = nearest(word, option.choices)
    meant = f" Did you mean {hint[0]}?" if hint else ""
    *others, last = option.choices
    choices = f"{', '.join(others)} or {last}" if others else last
    raise BadOption(f'"{_shown(text)}" will not do for {option.name}: it is {choices}.{meant}')


def _hours(_option: Option, text: str) -> QuietHours | Off:
    return parse_hours(text)


def _duration(_option: Option, text: str) -> timedelta:
    return parse_duration(text)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


_READERS: Mapping[OptionType, Callable[[Option, str], object]] = MappingProxyType(
    {
        OptionType.QUERY: _text,
        OptionType.CADENCE: _cadence,
        OptionType.NUMBER: _number,
        OptionType.TIME: _time,
        OptionType.ZONE: _zone,
        OptionType.DAYS: _days,
        OptionType.WEEKDAYS: _weekdays,
        OptionType.HOURS: _hours,
        OptionType.DURATION: _duration,
        OptionType.URL: _url,
        OptionType.POSTING: _posting,
        OptionType.TEXT: _text,
        OptionType.CHOICE: _choice,
    }
)


def is_off(text: str) -> bool:
    """Whether a person wrote that something should be off."""
    return text.casefold() in _OFF
