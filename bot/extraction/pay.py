"""Reads base pay: the amount that the words around it call pay, with its period and its bounds.

A posting states many amounts (bonus, funding, budget, price); the nearest cue word in the same clause
decides. The salary field beats the text; ranges by level or by place count as one.
"""

import re
from dataclasses import replace
from enum import Enum

from bot.domain.opening import Pay, PayPeriod
from bot.extraction import pay_cues as cues
from bot.extraction.currencies import AT_HOME, DOLLARS, KRONER
from bot.extraction.money import Money, find_money
from bot.extraction.pay_lists import Candidate, on_target_sections, whole_list
from bot.extraction.sheet import Found, Sheet, clip

_SENTENCE = re.compile(r"[.!?](?=\s+[A-Z\u00c0-\u00de(])|[;\n\u2022]|\s\|\s")
_CLAUSE = re.compile(r"[,;|\u2022\n]|\.\s")
_PER = re.compile(
    r"(?: (?:gross|base|brutto))?\s?(?:(?:/|per|an?|pro|each)\s?(?:year|annum|month|week|day|hour|yr|hr"
    r"|mo|h)|annually|yearly|monthly|hourly|p\.\s?a|pa)\b",
    re.IGNORECASE,
)
"""The period that stands right behind an amount."""
_DIGIT = re.compile(r"\d")
_SAVINGS_PLAN = re.compile(r"40[13]\s?\(?[kb]\b", re.IGNORECASE)
_REACH = 130
_HEADING = 70
_CLOSE = 42
_SHORT = 12
_THOUSAND = 1_000
_LEAST_SHORT, _LEAST_BARE = 20, 20_000
_BARE_CUE = re.compile(
    r"(?:salary|pay|compensation|wages?|gehalt|remuneration|comp|rate|ctc|package"
    r"|wynagrodzenie|salaire)[\w\s(),/]{0,24}[:\-\u2013=]?\s{0,2}$",
    re.IGNORECASE,
)
_BARE_END = re.compile(
    r"\s{0,2}(?:$|[.,;)|\n+\u2022]|per\b|/|gross|brutto|p\.a|an?\s(?:year|month|hour)"
    r"|depending|plus|base|doe|annual|monthly)",
    re.IGNORECASE,
)
_LEAST_YEAR, _MOST_YEAR = 7_000, 1_500_000
_PLAUSIBLE = {
    PayPeriod.HOUR: (3, 600), PayPeriod.DAY: (30, 5_000), PayPeriod.WEEK: (150, 20_000),
    PayPeriod.MONTH: (200, 80_000), PayPeriod.YEAR: (_LEAST_YEAR, _MOST_YEAR),
}  # fmt: skip


class _Where(Enum):
    """Where an amount stands. FIELD: all of it is about pay. HEADING: short phrases, one may be the pay."""

    FIELD = "salary"
    TITLE = "title"
    HEADING = "heading"
    TEXT = "body"


def read_pay(sheet: Sheet, country: str | None) -> Found[Pay] | None:
    """The base pay that a posting states, None when it states none.

    `country` is the ISO 3166 code (small letters) of the only country that the posting lies in: its dollars,
    its crowns and its currency are meant where the posting leaves that out.
    """
    for where, text in _places_to_look(sheet):
        if _DIGIT.search(text) is None:
            continue
        candidates = _candidates(text, None if where is _Where.FIELD else country, where)
        chosen = _chosen(candidates, country)
        if chosen is None or (where is _Where.FIELD and _on_target_in(sheet.text, chosen.money)):
            continue
        return Found(
            value=whole_list(text, chosen, candidates) if where is _Where.TEXT else chosen.pay,
            words=chosen.words,
            field="body" if where is _Where.HEADING else where.value,
        )
    return None


def _chosen(candidates: list[Candidate], country: str | None) -> Candidate | None:
    """The first that is called pay; of pay for several countries that of the posting's own."""
    called = [one for one in candidates if one.called_pay] or candidates
    at_home = [one for one in called if one.pay.currency == AT_HOME.get(country or "")]
    return next(iter(at_home if called and called[0].money.currency else called), next(iter(called), None))


