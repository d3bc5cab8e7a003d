"""Who wants what a reading brought, as of the subscriptions that are committed when it is."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.match import MatchState, NewMatch
from bot.domain.posting import PostingId, StoredPosting
from bot.domain.source import Source, Validators
from bot.feeds.identity import Decision, Entry, Sighted, Verdict
from bot.feeds.ingest import ChannelHit, Held, Listed, is_matched, new_matches, only_here
from bot.feeds.subscription_index import SubscriptionIndex
from bot.matching import Candidate
from bot.store import ledger, postings, sources, subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was held against the index before the transaction: candidates by native id, and their hits."""

    candidates: Mapping[str, Candidate]
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One reading that is to be committed. `validators` are those of its answer.

    `entries` are those of `listed`, with their keys.
    `asked` holds every entry that was read this time; it is empty for a baseline, which matches nothing.
    """

    source: Source
    listed: Listed
    entries: tuple[Entry, ...]
    asked: Asked
    validators: Validators
    now: datetime


def wanted(work: Work, decisions: Sequence[Decision], ids: Mapping[str, PostingId]) -> dict[str, PostingId]:
    """The postings that are held against the subscriptions, by native id; none of a baseline."""
    native_ids = (one.entry.posting.native_id for one in decisions if is_matched(one))
    return {native_id: ids[native_id] for native_id in native_ids if native_id in work.asked.candidates}


async def matches_of(
    c: AsyncConnection,
    work: Work,
    asked_for: Mapping[str, PostingId],
    merged: Mapping[PostingId, PostingId],
    index: SubscriptionIndex,
) -> tuple[NewMatch, ...]:
    """Who wants what is new or changed, as of the subscriptions that are committed now.

    The revision is read under a lock that lasts until our commit: a subscription that is committed
    before us is in it, one that comes after us finds our postings.
    """
    if not asked_for:
        return ()
    found = dict(zip(work.asked.candidates, work.asked.held.hits, strict=True))
    if await subscriptions.revision(c, share_lock=True) > work.asked.held.revision:
        await index.refresh(c)
        found = await _held_again(work, tuple(asked_for), index)
    new = new_matches((posting_id, found[native_id]) for native_id, posting_id in asked_for.items())
    return await _redirected(c, new, merged)


async def _redirected(
    c: AsyncConnection, new: Sequence[NewMatch], merged: Mapping[PostingId, PostingId]
) -> tuple[NewMatch, ...]:
    """Matches of a merged posting are for the one that stands for it, unless it was posted already."""
    kept = []
    for one in new:
        winner = merged.get(one.posting_id)
        before = None if winner is None else await ledger.match(c, one.channel_id, one.posting_id)
        if winner is None:
            kept.append(one)
        elif before is None or before.state in {MatchState.PENDING, MatchState.KEPT}:
            kept.append(replace(one, posting_id=winner))
    return tuple(kept)


def newly_sighted(decisions: Sequence[Decision], known: Mapping[str, Sighted]) -> dict[str, PostingId]:
    """Stored postings that this source lists for the first time, by its native ids."""
    here = {one.posting_id for one in known.values()}
    return {
        one.entry.posting.native_id: one.posting_id
        for one in decisions
        if one.verdict is Verdict.DUPLICATE and one.posting_id is not None and one.posting_id not in here
    }


async def matches_of_sightings(
    c: AsyncConnection, work: Work, sighted: Mapping[str, PostingId], index: SubscriptionIndex
) -> tuple[NewMatch, ...]:
    """Who asked for this very source (`source:`) and therefore wants a posting that others had before.

    All other subscriptions were asked when it was new.
    """
    asked = [native_id for native_id in sighted if native_id in work.asked.candidates]
    if not asked:
        return ()
    if await subscriptions.revision(c, share_lock=True) > index.revision:
        await index.refresh(c)
    here = await _held_again(work, asked, index)
    open_ = {
        one.id: one
        for one in await postings.by_ids(c, [sighted[native_id] for native_id in asked if here[native_id]])
        if one.closed_at is None and one.merged_into is None
    }
    new = []
    for native_id in asked:
        if sighted[native_id] in open_ and here[native_id]:
            names = await _other_names(c, work, open_[sighted[native_id]])
            candidate = work.asked.candidates[native_id]
            there = await _hold(work, [replace(candidate, source=name) for name in names], index)
            hits = only_here(here[native_id], there)
            new.append((sighted[native_id], hits))
    return new_matches(new)


async def _other_names(c: AsyncConnection, work: Work, stored: StoredPosting) -> list[str]:
    found = [
        await sources.get(c, id_, also_removed=True) for id_ in stored.source_ids if id_ != work.source.id
    ]
    return [one.name for one in found if one is not None]


async def _held_again(
    work: Work, native_ids: Sequence[str], index: SubscriptionIndex
) -> dict[str, tuple[ChannelHit, ...]]:
    hits = await _hold(work, [work.asked.candidates[native_id] for native_id in native_ids], index)
    return dict(zip(native_ids, hits, strict=True))


async def _hold(
    work: Work, candidates: Sequence[Candidate], index: SubscriptionIndex
) -> tuple[tuple[ChannelHit, ...], ...]:
    held = await asyncio.to_thread(
        index.hold, candidates, workspace_id=work.source.workspace_id, now=work.now
    )
    return held.hits
