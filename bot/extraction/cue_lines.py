"""Finds the places of a text that hold a cue, so that costly patterns look at few lines and not at all.

A cue is a piece of a word in small letters. Knows nothing of jobs.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_CAPITAL = re.compile(r"\\.|\(\?P[<=>]\w*|[A-Z]")
"""A capital of a pattern; escapes and names of groups are found as longer pieces."""


class Cued(NamedTuple):
    """A pattern that ignores case, and pieces in small letters: every match of it holds one of them."""

    rule: re.Pattern[str]
    pieces: tuple[str, ...]

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a short text."""
        return self.rule.search(text) if self.may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the start of a short text."""
        return self.rule.match(text) if self.may_match(text) else None

    def may_match(self, text: str) -> bool:
        """Whether the text holds a piece."""
        small = text.lower()
        return any(piece in small for piece in self.pieces)


def lines_with(text: str, cues: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each line that holds one of the cues in any case, in order."""
    lowered = in_small_letters(text)
    found: dict[int, int] = {}
    for cue in cues:
        at = lowered.find(cue)
        while at >= 0:
            end = lowered.find("\n", at)
            end = end if end >= 0 else len(lowered)
            found[lowered.rfind("\n", 0, at) + 1] = end
            at = lowered.find(cue, end)
    return sorted(found.items())


def matches(rule: re.Pattern[str], text: str, cues: Sequence[str]) -> Iterator[re.Match[str]]:
    """The matches of a rule that ignores case and lies within one line, of the lines that hold a cue."""
    lines = lines_with(text, cues)
    if lines:
        lowered, quick = in_small_letters(text), _for_small_letters(rule)
        for start, end in lines:
            if quick.search(lowered, start, end):
                yield from rule.finditer(text, start, end)


def matches_at(
    rule: re.Pattern[str], text: str, heads: Sequence[str], *, end: int | None = None
) -> Iterator[re.Match[str]]:
    """The matches of a rule, all of which begin with one of `heads` in any case, of the text up to `end`."""
    lowered, end = in_small_letters(text), len(text) if end is None else end
    done = 0
    for at in sorted({at for head in heads for at in _places(lowered, head, end)}):
        if at >= done and (found := rule.match(text, at, end)) is not None:
            yield found
            done = found.end()


def _places(lowered: str, head: str, end: int) -> Iterator[int]:
    at = lowered.find(head, 0, end)
    while at >= 0:
        yield at
        at = lowered.find(head, at + len(head), end)


@lru_cache(maxsize=8)
def in_small_letters(text: str) -> str:
    """The text in small letters, each sign in its place; kept, since every facet asks for the same text."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


@lru_cache(maxsize=256)
def _for_small_letters(rule: re.Pattern[str]) -> re.Pattern[str]:
    """The rule for text in small letters: without a look at case it runs two to four times as fast."""
    small = _CAPITAL.sub(lambda found: found[0] if found[0][1:] else found[0].lower(), rule.pattern)
    return re.compile(small, rule.flags & ~re.IGNORECASE)
