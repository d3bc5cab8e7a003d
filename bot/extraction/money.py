"""Finds amounts of money and ranges of them in a text, in the number styles of all places. Knows no pay."""

import re
from dataclasses import dataclass

from bot.extraction.currencies import PREFIX, SUFFIX, currency_of, scale_of

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(
    r"\d{1,3}(?:,\s?\d{3})+(?!\d)(?:\.\d{1,2}(?!\d))?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:['\u2019]\d{3})+(?!\d)(?:\.\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:[ \xa0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?"
    r"|\d+(?:[.,]\d{1,2}(?!\d))?"
)
_PERIOD = r"(?:\s?(?:/|per|an?|p\.?\s?)\s?(?:hour|hr|h|year|yr|annum|a|month|mo|day|week)\b\.?)?"
_BETWEEN = re.compile(
    rf"(?P<plus>\+)?(?:\s?\(?(?:gross|brutto|net|base)\)?)?{_PERIOD}\s{{0,2}}"
    r"(?:[-\u2010-\u2015\u2212~\u301c\uff5e]{1,2}|\bto\b|\bbis(?:\s+zu)?\b|\bà\b|\ba\b|\band\b|\bund\b"
    r"|\bet\b|\by\b|\bdo\b|\btot\b|\btill?\b|\bup to\b"
    r"|,? ?\b(?:rising|increasing|growing) to\b|[,;]? ?\bmax(?:imum)?\b\.?:?|до|→)"
    r"\s{0,2}$",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|und|et|y)\b", re.IGNORECASE)
_BETWEEN_WORD = re.compile(r"\b(?:between|zwischen|entre|range of|from)\s{0,2}\S{0,4}$", re.IGNORECASE)
_LAKH = re.compile(r"\s?L(?![^\W_])")
_LETTER = re.compile(r"[^\W\d_\u2e80-\u9fff]")
"""A letter of a script that puts spaces between words: a number right behind it is part of a word."""
_LONGEST_PREFIX = 10
_LONGEST_GAP = 28
_MOST_AMOUNTS = 2_000
_SMALL = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount, or a range where `high` is set, as it stands at `text[start:end]`.

    `currency` is ISO 4217, None where none is written; `sign` is how it was written. `scaled`: a word such as
    "k" multiplied it. `yearly`: that word says per year ("LPA").
    """

    low: float
    high: float | None = None
    currency: str | None = None
    sign: str = ""
    scaled: bool = False
    yearly: bool = False
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    number: float
    scale: float
    currency: str | None
    sign: str
    lead: bool
    yearly: bool
    start: int
    end: int


def find_money(text: str) -> tuple[Money, ...]:
    """Every amount and range in order of place, bare numbers included."""
    found: list[Money] = []
    amounts = _amounts(text)
    at = 0
    while at < len(amounts):
        first = amounts[at]
        second = amounts[at + 1] if at + 1 < len(amounts) else None
        if second is not None and _is_range(text, first, second):
            found.append(_range(first, second))
            at += 2
        else:
            found.append(_single(first))
            at += 1
    return tuple(found)


def _amounts(text: str) -> list[_Amount]:
    amounts: list[_Amount] = []
    at = 0
    while len(amounts) < _MOST_AMOUNTS and (digit := _DIGIT.search(text, at)) is not None:
        start = digit.start()
        number = _NUMBER.match(text, start)
        if number is None:  # pragma: no cover - a digit always begins a number
            break
        at = number.end()
        if start and (
            text[start - 1] in "#_." or (_LETTER.match(text[start - 1]) and not _prefix(text, start))
        ):
            continue
        amounts.append(_amount(text, start, number))
        at = max(at, amounts[-1].end)
    return amounts


def _prefix(text: str, start: int) -> re.Match[str] | None:
    if start == 0 or text[start - 1] in ",-(/":
        return None
    return PREFIX.search(text[max(0, start - _LONGEST_PREFIX) : start])


def _amount(text: str, start: int, number: re.Match[str]) -> _Amount:
    before = _prefix(text, start)
    after = SUFFIX.match(text, number.end())
    scale = (before and before["scale"]) or (after and after["scale"]) or ""
    end = after.end() if after else number.end()
    if before and not scale and (lakh := _LAKH.match(text, number.end())):
        scale, end = "lakh", lakh.end()
    lead = (before and (before["symbol"] or before["word"])) or ""
    trail = (after and (after["symbol"] or after["word"] or after["name"])) or ""
    sign = trail if trail and (not lead or currency_of(lead) == "USD") else lead
    return _Amount(
        number=_value(number.group()),
        scale=scale_of(scale) if scale else 1,
        currency=currency_of(sign) if sign else ("INR" if scale.lower() == "lpa" else None),
        sign=sign,
        lead=bool(lead),
        yearly=scale.lower() == "lpa",
        start=start - (len(before.group()) if before else 0),
        end=end,
    )


def _value(digits: str) -> float:
    """The number; a last group of three digits after a separator is thousands, of one or two decimals."""
    plain = re.sub(r"[\s'\u2019\xa0\u202f\u2009]", "", digits)
    if re.fullmatch(r"\d+[.,]\d{1,2}", plain):
        return float(plain.replace(",", "."))
    decimals = re.search(r"[.,]\d{1,2}$", plain)
    whole = plain[: decimals.start()] if decimals else plain
    number = float(re.sub(r"[.,]", "", whole))
    return number + float("0." + decimals.group()[1:]) if decimals else number


def _is_range(text: str, first: _Amount, second: _Amount) -> bool:
    gap = text[first.end : second.start]
    if len(gap) > _LONGEST_GAP or _BETWEEN.fullmatch(gap) is None:
        return False
    if _AND.search(gap) and _BETWEEN_WORD.search(text[max(0, first.start - 24) : first.start]) is None:
        return False
    if first.currency and second.currency and first.currency != second.currency:
        return "USD" in {first.currency, second.currency} and "$" in first.sign + second.sign
    low, high = _ends(first, second)
    return low <= high


def _ends(first: _Amount, second: _Amount) -> tuple[float, float]:
    """Both ends; a scale that only one of them writes counts for both where the other would be tiny."""
    scale = max(first.scale, second.scale)
    low = first.number * (first.scale if first.scale != 1 or first.number >= _SMALL else scale)
    high = second.number * (second.scale if second.scale != 1 or second.number >= _SMALL else scale)
    return low, high


def _range(first: _Amount, second: _Amount) -> Money:
    low, high = _ends(first, second)
    named = [amount for amount in (first, second) if amount.currency]
    better = [amount for amount in named if amount.sign != "$"] or named
    return Money(
        low=low,
        high=high,
        currency=better[0].currency if better else None,
        sign=better[0].sign if better else "",
        scaled=max(first.scale, second.scale) > 1,
        yearly=first.yearly or second.yearly,
        start=first.start,
        end=second.end,
    )


def _single(amount: _Amount) -> Money:
    return Money(
        low=amount.number * amount.scale,
        currency=amount.currency,
        sign=amount.sign,
        scaled=amount.scale > 1,
        yearly=amount.yearly,
        start=amount.start,
        end=amount.end,
    )
