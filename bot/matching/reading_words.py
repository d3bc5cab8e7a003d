"""Reads the words that stand side by side in a query, the longest entry of the vocabulary first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.vocabulary import Entry, EntryKind, Vocabulary
from bot.matching.amounts import read_amount
from bot.matching.field_value import FieldAt, FieldRead
from bot.matching.lexer import single_words
from bot.matching.pay_values import salary
from bot.matching.professions import demand
from bot.matching.terms import Comparison, Meaning, Term, VocabularyTerm
from bot.matching.text_terms import PhraseTerm, WordTerm
from bot.matching.words import folded_words

LEAST_BARE_SALARY = 10_000
"""A plain number from here on is pay; below it may be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRead:
    """Terms of which one must hold (several for `DevOps/SRE`), or an amount; `taken` words were read.

    `also` must hold beside them: the skill in `Java developer`.
    """

    terms: tuple[Term, ...] = ()
    also: tuple[Term, ...] = ()
    amount: FieldRead | None = None
    taken: int


def read_words(words: FieldAt) -> WordsRead:
    """What the words from the token on mean, as far as they belong together."""
    typed = [words.token.text, *(token.text for token in words.following)]
    known = vocabulary_term(typed, words.vocabulary)
    if known is not None:
        also = _skill_within(typed[: known[1]], known[0], words.vocabulary)
        return WordsRead(terms=(known[0],), also=also, taken=known[1])
    amount = _bare_salary(words)
    if amount is not None:
        return WordsRead(amount=amount, taken=1 + amount.taken)
    return WordsRead(terms=_alternatives(typed[0], words.vocabulary) or (_text(typed[0]),), taken=1)


def vocabulary_term(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[VocabularyTerm, int] | None:
    """The term of the longest entry that begins the words, and its number of words; None if none does."""
    meanings, taken = _meanings(typed, vocabulary)
    return (
        (VocabularyTerm(_spelling(meanings, typed[:taken], vocabulary), meanings), taken) if taken else None
    )


def _meanings(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[Meaning, ...], int]:
    entries, taken = _longest(typed, vocabulary)
    return tuple(_meaning(entry, typed[:taken], vocabulary) for entry in entries), taken


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


def _meaning(entry: Entry, typed: Sequence[str], vocabulary: Vocabulary) -> Meaning:
    wider = vocabulary.entry(entry.kind, f"{entry.key}+") if entry.kind is EntryKind.LEVEL else None
    return Meaning(
        kind=entry.kind,
        key=entry.key,
        name=entry.name,
        accepts=_accepted(entry),
        wider=(wider.key, _accepted(wider)) if wider else None,
        demand=demand(typed, entry),
    )


def _accepted(entry: Entry) -> tuple[str, ...]:
    return entry.covers or (entry.key,)


def _spelling(meanings: tuple[Meaning, ...], typed: Sequence[str], vocabulary: Vocabulary) -> str:
    """The first of the entries' own spellings that means the same; what was typed if there is none."""
    for meaning in meanings:
        entry = vocabulary.entry(meaning.kind, meaning.key)
        for spelling in _spellings(entry) if entry else ():
            words = single_words(spelling)
            if words and _meanings(words, vocabulary) == (meanings, len(words)):
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


def _skill_within(typed: Sequence[str], role: VocabularyTerm, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The skill that a role's spelling begins with, as in `Java developer`; () when there is none.

    None in `ML engineer` either: the family, machine learning engineer, has it in its name.
    """
    if {meaning.kind for meaning in role.meanings} != {EntryKind.ROLE}:
        return ()
    for split in range(len(typed) - 1, 0, -1):
        left, right = vocabulary_term(typed[:split], vocabulary), _longest(typed[split:], vocabulary)
        if left is None or left[1] != split or right[1] != len(typed) - split:
            continue
        if {meaning.kind for meaning in left[0].meanings} == {EntryKind.SKILL}:
            return () if _named(role, vocabulary) & _skills(left[0]) else (left[0],)
    return ()


def _named(role: VocabularyTerm, vocabulary: Vocabulary) -> set[str]:
    """The skills that the names of a role begin with."""
    found = set()
    for meaning in role.meanings:
        begins = vocabulary_term(meaning.name.lower().split()[:-1] or [meaning.name], vocabulary)
        found |= _skills(begins[0]) if begins else set()
    return found


def _skills(term: VocabularyTerm) -> set[str]:
    return {meaning.key for meaning in term.meanings if meaning.kind is EntryKind.SKILL}


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
