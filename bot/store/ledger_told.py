"""What messages say of the postings that they show, beside what is so."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import Told
from bot.domain.facts import facts_of
from bot.domain.match import MatchId
from bot.store.encoding import reading_from_json
from bot.store.schema import matches, postings
from bot.store.upsert import chunks

NOTHING_TOLD: Mapping[MatchId, Told] = MappingProxyType({})


async def told_by_match(c: AsyncConnection, match_ids: Sequence[MatchId]) -> Mapping[MatchId, Told]:
    """What is so of the posting of each match; a match that is not known any more is left out.

    A posting that was merged into another has closed when that one has; its own facts are shown.
    """
    stands = postings.alias()
    told: dict[MatchId, Told] = {}
    for chunk in chunks(match_ids):
        rows = await c.execute(
            select(matches.c.id, stands.c.closed_at, postings.c.reading)
            .join(postings, postings.c.id == matches.c.posting_id)
            .join(stands, stands.c.id == func.coalesce(postings.c.merged_into, postings.c.id))
            .where(matches.c.id.in_(chunk))
        )
        told.update(
            (MatchId(row.id), Told(closed=row.closed_at is not None, facts=_facts(row.reading)))
            for row in rows
        )
    return told


def _facts(reading: Mapping[str, Any]) -> str:
    """A reading that is none holds up no other posting: whoever composes it says what is wrong."""
    try:
        return facts_of(reading_from_json(reading))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return ""


def told_values(told: Mapping[MatchId, Told]) -> dict[str, Any]:
    """The columns of a part that say what its message says."""
    return {
        "closed_match_ids": sorted(id_ for id_, one in told.items() if one.closed),
        "said_facts": {str(id_): one.facts for id_, one in told.items()},
    }
