"""What a term of a query promises, and the terms that are words of the vocabulary."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from bot.domain.opening import EmploymentType, Facets, Strength, Workplace
from bot.extraction.vocabulary import EntryKind
from bot.matching.candidate import Offer
from bot.matching.professions import NO_DEMAND, Demand

ASKED_FOR = (Strength.TITLE, Strength.CORE)
"""The strengths at which a skill is part of the job."""


class Comparison(StrEnum):
    """How a field compares with its value."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="

    def holds(self, left: float, right: float) -> bool:
        """Whether `left` stands in this relation to `right`."""
        return _RELATIONS[self](left, right)


_RELATIONS: MappingProxyType[Comparison, Callable[[float, float], bool]] = MappingProxyType(
    {
        Comparison.AT_LEAST: lambda left, right: left >= right,
        Comparison.ABOVE: lambda left, right: left > right,
        Comparison.AT_MOST: lambda left, right: left <= right,
        Comparison.BELOW: lambda left, right: left < right,
        Comparison.EQUAL: lambda left, right: left == right,
    }
)


COMPARED: MappingProxyType[Comparison, str] = MappingProxyType(
    {
        Comparison.AT_LEAST: "at least",
        Comparison.ABOVE: "more than",
        Comparison.AT_MOST: "at most",
        Comparison.BELOW: "less than",
        Comparison.EQUAL: "exactly",
    }
)
"""The comparisons in words."""


class Term(ABC):
    """One condition on an opening. `rank` orders the clauses of a canonical query."""

    __slots__ = ()
    rank: ClassVar[int]
    measures: ClassVar[bool] = False
    """Whether it compares a number of which queries name many (pay, years, age)."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The canonical way to type it; parsing it gives an equal term."""

    @property
    @abstractmethod
    def described(self) -> tuple[str, str]:
        """Its kind ("level", "salary", "text" ...) and what must hold, in words."""

    @abstractmethod
    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words of the posting that meet it (perhaps none), or None when it is not met."""

    @abstractmethod
    def missed_by(self, offer: Offer) -> str:
        """Why an opening that does not meet it does not: a sentence with what the posting says instead."""

    def unnamed_by(self, offer: Offer) -> str | None:
        """The name of the skill that it asks for, where the opening does not name that at all; else None."""
        _ = offer
        return None

    def requires(self) -> tuple[frozenset[str], ...]:
        """Sets of index keys; an opening that meets the term yields a key of each. () when unknown."""
        return ()

    @property
    def keyed(self) -> bool:
        """Whether the keys say it all: what yields a key of each required set meets the term."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One thing that a word of the vocabulary means.

    `accepts` are the facet values that meet it, `demand` what some of them ask of the title. `wider` is
    the text and the values of the same level "and above", where the vocabulary has it, for explanations.
    """

    kind: EntryKind
    key: str
    name: str
    accepts: tuple[str, ...]
    wider: tuple[str, tuple[str, ...]] | None = None
    demand: Demand = NO_DEMAND

    def met_by(self, offer: Offer) -> list[str]:
        """The values of the opening that meet it."""
        met = [value for value in offered(offer.opening, self.kind) if value in self.accepts]
        if not met or not self.demand.names:
            return met
        unnamed = [one for one in self.demand.names if not offer.title_names(one.phrases, one.unless)]
        if unnamed and self.demand.shown and offer.seeks(self.demand.said):
            return met
        return [value for value in met if all(one.of and value not in one.of for one in unnamed)]


FACETS: MappingProxyType[EntryKind, str] = MappingProxyType(
    {
        EntryKind.LEVEL: "levels",
        EntryKind.ROLE: "roles",
        EntryKind.SKILL: "skills",
        EntryKind.WORKPLACE: "workplace",
        EntryKind.EMPLOYMENT: "employment_type",
    }
)
_RANKS = MappingProxyType({kind: rank for rank, kind in enumerate(FACETS)})


def offered(opening: Facets, kind: EntryKind) -> tuple[str, ...]:
    """The values of an opening that a word of this kind can meet, as text."""
    match kind:
        case EntryKind.LEVEL:
            return tuple(level.value for level in opening.levels)
        case EntryKind.ROLE:
            return opening.roles
        case EntryKind.SKILL:
            return tuple(skill.name for skill in opening.skills if skill.strength in ASKED_FOR)
        case EntryKind.WORKPLACE:
            known = opening.workplace is not Workplace.UNKNOWN
            return (opening.workplace.value,) if known else ()
        case _:
            known = opening.employment_type is not EmploymentType.UNKNOWN
            return (opening.employment_type.value,) if known else ()


@dataclass(frozen=True, slots=True)
class VocabularyTerm(Term):
    """A word that the vocabulary knows. With several meanings, one of them must hold."""

    spelling: str
    meanings: tuple[Meaning, ...]

    @property
    def rank(self) -> int:  # type: ignore[override]  # the rank of its first meaning
        """Levels first, then roles, skills, workplaces, employment."""
        return _RANKS[self.meanings[0].kind]

    @property
    def text(self) -> str:
        """The vocabulary's own spelling."""
        return self.spelling

    @property
    def described(self) -> tuple[str, str]:
        """The kinds and names of its meanings; what a level "and above" stands for."""
        kinds = dict.fromkeys(meaning.kind.value for meaning in self.meanings)
        names = dict.fromkeys(_in_words(meaning) for meaning in self.meanings)
        return " or ".join(kinds), " or ".join(names)

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words that state the level, role, skill ..."""
        for meaning in self.meanings:
            met = meaning.met_by(offer)
            if met:
                return offer.stated(FACETS[meaning.kind], *met)
        return None

    def missed_by(self, offer: Offer) -> str:
        """What the posting says of the first meaning's kind."""
        meaning = self.meanings[0]
        if meaning.kind is EntryKind.SKILL:
            return _missed_skill(meaning, offer)
        return _missed_value(meaning, offer)

    def unnamed_by(self, offer: Offer) -> str | None:
        """The first meaning's name, where that is a skill of which the opening says nothing."""
        meaning = self.meanings[0]
        if meaning.kind is not EntryKind.SKILL:
            return None
        named = any(skill.name in meaning.accepts for skill in offer.opening.skills)
        return None if named else meaning.name

    def requires(self) -> tuple[frozenset[str], ...]:
        """Any accepted value of any meaning."""
        keys = (key(meaning.kind, value) for meaning in self.meanings for value in meaning.accepts)
        return (frozenset(keys),)

    @property
    def keyed(self) -> bool:
        """Where nothing is asked of the title."""
        return not any(meaning.demand.names for meaning in self.meanings)


