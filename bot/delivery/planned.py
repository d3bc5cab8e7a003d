"""What planning one channel depends on, and what it decides: frozen values."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.chat import ChannelSettings
from bot.domain.delivery import DeliveryKind, Notice
from bot.domain.match import MatchId, Suppression, WaitingMatch
from bot.domain.subscription import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """All that planning one channel depends on.

    `waiting` are its pending and kept matches, oldest first. `card_times` is when each posting of the
    last hour was planned that counts for the limit. `digest_slots` and `notice_slots` are those of its
    recent digests and notices. `last_posting_at`: when a message with a posting was last planned, of the
    last week; `mentioned_at`: one that mentions somebody. `planned_at`: when the channel was last planned:
    a digest that was due by then has had its time. `alive` is False when the platform said that
    the channel is gone.
    """

    now: datetime
    settings: ChannelSettings
    subscriptions: tuple[Subscription, ...]
    waiting: tuple[WaitingMatch, ...]
    card_times: tuple[datetime, ...] = ()
    digest_slots: frozenset[str] = frozenset()
    notice_slots: frozenset[str] = frozenset()
    last_posting_at: datetime | None = None
    mentioned_at: datetime | None = None
    planned_at: datetime | None = None
    alive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDelivery:
    """A delivery to create: its matches in the order in which they came; a notice has none.

    `thread` is the slot of the notice under which it stands. `of_week`: it is the digest with which a
    week begins.
    """

    kind: DeliveryKind
    slot: str
    match_ids: tuple[MatchId, ...] = ()
    notice: Notice | None = None
    thread: str | None = None
    mentions: bool = False
    of_week: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to create, in order; what to keep for later; what never to post, and why.

    `wake_at` is when planning this channel again has something to do; None: when something new comes.
    """

    deliveries: tuple[PlannedDelivery, ...] = ()
    kept: tuple[MatchId, ...] = ()
    suppressed: tuple[tuple[MatchId, Suppression], ...] = ()
    wake_at: datetime | None = None
