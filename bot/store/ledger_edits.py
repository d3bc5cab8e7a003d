"""The ledger's edits: which sent messages may not say any more what is so, and what became of changing them.

Whoever closes, reopens or changes postings marks the messages that show them, in the same transaction, so
that no change is lost. A mark only says when to look; what has to be said is read from the postings then.
It is taken off where the message says what is so at that moment, and nowhere else but where it is given up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.delivery import Part, PartId, PartState, Told
from bot.domain.match import MatchId
from bot.domain.posting import PostingId
from bot.store.ledger_parts import part_of_row
from bot.store.ledger_told import told_by_match, told_values
from bot.store.schema import channels, deliveries, matches, parts, postings
from bot.store.upsert import chunks


async def mark_edits(c: AsyncConnection, posting_ids: Sequence[PostingId], now: datetime) -> list[ChannelId]:
    """These postings have closed, are open again, or say other facts: look at the messages that show them.

    Messages on their way are marked, too: they may have been written before. One that is marked already
    keeps its time. Returns the channels that have something to look at; a dead one has not.
    """
    concerned: set[int] = set()
    for chunk in chunks(sorted(set(posting_ids))):
        showing = _showing(chunk)
        await _hold_channels(c, showing)
        planned = showing.where(matches.c.delivery_id.is_not(None)).with_only_columns(matches.c.delivery_id)
        rows = await c.execute(
            update(parts)
            .where(parts.c.delivery_id.in_(planned), parts.c.state != PartState.FAILED)
            .values(edit_due_at=func.coalesce(parts.c.edit_due_at, now))
            .returning(parts.c.delivery_id)
        )
        concerned.update(rows.scalars())
    return await _live_channels(c, sorted(concerned))


async def channels_to_edit(c: AsyncConnection, now: datetime) -> list[ChannelId]:
    """Channels with a sent message that is to be looked at now; dead and parked ones are left out."""
    rows = await c.execute(
        select(deliveries.c.channel_id)
        .join(parts, parts.c.delivery_id == deliveries.c.id)
        .join(channels, channels.c.id == deliveries.c.channel_id)
        .where(
            _due(now),
            channels.c.dead_reason.is_(None),
            channels.c.due_at.is_(None) | (channels.c.due_at <= now),
        )
        .distinct()
        .order_by(deliveries.c.channel_id)
    )
    return [ChannelId(id_) for id_ in rows.scalars()]


async def edits_due(c: AsyncConnection, channel_id: ChannelId, now: datetime, most: int) -> tuple[Part, ...]:
    """The channel's sent messages that are to be looked at now, the oldest first, at most so many."""
    rows = await c.execute(
        select(parts)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .where(deliveries.c.channel_id == channel_id, _due(now))
        .order_by(parts.c.sent_at, parts.c.id)
        .limit(most)
    )
    return tuple(part_of_row(row) for row in rows)


async def begin_edit(c: AsyncConnection, part: Part, *, now: datetime, lease: timedelta) -> int | None:
    """Claim a message for one request; the number of the attempt, or None when somebody else has it.

    Nobody else looks at it before the lease has run out; then it is simply done again.
    """
    rows = await c.execute(
        update(parts)
        .where(parts.c.id == part.id, parts.c.edit_attempts == part.edit_attempts, _due(now))
        .values(edit_attempts=part.edit_attempts + 1, edit_due_at=now + lease)
        .returning(parts.c.edit_attempts)
    )
    attempt: int | None = rows.scalar_one_or_none()
    return attempt


async def finish_edit(
    c: AsyncConnection, part: Part, attempt: int, told: Mapping[MatchId, Told], now: datetime
) -> bool:
    """The message says that of its postings now: if it is still so, it needs no more looks.

    False, and nothing written, where that attempt is not the last one any more.
    """
    held = select(parts.c.id).where(_attempt(part.id, attempt)).with_for_update()
    if (await c.execute(held)).one_or_none() is None:
        return False
    true = await told_by_match(c, part.match_ids) == told  # nobody can mark it meanwhile: it is ours
    await c.execute(
        update(parts)
        .where(parts.c.id == part.id)
        .values(**told_values(told), edit_attempts=0, edit_due_at=None if true else now)
    )
    return True


async def put_off_edit(
    c: AsyncConnection, part_id: PartId, attempt: int, due_at: datetime | None, *, counts: bool = True
) -> None:
    """Look at the message again at `due_at`, or, if None, not before it is marked anew.

    An attempt that does not count, as it has surely changed nothing, leaves as many as before.
    """
    attempts = attempt if counts else attempt - 1
    await c.execute(
        update(parts).where(_attempt(part_id, attempt)).values(edit_attempts=attempts, edit_due_at=due_at)
    )


async def forget_edits(c: AsyncConnection, channel_id: ChannelId) -> None:
    """Nothing that was said in the channel can be changed."""
    own = select(deliveries.c.id).where(deliveries.c.channel_id == channel_id)
    await c.execute(
        update(parts)
        .where(parts.c.delivery_id.in_(own), parts.c.edit_due_at.is_not(None))
        .values(edit_due_at=None)
    )


def _showing(posting_ids: Sequence[PostingId]) -> Select[tuple[int]]:
    """Matches of these postings and of those that were merged into one of them."""
    merged = select(postings.c.id).where(postings.c.merged_into.in_(posting_ids))
    return select(matches.c.id).where(
        matches.c.posting_id.in_(posting_ids) | matches.c.posting_id.in_(merged)
    )


async def _hold_channels(c: AsyncConnection, showing: Select[tuple[int]]) -> None:
    """Whoever plans one of these channels now is waited for, and whoever comes later sees what we commit."""
    ids = showing.with_only_columns(matches.c.channel_id)
    held = select(channels.c.id).where(channels.c.id.in_(ids)).order_by(channels.c.id)
    await c.execute(held.with_for_update(read=True, key_share=True))  # a parked channel is in nobody's way


async def _live_channels(c: AsyncConnection, delivery_ids: Sequence[int]) -> list[ChannelId]:
    found: set[ChannelId] = set()
    for chunk in chunks(delivery_ids):
        rows = await c.execute(
            select(deliveries.c.channel_id)
            .join(channels, channels.c.id == deliveries.c.channel_id)
            .where(deliveries.c.id.in_(chunk), channels.c.dead_reason.is_(None))
        )
        found.update(ChannelId(id_) for id_ in rows.scalars())
    return sorted(found)


def _due(now: datetime) -> ColumnElement[bool]:
    """Told by its time, not by its state: of the messages that were sent, the index of states knows all."""
    return and_(parts.c.edit_due_at <= now, parts.c.sent_at.is_not(None))


def _attempt(part_id: PartId, attempt: int) -> ColumnElement[bool]:
    return and_(parts.c.id == part_id, parts.c.edit_attempts == attempt)
