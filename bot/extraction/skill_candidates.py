"""Finds every spelling of a skill in a text, in one pass over its words, longest spelling first."""

from itertools import islice, zip_longest
from typing import NamedTuple

from bot.extraction.tokens import Words, joined
from bot.extraction.vocabulary import Proof, SkillForm, Vocabulary


class Candidate(NamedTuple):
    """A spelling at `words[first:last]`, characters `start` to `end`, and the proof that it still needs."""

    skill: str
    proof: Proof
    first: int
    last: int
    start: int
    end: int
    topic: bool = False


def candidates(
    text: str, words: Words, vocabulary: Vocabulary, *, any_case: bool = False
) -> tuple[Candidate, ...]:
    """The spellings in order. `any_case`: every case will do, as in tags."""
    found: list[Candidate] = []
    last = 0
    for at in _beginnings(words.folded, vocabulary):
        form = _longest(text, words, at, vocabulary) if at >= last else None
        if form is None:
            continue
        last = at + len(form.words)
        if form.skill is not None:
            start, end = words.edges[2 * at], words.edges[2 * last - 1]
            if form.proof is Proof.NONE or any_case or text[start:end] in form.written:
                proof = Proof.NONE if any_case else form.proof
                found.append(Candidate(form.skill, proof, at, last, start, end, form.topic))
    return tuple(found)


def _beginnings(folded: list[str], vocabulary: Vocabulary) -> list[int]:
    """Where a spelling may begin: at a word that is one, or at two words that begin one."""
    alone, longer = vocabulary.single_forms, vocabulary.longer_forms
    pairs = enumerate(zip_longest(folded, islice(folded, 1, None)))
    return [at for at, pair in pairs if pair[0] in alone or pair in longer]


def _longest(text: str, words: Words, at: int, vocabulary: Vocabulary) -> SkillForm | None:
    for form in vocabulary.longer_forms.get(tuple(words.folded[at : at + 2]), ()):
        last = at + len(form.words)
        if tuple(words.folded[at:last]) == form.words and joined(text, words, at, last):
            return form
    return vocabulary.single_forms.get(words.folded[at])
