"""Converts pay between currencies by a dated table of reference rates, good enough for a threshold.

Rates: European Central Bank, euro foreign exchange reference rates of 30 October 2026
(https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/). A query such
as `salary>=150k USD` means "roughly that much", so a table of this age serves; it is renewed with releases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.domain.opening import Pay, PayPeriod


@dataclass(frozen=True, slots=True)
class CurrencyRates:
    """How many units of each currency one euro buys, on a day."""

    on: date
    per_euro: Mapping[str, float]

    def knows(self, currency: str) -> bool:
        """Whether the table has the ISO 4217 code."""
        return currency in self.per_euro

    def convert(self, amount: float, currency: str, into: str) -> float | None:
        """The amount in another currency; None when the table lacks one of the two."""
        if currency == into:
            return amount
        if not (self.knows(currency) and self.knows(into)):
            return None
        return amount / self.per_euro[currency] * self.per_euro[into]


ECB_RATES = CurrencyRates(
    on=date(2026, 10, 30),
    per_euro=MappingProxyType(
        {
            "EUR": 1.0,
            "USD": 1.1172,
            "JPY": 175.68,
            "BGN": 1.95583,  # fixed when Bulgaria joined the euro on 1 January 2026
            "CZK": 24.353,
            "DKK": 7.4735,
            "GBP": 0.8338,
            "HUF": 366.33,
            "PLN": 4.4038,
            "RON": 5.3447,
            "SEK": 10.978,
            "CHF": 0.9194,
            "ISK": 136.0,
            "NOK": 10.312,
            "TRY": 55.8015,
            "AUD": 1.5904,
            "BRL": 6.0692,
            "CAD": 1.5606,
            "CNY": 7.4326,
            "HKD": 8.7652,
            "IDR": 20275.17,
            "ILS": 3.495,
            "INR": 106.084,
            "KRW": 1491.76,
            "MXN": 21.1237,
            "MYR": 4.5325,
            "NZD": 1.9823,
            "PHP": 71.143,
            "SGD": 1.4282,
            "THB": 37.683,
            "ZAR": 18.6455,
        }
    ),
)

PERIODS_A_YEAR: Mapping[PayPeriod, int] = MappingProxyType(
    {
        PayPeriod.YEAR: 1,
        PayPeriod.MONTH: 12,
        PayPeriod.WEEK: 52,
        PayPeriod.DAY: 260,
        PayPeriod.HOUR: 2080,
    }
)
"""Full-time working periods a year: 52 weeks of 5 days of 8 hours."""


def yearly_top(pay: Pay) -> float | None:
    """The top of the stated pay as an amount a year; the bottom where only that is stated."""
    top = pay.maximum if pay.maximum is not None else pay.minimum
    return None if top is None else top * PERIODS_A_YEAR[pay.period]
