"""How a query was understood, word by word, for the reply to whoever typed it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.vocabulary import Vocabulary
from bot.matching.measure_terms import PayUnknownTerm, SalaryTerm
from bot.matching.terms import Term
from bot.matching.text_terms import WordTerm

SHORTEST_TYPO = 5
"""Shorter words are too near to too many others to suggest anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One term of a query as it was read.

    `words` as typed (without the minus), `kind` what sort of term it is ("level", "text", "salary" ...),
    `meaning` what must hold. `note` is what the person should know, empty when there is nothing;
    `suggestion` what to type instead, if that is what was meant.
    """

    words: str
    kind: str
    meaning: str
    note: str = ""
    negated: bool = False
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermAt:
    """A term with the words that it was read from. `assumed_currency`: they named none."""

    words: str
    term: Term
    negated: bool = False
    assumed_currency: bool = False


def understood(terms: Sequence[TermAt], vocabulary: Vocabulary) -> tuple[Understood, ...]:
    """The account of every term of a query, in order."""
    keeps_unpaid = any(isinstance(each.term, PayUnknownTerm) and not each.negated for each in terms)
    return tuple(_account(each, vocabulary, keeps_unpaid=keeps_unpaid) for each in terms)


def _account(at: TermAt, vocabulary: Vocabulary, *, keeps_unpaid: bool) -> Understood:
    kind, meaning = at.term.described
    note, suggestion = "", None
    if isinstance(at.term, WordTerm):
        note, suggestion = _note_on_unknown(at.term, vocabulary)
    elif isinstance(at.term, SalaryTerm) and not at.negated:
        note = _note_on_salary(at, at.term, keeps_unpaid=keeps_unpaid)
    return Understood(
        words=at.words, kind=kind, meaning=meaning, note=note, negated=at.negated, suggestion=suggestion
    )


def _note_on_salary(at: TermAt, term: SalaryTerm, *, keeps_unpaid: bool) -> str:
    notes = [f"in {term.currency} (this workspace's currency)"] if at.assumed_currency else []
    if not keeps_unpaid:
        notes.append("postings that state no pay do not match unless you add `| salary:unknown`")
    return "; ".join(notes)


def _note_on_unknown(term: WordTerm, vocabulary: Vocabulary) -> tuple[str, str | None]:
    note = "not in the vocabulary: found as a whole word in title or text"
    place = vocabulary.gazetteer.resolve(term.spelling)
    if place is not None:
        suggestion = f"in:{term.spelling}"
        return f"{note}; for the place write `{suggestion}`", suggestion
    near = vocabulary.suggest(term.spelling) if len(term.spelling) >= SHORTEST_TYPO else None
    if near and near.casefold() != term.spelling.casefold():
        return f"{note}; did you mean `{near}`?", near
    return note, None
