"""Channels that get much."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.delivery import DeliveryKind
from bot.domain.match import MatchState
from bot.store.schema import channels, deliveries, matches


async def channels_with(
    c: AsyncConnection, posted: int, since: datetime, *, without_notice: str
) -> tuple[ChannelId, ...]:
    """Live channels with at least so many postings planned since then, and no notice of such a slot."""
    told = select(deliveries.c.channel_id).where(
        deliveries.c.kind == DeliveryKind.NOTICE,
        deliveries.c.slot.startswith(without_notice, autoescape=True),
        deliveries.c.created_at >= since,
    )
    rows = await c.execute(
        select(matches.c.channel_id)
        .join(channels, channels.c.id == matches.c.channel_id)
        .where(
            matches.c.state == MatchState.PLANNED,
            matches.c.matched_at >= since,
            channels.c.dead_reason.is_(None),
            matches.c.channel_id.not_in(told),
        )
        .group_by(matches.c.channel_id)
        .having(func.count() >= posted)
        .order_by(matches.c.channel_id)
    )
    return tuple(ChannelId(id_) for id_ in rows.scalars())
