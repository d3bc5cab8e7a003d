"""The ledger's deliveries and their parts: pending → sending → sent | failed, one request at a time.

*sending* is committed before the request is made, with an attempt number and a lease; an outcome is
written only where that attempt is still the part's last one. So whoever comes late changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.delivery import (
    Delivery,
    DeliveryId,
    DeliveryKind,
    DigestLayout,
    Notice,
    Part,
    PartId,
    PartState,
    SentMessage,
    Told,
)
from bot.domain.match import MatchId, MatchState
from bot.store.encoding import layout_from_json, layout_to_json, notice_from_json, notice_to_json
from bot.store.ledger_told import NOTHING_TOLD, told_values
from bot.store.schema import channels, deliveries, matches, parts
from bot.store.upsert import chunks, insert_into

_UNRESOLVED = (PartState.PENDING, PartState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPart:
    """One message of a delivery that is to be created."""

    key: str
    match_ids: tuple[MatchId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery that is to be created with its parts, in order; `Delivery` says what its fields are."""

    channel_id: ChannelId
    kind: DeliveryKind
    slot: str
    match_ids: tuple[MatchId, ...]
    parts: tuple[NewPart, ...]
    notice: Notice | None = None
    thread: str | None = None
    mentions: bool = False
    layout: DigestLayout | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an attempt.

    SENT carries `sent`; FAILED a `failure`; PENDING `due_at`, when it may be tried again; SENDING
    `lease_until`, when the platform may be asked whether it has the message.
    """

    state: PartState
    sent: SentMessage | None = None
    failure: str | None = None
    due_at: datetime | None = None
    lease_until: datetime | None = None


async def create_delivery(c: AsyncConnection, new: NewDelivery, now: datetime) -> DeliveryId | None:
    """Create a delivery and its parts, and plan its matches into it: all or nothing, in this transaction.

    None when the channel has a delivery of that kind and slot already; then nothing is changed.
    """
    delivery_id = await _insert_delivery(c, new, now)
    if delivery_id is None:
        return None
    await c.execute(
        parts.insert(), [_new_part(delivery_id, at, one, now) for at, one in enumerate(new.parts)]
    )
    for chunk in chunks(new.match_ids):
        await c.execute(
            update(matches)
            .where(matches.c.id.in_(chunk), matches.c.channel_id == new.channel_id)
            .values(state=MatchState.PLANNED.value, delivery_id=delivery_id)
        )
    return delivery_id


async def next_part(c: AsyncConnection, channel_id: ChannelId) -> Part | None:
    """The earliest part of the channel that is neither sent nor failed: nothing may overtake it."""
    rows = await c.execute(
        _of_channel(channel_id)
        .where(parts.c.state.in_(_UNRESOLVED))
        .order_by(deliveries.c.id, parts.c.position)
        .limit(1)
    )
    row = rows.one_or_none()
    return part_of_row(row) if row else None


async def begin_attempt(
    c: AsyncConnection,
    part: Part,
    *,
    now: datetime,
    lease: timedelta,
    blind: bool = False,
    told: Mapping[MatchId, Told] = NOTHING_TOLD,
) -> int | None:
    """Claim a part for one request; the number of the attempt, or None when somebody else has it.

    A part can be claimed when it is pending and due, or when its lease has run out, and only as the
    caller knows it: where another attempt was made since `part` was read, the claim fails. `blind`
    counts a message that is sent again although nobody could say whether it had arrived. `told` is what
    the message says of its postings: written now, as whoever finds it cannot tell.
    """
    rows = await c.execute(
        update(parts)
        .where(
            parts.c.id == part.id,
            parts.c.attempt == part.attempt,
            _claimable(now),
        )
        .values(
            state=PartState.SENDING.value,
            attempt=part.attempt + 1,
            lease_until=now + lease,
            first_attempt_at=part.first_attempt_at or now,
            blind_resends=parts.c.blind_resends + (1 if blind else 0),
            **told_values(told),
        )
        .returning(parts.c.attempt)
    )
    attempt: int | None = rows.scalar_one_or_none()
    return attempt


async def finish_attempt(
    c: AsyncConnection, part_id: PartId, attempt: int, outcome: Outcome, *, now: datetime
) -> bool:
    """Write what became of an attempt; False, and nothing written, when it is not the last one any more."""
    sent = outcome.sent
    values: dict[str, Any] = {
        "state": outcome.state.value,
        "failure": outcome.failure,
        "lease_until": outcome.lease_until,
        "sent_id": sent.id if sent else None,
        "sent_link": sent.link if sent else None,
        "sent_at": now if sent else None,
    }
    if outcome.due_at is not None:
        values["due_at"] = outcome.due_at
    done = await c.execute(
        update(parts)
        .where(parts.c.id == part_id, parts.c.attempt == attempt, parts.c.state == PartState.SENDING)
        .values(**values)
    )
    return done.rowcount == 1


async def fail_unresolved(c: AsyncConnection, channel_id: ChannelId, failure: str) -> int:
    """Fail what is still owed to a channel that is gone; returns how many parts that were."""
    owed = select(deliveries.c.id).where(deliveries.c.channel_id == channel_id)
    done = await c.execute(
        update(parts)
        .where(parts.c.delivery_id.in_(owed), parts.c.state.in_(_UNRESOLVED))
        .values(state=PartState.FAILED.value, failure=failure, lease_until=None)
    )
    return int(done.rowcount)


async def delivery(c: AsyncConnection, delivery_id: DeliveryId) -> Delivery:
    """The delivery of that id."""
    rows = await c.execute(select(deliveries).where(deliveries.c.id == delivery_id))
    return _delivery(rows.one())


async def digest_of(c: AsyncConnection, channel_id: ChannelId, match_id: MatchId | None) -> Delivery | None:
    """The channel's digest with that match in it, or its latest one; None when there is none."""
    query = select(deliveries).where(
        deliveries.c.channel_id == channel_id, deliveries.c.kind == DeliveryKind.DIGEST
    )
    if match_id is not None:
        query = query.join(matches, matches.c.delivery_id == deliveries.c.id).where(matches.c.id == match_id)
    row = (await c.execute(query.order_by(deliveries.c.id.desc()).limit(1))).one_or_none()
    return _delivery(row) if row else None


