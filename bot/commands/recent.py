"""Which stored postings a query matches, newest first. Bounded: it stops when it has found enough, and
lets other work run in between.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.commands.context import Call
from bot.domain.posting import StoredPosting
from bot.domain.source import Source, SourceId
from bot.matching import Candidate, Explanation, Query, explain
from bot.store import postings, sources

MOST_FOUND = 300
"""A preview that finds more stops: nobody reads a channel with so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A posting that a query matches. `source` is the name to give: its attribution, or its name."""

    posting: StoredPosting
    source: str
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """What was found, newest first. `complete` is False when it stopped before the end."""

    found: tuple[Found, ...]
    complete: bool = True


def candidate_of(stored: StoredPosting, source: str) -> Candidate:
    """A stored posting as queries are held against it; `source` is the source's name."""
    return Candidate(
        posting=stored.posting, reading=stored.reading, source=source, first_seen_at=stored.first_seen_at
    )
