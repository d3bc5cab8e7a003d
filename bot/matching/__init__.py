"""The query language: parsing, the index of standing queries, and why a posting matches or not. Pure."""

from bot.matching.candidate import Candidate
from bot.matching.currency import ECB_RATES, CurrencyRates
from bot.matching.explain import Explanation, Missed, explain
from bot.matching.hit import Hit, Hits
from bot.matching.index import MERGE_AT, StandingQueries
from bot.matching.narrowing import (
    Narrowing,
    Objection,
    asks_for_pay_only,
    keeping_unstated_pay,
    narrowed,
    narrowings,
)
from bot.matching.parser import parse
from bot.matching.query import Query
from bot.matching.understanding import Understood

__all__ = [
    "ECB_RATES",
    "MERGE_AT",
    "Candidate",
    "CurrencyRates",
    "Explanation",
    "Hit",
    "Hits",
    "Missed",
    "Narrowing",
    "Objection",
    "Query",
    "StandingQueries",
    "Understood",
    "asks_for_pay_only",
    "explain",
    "keeping_unstated_pay",
    "narrowed",
    "narrowings",
    "parse",
]
