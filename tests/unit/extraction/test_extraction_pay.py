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
    ("AU$120,000 plus super", (120000, 120000, "AUD", "year")),
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


BY_PLACE = (
    ("Salary: £60,000 pro rata (three days a week)", "Leeds, United Kingdom", (60000, 60000, "GBP", "year")),
    ("Salary: £60,000 per annum pro rata.", "Leeds", (60000, 60000, "GBP", "year")),
    ("Pay: 45.000 \u2013 55.000 € brutto im Jahr", "Bremen", (45000, 55000, "EUR", "year")),
    ("Gehalt: ab 3.200 € brutto monatlich, 14 Gehälter", "Graz", (3200, None, "EUR", "month")),
    ("Salario: 2.100 € brutos al mes en 14 pagas", "Vigo", (2100, 2100, "EUR", "month")),
    ("We pay 13 times a year: EUR 4,100 a month.", "Graz", (4100, 4100, "EUR", "month")),
    ("Lønn: 650 000 - 720 000 kr", "Bergen, Norway", (650000, 720000, "NOK", "year")),
    ("Løn: 42.000 kr. pr. måned", "Aarhus, Denmark", (42000, 42000, "DKK", "month")),
    ("Lön: 38 000 kr i månaden", "Umeå, Sweden", (38000, 38000, "SEK", "month")),
    ("Salary: $110,000 a year", "Toronto, Canada", (110000, 110000, "CAD", "year")),
    ("Salary: $110,000 a year", "Brisbane, Australia", (110000, 110000, "AUD", "year")),
    ("Salary: $7,500 per month", "Singapore", (7500, 7500, "SGD", "month")),
    ("Sueldo: $35,000 mensuales", "Puebla, Mexico", (35000, 35000, "MXN", "month")),
    ("Salary: $95k-$120k", "Auckland, New Zealand", (95000, 120000, "NZD", "year")),
    ("Base $120K, OTE $200K", "Denver, CO", (120000, 120000, "USD", "year")),
    ("OTE: $200,000, of which half is base.", "Denver, CO", None),
    ("Salary 90-110k plus 0.5% equity worth $50,000", "Denver, CO", (90000, 110000, "USD", "year")),
    ("Up to $65 an hour", "Denver, CO", (None, 65, "USD", "hour")),
    ("From €550 a day, remote", "Ghent", (550, None, "EUR", "day")),
    ("Daily rate: 500-600 EUR", "Ghent", (500, 600, "EUR", "day")),
    (
        "Zone A: $150,000 - $180,000. Zone B: $130,000 - $160,000.",
        "Denver, CO",
        (150000, 180000, "USD", "year"),
    ),
    ("Mid: 12 000 - 15 000 PLN, Senior: 18 000 - 22 000 PLN", "Lublin", (12000, 22000, "PLN", "month")),
    ("18 000 - 22 000 PLN + VAT (B2B)", "Lublin", (18000, 22000, "PLN", "month")),
    ("120-150 zł/h netto + VAT", "Lublin", (120, 150, "PLN", "hour")),
    ("CHF 110\u2019000 \u2013 130\u2019000 per year", "Bern", (110000, 130000, "CHF", "year")),
    ("年収 600万円 - 900万円", "Osaka", (6000000, 9000000, "JPY", "year")),
    ("The 401k match is 4%. Our compensation is fair.", "Denver", None),
    ("Competitive compensation and equity package\n\n - 401k", "Denver", None),
    ("We closed many $100k deals and earn trust.", "Denver", None),
    ("You have closed $100k sales.", "Denver", None),
    ("We raised $12M; pay is discussed later.", "Denver", None),
    ("Sign-on bonus of $5,000. Salary: $80,000.", "Denver", (80000, 80000, "USD", "year")),
    ("Every technician starts at $20 per hour.", "Denver", (20, None, "USD", "hour")),
    ("Compensation: $1,200 per week", "Denver", (1200, 1200, "USD", "week")),
    ("TVöD E13, rund 60.000 € im Jahr", "Jena", (60000, 60000, "EUR", "year")),
    ("Pay: R$ 8.000 por mês (CLT)", "Recife, Brazil", (8000, 8000, "BRL", "month")),
    ("₹12,00,000 - ₹18,00,000 per annum", "Pune", (1200000, 1800000, "INR", "year")),
    ("12-18 LPA", "Pune", (1200000, 1800000, "INR", "year")),
    ("Salary between 55 and 65k euros", "Lille", (55000, 65000, "EUR", "year")),
    ("Salary: 55K€ - 65K€", "Lille", (55000, 65000, "EUR", "year")),
    ("Rémunération : 45 à 55 k€ brut annuel", "Lille", (45000, 55000, "EUR", "year")),
    ("RAL 35.000 - 42.000 euro", "Bari", (35000, 42000, "EUR", "year")),
    ("£350 per day, inside IR35", "Leeds", (350, 350, "GBP", "day")),
    ("£28k FTE (£16,800 actual for 3 days)", "Leeds", (28000, 28000, "GBP", "year")),
    ("Salary: £28,000-£32,000 DOE + bonus up to £5,000", "Leeds", (28000, 32000, "GBP", "year")),
    ("Compensation $160,000+", "Denver", (160000, None, "USD", "year")),
    (
        "The salary range is $120,000 to $150,000 with a target bonus of 15%.",
        "Denver",
        (120000, 150000, "USD", "year"),
    ),
    ("Total compensation $300,000. Base salary $180,000.", "Denver", (180000, 180000, "USD", "year")),
    ("Home office budget: €1,000.", "Graz", None),
    ("The project has a budget of €2,000,000.", "Graz", None),
    ("We process $40,000 of payments an hour.", "Graz", None),
    ("Hourly pay: 13,50 €", "Graz", (13.5, 13.5, "EUR", "hour")),
    ("Stundenlohn 13,50 €", "Graz", (13.5, 13.5, "EUR", "hour")),
    ("Pays $25/hr to start.", "Denver", (25, None, "USD", "hour")),
    ("Salary: USD 4,000\u20135,500 monthly", "Remote", (4000, 5500, "USD", "month")),
    ("Pay band: 85.000 kr./md.", "Odense, Denmark", (85000, 85000, "DKK", "month")),
    ("Salary up to £45k", "Leeds", (None, 45000, "GBP", "year")),
    ("Starting salary of £24,500", "Leeds", (24500, None, "GBP", "year")),
    ("Salary: £24,500 rising to £28,000", "Leeds", (24500, 28000, "GBP", "year")),
    ("KES 150,000 per month gross", "Nairobi", (150000, 150000, "KES", "month")),
    ("NT$60,000 monthly, 14 months", "Taipei", (60000, 60000, "TWD", "month")),
    ("$80,000, paid in 13 instalments", "Denver", (80000, 80000, "USD", "year")),
    ("Salary: 3 500 € x 13", "Graz", (3500, 3500, "EUR", "month")),
    ("3.000 EUR brutto / Monat x 14", "Graz", (3000, 3000, "EUR", "month")),
    ("Base: $100-130K; Commission: $40-60K", "Denver", (100000, 130000, "USD", "year")),
    ("A$95,000 plus super", "Perth", (95000, 95000, "AUD", "year")),
    ("$95,000 + superannuation", "Perth, Australia", (95000, 95000, "AUD", "year")),
    ("$2,400 per fortnight", "Perth, Australia", None),
    ("Band 7: £43,742 to £50,056 per annum", "Leeds", (43742, 50056, "GBP", "year")),
    ("€ 2.500 - € 3.000 bruto per maand op basis van 40 uur", "Utrecht", (2500, 3000, "EUR", "month")),
    ("Salary: € 60.000,- per year", "Utrecht", (60000, 60000, "EUR", "year")),
    ("Gehalt: 60 TEUR", "Jena", (60000, 60000, "EUR", "year")),
    ("Gehalt: 55-65 T€ im Jahr", "Jena", (55000, 65000, "EUR", "year")),
    ("Vergütung: 28,50 EUR/Std.", "Jena", (28.5, 28.5, "EUR", "hour")),
    ("Rs 80,000/- per month", "Pune", (80000, 80000, "INR", "month")),
    ("Salary ₹ 40k-60k/month", "Pune", (40000, 60000, "INR", "month")),
    ("₱45,000 - ₱60,000 a month", "Cebu", (45000, 60000, "PHP", "month")),
    ("月給30万円〜45万円", "Osaka", (300000, 450000, "JPY", "month")),
    ("月薪 15k-25k", "Shanghai, China", (15000, 25000, "CNY", "month")),
    ("KRW 60,000,000 per year", "Seoul", (60000000, 60000000, "KRW", "year")),
    ("Salary: sixty thousand dollars a year", "Denver", None),
    ("$150-180K base + 20% bonus", "Denver", (150000, 180000, "USD", "year")),
    ("150-180K base + 20% bonus", "Denver, USA", (150000, 180000, "USD", "year")),
    ("$30-$35/hr (W2)", "Denver", (30, 35, "USD", "hour")),
    ("$70/hr on C2C", "Denver", (70, 70, "USD", "hour")),
    ("Salary: 5 000 € net/month", "Riga", (5000, 5000, "EUR", "month")),
    ("Brutto alga 2500-3200 EUR/mēn.", "Riga", (2500, 3200, "EUR", "month")),
    ("Palk 2800-3500 € bruto kuus", "Tartu", (2800, 3500, "EUR", "month")),
    ("Plat: 60 000 - 80 000 Kč měsíčně", "Brno", (60000, 80000, "CZK", "month")),
    ("Bér: bruttó 900 000 Ft / hó", "Pécs", (900000, 900000, "HUF", "month")),
    ("Palkka 3 800 €/kk", "Oulu", (3800, 3800, "EUR", "month")),
    ("Ücret: 60.000 TL ayl\u0131k", "Ankara", (60000, 60000, "TRY", "month")),
    ("Зарплата от 250 000 ₽ в месяц", "Kazan", (250000, None, "RUB", "month")),
    ("Salary: 1 000 000 Ft gross monthly", "Pécs", (1000000, 1000000, "HUF", "month")),
    ("£18 per hour plus holiday pay of £2.10", "Leeds", (18, 18, "GBP", "hour")),
    (
        "We pay between €48,000 and €61,000, for everybody, by a published table.",
        "Graz",
        (48000, 61000, "EUR", "year"),
    ),
    ("The yearly salary is 54,000 euros, paid in 14 parts.", "Graz", (54000, 54000, "EUR", "year")),
    ("€3,860 gross a month, fourteen times a year", "Graz", (3860, 3860, "EUR", "month")),
    ("Collective agreement minimum: € 3.200,- gross per month (14x)", "Graz", (3200, None, "EUR", "month")),
    ("Mindestgehalt laut KV € 42.000 brutto/Jahr, Überzahlung möglich", "Graz", (42000, None, "EUR", "year")),
    ("Salary: $52.50 hourly", "Denver", (52.5, 52.5, "USD", "hour")),
    ("$52,500.00 - $61,750.00 per year", "Denver", (52500, 61750, "USD", "year")),
    ("US$3k-4k/mo", "Remote", (3000, 4000, "USD", "month")),
    ("Comp: 3-4k USD monthly", "Remote", (3000, 4000, "USD", "month")),
    ("Salary is 85k.", "Berlin, Germany", (85000, 85000, "EUR", "year")),
    ("Rate: 600/day", "London, United Kingdom", (600, 600, "GBP", "day")),
    ("R$ 12k - 15k PJ", "Recife", (12000, 15000, "BRL", "month")),
    ("Salary: ARS 2.500.000 netos mensuales", "Rosario", (2500000, 2500000, "ARS", "month")),
    (
        "Compensation: $180,000 in salary and $60,000 in stock a year",
        "Denver",
        (180000, 180000, "USD", "year"),
    ),
    ("You get $60,000 in stock and a salary of $180,000", "Denver", (180000, 180000, "USD", "year")),
    ("€50,000 full-time equivalent, 80 % post", "Graz", (50000, 50000, "EUR", "year")),
    ("Pay is $18, or $21 at night, per hour.", "Denver", (18, 18, "USD", "hour")),
    ("£11.44 to £12.60 an hour, weekends £15", "Leeds", (11.44, 12.6, "GBP", "hour")),
    ("Salary: £35k\u2013£40k + £5k London weighting", "London", (35000, 40000, "GBP", "year")),
    ("The range is 6,000 to 7,500 AED a month, housing apart.", "Dubai", (6000, 7500, "AED", "month")),
    ("SAR 12,000/month tax free", "Riyadh", (12000, 12000, "SAR", "month")),
    ("Retainer: $3,000 every month", "Remote", (3000, 3000, "USD", "month")),
    ("$1500/week", "Remote", (1500, 1500, "USD", "week")),
    ("Stipend of $1,000 for your desk", "Remote", None),
    ("£500 a day, roughly £110,000 a year", "Leeds", (500, 500, "GBP", "day")),
    ("Rate: 80€/h + VAT", "Ghent", (80, 80, "EUR", "hour")),
    ("B2B: 20 000 - 24 000 PLN, UoP: 16 000 - 19 000 PLN", "Lublin", (20000, 24000, "PLN", "month")),
    (
        "UoP 16 000 - 19 000 zł brutto / mies. lub B2B 20 000 - 24 000 zł",
        "Lublin",
        (16000, 19000, "PLN", "month"),
    ),
    ("SEK 45 000-52 000/month", "Lund", (45000, 52000, "SEK", "month")),
    ("kr 550.000,- per år", "Stavanger, Norway", (550000, 550000, "NOK", "year")),
    ("ISK 850.000 á mánuði", "Akureyri", (850000, 850000, "ISK", "month")),
)


