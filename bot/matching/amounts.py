"""Reads and writes the amounts of a query: pay (`150k`, `€120,000`, `85/hour`) and ages (`7d`, `24h`)."""

import re
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.opening import PayPeriod
from bot.matching.currency import ECB_RATES

LEAST_PLAIN_YEARLY = 1000
"""A yearly amount below this, typed without `k`, is surely a slip (`salary>=150`)."""

LARGEST = 1_000_000_000

_PERIODS = MappingProxyType(
    {
        **dict.fromkeys(("y", "yr", "year", "annum"), PayPeriod.YEAR),
        **dict.fromkeys(("m", "mo", "month"), PayPeriod.MONTH),
        **dict.fromkeys(("w", "wk", "week"), PayPeriod.WEEK),
        **dict.fromkeys(("d", "day"), PayPeriod.DAY),
        **dict.fromkeys(("h", "hr", "hour"), PayPeriod.HOUR),
    }
)
_SYMBOLS = MappingProxyType(
    {
        "€": "EUR",
        "£": "GBP",
        "¥": "JPY",
        "₹": "INR",
        "US$": "USD",
        "C$": "CAD",
        "CA$": "CAD",
        "A$": "AUD",
        "$": "$",
    }
)
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})
_SCALES = MappingProxyType({"": 1, "k": 1000, "m": 1_000_000})
_HOURS = MappingProxyType({"h": 1, "d": 24, "w": 168, "m": 720})

_UNIT = r"(?:[A-Z]{0,2}\$|[€£¥₹]|[A-Z]{3})"
_AMOUNT = re.compile(
    rf"(?P<before>{_UNIT})?(?P<number>[0-9]{{1,3}}(?:[,'_][0-9]{{3}})+|[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?)"
    rf"(?P<scale>[KM])?\+?(?P<after>{_UNIT})?(?:/(?P<period>[A-Z]+))?",
    re.IGNORECASE | re.ASCII,
)
_CURRENCY = re.compile(rf"(?P<unit>{_UNIT})(?:/(?P<period>[A-Z]+))?", re.IGNORECASE | re.ASCII)
_AGE = re.compile(r"(?P<count>[0-9]{1,5})\s*(?P<unit>[hdwm])[a-z]*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount of pay as typed. `currency` None: not named. `scaled`: with `k` or `m`."""

    number: float
    currency: str | None = None
    period: PayPeriod | None = None
    scaled: bool = False


def read_amount(text: str, *, home_currency: str) -> Amount | None:
    """The amount that the whole text is, or None. `$` is the home currency where that is a dollar."""
    found = _AMOUNT.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        return None
    unit = found["before"] or found["after"]
    currency = currency_code(unit, home_currency=home_currency) if unit else None
    period = _PERIODS.get(found["period"].lower()) if found["period"] else None
    if (unit and currency is None) or (found["period"] and period is None):
        return None
    scale = (found["scale"] or "").lower()
    number = float(re.sub("[,'_]", "", found["number"])) * _SCALES[scale]
    return Amount(number=number, currency=currency, period=period, scaled=bool(scale))


def read_currency(text: str, *, home_currency: str) -> tuple[str, PayPeriod | None] | None:
    """`EUR`, `eur/month`, `€`: the currency and period that the whole text is, or None."""
    found = _CURRENCY.fullmatch(text)
    if found is None:
        return None
    currency = currency_code(found["unit"], home_currency=home_currency)
    period = _PERIODS.get(found["period"].lower()) if found["period"] else None
    if currency is None or (found["period"] and period is None):
        return None
    return currency, period


def currency_code(unit: str, *, home_currency: str) -> str | None:
    """The ISO 4217 code of a symbol or a code whose rate is known, else None."""
    code = _SYMBOLS.get(unit.upper(), unit.upper())
    if code == "$":
        return home_currency if home_currency in _DOLLARS else "USD"
    return code if ECB_RATES.knows(code) else None


def format_amount(amount: int) -> str:
    """The shortest way to type a yearly amount: 150000 → `150k`, 120500 → `120.5k`, 2558 → `2558`."""
    thousands, rest = divmod(amount, 1000)
    if amount >= LEAST_PLAIN_YEARLY and rest % 100:
        return str(amount)
    fraction = f"{rest:03d}".rstrip("0")
    return f"{thousands}.{fraction}k" if fraction else f"{thousands}k"


def read_age(text: str) -> int | None:
    """An age such as `7d`, `24h`, `2w`, `1month`, in hours; None when it is not one."""
    found = _AGE.fullmatch(text)
    return int(found["count"]) * _HOURS[found["unit"].lower()] if found else None


def format_age(hours: int) -> str:
    """The shortest way to type an age: 168 → `7d`, 36 → `36h`."""
    return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"


def mended_amount(text: str, *, home_currency: str) -> str | None:
    """What somebody who typed a broken amount probably meant (`12ok` → `120k`), or None."""
    for mended in (re.sub("[oO]", "0", text), re.sub("[lI]", "1", text), re.sub(r"[^0-9kKmM.]", "", text)):
        if mended != text and read_amount(mended, home_currency=home_currency):
            return mended
    return None
