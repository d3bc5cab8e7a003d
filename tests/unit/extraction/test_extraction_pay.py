"""Pay: base pay in every way of writing it, and amounts that are no pay."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("Salary: up to £50k.", (None, 50000, "GBP", "year")),
    ("Base $120,000, OTE $200,000.", (120000, 120000, "USD", "year")),
    ("OTE $200,000.", None),
    ("Salary $100k plus 20% bonus of up to $20k.", (100000, 100000, "USD", "year")),
    ("We raised $20M.", None),
    ("Sign-on bonus of $10,000.", None),
    ("$25/hour", (25, 25, "USD", "hour")),
    ("€600 per day", (600, 600, "EUR", "day")),
    ("Day rate: £450-£550", (450, 550, "GBP", "day")),
    ("CHF 110'000 \u2013 130'000", (110000, 130000, "CHF", "year")),
    ("₹18-24 LPA", (1800000, 2400000, "INR", "year")),
    ("12 000 - 16 000 PLN net/month (B2B)", (12000, 16000, "PLN", "month")),
    ("Salary: 3.200 € brutto im Monat", (3200, 3200, "EUR", "month")),
    ("SEK 45 000 per month", (45000, 45000, "SEK", "month")),
    ("¥6,000,000 - ¥9,000,000 per year", (6000000, 9000000, "JPY", "year")),
    ("Salary from 70k EUR", (70000, None, "EUR", "year")),
    ("$90,000+", None),
    ("Salary: $90,000+", (90000, None, "USD", "year")),
    ("AU$120,000 plus super", None),
    ("Package: AUD 120,000 plus super", (120000, 120000, "AUD", "year")),
    ("$1,500 a week", (1500, 1500, "USD", "week")),
    ("R$ 9.000 a R$ 12.000 por mês", (9000, 12000, "BRL", "month")),
    ("£38,205 to £45,413 per annum", (38205, 45413, "GBP", "year")),
    ("Total compensation $250,000 to $300,000; base $180,000 to $200,000.", (180000, 200000, "USD", "year")),
    ("14 salaries of €2,500", (2500, 2500, "EUR", "month")),
    ("Equity worth $50,000 a year", None),
    ("We save customers $100,000 per year.", None),
    ("The fund manages $2-3 billion.", None),
    ("Learning budget of 1,500 EUR per year", None),
    ("S$6,000 - S$8,000 monthly", (6000, 8000, "SGD", "month")),
    ("HK$40,000/month", (40000, 40000, "HKD", "month")),
    ("kr 550 000 - 620 000 per year", (550000, 620000, "SEK", "year")),
    ("Salary: 45000-55000 EUR", (45000, 55000, "EUR", "year")),
    ("MXN 40,000 - 50,000 mensuales", (40000, 50000, "MXN", "month")),
    ("AED 15,000 per month", (15000, 15000, "AED", "month")),
    ("1 200 000 Ft / hó", (1200000, 1200000, "HUF", "month")),
    ("60 000 Kč měsíčně", (60000, 60000, "CZK", "month")),
    ("$60-80k DOE", (60000, 80000, "USD", "year")),
    ("Compensation: 120-150k USD", (120000, 150000, "USD", "year")),
    ("competitive salary", None),
    ("You close deals of $50,000 to $100,000.", None),
    ("Each machine costs 80,000 to 120,000 euros.", None),
    ("Hourly wage between €14.50 and €16.20", (14.5, 16.2, "EUR", "hour")),
    ("We pay 20 dollars an hour.", (20, 20, "USD", "hour")),
    ("Your salary is 4,000 to 4,800 euros before tax.", (4000, 4800, "EUR", "month")),
    ("The prize is worth $40,000.", None),
    ("Wage: 18,50 € / Stunde", (18.5, 18.5, "EUR", "hour")),
    ("Vergütung: TV-L E13", None),
    ("Salary 65-75 k€ + variable", (65000, 75000, "EUR", "year")),
    ("Salary: £30,000 pro rata (£18,000 actual)", (30000, 30000, "GBP", "year")),
    ("Salary: USD 5k-7k/month", (5000, 7000, "USD", "month")),
    ("Stipend of $2,000 a month for housing; pay $35 per hour.", (35, 35, "USD", "hour")),
    ("Annual base salary range: USD 150,000.00 - 180,000.00", (150000, 180000, "USD", "year")),
    ("from €3,000 to €4,000 per month", (3000, 4000, "EUR", "month")),
    ("Bonus: €5,000; Base: €60,000", (60000, 60000, "EUR", "year")),
    ("€55k base + €10k bonus", (55000, 55000, "EUR", "year")),
    ("Minimum salary: 50.000€", (50000, None, "EUR", "year")),
    ("Salary capped at $95,000", (None, 95000, "USD", "year")),
)


def _told(facets):
    pay = facets.pay
    return pay and (pay.minimum, pay.maximum, pay.currency, pay.period.value)


@pytest.mark.parametrize(("body", "pay"), CASES)
def test_pay_of_text(body, pay):
    assert _told(opening(body)) == pay


FIELDS = (
    ("$60K \u2013 $70K • Offers Equity", (60000, 70000, "USD", "year")),
    ("$250K \u2013 $330K • OTE", (50000, 50000, "USD", "year")),
    ("CA$180K - CA$200K", (180000, 200000, "CAD", "year")),
    ("$18.00 \u2013 $23.00 per hour", (18, 23, "USD", "hour")),
    ("€66K \u2013 €75K • €8K \u2013 €15K Bonus", (66000, 75000, "EUR", "year")),
)


@pytest.mark.parametrize(("field", "pay"), FIELDS)
def test_field_beats_text(field, pay):
    assert _told(opening("Salary: $50,000", salary=field)) == pay


def test_first_of_several_zones():
    assert _told(opening("London: £70,000\u2013£85,000.\nBerlin: €75,000\u2013€90,000.")) == (
        70000,
        85000,
        "GBP",
        "year",
    )


def test_dollars_are_those_of_the_country():
    assert _told(opening("Salary: $85,000", location="Toronto, Canada")) == (85000, 85000, "CAD", "year")


def test_pay_evidence_quotes_the_text():
    evidence = next(
        one for one in opening("You earn well. Salary: 60-70k EUR a year.").evidence if one.facet == "pay"
    )
    assert evidence.value == "60000-70000 EUR/year"
    assert "60-70k EUR" in evidence.words
