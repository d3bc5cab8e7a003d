"""The ledger's matches: what each channel should see, and what has become of it.

Every function works inside the caller's transaction; when a match is sent is decided elsewhere.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.match import Match, MatchId, MatchState, NewMatch, Suppression, WaitingMatch
from bot.domain.posting import PostingId
from bot.domain.subscription import SubscriptionId
from bot.store.encoding import reasons_from_json, reasons_to_json
from bot.store.schema import channels, matches, postings
from bot.store.upsert import chunks, insert_into

_WAITING = (MatchState.PENDING, MatchState.KEPT)
_REVIVABLE = (Suppression.UNSUBSCRIBED, Suppression.EDITED, Suppression.PAUSED)


async def record_matches(c: AsyncConnection, new: Sequence[NewMatch], now: datetime) -> tuple[ChannelId, ...]:
    """Record matches; a known (channel, posting) gains the subscriptions that it did not serve yet.

    A known match that waits is planned anew (the new subscription may be faster); one that was
    suppressed because its subscriptions went or paused becomes pending again; one that is planned or
    posted already is never posted twice. Returns the channels that have something to plan now.
    """
    touched: set[ChannelId] = set()
    ordered = sorted(new, key=lambda one: (one.channel_id, one.posting_id))  # one lock order for all
    for chunk in chunks(ordered):
        inserted = await _insert(c, chunk, now)
        touched.update(ChannelId(channel_id) for channel_id, _ in inserted)
        for one in chunk:
            key = (one.channel_id, one.posting_id)
            if key in inserted:
                inserted.discard(key)  # a second one of the same pair has to be merged
            elif await _merge(c, one, now):
                touched.add(one.channel_id)
    return tuple(sorted(touched))


async def waiting(c: AsyncConnection, channel_id: ChannelId) -> tuple[WaitingMatch, ...]:
    """The channel's matches that no delivery holds yet, oldest first, with their postings' flags."""
    rows = await c.execute(
        select(
            matches,
            postings.c.reading["company"].as_string().label("company"),
            postings.c.closed_at,
            postings.c.merged_into,
        )
        .join(postings, postings.c.id == matches.c.posting_id)
        .where(matches.c.channel_id == channel_id, matches.c.state.in_(_WAITING))
        .order_by(matches.c.matched_at, matches.c.id)
    )
    return tuple(
        WaitingMatch(
            match=_match(row),
            company=row.company,
            closed=row.closed_at is not None,
            merged=row.merged_into is not None,
        )
        for row in rows
    )


async def pending(c: AsyncConnection, channel_id: ChannelId) -> tuple[Match, ...]:
    """The channel's matches that no delivery holds yet (pending or kept), oldest first."""
    return await _select(
        c, select(matches).where(matches.c.channel_id == channel_id, matches.c.state.in_(_WAITING))
    )


async def match(c: AsyncConnection, channel_id: ChannelId, posting_id: PostingId) -> Match | None:
    """The match of that channel and posting; None when nothing there asked for it."""
    found = await _select(
        c, select(matches).where(matches.c.channel_id == channel_id, matches.c.posting_id == posting_id)
    )
    return found[0] if found else None


async def matches_of(c: AsyncConnection, channel_id: ChannelId, since: datetime) -> tuple[Match, ...]:
    """All the channel's matches found at or after `since`, oldest first, whatever became of them."""
    return await _select(
        c, select(matches).where(matches.c.channel_id == channel_id, matches.c.matched_at >= since)
    )


async def matches_by_ids(c: AsyncConnection, ids: Sequence[MatchId]) -> tuple[Match, ...]:
    """The matches of those ids, in the order of `ids`; an unknown id is left out."""
    found: dict[MatchId, Match] = {}
    for chunk in chunks(ids):
        for one in await _select(c, select(matches).where(matches.c.id.in_(chunk))):
            found[one.id] = one
    return tuple(found[id_] for id_ in ids if id_ in found)


async def keep(c: AsyncConnection, match_ids: Sequence[MatchId]) -> None:
    """Keep pending matches for a later batch or digest."""
    for chunk in chunks(match_ids):
        await c.execute(
            update(matches)
            .where(matches.c.id.in_(chunk), matches.c.state == MatchState.PENDING)
            .values(state=MatchState.KEPT.value)
        )


async def suppress(c: AsyncConnection, match_ids: Sequence[MatchId], suppression: Suppression) -> None:
    """Mark matches as not to be posted, and why; those that a delivery holds are left as they are."""
    for chunk in chunks(match_ids):
        await c.execute(
            update(matches)
            .where(matches.c.id.in_(chunk), matches.c.state.in_(_WAITING))
            .values(state=MatchState.SUPPRESSED.value, suppression=suppression.value)
        )


async def suppress_waiting(c: AsyncConnection, channel_id: ChannelId, suppression: Suppression) -> None:
    """Suppress everything that waits in a channel, for one reason (the channel is gone)."""
    await c.execute(
        update(matches)
        .where(matches.c.channel_id == channel_id, matches.c.state.in_(_WAITING))
        .values(state=MatchState.SUPPRESSED.value, suppression=suppression.value)
    )


