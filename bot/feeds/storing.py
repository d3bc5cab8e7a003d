"""Commits one reading of a source in one transaction: postings, sightings, matches, validators, or nothing.

Whatever has changed since the entries were read makes it give up with `Outrun` before anything is
committed; the caller reads what is missing and comes again.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.posting import PostingId
from bot.domain.source import Source, SourceHealth, Validators
from bot.feeds.backoff import next_poll
from bot.feeds.identity import Decision, Decisions, Sighted, Verdict, decide, held_before, held_message
from bot.feeds.ingest import ChannelHit, Held, Listed, is_matched, new_matches, oldest_first
from bot.feeds.subscription_index import SubscriptionIndex
from bot.matching import Candidate
from bot.store import ledger, postings, sources, subscriptions


class Outrun(Exception):
    """Another poll, or a change of the source, came in between: nothing was written, come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was held against the index before the transaction: candidates by native id, and their hits."""

    candidates: Mapping[str, Candidate]
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One reading that is to be committed. `validators` are those of its answer.

    `asked` holds every entry that was read this time; it is empty for a baseline, which matches nothing.
    """

    source: Source
    listed: Listed
    asked: Asked
    validators: Validators
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a reading brought. `held`: see `Decisions.held`. `channels` have something to plan."""

    verdicts: Mapping[Verdict, int]
    gone: int
    closed: int
    matches: int
    channels: tuple[ChannelId, ...]
    held: bool


async def known_of(c: AsyncConnection, source: Source) -> dict[str, Sighted]:
    """What is stored of a source's entries, by native id."""
    return {
        native_id: Sighted(
            posting_id=one.posting_id, content_hash=one.content_hash, gone=one.gone_at is not None
        )
        for native_id, one in (await postings.sightings_of(c, source.id)).items()
    }


async def commit_reading(c: AsyncConnection, work: Work, index: SubscriptionIndex) -> Committed:
    """Decide and write. Raises Outrun; the caller's transaction must then be rolled back."""
    known = await known_of(c, work.source)
    if await sources.get(c, work.source.id) is None or work.listed.unread(known):
        raise Outrun
    decisions, owners = await _decide(c, work, known)
    ids = await _insert(c, work, decisions.entries, owners)
    await _update(c, work, decisions.entries)
    await _sight(c, work, decisions.entries, ids)
    closed = await _lose(c, work, decisions, known)
    matches, channels = await _match(c, work, decisions.entries, ids, index)
    await _finish(c, work, decisions, known)
    return Committed(
        verdicts=Counter(one.verdict for one in decisions.entries),
        gone=len(decisions.gone),
        closed=closed,
        matches=matches,
        channels=channels,
        held=decisions.held,
    )


async def _decide(
    c: AsyncConnection, work: Work, known: Mapping[str, Sighted]
) -> tuple[Decisions, Mapping[str, PostingId]]:
    entries = work.listed.entries(work.source)
    keys = [key for one in entries if one.posting.native_id not in known for key in one.keys]
    owners = await postings.by_keys(c, keys)
    decisions = decide(
        entries,
        known=known,
        owners=owners,
        complete=work.listed.complete,
        held_before=held_before(work.source),
    )
    return decisions, owners


async def _insert(
    c: AsyncConnection, work: Work, decisions: Sequence[Decision], owners: Mapping[str, PostingId]
) -> dict[str, PostingId]:
    """Store what is new, oldest first. Returns the posting of every entry, by native id."""
    ids: dict[str, PostingId] = {}
    new = [one for one in decisions if one.verdict is Verdict.NEW]
    mine: set[PostingId] = set()
    for one in oldest_first(new, work.now.date()):
        entry = one.entry
        id_ = await postings.insert(
            c, work.source, entry.posting, entry.reading, entry.content_hash, work.now
        )
        mine.add(id_)
        ids[entry.posting.native_id] = id_
        for key, owner in (await postings.claim_keys(c, id_, entry.keys)).items():
            if owner not in mine and owners.get(key) != owner:
                raise Outrun  # another poll has just brought the same position
    for one in decisions:
        if one.posting_id is not None:
            ids[one.entry.posting.native_id] = one.posting_id
        elif one.twin is not None:
            ids[one.entry.posting.native_id] = ids[one.twin]
    return ids


