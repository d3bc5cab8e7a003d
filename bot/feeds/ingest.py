"""Decides what a poll does with a document, around the identities. Pure; `poll` and `storing` act.

What must be read, in which order it is stored, what is held against the subscriptions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from bot.domain.chat import ChannelId
from bot.domain.match import NewMatch, Reason
from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting, PostingId
from bot.domain.source import Source
from bot.domain.subscription import SubscriptionId
from bot.feeds.formats.document import Document
from bot.feeds.identity import Decision, Entry, Sighted, Verdict, entries_of, scope_of
from bot.feeds.identity_keys import content_hash
from bot.matching import Candidate

_TITLE_LENGTH = 200
_TEXTS = tuple(field.name for field in fields(Posting) if field.name != "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The postings of one document, each native id once, with what was read out of those that need it.

    Each stands with the hash of what the list says of it: the pages that tell more are not asked again.
    `readings` are by native id. `skipped` counts the entries that could not be used.
    """

    postings: tuple[tuple[str, Posting], ...]
    readings: Mapping[str, Reading]
    skipped: int
    complete: bool

    def unread(self, known: Mapping[str, Sighted]) -> tuple[Posting, ...]:
        """Those that are new or changed and have not been read yet."""
        return tuple(
            posting
            for hashed, posting in self.postings
            if posting.native_id not in self.readings and not _is_known(posting, hashed, known)
        )

    def entries(self, source: Source) -> tuple[Entry, ...]:
        """All of them with their keys; what is known and unchanged carries a stand-in for its reading."""
        pairs = (
            (posting, self.readings.get(posting.native_id) or stand_in(posting))
            for _, posting in self.postings
        )
        entries = entries_of(scope_of(source), pairs)
        hashes = (hashed for hashed, _ in self.postings)
        return tuple(
            replace(entry, content_hash=hashed) for entry, hashed in zip(entries, hashes, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHit:
    """A channel that wants a posting: for which subscriptions, by which opening, and why."""

    channel_id: ChannelId
    opening: int
    subscription_ids: tuple[SubscriptionId, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What holding candidates against the index gave: the hits of each, as of a revision."""

    revision: int
    hits: tuple[tuple[ChannelHit, ...], ...]


def listed(source: Source, document: Document) -> Listed:
    """The postings of a document. Of two entries with one native id the first counts."""
    by_id: dict[str, Posting] = {}
    for posting in map(_storable, document.entries):
        by_id.setdefault(posting.native_id, posting)
    return Listed(
        postings=tuple((content_hash(posting), posting) for posting in by_id.values()),
        readings={},
        skipped=len(document.skipped) + len(document.entries) - len(by_id),
        complete=source.complete_list and document.complete and document.next_page is None,
    )


def oldest_first(decisions: Sequence[Decision], today: date) -> tuple[Decision, ...]:
    """In the order in which they are stored and hence posted.

    By date; within a day from the end, as feeds list the newest first. What states no date is of today.
    """
    from_the_end = tuple(reversed(decisions))
    return tuple(sorted(from_the_end, key=lambda one: one.entry.reading.posted_on or today))


def candidates(
    there: Listed, source: Source, first_seen: Mapping[str, datetime], now: datetime
) -> dict[str, Candidate]:
    """All that was read this time, by native id, as queries are held against it.

    `first_seen` is when those that are not new were seen first, by native id.
    """
    return {
        posting.native_id: Candidate(
            posting=posting,
            reading=there.readings[posting.native_id],
            source=source.name,
            first_seen_at=first_seen.get(posting.native_id, now),
        )
        for _, posting in there.postings
        if posting.native_id in there.readings
    }


def is_matched(decision: Decision) -> bool:
    """Whether the entry is held against the subscriptions: what is new, and what has changed.

    A duplicate is not new to anybody who could see the posting before; only those who asked for its
    source are asked about it (`wanted.matches_of_sightings`).
    """
    return decision.verdict in {Verdict.NEW, Verdict.CHANGED}


def only_here(
    here: Sequence[ChannelHit], elsewhere: Iterable[Sequence[ChannelHit]]
) -> tuple[ChannelHit, ...]:
    """The hits without the subscriptions that hit elsewhere, too."""
    others = {id_ for hits in elsewhere for hit in hits for id_ in hit.subscription_ids}
    left = (
        replace(hit, subscription_ids=tuple(id_ for id_ in hit.subscription_ids if id_ not in others))
        for hit in here
    )
    return tuple(hit for hit in left if hit.subscription_ids)


def new_matches(
    pairs: Iterable[tuple[PostingId, Sequence[ChannelHit]]],
) -> tuple[NewMatch, ...]:
    """The matches to record for postings and their hits."""
    return tuple(
        NewMatch(
            channel_id=hit.channel_id,
            posting_id=posting_id,
            opening=hit.opening,
            subscription_ids=hit.subscription_ids,
            reasons=hit.reasons,
        )
        for posting_id, hits in pairs
        for hit in hits
    )


def stand_in(posting: Posting) -> Reading:
    """Enough of a reading to tell whether entries share an address under different titles."""
    title = posting.title or posting.body[:_TITLE_LENGTH]
    return Reading(
        title=title,
        company=posting.company,
        text="",
        language="und",
        posted_on=None,
        openings=(Facets(title=title),),
    )


def _is_known(posting: Posting, hashed: str, known: Mapping[str, Sighted]) -> bool:
    sighted = known.get(posting.native_id)
    return sighted is not None and sighted.content_hash == hashed


def _storable(posting: Posting) -> Posting:
    """Without NUL and lone surrogates, which no database takes."""
    texts = {name: value for name in _TEXTS if (value := getattr(posting, name)) is not None}
    clean = {name: _clean(value) for name, value in texts.items()}
    tags = tuple(map(_clean, posting.tags))
    return posting if (clean, tags) == (texts, posting.tags) else replace(posting, **clean, tags=tags)


def _clean(text: str) -> str:
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
