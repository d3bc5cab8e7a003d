"""Narrower (and one wider) queries to take after "Not for us": hide the company, wrong level, wrong stack."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.opening import Facets, Strength
from bot.extraction.vocabulary import EntryKind, Vocabulary
from bot.matching.candidate import Candidate
from bot.matching.lexer import single_words
from bot.matching.measure_terms import PayUnknownTerm, SalaryTerm
from bot.matching.query import AllOf, AnyOf, Literal, Node, Query, all_of, any_of
from bot.matching.reading_words import vocabulary_term
from bot.matching.terms import Term, VocabularyTerm
from bot.matching.text_terms import CompanyTerm
from bot.matching.words import folded_words

MOST_SKILLS = 5


class Objection(StrEnum):
    """Why a posting was not for them."""

    COMPANY = "hide company"
    LEVEL = "wrong level"
    STACK = "wrong stack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """A narrower query that would not have posted this, and the clause that it adds (`-staff`)."""

    objection: Objection
    clause: str
    query: Query


def narrowed(query: Query, term: Term) -> Query:
    """The query without what the term finds."""
    return Query(root=all_of((query.root, Literal(term, negated=True))))


def narrowings(
    query: Query, candidate: Candidate, opening: int, vocabulary: Vocabulary
) -> tuple[Narrowing, ...]:
    """What can be offered for a posting that was not for them: company, then levels, then skills.

    A term that the query itself asks for is never offered: excluding it would leave nothing.
    """
    facets = candidate.reading.openings[opening]
    wanted = {leaf.term for leaf in query.terms if not leaf.negated}
    offers = [
        *((Objection.COMPANY, term) for term in _company(candidate)),
        *((Objection.LEVEL, term) for term in _levels(facets, vocabulary)),
        *((Objection.STACK, term) for term in _skills(facets, vocabulary)),
    ]
    found = [
        Narrowing(objection=objection, clause=f"-{term.text}", query=narrowed(query, term))
        for objection, term in dict.fromkeys(offers)
        if term not in wanted and not _holds_always(term, wanted)
    ]
    stack = [narrowing for narrowing in found if narrowing.objection is Objection.STACK]
    return tuple(narrowing for narrowing in found if narrowing not in stack[MOST_SKILLS:])


def _holds_always(term: Term, wanted: set[Term]) -> bool:
    """Whether the query asks for nothing but what the term accepts (`C++` beside `C++ | Rust` is kept)."""
    if not isinstance(term, VocabularyTerm):
        return False
    excluded = {(meaning.kind, value) for meaning in term.meanings for value in meaning.accepts}
    return any(
        {(meaning.kind, value) for meaning in other.meanings for value in meaning.accepts} <= excluded
        for other in wanted
        if isinstance(other, VocabularyTerm)
    )


def _company(candidate: Candidate) -> Iterator[Term]:
    words = folded_words(candidate.reading.company or candidate.posting.company or "")
    if words:
        yield CompanyTerm(words)


def _levels(facets: Facets, vocabulary: Vocabulary) -> Iterator[Term]:
    for level in facets.levels:
        yield from _vocabulary_terms(EntryKind.LEVEL, level.value, vocabulary)


def _skills(facets: Facets, vocabulary: Vocabulary) -> Iterator[Term]:
    """The skills of the title first, then the others that the job asks for."""
    for strength in (Strength.TITLE, Strength.CORE):
        for skill in facets.skills:
            if skill.strength is strength:
                yield from _vocabulary_terms(EntryKind.SKILL, skill.name, vocabulary)


def _vocabulary_terms(kind: EntryKind, key: str, vocabulary: Vocabulary) -> Iterator[Term]:
    entry = vocabulary.entry(kind, key)
    for spelling in (entry.key, entry.name, *entry.aliases) if entry else ():
        words = single_words(spelling)
        read = vocabulary_term(words, vocabulary) if words else None
        if words and read and read[1] == len(words) and read[0].meanings[0].key == key:
            yield read[0]
            return


def asks_for_pay_only(query: Query) -> bool:
    """Whether postings that state no pay are left out, so that `keeping_unstated_pay` can be offered."""
    return keeping_unstated_pay(query) != query


def keeping_unstated_pay(query: Query) -> Query:
    """The query with `| salary:unknown` beside every clause that asks for pay."""
    return Query(root=_keeping(query.root))


def _keeping(node: Node) -> Node:
    unknown = Literal(PayUnknownTerm())
    match node:
        case Literal():
            asks = isinstance(node.term, SalaryTerm) and not node.negated
            return any_of((node, unknown)) if asks else node
        case AnyOf():
            return any_of(_keeping(part) for part in node.parts)
        case AllOf():
            return all_of(_keeping(part) for part in node.parts)
