"""How a query was understood, word by word, for the reply to whoever typed it."""

from dataclasses import dataclass

from bot.extraction.vocabulary import Vocabulary
from bot.matching.measure_terms import SalaryTerm
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


def understood(words: str, term: Term, vocabulary: Vocabulary) -> Understood:
    """The account of one term."""
    kind, meaning = term.described
    note, suggestion = "", None
    if isinstance(term, WordTerm):
        note, suggestion = _note_on_unknown(term, vocabulary)
    return Understood(words=words, kind=kind, meaning=meaning, note=note, suggestion=suggestion)


def salary_note(term: SalaryTerm, *, assumed_currency: bool, keeps_unknown: bool) -> str:
    """What a person should know of a salary term: whose currency, and what happens without stated pay."""
    notes = [f"in {term.currency} (this workspace's currency)"] if assumed_currency else []
    if not keeps_unknown:
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