async def revive_closed(
    c: AsyncConnection, posting_ids: Sequence[PostingId], now: datetime
) -> tuple[ChannelId, ...]:
    """These postings are open again: what was held back because they had closed is to be planned anew.

    It counts as matched now, so that a digest comes at its time. Returns the channels concerned.
    """
    touched: set[ChannelId] = set()
    for chunk in chunks(posting_ids):
        rows = await c.execute(
            update(matches)
            .where(matches.c.posting_id.in_(chunk), matches.c.suppression == Suppression.CLOSED)
            .values(state=MatchState.PENDING.value, suppression=None, matched_at=now)
            .returning(matches.c.channel_id)
        )
        touched.update(ChannelId(id_) for id_ in rows.scalars())
    return tuple(sorted(touched))


async def withdraw(
    c: AsyncConnection,
    waiting_matches: Sequence[Match],
    subscription_id: SubscriptionId,
    suppression: Suppression,
) -> int:
    """Take one subscription off matches that wait; those that serve no other are suppressed.

    For a command that removes a subscription, or edits it so that these postings no longer hold.
    Returns how many were suppressed.
    """
    suppressed = 0
    for channel_id in sorted({one.channel_id for one in waiting_matches}):
        await lock_channel(c, channel_id)  # a planning that begins now sees what we leave
    for one in waiting_matches:
        rest = [id_ for id_ in one.subscription_ids if id_ != subscription_id]
        if len(rest) == len(one.subscription_ids):
            continue
        if not rest:
            suppressed += 1
            await suppress(c, (one.id,), suppression)
            continue
        await c.execute(
            update(matches)
            .where(matches.c.id == one.id, matches.c.state.in_(_WAITING))
            .values(subscription_ids=rest)
        )
    return suppressed


async def lock_channel(c: AsyncConnection, channel_id: ChannelId) -> None:
    """Let no other transaction plan or reorder this channel until ours ends."""
    await c.execute(select(channels.c.id).where(channels.c.id == channel_id).with_for_update())


async def _insert(
    c: AsyncConnection, chunk: Sequence[NewMatch], now: datetime
) -> set[tuple[ChannelId, PostingId]]:
    values = [
        {
            "channel_id": one.channel_id,
            "posting_id": one.posting_id,
            "opening": one.opening,
            "subscription_ids": list(one.subscription_ids),
            "reasons": reasons_to_json(one.reasons),
            "matched_at": now,
            "state": MatchState.PENDING.value,
        }
        for one in chunk
    ]
    rows = await c.execute(
        insert_into(c, matches)
        .values(values)
        .on_conflict_do_nothing(index_elements=[matches.c.channel_id, matches.c.posting_id])
        .returning(matches.c.channel_id, matches.c.posting_id)
    )
    return {(ChannelId(row.channel_id), PostingId(row.posting_id)) for row in rows}


async def _merge(c: AsyncConnection, new: NewMatch, now: datetime) -> bool:
    """Add `new` to the match of its pair; True when that leaves something to plan."""
    rows = await c.execute(
        select(matches)
        .where(matches.c.channel_id == new.channel_id, matches.c.posting_id == new.posting_id)
        .with_for_update()
    )
    known = _match(rows.one())
    added = [id_ for id_ in new.subscription_ids if id_ not in known.subscription_ids]
    if known.state is MatchState.SUPPRESSED and known.suppression in _REVIVABLE:
        values = _revived(new, now)
    elif not added:
        return False
    else:
        values = {"subscription_ids": [*known.subscription_ids, *added]}
        if known.state is MatchState.KEPT:
            values["state"] = MatchState.PENDING.value
    await c.execute(update(matches).where(matches.c.id == known.id).values(**values))
    state: str = values.get("state", known.state)
    return state == MatchState.PENDING


def _revived(new: NewMatch, now: datetime) -> dict[str, Any]:
    return {
        "state": MatchState.PENDING.value,
        "suppression": None,
        "opening": new.opening,
        "subscription_ids": list(new.subscription_ids),
        "reasons": reasons_to_json(new.reasons),
        "matched_at": now,
    }


async def _select(c: AsyncConnection, query: Select[Any]) -> tuple[Match, ...]:
    rows = await c.execute(query.order_by(matches.c.matched_at, matches.c.id))
    return tuple(_match(row) for row in rows)


def _match(row: Row[Any]) -> Match:
    return Match(
        id=MatchId(row.id),
        channel_id=ChannelId(row.channel_id),
        posting_id=PostingId(row.posting_id),
        opening=row.opening,
        subscription_ids=tuple(SubscriptionId(id_) for id_ in row.subscription_ids),
        reasons=reasons_from_json(row.reasons),
        matched_at=row.matched_at,
        state=MatchState(row.state),
        suppression=Suppression(row.suppression) if row.suppression else None,
    )