async def deliveries_of(c: AsyncConnection, channel_id: ChannelId, since: datetime) -> tuple[Delivery, ...]:
    """The channel's deliveries created at or after `since`, oldest first."""
    rows = await c.execute(
        select(deliveries)
        .where(deliveries.c.channel_id == channel_id, deliveries.c.created_at >= since)
        .order_by(deliveries.c.id)
    )
    return tuple(_delivery(row) for row in rows)


async def parts_of(c: AsyncConnection, delivery_id: DeliveryId) -> tuple[Part, ...]:
    """The messages of a delivery, in order."""
    rows = await c.execute(select(parts).where(parts.c.delivery_id == delivery_id).order_by(parts.c.position))
    return tuple(part_of_row(row) for row in rows)


async def part_of_match(c: AsyncConnection, match_id: MatchId) -> Part | None:
    """The message that shows, or is to show, a match; None when it is in no delivery.

    For one that its digest shows only on request, it is the digest's last message.
    """
    rows = await c.execute(
        select(parts)
        .join(matches, matches.c.delivery_id == parts.c.delivery_id)
        .where(matches.c.id == match_id)
        .order_by(parts.c.position)
    )
    there = [part_of_row(row) for row in rows]
    return next((part for part in there if match_id in part.match_ids), there[-1] if there else None)


async def sent_of(c: AsyncConnection, channel_id: ChannelId, kind: DeliveryKind, slot: str) -> Part | None:
    """The first message of the channel's delivery of that kind and slot; None when there is none."""
    rows = await c.execute(
        _of_channel(channel_id).where(
            deliveries.c.kind == kind, deliveries.c.slot == slot, parts.c.position == 0
        )
    )
    row = rows.one_or_none()
    return part_of_row(row) if row else None


