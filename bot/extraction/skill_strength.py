"""Weighs the mentions of skills in a text, by sentence and section: of the job, in passing, or negated."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.domain.opening import Strength
from bot.extraction.boilerplate import spans_of
from bot.extraction.skill_cues import asked_for, may_be_passing, spoken
from bot.extraction.skill_proof import Proven

_SENTENCE_END = re.compile(
    r"[.!?;•\n](?:(?<=\n)|(?<=[;•])\s|(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.)"
    r"(?=\s+[A-Z\"(\u201c]|\s*$|\s*\n))"
)
_HEADING = re.compile(r"[^\w\n]{0,9}([A-Z][^\n.!?]{1,60}?)[:\s*_]{0,9}")
_LONGEST_HEADING = 80
_MANY_TOOLS = 12
_BOILERPLATE = re.compile(
    r"(?:more )?(?:about (?!you|the (?:role|job|position|team|work|opportunity))(?:us|the company"
    r"|our company|[\w&.' -]{2,30})"
    r"|who we are|our (?:story|mission|values|culture|company|benefits|customers|clients|investors)"
    r"|company (?:overview|description|profile)|(?:our )?(?:benefits|perks).{0,30}|what we offer.{0,20}"
    r"|what's in it for you.{0,10}"
    r"|why (?:join|work|us|you).{0,40}|we offer|equal (?:employment )?opportunit.{0,30}"
    r"|compensation.{0,30}|privacy.{0,30}"
    r"|how to apply.{0,20}|(?:the )?interview process.{0,20})",
    re.IGNORECASE,
)
_OF_THE_JOB = re.compile(
    r"\b(?:stack|built (?:with|on|in|using)|we use|we're using|we write|technolog(?:y|ies)|experience"
    r"|you(?:'ll| will)|written in)\b",
    re.IGNORECASE,
)


class Weighed(NamedTuple):
    """A mention with its strength; CORE, PASSING or NEGATED. `topic`: it names a field of work."""

    skill: str
    strength: Strength
    start: int
    end: int
    topic: bool = False


class _Sentence(NamedTuple):
    """A sentence, list entry or line, and whether anything in it may weaken what it names."""

    start: int
    end: int
    weakens: bool
    boilerplate: bool
    repeated: bool = False


def weigh(
    text: str, mentions: Sequence[Proven], repeated: frozenset[str] = frozenset()
) -> tuple[Weighed, ...]:
    """The mentions with their strengths, in order; `repeated` are paragraphs that the company repeats."""
    weighed: list[Weighed] = []
    named: Counter[str] = Counter()
    previous: tuple[int, int, Strength] | None = None
    for mention, sentence in _with_sentences(text, mentions, repeated):
        before, after = text[sentence.start : mention.start], text[mention.end : sentence.end]
        strength = spoken(before, after) if sentence.weakens else Strength.CORE
        here = (mention.run, sentence.start)
        if strength is Strength.CORE and previous is not None and previous[:2] == here:
            strength = previous[2]
        previous = (*here, strength)
        if strength is Strength.CORE and _of_the_company(sentence, before, after):
            strength = Strength.PASSING
        if strength is Strength.CORE:
            named[mention.skill] += 1
            if mention.topic and not asked_for(before, after):
                strength = Strength.PASSING
        weighed.append(Weighed(mention.skill, strength, mention.start, mention.end, mention.topic))
    return tuple(_among_tools(weighed, named))


def _of_the_company(sentence: _Sentence, before: str, after: str) -> bool:
    """Whether it stands in boilerplate that does not say that the job needs it."""
    if not (sentence.boilerplate or sentence.repeated) or _OF_THE_JOB.search(before + after):
        return False
    return sentence.boilerplate or not asked_for(before, after)


def _among_tools(weighed: Sequence[Weighed], named: Counter[str]) -> Iterator[Weighed]:
    """A field of work that a posting full of tools asks for once is said by the tools already."""
    tools = {one.skill for one in weighed if one.strength is Strength.CORE and not one.topic}
    for one in weighed:
        once = one.topic and one.strength is Strength.CORE and named[one.skill] == 1
        yield one._replace(strength=Strength.PASSING) if once and len(tools) >= _MANY_TOOLS else one


def _with_sentences(
    text: str, mentions: Sequence[Proven], repeated: frozenset[str]
) -> Iterator[tuple[Proven, _Sentence]]:
    """Each mention with the sentence that holds its end."""
    if not mentions:
        return
    boilerplate, of_the_company = _boilerplate(text), tuple(spans_of(text, repeated))
    ends = iter([*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)])
    sentence = _Sentence(0, 0, weakens=False, boilerplate=False)
    for mention in mentions:
        start, end = sentence.start, sentence.end
        while end < mention.end:
            start, end = end, next(ends)
        if end != sentence.end:
            sentence = _Sentence(
                start,
                end,
                weakens=may_be_passing(text[start:end]),
                boilerplate=_inside(mention, boilerplate),
                repeated=_inside(mention, of_the_company),
            )
        yield mention, sentence


def _inside(mention: Proven, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= mention.start < last for first, last in spans)


def _boilerplate(text: str) -> tuple[tuple[int, int], ...]:
    """The spans under headings such as "About us" or "Benefits"."""
    headings, at = [], 0
    for line in text.split("\n"):
        found = _HEADING.fullmatch(line) if len(line) <= _LONGEST_HEADING else None
        if found is not None:
            headings.append((at, found[1]))
        at += len(line) + 1
    return tuple(
        (start, following)
        for (start, heading), (following, _) in pairwise([*headings, (len(text), "")])
        if _BOILERPLATE.fullmatch(heading.strip())
    )
