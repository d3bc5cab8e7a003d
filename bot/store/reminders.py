"""Postings that somebody wants to see once more in a channel, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.match import MatchId
from bot.domain.posting import PostingId
from bot.store.schema import matches
from bot.store.schema import reminders as table
from bot.store.upsert import insert_into


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One whose time has come. `user_id` is the platform's name of who asked."""

    id: int
    match_id: MatchId
    user_id: str


async def ask(
    c: AsyncConnection, channel_id: ChannelId, posting_id: PostingId, *, user_id: str, at: datetime
) -> None:
    """Remind somebody of a posting at that instant; whoever asks again moves it."""
    values = {"channel_id": channel_id, "posting_id": posting_id, "user_id": user_id, "remind_at": at}
    await c.execute(
        insert_into(c, table)
        .values(**values)
        .on_conflict_do_update(
            index_elements=[table.c.channel_id, table.c.posting_id, table.c.user_id], set_={"remind_at": at}
        )
    )


async def due(c: AsyncConnection, channel_id: ChannelId, now: datetime) -> tuple[Reminder, ...]:
    """The channel's reminders whose time has come, the earliest first."""
    rows = await c.execute(
        select(table.c.id, table.c.user_id, matches.c.id.label("match_id"))
        .join(
            matches,
            (matches.c.posting_id == table.c.posting_id) & (matches.c.channel_id == table.c.channel_id),
        )
        .where(table.c.channel_id == channel_id, table.c.remind_at <= now)
        .order_by(table.c.remind_at, table.c.id)
    )
    return tuple(Reminder(id=row.id, match_id=MatchId(row.match_id), user_id=row.user_id) for row in rows)


async def next_at(c: AsyncConnection, channel_id: ChannelId) -> datetime | None:
    """When the channel's next reminder is due; None when there is none."""
    query = select(table.c.remind_at).where(table.c.channel_id == channel_id)
    at: datetime | None = (await c.execute(query.order_by(table.c.remind_at).limit(1))).scalar_one_or_none()
    return at


async def done(c: AsyncConnection, ids: Sequence[int]) -> None:
    """They are owed as messages now."""
    await c.execute(delete(table).where(table.c.id.in_(ids)))