async def _update(c: AsyncConnection, work: Work, decisions: Sequence[Decision]) -> None:
    """Take over the text of changed postings, where this source is the one that brought them."""
    changed = {
        one.posting_id: one.entry
        for one in decisions
        if one.verdict is Verdict.CHANGED and one.posting_id is not None
    }
    for stored in await postings.by_ids(c, tuple(changed)):
        if stored.source_id == work.source.id:
            entry = changed[stored.id]
            await postings.update(c, stored.id, entry.posting, entry.reading, entry.content_hash, work.now)
            await postings.claim_keys(c, stored.id, entry.keys)


async def _sight(
    c: AsyncConnection, work: Work, decisions: Sequence[Decision], ids: Mapping[str, PostingId]
) -> None:
    for one in decisions:
        entry = one.entry
        await postings.upsert_sighting(
            c,
            work.source.id,
            entry.posting,
            posting_id=ids[entry.posting.native_id],
            content_hash=entry.content_hash,
            now=work.now,
        )


async def _lose(c: AsyncConnection, work: Work, decisions: Decisions, known: Mapping[str, Sighted]) -> int:
    """Note what is gone; returns how many postings that closed."""
    if not decisions.gone:
        return 0
    await postings.mark_gone(c, work.source.id, decisions.gone, work.now)
    lost = {known[native_id].posting_id for native_id in decisions.gone}
    return len(await postings.close(c, tuple(lost), work.now))


async def _match(
    c: AsyncConnection,
    work: Work,
    decisions: Sequence[Decision],
    ids: Mapping[str, PostingId],
    index: SubscriptionIndex,
) -> tuple[int, tuple[ChannelId, ...]]:
    """Record who wants what is new or changed, as of the subscriptions that are committed now.

    The revision is read under a lock that lasts until our commit: a subscription that is committed
    before us is in it, one that comes after us finds our postings.
    """
    found = dict(zip(work.asked.candidates, work.asked.held.hits, strict=True))
    wanted = [
        one.entry.posting.native_id
        for one in decisions
        if is_matched(one) and one.entry.posting.native_id in found
    ]
    if wanted and await subscriptions.revision(c, share_lock=True) > work.asked.held.revision:
        await index.refresh(c)
        found = await _held_again(work, wanted, index)
    new = new_matches((ids[native_id], found[native_id]) for native_id in wanted)
    return len(new), await ledger.record_matches(c, new, work.now)


async def _held_again(
    work: Work, wanted: Sequence[str], index: SubscriptionIndex
) -> dict[str, tuple[ChannelHit, ...]]:
    held = await asyncio.to_thread(
        index.hold,
        [work.asked.candidates[native_id] for native_id in wanted],
        workspace_id=work.source.workspace_id,
        now=work.now,
    )
    return dict(zip(wanted, held.hits, strict=True))


async def _finish(c: AsyncConnection, work: Work, decisions: Decisions, known: Mapping[str, Sighted]) -> None:
    """The validators advance here and nowhere else; a held reading leaves them as they are."""
    source, now = work.source, work.now
    failures = source.failures + 1 if decisions.held else 0
    due = next_poll(now, failures=failures, retry_after=None, least_interval=source.terms.least_interval)
    if decisions.held:
        before = [native_id for native_id, one in known.items() if not one.gone]
        left = sum(one.entry.posting.native_id in before for one in decisions.entries)
        text = held_message(source.name, left=left, before=len(before))
        await sources.record_failure(
            c, source.id, health=SourceHealth.FAILED, failure=text, now=now, next_poll_at=due
        )
        return
    await sources.record_read(
        c,
        source.id,
        validators=work.validators,
        now=now,
        next_poll_at=due,
        baseline=source.baseline_at is None,
    )