async def last_sent_at(c: AsyncConnection, channel_id: ChannelId) -> datetime | None:
    """When the channel last got a message; None when it never did."""
    rows = await c.execute(
        select(parts.c.sent_at)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .where(deliveries.c.channel_id == channel_id, parts.c.sent_at.is_not(None))
        .order_by(parts.c.sent_at.desc())
        .limit(1)
    )
    at: datetime | None = rows.scalar_one_or_none()
    return at


async def live_channels(c: AsyncConnection, workspace_id: WorkspaceId) -> tuple[ChannelId, ...]:
    """The channels of a workspace that are not marked dead."""
    rows = await c.execute(
        select(channels.c.id)
        .where(channels.c.workspace_id == workspace_id, channels.c.dead_reason.is_(None))
        .order_by(channels.c.id)
    )
    return tuple(ChannelId(id_) for id_ in rows.scalars())


async def blind_resends(c: AsyncConnection, since: datetime) -> tuple[tuple[ChannelId, int], ...]:
    """Channels in which messages were sent again unasked since then (they may stand twice), with counts."""
    rows = await c.execute(
        select(deliveries.c.channel_id, func.sum(parts.c.blind_resends).label("times"))
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .where(parts.c.blind_resends > 0, parts.c.first_attempt_at >= since)
        .group_by(deliveries.c.channel_id)
        .order_by(deliveries.c.channel_id)
    )
    return tuple((ChannelId(row.channel_id), int(row.times)) for row in rows)


async def _insert_delivery(c: AsyncConnection, new: NewDelivery, now: datetime) -> DeliveryId | None:
    row = await c.execute(
        insert_into(c, deliveries)
        .values(
            channel_id=new.channel_id,
            kind=new.kind.value,
            slot=new.slot,
            match_ids=list(new.match_ids),
            notice=notice_to_json(new.notice),
            thread=new.thread,
            mentions=new.mentions,
            layout=layout_to_json(new.layout),
            created_at=now,
        )
        .on_conflict_do_nothing(
            index_elements=[deliveries.c.channel_id, deliveries.c.kind, deliveries.c.slot]
        )
        .returning(deliveries.c.id)
    )
    delivery_id = row.scalar_one_or_none()
    return None if delivery_id is None else DeliveryId(delivery_id)


def _new_part(delivery_id: int, position: int, new: NewPart, now: datetime) -> dict[str, Any]:
    return {
        "delivery_id": delivery_id,
        "position": position,
        "key": new.key,
        "match_ids": list(new.match_ids),
        "state": PartState.PENDING.value,
        "attempt": 0,
        "blind_resends": 0,
        "due_at": now,
    }


def _claimable(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(parts.c.state == PartState.PENDING, parts.c.due_at <= now),
        and_(parts.c.state == PartState.SENDING, parts.c.lease_until <= now),
    )


def _of_channel(channel_id: ChannelId) -> Select[Any]:
    return (
        select(parts)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .where(deliveries.c.channel_id == channel_id)
    )


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        channel_id=ChannelId(row.channel_id),
        kind=DeliveryKind(row.kind),
        slot=row.slot,
        match_ids=tuple(MatchId(id_) for id_ in row.match_ids),
        created_at=row.created_at,
        notice=notice_from_json(row.notice),
        thread=row.thread,
        mentions=row.mentions,
        layout=layout_from_json(row.layout),
    )


def part_of_row(row: Row[Any]) -> Part:
    """The part that a row of its table is."""
    return Part(
        id=PartId(row.id),
        delivery_id=DeliveryId(row.delivery_id),
        position=row.position,
        key=row.key,
        match_ids=tuple(MatchId(id_) for id_ in row.match_ids),
        state=PartState(row.state),
        attempt=row.attempt,
        due_at=row.due_at,
        lease_until=row.lease_until,
        sent=SentMessage(id=row.sent_id, link=row.sent_link) if row.sent_id else None,
        failure=row.failure,
        first_attempt_at=row.first_attempt_at,
        blind_resends=row.blind_resends,
        sent_at=row.sent_at,
        closed=frozenset(MatchId(id_) for id_ in row.closed_match_ids),
        facts={MatchId(int(id_)): facts for id_, facts in row.said_facts.items()},
        edit_attempts=row.edit_attempts,
    )
