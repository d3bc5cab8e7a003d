"""How money is written: signs, codes and words of currencies, and the words that multiply a number."""

import re
from collections.abc import Iterable

_SYMBOLS = {
    "US$": "USD", "USD$": "USD", "U$S": "USD", "U$": "USD", "CA$": "CAD", "C$": "CAD", "CAD$": "CAD",
    "CDN$": "CAD", "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "NZ$": "NZD", "NZD$": "NZD", "S$": "SGD",
    "SG$": "SGD", "SGD$": "SGD", "HK$": "HKD", "HKD$": "HKD", "MX$": "MXN", "MXN$": "MXN", "R$": "BRL",
    "NT$": "TWD", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₪": "ILS", "₸": "KZT",
    "₽": "RUB", "₺": "TRY", "₫": "VND", "₱": "PHP", "฿": "THB", "₴": "UAH", "₦": "NGN", "₡": "CRC",
    "₵": "GHS", "₾": "GEL", "CN¥": "CNY", "RMB¥": "CNY", "JP¥": "JPY", "¥": "JPY", "円": "JPY", "元": "CNY",
    "S/.": "PEN",
}  # fmt: skip
_LETTERS = {
    "Rs.": "INR", "Rs": "INR", "zł": "PLN", "zl": "PLN", "Kč": "CZK", "kr.": "SEK", "kr": "SEK",
    "Kr": "SEK", "Ft": "HUF", "SFr.": "CHF", "SFr": "CHF", "Fr.": "CHF", "lei": "RON", "лв": "BGN",
    "\u0440\u0443\u0431.": "RUB", "\u0440\u0443\u0431": "RUB", "грн": "UAH",
    "RM": "MYR", "Rp": "IDR", "KSh": "KES", "NIS": "ILS",
    "RMB": "CNY", "TL": "TRY", "Dhs": "AED",
}  # fmt: skip
_CODES = [
    "USD",
    "EUR",
    "GBP",
    "CAD",
    "AUD",
    "NZD",
    "SGD",
    "HKD",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "ISK",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "BGN",
    "RUB",
    "UAH",
    "KZT",
    "TRY",
    "ILS",
    "AED",
    "SAR",
    "QAR",
    "KWD",
    "EGP",
    "ZAR",
    "NGN",
    "KES",
    "GHS",
    "INR",
    "PKR",
    "BDT",
    "LKR",
    "JPY",
    "CNY",
    "KRW",
    "TWD",
    "THB",
    "VND",
    "PHP",
    "IDR",
    "MYR",
    "BRL",
    "MXN",
    "ARS",
    "CLP",
    "COP",
    "PEN",
    "UYU",
    "CRC",
    "GEL",
    "AMD",
    "RSD",
    "BAM",
    "MAD",
    "TND",
    "UZS",
    "BYN",
]
_NAMES = {
    "dollars": "USD", "us dollars": "USD", "bucks": "USD", "canadian dollars": "CAD",
    "australian dollars": "AUD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pounds sterling": "GBP",
    "sterling": "GBP", "rupees": "INR", "yen": "JPY", "yuan": "CNY", "won": "KRW", "shekels": "ILS",
    "tenge": "KZT", "rubles": "RUB", "zloty": "PLN", "zlotys": "PLN", "złotych": "PLN", "kronor": "SEK",
    "kroner": "NOK", "francs": "CHF", "reais": "BRL", "rand": "ZAR", "naira": "NGN",
}  # fmt: skip
_SCALES = {
    "k": 1e3, "thousand": 1e3, "tsd": 1e3, "tsd.": 1e3, "tys": 1e3, "tys.": 1e3, "тыс": 1e3, "тыс.": 1e3,
    "mil": 1e3, "million": 1e6, "millions": 1e6, "mln": 1e6, "mio": 1e6, "mio.": 1e6, "m": 1e6, "mm": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "lpa": 1e5,
    "crore": 1e7, "万": 1e4,
}  # fmt: skip
_CURRENCIES = {
    spelling.lower(): code
    for spelling, code in (_SYMBOLS | _LETTERS | _NAMES | {code: code for code in _CODES}).items()
}


def _either(spellings: Iterable[str]) -> str:
    return "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))


PREFIX = re.compile(
    r"(?:(?<![^\W\d_])(?P<scale>k|T)(?=€|EUR))?"
    rf"(?:(?P<symbol>{_either(_SYMBOLS)})"
    rf"|(?:(?<![^\W\d_])|(?<=k)|(?<=T))(?P<word>R(?=\s?\d|\s?$)|{_either([*_LETTERS, *_CODES])})[\s:]?[$€£]?)"
    r"\s{0,2}$"
)
"""Searched in the few characters before a number."""

SUFFIX = re.compile(
    rf"(?:\s{{0,2}}(?P<scale>(?i:{_either(_SCALES)})|T(?=EUR|€))(?:(?![^\W_])|(?=EUR|USD|GBP|PLN|CHF|INR|€|円|元)))?"
    rf"(?:\s{{0,2}}(?:(?P<symbol>{_either(_SYMBOLS)})(?!\s?\d)"
    rf"|(?P<word>{_either([*_LETTERS, *_CODES])})(?![^\W_])"
    rf"|(?P<name>(?i:{_either(_NAMES)}))\b))?"
)
"""Matched right after a number; matches nothing where the number is bare."""


def currency_of(spelling: str) -> str:
    """The ISO 4217 code of a sign, code or word that `PREFIX` or `SUFFIX` found."""
    return "ZAR" if spelling == "R" else _CURRENCIES[spelling.lower()]


def scale_of(spelling: str) -> float:
    """What a word such as "k" or "million" multiplies by."""
    return _SCALES.get(spelling.lower(), 1e3)


DOLLARS = {
    "ca": "CAD", "au": "AUD", "nz": "NZD", "sg": "SGD", "hk": "HKD", "mx": "MXN", "tw": "TWD",
}  # fmt: skip
"""What a bare "$" means where every place of the posting lies in that country (ISO 3166), USD elsewhere."""

KRONER = {"no": "NOK", "dk": "DKK", "is": "ISK"}
"""What "kr" means in that country, SEK elsewhere."""

AT_HOME = {
    "us": "USD", "gb": "GBP", "in": "INR", "pl": "PLN", "ch": "CHF", "se": "SEK", "jp": "JPY", "cn": "CNY",
    "il": "ILS", "br": "BRL", "za": "ZAR", "cz": "CZK", "hu": "HUF", "ro": "RON", "tr": "TRY", "kr": "KRW",
    **dict.fromkeys(("de", "fr", "es", "it", "nl", "ie", "at", "be", "pt", "fi", "gr", "lu", "ee", "lv", "lt",
                     "sk", "si", "hr", "cy", "mt", "bg"), "EUR"),
    **DOLLARS, **KRONER,
}  # fmt: skip
"""The currency of a figure that names none, by the country of the posting."""