def _on_target_in(text: str, money: Money) -> bool:
    """Whether the text calls the same amounts earnings on target."""
    return any(
        (other.low, other.high) == (money.low, money.high)
        and cues.ON_TARGET_BEFORE.search(text[max(0, other.start - _CLOSE) : other.start])
        for other in find_money(text)
    )


def _places_to_look(sheet: Sheet) -> tuple[tuple["_Where", str], ...]:
    return (
        (_Where.FIELD, _base_parts(sheet.salary)),
        (_Where.TITLE, sheet.title),
        (_Where.TEXT, sheet.own_text),
        (_Where.HEADING, sheet.heading),
        (_Where.TEXT, sheet.text),
    )


def _base_parts(salary: str) -> str:
    """Of a field such as "$80K \u2022 Offers Equity" the parts with amounts; none where they are OTE."""
    parts = [part.strip() for part in salary.split("\u2022")]
    if any(cues.ALL_ON_TARGET.fullmatch(part) for part in parts[1:]):
        return ""
    return "; ".join(part for part in parts if _DIGIT.search(part))


def _candidates(text: str, home: str | None, where: _Where) -> list[Candidate]:
    amounts = find_money(text)
    on_target = on_target_sections(text) if amounts else ()
    found: list[Candidate] = []
    for at, money in enumerate(amounts):
        if any(start <= money.start < end for start, end in on_target):
            continue
        next_start = amounts[at + 1].start if at + 1 < len(amounts) else len(text)
        candidate = _candidate(text, money, next_start, home, where)
        if candidate is not None:
            found.append(candidate)
    return found


def _candidate(text: str, money: Money, next_start: int, home: str | None, where: _Where) -> Candidate | None:
    before = _before(text, money.start)
    after = text[money.end : min(next_start, money.end + 60)]
    if money.currency is None and not _bare_is_pay(text, money, where):
        return None
    if (
        money.low <= 0
        or cues.NOT_PAY_AFTER.match(after.partition("\n")[0])
        or _SAVINGS_PLAN.match(text, money.start)
    ):
        return None
    if cues.BASE_AFTER.match(after) is None and _other_money(before):
        return None
    called = where is _Where.FIELD or _called_pay(before, after)
    currency = _currency(money, home)
    period = _period(before, after, money, currency)
    listed = money.high is not None or (where is _Where.HEADING and money.scaled)
    if period is None and not called and not (listed and (money.currency or where is _Where.HEADING)):
        return None
    money = _thousands(money, period, called=called)
    period = period or _usual_period(money.high or money.low, currency)
    if not _plausible(money, currency, period):
        return None
    pay = _pay(money, text, after, currency, period)
    per = _PER.match(text, money.end)
    words = clip(text[money.start : per.end() if per else money.end])
    return Candidate(money=money, pay=pay, called_pay=called, words=words)


def _before(text: str, start: int) -> str:
    """What is said before an amount in its sentence; the heading above it where it begins a line."""
    left = text[max(0, start - _REACH) : start]
    breaks = [found.end() for found in _SENTENCE.finditer(left)]
    said = left[breaks[-1] :] if breaks else left
    if len(said.strip(" -*\u2013\u2022:\t")) < _SHORT:
        line_start = text.rfind("\n", 0, start) + 1
        heading = text[:line_start].rstrip("\n \t").rsplit("\n", 1)[-1]
        if line_start and len(heading) <= _HEADING:
            return f"{heading}: {said}"
    return said


def _other_money(before: str) -> bool:
    """Whether the nearest cue in the clause says that this is a bonus, a budget, a price ..."""
    clause_starts = [found.end() for found in _CLAUSE.finditer(before)]
    clause = before[max(len(before) - _CLOSE, clause_starts[-1] if clause_starts else 0) :]
    others = [found.end() for found in cues.NOT_PAY.finditer(clause)]
    if not others:
        return False
    pays = [found.end() for found in cues.PAY.finditer(clause)]
    return not pays or others[-1] >= pays[-1]


