"""Words around an amount of money: whether it is pay, for which period, and whether it is a bound."""

import re

from bot.domain.opening import PayPeriod

PAY = re.compile(
    r"\b(?:base(?!d)|salar(?:y|ies)|pay(?:s|ing)?(?! for\b|ment|roll)|paid(?! time| parental"
    r"| leave| holiday| vacation)"
    r"|compensation|comp|wages?|package(?=\s?(?:of|:|is))|remuneration|earn(?:ings?)?|ctc"
    r"|(?:hourly|daily|day|contract"
    r"|bill) rate|rates?(?=\s*(?:is|:|of|range))"
    r"|(?:hiring|target|expected|annual|band|zone) range|range for this|gehalt\w*|\w*gehalt"
    r"|verg\u00fctung|entgelt|lohn|\w*(?:tag|tages|stunden)satz"
    r"|honorar|salaires?|r\u00e9mun\u00e9ration|l\u00f8nn|l\u00f6n|sueldo|salarios?"
    r"|sal\u00e1rio|remuneraci\u00f3n|retribuci\u00f3n|banda salarial"
    r"|stipendio|retribuzione|ral|wynagrodzenie|zarobki|mzda|plat|fizet\u00e9s|salariu|palkka"
    r"|salaris|vergoeding|oklad|stawka|wide\u0142ki|alga|palk|b\u00e9r|\u00fccret|maa\u015f)\b"
    r"|\u0437\u0430\u0440\u043f\u043b\u0430\u0442\u0430|\u043e\u043a\u043b\u0430\u0434"
    r"|\u30fb?\u5e74\u53ce|\u6708\u7d66|\u6708\u85aa|\u5e74\u85aa|\u5e74\u4ff8|\U0001f4b0|\U0001f4b5"
    r"|\U0001f4b8"
    r"|\U0001f911",
    re.IGNORECASE,
)
_OTHER_MONEY = (
    r"bonus(?:es)?|equity|stock(?: options?)?|options|rsus?|stipends?|budgets?|allowances?"
    r"|sign(?:ing)?[- ]?on|signing|relocation"
    r"|referrals?|commissions?|ote|on[- ]target(?: earnings?)?|total (?:compensation|comp|cash"
    r"|earnings|rewards?|target)|tc"
    r"|rais(?:ed|ing)|fund(?:s|ing|ed)|investments?|invested|series [a-f]|seed|round|revenues?"
    r"|arr|mrr|gmv|turnover|sales of|valuation|valued|worth"
    r"|costs?|price[sd]?|pricing|fees?|subscriptions?|reimburse\w*|credits?|401\(?k\)?"
    r"|match(?:ing|ed)?|donat\w+|grants?|insurance|benefits? of"
    r"|savings?|sav(?:e|ed|es)|spend(?:ing)?|spent|quotas?|deals?|contracts? (?:of|worth"
    r"|value)|acv|prizes?|award(?:s|ed)?|discounts?|vouchers?|per diem"
    r"|learning|training|wellness|wellbeing|education|equipment|home office|hardware|gym"
    r"|commut\w+|phone|internet|lunch|meals?|pension|assets|market"
    r"|processed|transactions?|volume|purchases|aum|loans?|profits?|exit|cap|debt|13th"
)
NOT_PAY = re.compile(
    rf"\b(?:{_OTHER_MONEY}|who (?:\w+ )?earns?|(?:their|customers?|clients?) (?:pay|salar)\w*)\b",
    re.IGNORECASE,
)
NOT_PAY_AFTER = re.compile(
    r"(?:\s?(?:/|per|an?)\s?(?:year|yr|month|mo|annum))?\s{0,2}[\u2022(]?\s{0,2}"
    r"(?:in|of|as|for|worth of|an?|to|towards?|annual(?:ly)?|yearly|monthly|quarterly|per year"
    r"|performance|target|cash|your|professional|personal|\s)*\s?"
    rf"\b(?:{_OTHER_MONEY}|be used|use|development|customers|users|employees|people)\b"
    r"(?!\s{0,2}(?:of|:|is|range)?\s{0,2}[$\u20ac\u00a3\d])",
    re.IGNORECASE,
)
PAY_AFTER = re.compile(
    r"[^.;\n]{0,25}?\b(?:base|salary|gross|brutto|netto|bruto|brut|pay|compensation|p\.a|wage"
    r"|depending on experience|doe|fte|full[- ]time equivalent|pro[- ]rata|super(?:annuation)?"
    r"|paid (?:in|out|over))\b",
    re.IGNORECASE,
)
BASE_AFTER = re.compile(
    r"\s?/?\s?(?:(?:per|a)?\s?(?:year|yr|annum|month|hour)\s)?\(?(?:base|salary|gross|brutto|basic)\b",
    re.IGNORECASE,
)
"""Right after an amount: it is base pay, whatever stands before it."""
ALL_ON_TARGET = re.compile(
    r"[^\d]*\b(?:OTE|on[- ]target)\b[^\d]*|total (?:cash|target cash|compensation)", re.IGNORECASE
)
"""A part of a salary field that says of the amounts before it that they are more than base pay."""
ON_TARGET_BEFORE = re.compile(r"\b(?:OTE|on[- ]target(?: earnings)?)\b[^.;\n\d]*$", re.IGNORECASE)
UP_TO = re.compile(
    r"(?:\bup to|\bbis zu|\bmax(?:imum|imal|\.)?(?: of)?|\bjusqu['\u2019]\u00e0|\bhasta"
    r"|\bfino a|\bupp till|\btot|\bdo|\bcapped at|\bat most|\bno more than|\bat\u00e9"
    r"|\b\u0434\u043e|<|\u2264)\s{0,2}$",
    re.IGNORECASE,
)
FROM = re.compile(
    r"(?:\b(?:from|starting (?:at|from|salary(?: of)?)|starts? (?:at|from)|begins? at|ab"
    r"|\u00e0 partir de|desde|a partir de|od|min(?:imum|\.)?(?: of)?"
    r"|minimum\s?:|at least|mindestens|(?:minimum|min\.?|starting) (?:\w+ )?(?:salary|pay|wage"
    r"|gehalt)(?: of| is|:)?|mindest(?:gehalt|lohn|entgelt)(?: (?:laut|nach|gem\u00e4\u00df) \w+)?:?"
    r"|upwards of|over|more than|vanaf|fr\u00e5n|fra"
    r"|dal?|no less than"
    r"|not less than)|\b\u043e\u0442|>|\u2265)\s{0,2}$",
    re.IGNORECASE,
)
FROM_AFTER = re.compile(
    r"(?:\+(?!\s?(?:equity|bonus|benefits|commission|stock|options|ote|rsu|housing|super))"
    r"|\s{1,2}and up\b|\s{1,2}and above\b|\s{1,2}or more\b|\s{1,2}upwards\b"
    r"|\s{1,2}plus(?=[.,;)\n]|$)|(?:\s?(?:/|per |an? )\s?\w{1,5})?,? to start\b)",
    re.IGNORECASE,
)

