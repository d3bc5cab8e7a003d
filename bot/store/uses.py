"""What was done with postings in a channel, each once: no person is written down with it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.posting import PostingId
from bot.domain.use import Use
from bot.store.schema import uses
from bot.store.upsert import insert_new


async def record(
    c: AsyncConnection, channel_id: ChannelId, posting_id: PostingId, use: Use, now: datetime
) -> None:
    """Somebody did that with a posting in a channel; that it was done before changes nothing."""
    row = {"channel_id": channel_id, "posting_id": posting_id, "use": use.value, "used_at": now}
    await insert_new(c, uses, [row])


async def of_channel(
    c: AsyncConnection, channel_id: ChannelId, since: datetime
) -> Mapping[PostingId, frozenset[Use]]:
    """What was done in a channel since then, by posting."""
    rows = await c.execute(
        select(uses.c.posting_id, uses.c.use).where(uses.c.channel_id == channel_id, uses.c.used_at >= since)
    )
    known = {use.value: use for use in Use}
    done: dict[PostingId, set[Use]] = {}
    for row in rows:
        if row.use in known:
            done.setdefault(PostingId(row.posting_id), set()).add(known[row.use])
    return {id_: frozenset(some) for id_, some in done.items()}
