"""Which sources a channel's postings came from."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.match import MatchState
from bot.store.schema import matches, postings, sources


async def posted_by_source(c: AsyncConnection, channel_id: ChannelId, since: datetime) -> Mapping[str, int]:
    """How many of the matches found since then were posted, by the source that brought them, most first."""
    posted = func.count().label("posted")
    rows = await c.execute(
        select(sources.c.name, posted)
        .select_from(matches)
        .join(postings, postings.c.id == matches.c.posting_id)
        .join(sources, sources.c.id == postings.c.source_id)
        .where(
            matches.c.channel_id == channel_id,
            matches.c.matched_at >= since,
            matches.c.state == MatchState.PLANNED,
        )
        .group_by(sources.c.id, sources.c.name)
        .order_by(posted.desc(), sources.c.name)
    )
    found: dict[str, int] = {}
    for row in rows:
        found[row.name] = found.get(row.name, 0) + int(row.posted)
    return found
