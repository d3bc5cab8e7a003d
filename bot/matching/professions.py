"""What the words typed for a role add to its family: a founding engineer is not any engineer.

A role of the vocabulary is a family ("sales" holds account executives and sales managers). Who types the
family's bare name wants all of it; who types more wants those whose title says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bot.extraction.level import ENGINEERING
from bot.extraction.vocabulary import Entry, EntryKind
from bot.matching.professions_makers import MAKERS
from bot.matching.professions_office import OFFICE
from bot.matching.role_words import ADDS_NOTHING, ALIKE, SOFT_WORDS, TITLE_MODIFIERS
from bot.matching.words import folded_words, singular

MIXED_FAMILIES = frozenset({"security", "research"})
"""Families that hold engineers and others under one key."""

ANY_ENGINEER = "engineer"
"""The role under which a profession is found whose words name no family ("founding engineer")."""

_ENGINEERS = frozenset(
    {"engineer", "engineering", "developer", "development", "programmer", "coder", "swe", "sde", "dev"}
)
_ENGINEERING_TITLES = (*sorted(_ENGINEERS), "architect", "devops", "devsecops", "hacker", "pentester", "sre")

_PERSON_ENDINGS = ("er", "or", "ist", "yst", "ive", "ate", "ect", "lead", "head")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the title must name: one of `phrases`, and no word of `unless`; all words in the singular.

    `of`: the roles of openings of which it is asked; of all when empty. `shown` is the phrase to tell people.
    """

    phrases: tuple[Phrase, ...]
    unless: Phrase = ()
    of: tuple[str, ...] = ()
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What the words typed for a role ask beside it.

    `said` are the words, for a text that offers just that ("join us as a founding engineer");
    `also` further roles of the vocabulary that will do, as long as the title names the profession.
    """

    names: tuple[Named, ...] = ()
    said: Phrase = ()
    also: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """What the title must say, for people; empty when it is only that an engineer is meant."""
        return " ".join(named.shown for named in self.names if not named.of)


NO_DEMAND = Demand()


def demand(typed: Sequence[str], entry: Entry, *, skill_words: int = 0) -> Demand:
    """What the words typed for a role demand of the title; the first `skill_words` of them name a skill."""
    said = folded_words(" ".join(typed))
    if entry.kind is not EntryKind.ROLE or not said:
        return NO_DEMAND
    same = _professions().get(_singulars(said))
    if same is not None:
        named, also = same
        return Demand(names=(named,), said=folded_words(named.shown), also=also)
    said = (*said[:-1], singular(said[-1]))
    rest = _singulars(folded_words(" ".join(typed[skill_words:])))
    plain = _plain(entry)
    adds = [word for word in dict.fromkeys(rest) if word not in plain and word not in _ENGINEERS]
    if adds:
        names_family = any(word in _own(entry.key, entry.name) for word in rest)
        anywhere = rest[-1] in _ENGINEERS and entry.key in ENGINEERING and not names_family
        also = (ANY_ENGINEER,) if anywhere else ()
        return Demand(names=tuple(_of_word(word) for word in adds), said=said, also=also)
    mixed = tuple(role for role in entry.covers or (entry.key,) if role in MIXED_FAMILIES)
    return Demand(names=(_an_engineer(mixed),)) if mixed and _is_engineer(said[-1]) else NO_DEMAND


def is_profession(typed: Sequence[str]) -> bool:
    """Whether the words are a name of a profession that has its own row in the table."""
    return _singulars(folded_words(" ".join(typed))) in _professions()


def modifier_words(typed: Sequence[str]) -> int:
    """How many words from the first on say the kind of work, and only that: 1 of `growth engineer`."""
    count = 0
    for word in typed:
        parts = folded_words(word)
        if not parts or not all(part in TITLE_MODIFIERS for part in parts):
            break
        count += 1
    return count


def names_somebody(typed: Sequence[str]) -> bool:
    """Whether the words end with a noun for a person: `engineer`, not `backend`."""
    last = folded_words(typed[-1])[-1:] if typed else ()
    return bool(last) and (_is_engineer(last[0]) or singular(last[0]).endswith(_PERSON_ENDINGS))


def modified(words: Sequence[str], role: Sequence[str], of: Demand) -> Demand:
    """The demand of a role, as typed, with words of its kind of work before it."""
    before, said = folded_words(" ".join(words)), folded_words(" ".join((*words, *role)))
    names = tuple(_of_word(word) for word in dict.fromkeys(_singulars(before)))
    return Demand(names=(*names, *of.names), said=(*said[:-1], singular(said[-1])), also=of.also)


def _is_engineer(word: str) -> bool:
    return singular(word) in _ENGINEERS


def _an_engineer(roles: tuple[str, ...]) -> Named:
    phrases = tuple((singular(word),) for word in _ENGINEERING_TITLES)
    return Named(phrases=phrases, of=roles, shown="engineer")


def _of_word(word: str) -> Named:
    alike = ALIKE.get(word, (word,))
    return Named(phrases=tuple((singular(one),) for one in alike), shown=word)


@cache
def _professions() -> Mapping[Phrase, tuple[Named, tuple[str, ...]]]:
    """Every spelling of a profession, its words in the singular, with what the title must name."""
    found = {}
    for one in (*MAKERS, *OFFICE):
        phrases = tuple(dict.fromkeys(_singulars(folded_words(name)) for name in (*one.typed, *one.titles)))
        named = Named(phrases=phrases, unless=_singulars(one.unless), shown=one.typed[0])
        found.update({_singulars(folded_words(name)): (named, one.also) for name in one.typed})
    return MappingProxyType(found)


def _singulars(words: Sequence[str]) -> Phrase:
    return tuple(singular(word) for word in words)


_SOFT = frozenset(_singulars(tuple(SOFT_WORDS)))


def _plain(entry: Entry) -> frozenset[str]:
    """The words that ask for no part of the family."""
    return _own(entry.key, entry.name) | _SOFT


@cache
def _own(key: str, name: str) -> frozenset[str]:
    """The words that name the family."""
    names = frozenset(_singulars(folded_words(f"{key.replace('-', ' ')} {name}")))
    return (names | frozenset(_singulars(tuple(ADDS_NOTHING.get(key, ()))))) - _ENGINEERS
