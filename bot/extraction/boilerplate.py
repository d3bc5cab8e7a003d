"""Recognises the paragraphs that a company repeats under all its postings. Pure: it is given the texts.

The same paragraph under several different titles speaks of the company. Under the same title it speaks of the
job, which is then only listed once more (for another city).
"""

import re
from collections.abc import Iterable, Iterator

_SHORTEST = 60
_TITLES = 4
_WORDS = re.compile(r"\w+")
_LABELLED_LIST = re.compile(r"\W*[A-Z][\w /&-]{1,30}:(?:[^.,]{1,30},){2}")
"""A line of the stack: "Backend: Go, PostgreSQL, Kafka"."""


def repeated_paragraphs(postings: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Paragraphs that stand under at least four titles of one company, as their folded words.

    `postings` are titles with their texts, as `html_to_text` gives them.
    """
    titles: dict[str, set[str]] = {}
    for title, text in postings:
        for _, _, words in _paragraphs(text):
            titles.setdefault(words, set()).add(title.casefold().strip())
    return frozenset(words for words, under in titles.items() if len(under) >= _TITLES)


def spans_of(text: str, paragraphs: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where those paragraphs stand in a text."""
    if paragraphs:
        yield from ((start, end) for start, end, words in _paragraphs(text) if words in paragraphs)


def _paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    """Paragraphs long enough to be prose; what is shorter may be an entry of a list of requirements."""
    at = 0
    for line in text.split("\n"):
        if len(line) >= _SHORTEST and _LABELLED_LIST.match(line) is None:
            yield at, at + len(line), " ".join(_WORDS.findall(line.casefold()))
        at += len(line) + 1
