"""Changes a channel's settings as they stand at that moment, so that two changes at once both hold."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, ChannelSettings
from bot.store import chats, ledger

Change = Callable[[ChannelSettings], ChannelSettings]


async def change_settings(c: AsyncConnection, channel_id: ChannelId, change: Change) -> ChannelSettings:
    """Apply a change and return the settings after it."""
    await ledger.lock_channel(c, channel_id)
    settings = change((await chats.channel(c, channel_id)).settings)
    await chats.save_settings(c, channel_id, settings)
    return settings
