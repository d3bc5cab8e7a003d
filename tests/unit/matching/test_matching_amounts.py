"""Amounts and ages of a query, and pay turned into an amount a year in another currency."""

import pytest

from bot.domain.opening import Pay, PayPeriod
from bot.matching.amounts import Amount, format_age, format_amount, mended_amount, read_age, read_amount
from bot.matching.currency import ECB_RATES, yearly_top


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("150k", Amount(number=150_000, scaled=True)),
        ("150K+", Amount(number=150_000, scaled=True)),
        ("1.2m", Amount(number=1_200_000, scaled=True)),
        ("150,000", Amount(number=150_000)),
        ("\u00a385k", Amount(number=85_000, currency="GBP", scaled=True)),
        ("85kgbp", Amount(number=85_000, currency="GBP", scaled=True)),
        ("US$150k", Amount(number=150_000, currency="USD", scaled=True)),
        ("$85/hr", Amount(number=85, currency="USD", period=PayPeriod.HOUR)),
        ("12ok", None),
        ("150kk", None),
        ("$150k EUR", None),
        ("85/fortnight", None),
        ("85xts", None),
        ("", None),
        ("k", None),
        ("1,50", None),
        ("\u0661\u0662\u0663k", None),
    ],
)
def test_amounts(typed: str, expected: Amount | None) -> None:
    assert read_amount(typed, home_currency="USD") == expected


@pytest.mark.parametrize(
    ("amount", "typed"),
    [(150_000, "150k"), (120_500, "120.5k"), (2558, "2558"), (500, "0.5k"), (123, "0.123k"), (0, "0k")],
)
def test_an_amount_is_written_as_it_would_be_typed(amount: int, typed: str) -> None:
    assert format_amount(amount) == typed
    read = read_amount(typed, home_currency="USD")
    assert read is not None
    assert round(read.number) == amount


@pytest.mark.parametrize(
    ("typed", "hours"), [("7d", 168), ("24h", 24), ("2w", 336), ("1month", 720), ("x", None)]
)
def test_ages(typed: str, hours: int | None) -> None:
    assert read_age(typed) == hours


def test_an_age_is_written_in_days_where_it_is_whole_days() -> None:
    assert (format_age(168), format_age(36)) == ("7d", "36h")


def test_a_mended_amount_is_one() -> None:
    assert mended_amount("12ok", home_currency="USD") == "120k"
    assert mended_amount("15Ok", home_currency="USD") == "150k"
    assert mended_amount("l50k", home_currency="USD") == "150k"
    assert mended_amount("lots", home_currency="USD") is None


@pytest.mark.parametrize(
    ("minimum", "maximum", "period", "yearly"),
    [
        (None, 85, PayPeriod.HOUR, 176_800),
        (500, 600, PayPeriod.DAY, 156_000),
        (1_000, 2_000, PayPeriod.WEEK, 104_000),
        (5_000, 6_000, PayPeriod.MONTH, 72_000),
        (90_000, None, PayPeriod.YEAR, 90_000),
    ],
)
def test_the_top_of_the_pay_a_year(
    minimum: float | None, maximum: float | None, period: PayPeriod, yearly: float
) -> None:
    assert yearly_top(Pay(minimum=minimum, maximum=maximum, currency="USD", period=period)) == yearly


def test_rates_convert_both_ways_and_admit_what_they_lack() -> None:
    dollars = ECB_RATES.convert(100, "EUR", "USD")
    assert dollars == pytest.approx(111.72)
    assert ECB_RATES.convert(dollars, "USD", "EUR") == pytest.approx(100)
    assert ECB_RATES.convert(1, "XTS", "USD") is None
    assert ECB_RATES.convert(5, "XTS", "XTS") == 5