def _called_pay(before: str, after: str) -> bool:
    last = None
    for found in cues.PAY.finditer(before):
        last = found
    if last is not None:
        return True
    return cues.PAY_AFTER.match(after) is not None


def _bare_is_pay(text: str, money: Money, where: _Where) -> bool:
    """Whether a number without a currency is money: right after "Salary:", and no noun follows it."""
    if where is _Where.FIELD:
        return money.low >= _THOUSAND or money.high is not None
    if money.scaled and cues.BASE_AFTER.match(text, money.end):
        return True
    if _BARE_END.match(text, money.end) is None:
        return False
    if money.scaled and money.high is not None and money.high <= _MOST_YEAR and money.high >= _LEAST_BARE:
        return True
    paid_by_time = cues.PERIOD_AFTER.match(text, money.end) is not None
    return (money.low >= _THOUSAND or paid_by_time) and _BARE_CUE.search(
        text[max(0, money.start - 45) : money.start]
    ) is not None


def _currency(money: Money, home: str | None) -> str:
    if money.currency is None:
        return AT_HOME.get(home or "", "USD")
    if money.sign == "$":
        return DOLLARS.get(home or "", "USD")
    if money.sign.lower() in {"kr", "kr."}:
        return KRONER.get(home or "", "SEK")
    return money.currency


def _period(before: str, after: str, money: Money, currency: str) -> PayPeriod | None:
    if money.yearly:
        return PayPeriod.YEAR
    follows = cues.PERIOD_AFTER.match(after)
    if follows is not None:
        return cues.period_of(follows)
    last = None
    for found in cues.PERIOD_BEFORE.finditer(before):
        last = found
    if last is None:
        return None
    period = cues.period_of(last)
    low, high = _PLAUSIBLE[period]
    dollars = (money.high or money.low) / cues.PER_DOLLAR.get(currency, 1)
    return period if period is PayPeriod.YEAR or low <= dollars <= high else None


def _thousands(money: Money, period: PayPeriod | None, *, called: bool) -> Money:
    """An annual salary of "120-150" leaves out the thousands."""
    top = money.high or money.low
    if period is PayPeriod.YEAR and called and not money.scaled and _LEAST_SHORT <= top < _THOUSAND:
        high = money.high * _THOUSAND if money.high else None
        return replace(money, low=money.low * _THOUSAND, high=high, scaled=True)
    return money


def _usual_period(amount: float, currency: str) -> PayPeriod:
    """The period that an amount of this size is usually for."""
    dollars = amount / cues.PER_DOLLAR.get(currency, 1)
    least_year = 2_400 if currency == "INR" else 10_000
    if dollars >= least_year:
        return PayPeriod.YEAR
    return PayPeriod.MONTH if dollars >= 400 else PayPeriod.HOUR  # noqa: PLR2004


def _plausible(money: Money, currency: str, period: PayPeriod) -> bool:
    low, high = _PLAUSIBLE[period]
    rate = cues.PER_DOLLAR.get(currency, 1)
    if period is PayPeriod.YEAR and currency in {"INR", "PKR", "NGN", "EGP", "IDR", "VND", "PHP"}:
        low = 700
    return low <= (money.high or money.low) / rate <= high


def _pay(money: Money, text: str, after: str, currency: str, period: PayPeriod) -> Pay:
    minimum: float | None = money.low
    maximum: float | None = money.high if money.high is not None else money.low
    if money.high is None:
        before = text[max(0, money.start - 40) : money.start]
        if cues.UP_TO.search(before):
            minimum = None
        elif cues.FROM.search(before) or cues.FROM_AFTER.match(after):
            maximum = None
    return Pay(minimum=minimum, maximum=maximum, currency=currency, period=period)
