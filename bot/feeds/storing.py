"""Commits one reading of a source in one transaction: postings, sightings, matches, validators, or nothing.

Whatever has changed since the entries were read makes it give up with `Outrun` before anything is
committed; the caller reads what is missing and comes again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.facts import facts_of
from bot.domain.posting import PostingId
from bot.domain.source import Source, SourceHealth
from bot.feeds.backoff import next_poll
from bot.feeds.identity import Decision, Decisions, Sighted, Verdict, decide, held_before, held_message
from bot.feeds.identity_keys import is_sure
from bot.feeds.ingest import oldest_first
from bot.feeds.subscription_index import SubscriptionIndex
from bot.feeds.wanted import Work, matches_of, matches_of_sightings, newly_sighted, wanted
from bot.store import ledger, postings, sources
from bot.store.arrivals import Arrival, claim_all, insert_all

ADVERTISED_ANEW = timedelta(days=14)
"""How long after its closing a position that looks the same (company, title, place) still counts as that one.

A mirror may list it for some days more; after that it is another opening, and those who asked want to know.
"""


class Outrun(Exception):
    """Another poll, or a change of the source, came in between: nothing was written, come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a reading brought. `held`: see `Decisions.held`. `channels` have something to plan.

    `changed` were told of a posting that has closed since, is open again, or says other facts.
    """

    verdicts: Mapping[Verdict, int]
    gone: int
    closed: int
    matches: int
    channels: tuple[ChannelId, ...]
    held: bool
    changed: tuple[ChannelId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Updated:
    """What became of changed postings: merged into which, with other facts, open again by a later end."""

    merged: Mapping[PostingId, PostingId]
    retold: tuple[PostingId, ...]
    prolonged: tuple[PostingId, ...]


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
    await postings.lock_identities(c)
    known = await known_of(c, work.source)
    if await sources.get(c, work.source.id) is None or work.listed.unread(known):
        raise Outrun
    decisions, owners = await _decide(c, work, known)
    ids = await _insert(c, work, decisions.entries, owners)
    updated = await _update(c, work, decisions.entries)
    merged = updated.merged
    reopened = (*updated.prolonged, *await _sight(c, work, decisions.entries, ids, merged))
    closed = await _lose(c, work, decisions, known)
    told_otherwise = (*reopened, *closed, *merged, *updated.retold)
    new = await matches_of(c, work, wanted(work, decisions.entries, ids), merged, index)
    new += await matches_of_sightings(c, work, newly_sighted(decisions.entries, known), index)
    channels = {
        *await ledger.record_matches(c, new, work.now),
        *await ledger.revive_closed(c, reopened, work.now),
    }
    changed = await ledger.mark_edits(c, told_otherwise, work.now)
    await _finish(c, work, decisions, known)
    return Committed(
        verdicts=Counter(one.verdict for one in decisions.entries),
        gone=len(decisions.gone),
        closed=len(closed),
        matches=len(new),
        channels=tuple(sorted(channels)),
        held=decisions.held,
        changed=tuple(changed),
    )


async def _decide(
    c: AsyncConnection, work: Work, known: Mapping[str, Sighted]
) -> tuple[Decisions, Mapping[str, PostingId]]:
    keys = [key for one in work.entries if one.posting.native_id not in known for key in one.keys]
    likely = [key for key in keys if not is_sure(key)]
    await postings.release_keys(c, likely, closed_before=work.now - ADVERTISED_ANEW)
    owners = await postings.by_keys(c, keys)
    decisions = decide(
        work.entries,
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
    found = [one for one in decisions if one.verdict is Verdict.NEW]
    new = [one.entry for one in oldest_first(found, work.now.date())]
    arrivals = [
        Arrival(posting=one.posting, reading=one.reading, content_hash=one.content_hash, keys=one.keys)
        for one in new
    ]
    made = await insert_all(c, work.source, arrivals, work.now)
    claimed = await claim_all(c, [(id_, one.keys) for id_, one in zip(made, new, strict=True)])
    mine = frozenset(made)
    if any(owner not in mine and owners.get(key) != owner for key, owner in claimed.items()):
        raise Outrun  # another poll has just brought the same position
    ids = {one.posting.native_id: id_ for id_, one in zip(made, new, strict=True)}
    for one in decisions:
        if one.posting_id is not None:
            ids[one.entry.posting.native_id] = one.posting_id
        elif one.twin is not None:
            ids[one.entry.posting.native_id] = ids[one.twin]
    return ids


async def _update(c: AsyncConnection, work: Work, decisions: Sequence[Decision]) -> _Updated:
    """Take over the text of changed postings, where this entry is the one that brought them.

    One whose new address or text is that of another posting turns out to be a duplicate: it is merged
    into the other.
    """
    changed = {
        (one.posting_id, one.entry.posting.native_id): one.entry
        for one in decisions
        if one.verdict is Verdict.CHANGED and one.posting_id is not None
    }
    merged: dict[PostingId, PostingId] = {}
    retold: list[PostingId] = []
    for stored in await postings.by_ids(c, tuple({posting_id for posting_id, _ in changed})):
        entry = changed.get((stored.id, stored.posting.native_id))
        if entry is None or stored.source_id != work.source.id:
            continue
        await postings.update(c, stored.id, entry.posting, entry.reading, entry.content_hash, work.now)
        if facts_of(stored.reading) != facts_of(entry.reading):
            retold.append(stored.id)
        owners = await postings.claim_keys(c, stored.id, entry.keys)
        other = next((owners[key] for key in entry.keys if is_sure(key) and owners[key] != stored.id), None)
        if other is not None:
            merged[stored.id] = await postings.merge(c, stored.id, other)
    ended = [posting_id for posting_id, _ in changed if posting_id not in merged]
    prolonged = await postings.reopen_prolonged(c, ended, work.now)
    return _Updated(merged=merged, retold=tuple(retold), prolonged=prolonged)


async def _sight(
    c: AsyncConnection,
    work: Work,
    decisions: Sequence[Decision],
    ids: Mapping[str, PostingId],
    merged: Mapping[PostingId, PostingId],
) -> tuple[PostingId, ...]:
    """Note what the source lists; returns the postings that had closed and are open again by it."""
    seen = []
    for one in decisions:
        posting_id = ids[one.entry.posting.native_id]
        seen.append(
            postings.NewSighting(
                native_id=one.entry.posting.native_id,
                url=one.entry.posting.url,
                posting_id=merged.get(posting_id, posting_id),
                content_hash=one.entry.content_hash,
            )
        )
    return await postings.upsert_sightings(c, work.source.id, seen, work.now)


async def _lose(
    c: AsyncConnection, work: Work, decisions: Decisions, known: Mapping[str, Sighted]
) -> tuple[PostingId, ...]:
    """Note what is gone; returns the postings that this closed."""
    if not decisions.gone:
        return ()
    await postings.mark_gone(c, work.source.id, decisions.gone, work.now)
    lost = {known[native_id].posting_id for native_id in decisions.gone}
    return await postings.close(c, tuple(lost), work.now)


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
        brought=any(one.entry.posting.native_id not in known for one in decisions.entries),
    )