_UNITS: tuple[tuple[PayPeriod, str], ...] = (
    (PayPeriod.HOUR, r"hours?|hrs?|hr|h|heure|stunde|std\.?|hora|ora|uur|godz\w*\.?|time(?=\b)"),
    (PayPeriod.DAY, r"days?|jour|tag|d\u00eda|dia|giorno|dag|d"),
    (PayPeriod.WEEK, r"weeks?|wk|semaine|woche|semana|settimana"),
    (
        PayPeriod.MONTH,
        (
            r"months?|mon|mo|mth|mois|monat|mes|m\u00eas|mese|maand|mies\w*\.?|m\u00e5n(?:ad|ed)?\.?"
            r"|m\u011bs\w*|h\u00f3|kk|md\.?|m\u00e1nu\u00f0i|m\u0113n\.?|m"
        ),
    ),
    (
        PayPeriod.YEAR,
        (
            r"years?|yrs?|yr|y|annum|annually|an|ann\u00e9e|jahr|a\u00f1o|ano|anno|jaar|rok|\u00e5r|a"
            r"|vuosi|\u00e9v"
        ),
    ),
)
_ADVERBS: tuple[tuple[PayPeriod, str], ...] = (
    (
        PayPeriod.HOUR,
        r"hourly|st\u00fcndlich|stundensatz|stundenlohn|horaire|per[- ]hour|hourly rate|\u65f6\u85aa",
    ),
    (PayPeriod.DAY, r"daily|day[- ]rate|tagessatz|taux journalier|tjm|per diem rate|t\u00e4glich"),
    (PayPeriod.WEEK, r"weekly|w\u00f6chentlich"),
    (
        PayPeriod.MONTH,
        (
            r"monthly|per month|monatlich\w*|mensuels?|mensuel(?:le)?s?|mensual(?:es)?|mensal"
            r"|m\u011bs\u00ed\u010dn\u011b|mensile"
            r"|miesi\u0119cznie|m\u00e5nadsl\u00f6n|m\u00e5nedsl\u00f8nn|monatsgehalt|\u6708\u7d66"
            r"|\u6708\u85aa|ayl\u0131k|kuus"
        ),
    ),
    (
        PayPeriod.YEAR,
        (
            r"annual(?:ly|ized)?|yearly|per year|per annum|p\.\s?a\.?|pa|j\u00e4hrlich\w*|jahresgehalt"
            r"|annuels?|annuel(?:le)?s?|anual(?:es)?|annui|lordi annui|ral|rocznie|\u00e5rsl\u00f8nn"
            r"|ctc|\u5e74\u53ce|\u5e74\u4ff8"
        ),
    ),
)
_LINKS = (
    r"(?:/\s?|\bper\s|\bpr\.?\s|\ban?\s|\beach\s|\bevery\s|\bpar\s|\bpro\s|\bim\s|\bpor\s"
    r"|\bal?\s|\b\u00e1\s|\ball['\u2019]|\bza\s|\bna\s|\bi\s|\bje\s|\bp\.\s?|\bp/)"
)
PERIOD_AFTER = re.compile(
    r"[^\w.;\n\u2022|]{0,4}(?:(?:usd|eur|gbp|cad|\$|\u20ac|gross|brutto|bruts?|brut|net|netto"
    r"|base|salary|cash|plus|dollars|doe|b2b|vat|\+)[\s,)/+]{1,3}){0,3}\(?(?:"
    + "|".join(
        f"(?P<{period.name}>{_LINKS}(?:{units})(?![^\\W_])|(?:{adverbs})(?![^\\W_]))"
        for (period, units), (_, adverbs) in zip(_UNITS, _ADVERBS, strict=True)
    )
    + ")",
    re.IGNORECASE,
)
PERIOD_BEFORE = re.compile(
    "|".join(rf"(?P<{period.name}>\b(?:{adverbs})(?![^\W_]))" for period, adverbs in _ADVERBS)
    + r"|(?P<HOUR2>\bper hour\b)|(?P<MONTH2>\bper month\b)",
    re.IGNORECASE,
)


