"""Whole words of a text with their places, for text terms and phrases.

The units are the smallest, so that `event sourcing` is found in "event-sourcing" and `c++` is not `c`.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from bot.extraction.tokens import Word, joined

_WORD = re.compile(r"\.net\b|[^\W_]+(?:\+\+|#)?", re.IGNORECASE)
_SHORTEST_PLURAL = 4
_WITHIN = frozenset({"of", "for", "the", "software", "team", "senior", "associate", "enterprise"})
_HEADS = frozenset(
    {"manager", "director", "head", "lead", "leader", "vp", "president", "analyst", "specialist"}
)
_OTHER_WORK = frozenset(
    {
        "operation",
        "enablement",
        "engineering",
        "engineer",
        "support",
        "development",
        "analytic",
        "compensation",
    }
)
"""What makes other work of the words before it: "Head of Sales Operations" heads no sales."""
_FURTHEST = 2
"""How many words may stand between a head and what it heads ("Manager, EMEA Enterprise Sales")."""


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, without their places."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    return tuple([word.lower() if word.isascii() else _folded(word) for word in _WORD.findall(text)])


def _folded(word: str) -> str:
    """The word for comparison, without marks that folding splits off: folding it again changes nothing."""
    if word.isascii():
        return word.lower()
    return "".join(sign for sign in word.casefold() if sign.isalnum() or sign in ".+#")


def singular(word: str) -> str:
    """The word without an English plural ending; two words are compared by this, so it may be no word."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def names_phrase(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether a title names a job by this phrase: "sales manager" in "Manager, Enterprise Sales" too.

    Both are folded and in the singular. A head such as "manager" may come first, and a word such as
    "software" stand within.
    """
    if begins_at(words, phrase) is not None:
        return True
    if len(phrase) == 1:
        return False
    plain = [word for word in words if word not in _WITHIN]
    if begins_at(plain, phrase) is not None:
        return True
    named = [word for word in phrase if word not in _WITHIN]
    *rest, head = [*named[1:], named[0]] if named[0] in _HEADS else named
    if head not in _HEADS or head not in plain:
        return False
    behind = plain[plain.index(head) + 1 :]
    at = begins_at(behind, rest)
    followed = behind[at + len(rest)] if at is not None and at + len(rest) < len(behind) else ""
    return at is not None and at <= _FURTHEST and followed not in _OTHER_WORK


def begins_at(words: Sequence[str], phrase: Sequence[str]) -> int | None:
    """Where the phrase stands in the words, or None."""
    length = len(phrase)
    for at in range(len(words) - length + 1):
        if tuple(words[at : at + length]) == tuple(phrase):
            return at
    return None


class SearchableText:
    """A text whose words can be asked for, many times, without reading it again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._in_order = folded_words(text)
        self.folded: Mapping[str, None] = dict.fromkeys(self._in_order)
        """Its distinct words, folded, in the order in which they first stand."""
        self.singulars: dict[str, str] = {}
        """By the singular, the first of the words that have it."""
        for word in self.folded:
            self.singulars.setdefault(singular(word), word)

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """Its words in the singular."""
        return tuple(singular(word) for word in self._in_order)

    def find_phrase(self, phrase: Sequence[str]) -> str | None:
        """The words as they stand in the text, where exactly these follow each other; else None."""
        if not phrase or phrase[0] not in self.folded or not self.pairs.issuperset(pairwise(phrase)):
            return None
        for first in self._positions[phrase[0]]:
            last = first + len(phrase)
            if self._in_order[first:last] == tuple(phrase):
                words = [Word("", "", *span) for span in self._spans[first:last]]
                if joined(self.text, words, 0, len(words)):
                    return self.text[words[0].start : words[-1].end]
        return None

    def find_word(self, word: str) -> str | None:
        """The word as it stands in the text, singular or plural; else None."""
        folded = self.singulars.get(singular(word))
        if folded is None:
            return None
        start, end = self._spans[self._in_order.index(folded)]
        return self.text[start:end]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [found.span() for found in _WORD.finditer(self.text)]

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every two words that follow each other."""
        return frozenset(pairwise(self._in_order))

    @cached_property
    def _positions(self) -> Mapping[str, list[int]]:
        positions: dict[str, list[int]] = {}
        for position, word in enumerate(self._in_order):
            positions.setdefault(word, []).append(position)
        return positions
