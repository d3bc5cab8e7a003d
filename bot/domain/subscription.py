"""A standing query of one channel, with a cadence."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.chat import ChannelId, WorkspaceId

SubscriptionId = NewType("SubscriptionId", int)


class Cadence(StrEnum):
    """When matches are posted, fastest first."""

    INSTANT = "instant"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A standing query of one channel.

    `number` is what people type (1, 2, 3 ... within the channel, never used again). `query` is the
    canonical text. `paused_until` is an instant; `datetime.max` (UTC) means until resumed.
    """

    id: SubscriptionId
    number: int
    channel_id: ChannelId
    workspace_id: WorkspaceId
    query: str
    cadence: Cadence
    created_by: str
    created_at: datetime
    paused_until: datetime | None = None