def key(kind: EntryKind, value: str) -> str:
    """The index key of a facet value."""
    return f"{kind.value}:{value}"


def _in_words(meaning: Meaning) -> str:
    if meaning.kind is EntryKind.LEVEL and len(meaning.accepts) > 1:
        return f"{meaning.name} ({', '.join(meaning.accepts)})"
    shown = meaning.demand.shown
    return f'{meaning.name}, with "{shown}" in the title' if shown else meaning.name


def _missed_skill(meaning: Meaning, offer: Offer) -> str:
    mentions = [skill for skill in offer.opening.skills if skill.name in meaning.accepts]
    if not mentions:
        return unnamed_skills([meaning.name])
    words = quoted(offer.stated("skills", *(skill.name for skill in mentions)))
    if any(skill.strength is Strength.PASSING for skill in mentions):
        return f"skill: the posting names {meaning.name} only in passing: {words}"
    return f"skill: the posting says that {meaning.name} is not needed: {words}"


def unnamed_skills(names: Sequence[str]) -> str:
    """That a posting names none of the skills: "the posting names neither Go nor Rust"."""
    if len(names) == 1:
        return f"skill: the posting does not name {names[0]}"
    first, last = names[:-1], names[-1]
    none = "neither" if len(first) == 1 else "none of"
    return f"skill: the posting names {none} {', '.join(first)} {'nor' if len(first) == 1 else 'and'} {last}"


def _missed_value(meaning: Meaning, offer: Offer) -> str:
    values = offered(offer.opening, meaning.kind)
    what = "employment" if meaning.kind is EntryKind.EMPLOYMENT else meaning.kind.value
    if not values:
        return f"{what}: the posting does not say"
    if any(value in meaning.accepts for value in values):
        names = meaning.demand.shown or "engineer"
        return f'{what}: the title "{offer.opening.title}" names no {names}'
    said = f"{what}: the posting says {' and '.join(value.capitalize() for value in values)}"
    if meaning.wider and any(value in meaning.wider[1] for value in values):
        return f"{said}; `{meaning.wider[0]}` would match"
    return said


def quoted(words: Sequence[str]) -> str:
    """The words in double quotes, at most three of them."""
    return ", ".join(f'"{word}"' for word in words[:3])
