"""Reads the pay behind `salary`, with the currency and period that may follow (`150k EUR`, `85 USD/hour`)."""

from bot.domain.opening import PayPeriod
from bot.matching.amounts import (
    LARGEST,
    LEAST_PLAIN_YEARLY,
    Amount,
    mended_amount,
    read_amount,
    read_currency,
)
from bot.matching.currency import PERIODS_A_YEAR
from bot.matching.field_value import FieldAt, FieldRead
from bot.matching.measure_terms import PayUnknownTerm, SalaryTerm
from bot.matching.terms import Comparison


def read_salary(field: FieldAt) -> FieldRead:
    """`salary>=150k`, `salary:unknown`."""
    if field.token.text.lower() == "unknown":
        return FieldRead(term=PayUnknownTerm())
    comparison = field.comparison or Comparison.AT_LEAST
    amount = read_amount(field.token.text, home_currency=field.currency)
    if amount is None:
        mended = mended_amount(field.token.text, home_currency=field.currency)
        raise field.error("expected an amount such as 120k", mended)
    is_yearly = amount.period is None and not _period_follows(field)
    if is_yearly and not amount.scaled and amount.number < LEAST_PLAIN_YEARLY:
        problem = "expected an amount a year such as 120k, or a rate such as 85/hour"
        raise field.error(problem, f"{amount.number:g}k")
    return salary(amount, comparison, field)


def _period_follows(field: FieldAt) -> bool:
    following = _currency_behind(field)
    return following is not None and following[1] is not None


def _currency_behind(field: FieldAt) -> tuple[str, PayPeriod | None] | None:
    if not field.following:
        return None
    return read_currency(field.following[0].text, home_currency=field.currency)


def salary(amount: Amount, comparison: Comparison, field: FieldAt) -> FieldRead:
    """The salary term of an amount; a currency may stand behind it, else it is the workspace's."""
    currency, period, taken = amount.currency, amount.period, 0
    behind = _currency_behind(field) if currency is None else None
    if behind is not None:
        currency, period, taken = behind[0], period or behind[1], 1
    yearly = round(amount.number * PERIODS_A_YEAR[period or PayPeriod.YEAR])
    if yearly > LARGEST:
        raise field.error("this is more than anybody earns; expected an amount such as 120k")
    term = SalaryTerm(comparison, yearly, currency or field.currency)
    return FieldRead(term=term, taken=taken, assumed_currency=currency is None)