@pytest.mark.parametrize(("body", "location", "pay"), BY_PLACE)
def test_pay_as_it_is_written_there(body, location, pay):
    assert _told(opening(body, location=location)) == pay


SALARY_FIELDS = (
    ("$116K \u2013 $145K • OTE", None),
    ("$168.8K \u2013 $199.3K • Quarterly Bonus Earning Potential", (168800, 199300, "USD", "year")),
    ("$80K \u2013 $100K • OTE $160 - $200k", (80000, 100000, "USD", "year")),
    ("€50K \u2013 €60K • Offers Commission", (50000, 60000, "EUR", "year")),
    ("$80K \u2013 $100K • $20K \u2013 $30K Commission", (80000, 100000, "USD", "year")),
    ("£30,000 - £35,000 a year pro rata", (30000, 35000, "GBP", "year")),
    ("$45/hr", (45, 45, "USD", "hour")),
    ("Up to £60,000", (None, 60000, "GBP", "year")),
    ("From $70,000 a year", (70000, None, "USD", "year")),
    ("Competitive", None),
    ("DOE", None),
    ("120000-150000 USD", (120000, 150000, "USD", "year")),
    ("18000 - 23000 PLN", (18000, 23000, "PLN", "month")),
    ("$20 - $25 an hour", (20, 25, "USD", "hour")),
    ("$160K \u2013 $220K OTE", None),
    ("$160K \u2013 $220K \u2022 OTE, uncapped", None),
    ("$160K \u2013 $220K \u2022 This range is on-target earnings", None),
    ("Minimum: $90,000 Maximum: $110,000", (90000, 110000, "USD", "year")),
    ("$90,000 base + $90,000 commission (OTE $180,000)", (90000, 90000, "USD", "year")),
)


