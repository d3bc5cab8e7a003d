"""Owes a channel a notice: through the ledger, so that it is said once whatever happens."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.keys import part_key
from bot.domain.chat import Channel
from bot.domain.delivery import DeliveryKind, Notice
from bot.store import ledger


async def owe_notice(c: AsyncConnection, channel: Channel, notice: Notice, slot: str, now: datetime) -> bool:
    """Owe it, to be sent by the channel's next delivery; False when one of that slot was owed before."""
    await ledger.lock_channel(c, channel.id)
    key = part_key(channel.ref, DeliveryKind.NOTICE, slot, position=0, created_at=now)
    new = ledger.NewDelivery(
        channel_id=channel.id,
        kind=DeliveryKind.NOTICE,
        slot=slot,
        match_ids=(),
        parts=(ledger.NewPart(key=key, match_ids=()),),
        notice=notice,
    )
    return await ledger.create_delivery(c, new, now) is not None
