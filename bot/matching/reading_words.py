"""Reads the words that stand side by side in a query, the longest entry of the vocabulary first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.vocabulary import Entry, EntryKind, Vocabulary
from bot.matching.amounts import read_amount
from bot.matching.field_value import FieldAt, FieldRead
from bot.matching.lexer import single_words
from bot.matching.pay_values import salary
from bot.matching.terms import Comparison, Meaning, Term, VocabularyTerm
from bot.matching.text_terms import PhraseTerm, WordTerm
from bot.matching.words import folded_words

LEAST_BARE_SALARY = 10_000
"""A plain number from here on is pay; below it may be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRead:
    """Terms of which one must hold (several for `DevOps/SRE`), or an amount; `taken` words were read."""

    terms: tuple[Term, ...] = ()
    amount: FieldRead | None = None
    taken: int


def read_words(words: FieldAt) -> WordsRead:
    """What the words from the token on mean, as far as they belong together."""
    typed = [words.token.text, *(token.text for token in words.following)]
    known = vocabulary_term(typed, words.vocabulary)
    if known is not None:
        return WordsRead(terms=(known[0],), taken=known[1])
    amount = _bare_salary(words)
    if amount is not None:
        return WordsRead(amount=amount, taken=1 + amount.taken)
    return WordsRead(terms=_alternatives(typed[0], words.vocabulary) or (_text(typed[0]),), taken=1)


def vocabulary_term(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[VocabularyTerm, int] | None:
    """The term of the longest entry that begins the words, and its number of words; None if none does."""
    entries, taken = _longest(typed, vocabulary)
    if not entries:
        return None
    meanings = tuple(_meaning(entry, vocabulary) for entry in entries)
    return VocabularyTerm(_spelling(entries, typed[:taken], vocabulary), meanings), taken


def _longest(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[Entry, ...], int]:
    """The entries of the longest spelling; it neither begins nor ends with a sign such as `&`."""
    is_word = [bool(folded_words(word)) for word in typed]
    found = [] if not is_word[0] else vocabulary.entries_at(typed, 0)
    found = [(entry, length) for entry, length in found if is_word[length - 1]]
    if not found:
        return (), 0
    taken = max(length for _, length in found)
    entries = {(entry.kind, entry.key): entry for entry, length in found if length == taken}
    return tuple(sorted(entries.values(), key=_order)), taken


_KINDS = tuple(EntryKind)


def _order(entry: Entry) -> tuple[int, str]:
    return _KINDS.index(entry.kind), entry.key


def _meaning(entry: Entry, vocabulary: Vocabulary) -> Meaning:
    wider = vocabulary.entry(entry.kind, f"{entry.key}+") if entry.kind is EntryKind.LEVEL else None
    return Meaning(
        kind=entry.kind,
        key=entry.key,
        name=entry.name,
        accepts=_accepted(entry),
        wider=(wider.key, _accepted(wider)) if wider else None,
    )


def _accepted(entry: Entry) -> tuple[str, ...]:
    return entry.covers or (entry.key,)


def _spelling(entries: tuple[Entry, ...], typed: Sequence[str], vocabulary: Vocabulary) -> str:
    """The first of the entries' own spellings that means the same; what was typed if there is none."""
    for entry in entries:
        for spelling in _spellings(entry):
            words = single_words(spelling)
            if words and _longest(words, vocabulary) == (entries, len(words)):
                return spelling
    return " ".join(typed)


def _spellings(entry: Entry) -> tuple[str, ...]:
    """A role by its name ("software engineer"), all else by its key; then what is shortest."""
    spaced = entry.key.replace("-", " ")
    first = (entry.name, spaced) if entry.kind is EntryKind.ROLE else (entry.key, entry.name)
    return (*first, *sorted((spaced, entry.key, *entry.aliases), key=len))


def _bare_salary(words: FieldAt) -> FieldRead | None:
    """`150k`, `€120k`, `120,000 EUR`: pay of at least that."""
    amount = read_amount(words.token.text, home_currency=words.currency)
    if amount is None:
        return None
    if amount.scaled or amount.currency or amount.period or amount.number >= LEAST_BARE_SALARY:
        return salary(amount, Comparison.AT_LEAST, words)
    return None


def _alternatives(word: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The parts of `devops/sre` where the vocabulary knows each of them, else ()."""
    parts = word.split("/")
    if len(parts) == 1 or not all(parts):
        return ()
    terms = [vocabulary_term([part], vocabulary) for part in parts]
    return tuple(term[0] for term in terms if term) if all(terms) else ()


def _text(word: str) -> Term:
    """A word outside the vocabulary; as a phrase where the bare word would be read as something else."""
    if single_words(word) == (word,):
        return WordTerm(word, folded_words(word))
    return PhraseTerm(folded_words(word))