@pytest.mark.parametrize(("field", "pay"), SALARY_FIELDS)
def test_base_pay_of_a_field(field, pay):
    assert _told(opening("A post.", salary=field)) == pay


LISTS = (
    ("Pay range:\nLevel 1: $90,000 - $105,000\nLevel 2: $100,000 - $121,000", (90000, 121000, "USD", "year")),
    (
        "Based in Iowa: $90,000 - $105,000.\nBased in Utah: $95,000 - $110,000.",
        (90000, 110000, "USD", "year"),
    ),
    (
        "Zone 1 pay range\n$90,000 - $105,000\nZone 2 pay range\n$80,000 - $95,000",
        (90000, 105000, "USD", "year"),
    ),
    ("Zone 1: Oslo\n$90,000 - $105,000\nZone 2: Bergen\n$80,000 - $95,000", (80000, 105000, "USD", "year")),
    (
        "Salary: $90,000 - $105,000. Our clerks earn less. Rent is $1,000 - $2,000.",
        (90000, 105000, "USD", "year"),
    ),
    ("Junior: $20 - $24 per hour\nSenior: $60,000 - $70,000 per year", (20, 24, "USD", "hour")),
    ("Base: $90,000 - $105,000\nBonus: $5,000 - $8,000", (90000, 105000, "USD", "year")),
    ("Salary on contract: €70k - €80k, as a freelancer: €90k - €99k", (70000, 80000, "EUR", "year")),
    ("Salary: €70k - €80k in Kiel, €90k - €99k in Bonn", (70000, 99000, "EUR", "year")),
    ("Ranges (OTE)\nLille: €170,000 - €180,000\nNice: €160,000 - €170,000", None),
    ("Ranges (base)\nLille: €70,000 - €80,000\nNice: €60,000 - €70,000", (60000, 80000, "EUR", "year")),
    ("Total target compensation\n€170,000 - €180,000\nBase salary: €90,000", (90000, 90000, "EUR", "year")),
)


@pytest.mark.parametrize(("body", "pay"), LISTS)
def test_a_list_of_ranges_is_one_pay(body, pay):
    assert _told(opening(body)) == pay


def test_of_pay_for_several_countries_that_of_the_posting_counts():
    body = "Canada: salary CAD 90,000 - CAD 99,000 a year.\nNorway: salary NOK 700,000 - NOK 800,000 a year."
    assert _told(opening(body, location="Oslo, Norway")) == (700000, 800000, "NOK", "year")
    assert _told(opening(body, location="Toronto, Canada")) == (90000, 99000, "CAD", "year")
    assert _told(opening(body)) == (90000, 99000, "CAD", "year")


def test_a_field_of_earnings_on_target_gives_way_to_the_base_in_the_text():
    body = "Base salary: $80K - $90K, with commission an OTE of $140K - $160K."
    assert _told(opening(body, salary="$140K \u2013 $160K")) == (80000, 90000, "USD", "year")
    assert _told(opening("Base salary: $80K - $90K.", salary="$140K \u2013 $160K")) == (
        140000,
        160000,
        "USD",
        "year",
    )
