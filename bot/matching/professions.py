"""What the last word of a role adds: a security engineer is no auditor, not every developer an architect.

A role of the vocabulary is a family ("security" holds engineers, analysts and auditors). Who types the
family's bare name wants all of it; who types a profession wants those whose title says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.vocabulary import Entry, EntryKind
from bot.matching.words import folded_words, singular

MIXED_FAMILIES = frozenset({"security"})
"""Families that hold engineers and others under one key."""

_ENGINEERS = frozenset(
    {"engineer", "engineering", "developer", "development", "programmer", "coder", "swe", "sde"}
)
_ENGINEERING_TITLES = (*sorted(_ENGINEERS), "architect", "devops", "devsecops", "hacker", "pentester", "sre")
_PROFESSIONS = frozenset(
    {"architect", "analyst", "tester", "auditor", "consultant", "administrator", "researcher"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Role keys in `doubtful` count only for an opening whose title has one of `title_words`."""

    title_words: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


NO_DEMAND = Demand()


def demand(typed: Sequence[str], entry: Entry) -> Demand:
    """What the words typed for a role demand of the title."""
    heads = folded_words(" ".join(typed))[-1:]
    if entry.kind is not EntryKind.ROLE or not heads:
        return NO_DEMAND
    head = singular(heads[0])
    accepted = entry.covers or (entry.key,)
    if head in _ENGINEERS:
        mixed = tuple(role for role in accepted if role in MIXED_FAMILIES)
        return Demand(title_words=_ENGINEERING_TITLES, doubtful=mixed) if mixed else NO_DEMAND
    if head in _PROFESSIONS and head != folded_words(entry.name)[-1]:
        return Demand(title_words=(head,), doubtful=accepted)
    return NO_DEMAND
