"""Reads the words that stand side by side in a query, the longest entry of the vocabulary first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.extraction.vocabulary import Entry, EntryKind, Vocabulary
from bot.matching.amounts import read_amount
from bot.matching.field_value import FieldAt, FieldRead
from bot.matching.lexer import single_words
from bot.matching.pay_values import salary
from bot.matching.professions import (
    NO_DEMAND,
    demand,
    is_profession,
    modified,
    modifier_words,
    names_somebody,
)
from bot.matching.spoken_fields import spoken_field
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
    spoken = spoken_field(typed)
    if spoken is not None:
        return WordsRead(terms=(spoken[0],), taken=spoken[1])
    known = vocabulary_term(typed, words.vocabulary)
    if known is not None:
        also = _skill_within(typed[: known[1]], known[0], words.vocabulary)
        return WordsRead(terms=(known[0],), also=also, taken=known[1])
    amount = _bare_salary(words)
    if amount is not None:
        return WordsRead(amount=amount, taken=1 + amount.taken)
    return WordsRead(terms=_alternatives(typed[0], words.vocabulary) or (_text(typed[0]),), taken=1)


def vocabulary_term(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[VocabularyTerm, int] | None:
    """The term of the longest entry that begins the words, and its number of words; None if none does.

    A role takes the words for its kind of work with it that stand right before it: `growth engineer`.
    """
    meanings, taken = _meanings(typed, vocabulary) if typed else ((), 0)
    return (
        (VocabularyTerm(_spelling(meanings, typed[:taken], vocabulary), meanings), taken) if taken else None
    )


def _meanings(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[Meaning, ...], int]:
    entries, taken = _longest(typed, vocabulary)
    if not taken:
        return _modified(typed, vocabulary)
    return tuple(_meaning(entry, typed[:taken], vocabulary) for entry in entries), taken


def _modified(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[Meaning, ...], int]:
    """The role behind words for its kind of work, which its title must name as well."""
    before = modifier_words(typed)
    if not before:
        return (), 0
    entries, taken = _longest(typed[before:], vocabulary)
    role = typed[before : before + taken]
    if not taken or {entry.kind for entry in entries} != {EntryKind.ROLE} or not names_somebody(role):
        return (), 0
    meanings = [_meaning(entry, role, vocabulary) for entry in entries]
    asked = [replace(one, demand=modified(typed[:before], role, one.demand)) for one in meanings]
    return tuple(asked), before + taken


def _longest(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[Entry, ...], int]:
    """The entries of the longest spelling; it neither begins nor ends with a sign such as `&`."""
    is_word = [bool(folded_words(word)) for word in typed]
    found = [] if not any(is_word[:1]) else vocabulary.entries_at(typed, 0)
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
    asked = NO_DEMAND
    if entry.kind is EntryKind.ROLE:
        asked = demand(typed, entry, skill_words=_skill_words(typed, vocabulary))
    further = [vocabulary.entry(EntryKind.ROLE, role) for role in asked.also]
    accepted = [role for one in (entry, *further) if one for role in _accepted(one)]
    return Meaning(
        kind=entry.kind,
        key=entry.key,
        name=entry.name,
        accepts=tuple(dict.fromkeys(accepted)),
        wider=(wider.key, _accepted(wider)) if wider else None,
        demand=asked,
    )


def _accepted(entry: Entry) -> tuple[str, ...]:
    return entry.covers or (entry.key,)


def _spelling(meanings: tuple[Meaning, ...], typed: Sequence[str], vocabulary: Vocabulary) -> str:
    """The first of the entries' own spellings that means the same; what was typed if there is none."""
    said = [meaning.demand.said for meaning in meanings if meaning.demand.said]
    if said and _meanings(said[0], vocabulary) == (meanings, len(said[0])):
        return " ".join(said[0])
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
    if {meaning.kind for meaning in role.meanings} != {EntryKind.ROLE} or is_profession(typed):
        return ()
    skill = vocabulary_term(typed[: _skill_words(typed, vocabulary)], vocabulary)
    return () if skill is None or _named(role, vocabulary) & _skills(skill[0]) else (skill[0],)


def _skill_words(typed: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many words of a role's spelling name a skill, before the role proper: 1 of `Java developer`."""
    for split in range(len(typed) - 1, 0, -1):
        left, right = _longest(typed[:split], vocabulary), _longest(typed[split:], vocabulary)
        named = {entry.kind for entry in left[0]} == {EntryKind.SKILL}
        if named and (left[1], right[1]) == (split, len(typed) - split):
            return split
    return 0


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
