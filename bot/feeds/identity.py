"""Decides what one reading of a source means: new, changed, known, duplicate, gone. Pure; `poll` acts.

Within one source, two native ids are one posting only when they share an address and a title, or the
whole advertisement (`text:`): an employer who lists the same text five times gets one card, five
requisitions that differ get five. Between sources, company, title and place are enough.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.opening import Reading
from bot.domain.posting import Posting, PostingId
from bot.domain.source import Source
from bot.feeds.identity_keys import Scope, content_hash, identity_keys, is_sure, scope_of, title_words
from bot.feeds.urls import canonical_url

__all__ = [
    "HELD",
    "Decision",
    "Decisions",
    "Entry",
    "Scope",
    "Sighted",
    "Verdict",
    "canonical_url",
    "content_hash",
    "decide",
    "entries_of",
    "held_before",
    "held_message",
    "identity_keys",
    "scope_of",
]

HELD = "The list shrank suspiciously"
"""How the recorded failure of a held poll begins; see `held_before`."""
_MANY = 5
_LEFT = 5  # at most one in five left is suspicious


class Verdict(StrEnum):
    """What an entry is. DUPLICATE: a position that is stored already, seen in another place."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a reading, with what was read out of it and what identifies it."""

    posting: Posting
    reading: Reading
    keys: tuple[str, ...]
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """What is stored of one entry of this source. `gone`: it was absent from a complete list."""

    posting_id: PostingId
    content_hash: str
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do with one entry.

    `posting_id` is the stored posting: None for NEW, and for a DUPLICATE of an entry of this very
    reading, whose native id is then `twin`. `returned`: it was gone and is listed again.
    """

    entry: Entry
    verdict: Verdict
    posting_id: PostingId | None = None
    twin: str | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All decisions of one reading, in the order of the feed. `gone` are native ids.

    `held`: so much is missing that it may be the source's mistake, so nothing is gone yet. The poll
    then records a failure that begins with `HELD` and keeps the old validators.
    """

    entries: tuple[Decision, ...]
    gone: tuple[str, ...] = ()
    held: bool = False


def entries_of(scope: Scope, read: Iterable[tuple[Posting, Reading]]) -> tuple[Entry, ...]:
    """The entries of one reading, with their keys; an address that different titles share identifies none."""
    pairs = tuple(read)
    keyed = [identity_keys(scope, posting, reading) for posting, reading in pairs]
    titles = Counter(
        key
        for key, _ in {
            (key, title_words(reading.title))
            for keys, (_, reading) in zip(keyed, pairs, strict=True)
            for key in keys
            if "url:" in key[:16]
        }
    )
    return tuple(
        Entry(
            posting=posting,
            reading=reading,
            keys=tuple(key for key in keys if titles[key] <= 1),
            content_hash=content_hash(posting),
        )
        for keys, (posting, reading) in zip(keyed, pairs, strict=True)
    )


def decide(
    entries: Sequence[Entry],
    *,
    known: Mapping[str, Sighted],
    owners: Mapping[str, PostingId],
    complete: bool,
    held_before: bool = False,
) -> Decisions:
    """Decide on one reading of a source.

    `known` are the stored sightings of this source by native id, `owners` the stored postings by
    identity key (for all keys of the entries), `complete` whether the document lists every open
    posting of the source (only then can anything be gone), `held_before` whether the last poll was
    held for the same reason.
    """
    here = {sighted.posting_id for sighted in known.values()}
    first_by_key: dict[str, Decision] = {}
    decided = []
    for entry in entries:
        decision = _known(entry, known) or _duplicate(entry, owners, here, first_by_key)
        decided.append(decision)
        if decision.posting_id is not None:
            here.add(decision.posting_id)
        for key in entry.keys:
            first_by_key.setdefault(key, decision)
    listed = {entry.posting.native_id for entry in entries}
    missing, held = _missing(listed, known, complete=complete, held_before=held_before)
    return Decisions(entries=tuple(decided), gone=missing, held=held)


def held_before(source: Source) -> bool:
    """Whether the source's last poll was held because its list had shrunk suspiciously."""
    return source.failure is not None and source.failure.startswith(HELD)


def held_message(source_name: str, *, left: int, before: int) -> str:
    """What to record as the failure of a held poll."""
    return (
        f"{HELD}: {source_name} listed {before} postings and now lists {left}. Nothing is closed yet; "
        "it is read once more."
    )


def _known(entry: Entry, known: Mapping[str, Sighted]) -> Decision | None:
    sighted = known.get(entry.posting.native_id)
    if sighted is None:
        return None
    same = sighted.content_hash == entry.content_hash
    verdict = Verdict.KNOWN if same else Verdict.CHANGED
    return Decision(entry=entry, verdict=verdict, posting_id=sighted.posting_id, returned=sighted.gone)


def _duplicate(
    entry: Entry, owners: Mapping[str, PostingId], here: set[PostingId], first_by_key: Mapping[str, Decision]
) -> Decision:
    for key in entry.keys:
        sure = is_sure(key)
        owner = owners.get(key)
        if owner is not None and (sure or owner not in here):
            return Decision(entry=entry, verdict=Verdict.DUPLICATE, posting_id=owner)
        if sure and key in first_by_key:
            return _like(first_by_key[key], entry)
    return Decision(entry=entry, verdict=Verdict.NEW)


def _like(first: Decision, entry: Entry) -> Decision:
    """A duplicate of an earlier entry of this reading, which may itself be stored or a duplicate."""
    twin = None if first.posting_id is not None else first.twin or first.entry.posting.native_id
    return Decision(entry=entry, verdict=Verdict.DUPLICATE, posting_id=first.posting_id, twin=twin)


def _missing(
    listed: set[str], known: Mapping[str, Sighted], *, complete: bool, held_before: bool
) -> tuple[tuple[str, ...], bool]:
    if not complete:
        return (), False
    open_before = [native_id for native_id, sighted in known.items() if not sighted.gone]
    missing = tuple(native_id for native_id in open_before if native_id not in listed)
    left = len(open_before) - len(missing)
    suspicious = len(open_before) >= _MANY and left * _LEFT <= len(open_before)
    return ((), True) if suspicious and not held_before else (missing, False)
