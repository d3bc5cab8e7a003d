"""Finds the lines of a text that hold a cue, so that costly patterns look at few lines and not at all.

A cue is a piece of a word in small letters. Knows nothing of jobs.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache


def lines_with(text: str, cues: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each line that holds one of the cues in any case, in order."""
    lowered = _lowered(text)
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
    """The matches of a rule that lie within one line, of the lines that hold a cue."""
    for start, end in lines_with(text, cues):
        yield from rule.finditer(text, start, end)


@lru_cache(maxsize=8)
def _lowered(text: str) -> str:
    """The text in small letters, each sign in its place; kept, since every facet asks for the same text."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)
