"""This channel should see this posting: with the reasons, once per channel and posting."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.chat import ChannelId
from bot.domain.posting import PostingId
from bot.domain.subscription import SubscriptionId

MatchId = NewType("MatchId", int)


class MatchState(StrEnum):
    """PENDING (not planned yet), KEPT for the digest, PLANNED into a delivery, or SUPPRESSED."""

    PENDING = "pending"
    KEPT = "kept"
    PLANNED = "planned"
    SUPPRESSED = "suppressed"


class Suppression(StrEnum):
    """Why a match was not posted."""

    MUTED = "company muted"
    UNSUBSCRIBED = "unsubscribed"
    EDITED = "query edited"
    PAUSED = "paused"
    CLOSED = "posting closed"
    MERGED = "duplicate of another posting"
    CHANNEL_DEAD = "channel gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One clause of a query and the words of the posting that met it. `clause` is canonical text."""

    clause: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A (channel, posting) pair that a subscription asked for.

    `opening` is the index of the opening that met the query. `subscription_ids` are all the
    subscriptions of the channel that it serves; the fastest cadence among them wins. `reasons` are
    those of the first of them.
    """

    id: MatchId
    channel_id: ChannelId
    posting_id: PostingId
    opening: int
    subscription_ids: tuple[SubscriptionId, ...]
    reasons: tuple[Reason, ...]
    matched_at: datetime
    state: MatchState = MatchState.PENDING
    suppression: Suppression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMatch:
    """A match that a poll has found and that is to be recorded."""

    channel_id: ChannelId
    posting_id: PostingId
    opening: int
    subscription_ids: tuple[SubscriptionId, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMatch:
    """A match that no delivery holds yet, with what planning must know of its posting.

    `company` is as read, None when the posting names none.
    """

    match: Match
    company: str | None = None
    closed: bool = False
    merged: bool = False
