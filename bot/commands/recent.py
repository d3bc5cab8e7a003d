"""Which stored postings a query matches, newest first.

Bounded: it stops when it has found enough, and lets other work run in between.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.context import Call
from bot.domain.posting import PostingId, StoredPosting
from bot.domain.source import Source, SourceId
from bot.matching import Candidate, Explanation, Query, explain
from bot.matching.keys import SHARES, required_keys
from bot.store import postings, sources
from bot.store.posting_search import likely_ids

MOST_FOUND = 200
"""A preview that finds more stops: nobody reads a channel with so many."""

_AT_ONCE = 50
"""Postings between two turns of the event loop: a few milliseconds."""


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


async def recent_matches(
    call: Call, query: Query, *, since: datetime, most: int = MOST_FOUND, only_open: bool = False
) -> Recent:
    """What this channel's workspace has seen since then that the query matches, at most `most`."""
    workspace_id = call.channel.workspace_id
    required = required_keys(query.root, lambda key: SHARES[key.partition(":")[0]])
    async with call.services.store.read() as c:
        ids = await likely_ids(c, required, since=since, workspace_id=workspace_id, only_open=only_open)
    there: dict[SourceId, Source | None] = {}
    found: list[Found] = []
    for at in range(0, len(ids), _AT_ONCE):
        found += await _matching(call, query, ids[at : at + _AT_ONCE], there=there, since=since)
        if len(found) > most:
            return Recent(found=tuple(found[:most]), complete=False)
        await asyncio.sleep(0)
    return Recent(found=tuple(found))


def candidate_of(stored: StoredPosting, source: str) -> Candidate:
    """A stored posting as queries are held against it; `source` is the source's name."""
    return Candidate(
        posting=stored.posting, reading=stored.reading, source=source, first_seen_at=stored.first_seen_at
    )


async def _matching(
    call: Call,
    query: Query,
    ids: Sequence[PostingId],
    *,
    there: dict[SourceId, Source | None],
    since: datetime,
) -> list[Found]:
    async with call.services.store.read() as c:
        stored = await postings.by_ids(c, ids)
        for one in stored:
            if one.source_id not in there:
                there[one.source_id] = await sources.get(c, one.source_id, also_removed=True)
    found = []
    for one in stored:
        source = there[one.source_id]
        if _was_old_already(one, source, since):
            continue
        explanation = explain(query, candidate_of(one, source.name if source else ""), now=call.now)
        if explanation.met:
            shown = (source.terms.attribution or source.name) if source else ""
            found.append(Found(posting=one, source=shown, explanation=explanation))
    return found


def _was_old_already(one: StoredPosting, source: Source | None, since: datetime) -> bool:
    """Whether it was posted before `since` and only came to us with the first reading of its source."""
    posted_on = one.reading.posted_on
    if posted_on is None or source is None or source.baseline_at is None:
        return False
    return one.first_seen_at <= source.baseline_at and posted_on < since.date()
