"""The postings that matches show, each with the name to give as its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posting import PostingId, StoredPosting
from bot.store import postings
from bot.store.schema import sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPosting:
    """A posting to show. `source` is the attribution that its source asks for, or the source's name."""

    posting: StoredPosting
    source: str


async def shown_postings(c: AsyncConnection, ids: Sequence[PostingId]) -> Mapping[PostingId, ShownPosting]:
    """The postings of those ids by id; one that is not stored any more is left out."""
    stored = await postings.by_ids(c, ids)
    wanted = {one.source_id for one in stored}
    rows = await c.execute(
        select(sources.c.id, func.coalesce(sources.c.attribution, sources.c.name).label("shown")).where(
            sources.c.id.in_(wanted)
        )
    )
    names = {row.id: row.shown for row in rows}
    return {one.id: ShownPosting(posting=one, source=names[one.source_id]) for one in stored}
