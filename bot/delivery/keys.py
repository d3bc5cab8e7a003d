"""The keys by which a platform's messages are told apart. Pure: the same part has the same key."""

from base64 import b32encode
from datetime import datetime
from hashlib import blake2b

from bot.domain.chat import ChannelRef
from bot.domain.delivery import DeliveryKind

KEY_LENGTH = 24
"""Characters of a key: small letters and digits, short enough for a Discord nonce (25)."""


def part_key(
    channel: ChannelRef, kind: DeliveryKind, slot: str, *, position: int, created_at: datetime
) -> str:
    """The key of one message of a delivery.

    `created_at` is the delivery's: a fresh database that numbers from 1 again makes other keys than the
    one before, so that a message of the old one is never taken for one of the new.
    """
    named = (channel.platform, channel.workspace, channel.channel, kind.value, slot, str(position))
    text = "\x00".join((*named, created_at.isoformat()))
    return b32encode(blake2b(text.encode(), digest_size=15).digest()).decode().lower()