def period_of(found: re.Match[str]) -> PayPeriod:
    """The period that `PERIOD_AFTER` or `PERIOD_BEFORE` found."""
    name = found.lastgroup or ""
    return PayPeriod[name.rstrip("2")]


PER_DOLLAR = {
    "KRW": 1350, "JPY": 150, "INR": 85, "HUF": 360, "CZK": 23, "RUB": 90, "KZT": 480, "UAH": 41,
    "VND": 25000, "IDR": 16000, "PHP": 57, "THB": 34, "TRY": 38, "SEK": 10, "NOK": 10.5, "DKK": 7,
    "ISK": 138, "PLN": 4, "RON": 4.6, "BRL": 5.5, "MXN": 18.5, "ARS": 1100, "CLP": 950, "COP": 4100,
    "ZAR": 18, "NGN": 1500, "KES": 130, "EGP": 49, "CNY": 7.2, "TWD": 32, "HKD": 7.8, "ILS": 3.6,
    "AED": 3.7, "SAR": 3.75, "QAR": 3.64, "PKR": 280, "BDT": 120, "LKR": 300, "MYR": 4.4, "RSD": 108,
    "AMD": 390, "GEL": 2.7, "CRC": 510, "PEN": 3.7, "UYU": 40, "MAD": 10, "BGN": 1.8, "GHS": 14,
    "BAM": 1.8, "TND": 3.1, "UZS": 12500, "BYN": 3.2,
}  # fmt: skip
"""Roughly how many of a currency make a dollar: only to tell a month's pay from a year's."""
