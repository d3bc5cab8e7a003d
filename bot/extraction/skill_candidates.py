"""Finds every spelling of a skill in a text, in one pass over its words, longest spelling first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.tokens import Word, joined
from bot.extraction.vocabulary import Proof, SkillForm, Vocabulary


@dataclass(frozen=True, slots=True)
class Candidate:
    """A spelling at `words[first:last]`, characters `start` to `end`, and the proof that it still needs."""

    skill: str
    proof: Proof
    first: int
    last: int
    start: int
    end: int
    topic: bool = False


def candidates(
    text: str, words: Sequence[Word], vocabulary: Vocabulary, *, any_case: bool = False
) -> tuple[Candidate, ...]:
    """The spellings in order. `any_case`: every case will do, as in tags."""
    forms = vocabulary.skill_forms
    found: list[Candidate] = []
    at, count = 0, len(words)
    while at < count:
        here = forms.get(words[at].folded)
        form = _longest(text, words, at, here) if here else None
        if form is None:
            at += 1
            continue
        last = at + len(form.words)
        if form.skill is not None:
            start, end = words[at].start, words[last - 1].end
            if form.proof is Proof.NONE or any_case or _written(text[start:end], form):
                proof = Proof.NONE if any_case else form.proof
                found.append(Candidate(form.skill, proof, at, last, start, end, form.topic))
        at = last
    return tuple(found)


def _longest(text: str, words: Sequence[Word], at: int, forms: Sequence[SkillForm]) -> SkillForm | None:
    for form in forms:
        length = len(form.words)
        if length == 1:
            return form
        if at + length > len(words):
            continue
        if words[at + 1].folded != form.words[1] or words[at + length - 1].folded != form.words[-1]:
            continue
        inner = tuple([word.folded for word in words[at : at + length]])
        if inner == form.words and joined(text, words, at, at + length):
            return form
    return None


def _written(spelled: str, form: SkillForm) -> bool:
    return spelled in form.written
