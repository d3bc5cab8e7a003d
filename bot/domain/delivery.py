"""What we owe a channel at one time, and the messages that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.chat import ChannelId, DigestGroups
from bot.domain.match import MatchId

DeliveryId = NewType("DeliveryId", int)
PartId = NewType("PartId", int)


class DeliveryKind(StrEnum):
    """CARD: one posting. BATCH: some at once. DIGEST: the kept ones of a period. NOTICE: no posting.

    REMINDER: a posting that stands there already, once more, as somebody asked.
    """

    CARD = "card"
    BATCH = "batch"
    DIGEST = "digest"
    NOTICE = "notice"
    REMINDER = "reminder"


class PartState(StrEnum):
    """The life of one message: pending → sending → sent | failed."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Something to press under a notice. `component` is the id of the stored component that it carries."""

    label: str
    component: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a channel is told that is no posting; what stands in `paragraphs` between backticks is code.

    `mention` is the platform's own name of whom it calls, None: nobody.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    presses: tuple[Press, ...] = ()
    mention: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLayout:
    """What a digest shows beside its postings, settled when it is made.

    `more` shows those of its postings that no message of it shows. `week`: the last week's figures.
    """

    by: DigestGroups = DigestGroups.SUBSCRIPTION
    more: Press | None = None
    week: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """A message that the platform accepted: its id there and, if it has one, a link to it."""

    id: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a message says, or should say, of a posting: whether it has closed, and its facts.

    `facts` are those of `bot.domain.facts`.
    """

    closed: bool
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a channel is owed at one time; unique per (channel, kind, slot).

    `slot` is the posting's id for a card, the first match's id for a batch, the local date of a digest
    (with its time on the day on which that was chosen), the request's id for `digest now`, and what a
    notice or reminder is about. `match_ids` are frozen when it is created, in the order in which they are
    shown; a digest shows the first of them, and its `layout` says how to see the others. `thread` is the
    slot of the notice under which it stands. `mentions`: its first message mentions whom the channel
    wants mentioned.
    """

    id: DeliveryId
    channel_id: ChannelId
    kind: DeliveryKind
    slot: str
    match_ids: tuple[MatchId, ...]
    created_at: datetime
    notice: Notice | None = None
    thread: str | None = None
    mentions: bool = False
    layout: DigestLayout | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of a delivery.

    `position` counts from 0. `key` marks the message on the platform, so that `find` can tell
    whether it arrived. `match_ids` are the postings that this message shows. `attempt` counts the
    requests made; `lease_until` is set while SENDING. `due_at` is when it may be tried (again).
    `first_attempt_at` is when the first request was about to be made: the message is not older.
    `blind_resends` counts the times that it was sent again because the platform could not be asked.
    `closed` are those of `match_ids` that the message says have closed, as it was last written, and
    `facts` what it says of each of them (`bot.domain.facts`; one is missing where nobody wrote it down);
    `edit_attempts` counts the requests to change it since then: above 0, nobody knows what it says.
    """

    id: PartId
    delivery_id: DeliveryId
    position: int
    key: str
    match_ids: tuple[MatchId, ...]
    state: PartState = PartState.PENDING
    attempt: int = 0
    due_at: datetime
    lease_until: datetime | None = None
    sent: SentMessage | None = None
    failure: str | None = None
    first_attempt_at: datetime | None = None
    blind_resends: int = 0
    sent_at: datetime | None = None
    closed: frozenset[MatchId] = frozenset()
    facts: Mapping[MatchId, str] = field(default_factory=dict)
    edit_attempts: int = 0
