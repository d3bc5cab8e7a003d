"""The span of time that an amount is paid for, out of the many words and codes that sources have for it."""

import re
from typing import Any

_SPANS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"year|annual|annum|\bpa\b|yr")),
    ("month", re.compile(r"(?<!bi[-_ ])(?<!semi[-_ ])month|\bpm\b")),
    ("week", re.compile(r"(?<!bi[-_ ])week|\bpw\b|wk")),
    ("day", re.compile(r"\bday|[-_ ]day|daily|\bpd\b")),
    ("hour", re.compile(r"hour|\bph\b|\bhr")),
)


def period(value: Any) -> str | None:
    """Read "per-year-salary", "annual", "YEARLY" or "PA" as "year"; None where no span is told."""
    text = str(value).lower() if isinstance(value, str) else ""
    if re.search(r"(?:bi|semi)[-_ ]?(?:month|week)|fortnight", text):
        return None
    return next((name for name, pattern in _SPANS if pattern.search(text)), None)
