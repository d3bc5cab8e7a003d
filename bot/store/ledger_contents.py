"""The postings that matches show, each with the name to give as its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posting import PostingId, StoredPosting
from bot.store import postings
from bot.store.schema import postings as table
from bot.store.schema import sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPosting:
    """A posting to show. `source` is the attribution that its source asks for, or the source's name."""

    posting: StoredPosting
    source: str


async def shown_postings(c: AsyncConnection, ids: Sequence[PostingId]) -> Mapping[PostingId, ShownPosting]:
    """The postings of those ids by id; one that is not stored any more is left out.

    One that was merged into another has closed when that one has.
    """
    stored = await _standing_for_themselves(c, await postings.by_ids(c, ids))
    wanted = {one.source_id for one in stored}
    rows = await c.execute(
        select(sources.c.id, func.coalesce(sources.c.attribution, sources.c.name).label("shown")).where(
            sources.c.id.in_(wanted)
        )
    )
    names = {row.id: row.shown for row in rows}
    return {one.id: ShownPosting(posting=one, source=names[one.source_id]) for one in stored}


async def _standing_for_themselves(
    c: AsyncConnection, stored: Sequence[StoredPosting]
) -> Sequence[StoredPosting]:
    into = {one.merged_into for one in stored if one.merged_into is not None}
    if not into:
        return stored
    rows = await c.execute(select(table.c.id, table.c.closed_at).where(table.c.id.in_(into)))
    closed_at = {PostingId(row.id): row.closed_at for row in rows}
    return [
        one if one.merged_into is None else replace(one, closed_at=closed_at.get(one.merged_into))
        for one in stored
    ]
