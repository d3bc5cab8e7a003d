"""Cuts text into the smallest words with their places, for finding phrases of the vocabulary in one pass.

"Node.js" is `node` `js`, "CI/CD" is `ci` `cd`, "go-to-market" is `go` `to` `market`; "C++", "C#" and
".NET" are one word each. A phrase is a run of words with nothing between them but what `joined` allows.
Web and mail addresses hold no words. Knows no vocabulary.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, overload

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|io|net|ai|dev|co|app|me|de|uk|eu)/[^\s<>\"'()]*"
)
_JOINS_LETTERS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WORD = re.compile(
    r"[^\W_]+(?:(?=[+#])(?:(?<=^[cgfj])|(?<=[\W_][cgfj]))(?:\+\+|#)(?![^\W\d_+]))?"
    r"|(?=\.)(?:(?<![^\W_])|(?<=asp)|(?<=vb)|(?<=ado)|(?<=ml))\.net\b",
    re.IGNORECASE,
)
_PIECES, _PLAIN_PIECES = re.compile(f"({_WORD.pattern})", re.IGNORECASE), re.compile(r"([^\W_]+)")
_ADDRESS_SIGNS = ("://", "www.", "@", ".com/", ".org/", ".io/", ".net/", ".ai/", ".dev/", ".co/", ".app/",
                  ".me/", ".de/", ".uk/", ".eu/")  # fmt: skip
_ADDRESS_SIGN = re.compile("|".join(map(re.escape, _ADDRESS_SIGNS)))
_JOIN = re.compile(r"[ \t\xa0]{0,2}(?:[-/.&'\u2019+_\u2010\u2011\u2013][ \t\xa0]?)?")
_SENTENCE_END = re.compile(r"[-.][ \t\xa0]")


class Word(NamedTuple):
    """A word as it stands in the text, folded for comparison, and its place."""

    text: str
    folded: str
    start: int
    end: int


class Words(Sequence[Word]):
    """The words of a text in order, folded ones and edges in lists of their own.

    Of the hundreds that a text has few are looked at: an object for each would cost more than all the rest.
    """

    __slots__ = ("_text", "edges", "folded")

    def __init__(self, text: str, folded: list[str], edges: list[int]) -> None:
        self._text = text
        self.folded = folded
        self.edges = edges
        """Where each word starts and ends, in turn."""

    def __len__(self) -> int:
        return len(self.folded)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, at: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(len(self))))
        at = range(len(self))[at]
        start, end = self.edges[2 * at], self.edges[2 * at + 1]
        return Word(self._text[start:end], self.folded[at], start, end)


def words_of(text: str) -> Words:
    """The words of a text in order, those inside addresses left out."""
    plain = _without_addresses(text) if "." in text else text
    rule = _PIECES if "++" in text or "#" in text or ".net" in text.lower() else _PLAIN_PIECES
    pieces = rule.split(plain)  # what is between words, and words, in turn
    return Words(text, list(map(str.casefold, pieces[1::2])), list(accumulate(map(len, pieces))))


def _without_addresses(text: str) -> str:
    """The text with blanks in place of addresses; looked for only around the signs that every one has."""
    kept, at = [], 0
    for start, end in _around_signs(text):
        kept += [text[at:start], _ADDRESS.sub(_blank, text[start:end])]
        at = end
    return "".join([*kept, text[at:]]) if kept else text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _around_signs(text: str) -> Iterator[tuple[int, int]]:
    """The stretches without a space that hold a sign of an address, in order, each once."""
    done = 0
    for sign in _ADDRESS_SIGN.finditer(text) if any(sign in text for sign in _ADDRESS_SIGNS) else ():
        if sign.start() < done:
            continue
        space = text.rfind(" ", done, sign.start())
        start = max(done, space + 1, text.rfind("\n", max(done, space), sign.start()) + 1)
        space = text.find(" ", sign.end())
        line = text.find("\n", sign.end(), space if space >= 0 else len(text))
        done = min([end for end in (space, line) if end >= 0], default=len(text))
        yield start, done


def fold(word: str) -> str:
    """A word for comparison: lower case; accents stay."""
    return word.casefold()


def phrase(spelling: str) -> tuple[str, ...]:
    """The folded words of a spelling such as "Node.js" or "go-to-market", as they are found in a text."""
    return tuple(words_of(_JOINS_LETTERS.sub("", spelling)).folded)


def joined(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether nothing but a space, a hyphen, a slash ... stands between each of `words[first:last]`."""
    return all(joins(text, words[at].end, words[at + 1].start) for at in range(first, last - 1))


def joins(text: str, end: int, start: int) -> bool:
    """Whether what stands between the `end` of a word and the `start` of the next keeps them together."""
    if start - end == 1 and text[end] == " ":
        return True
    between = text[end:start]
    return _JOIN.fullmatch(between) is not None and _SENTENCE_END.fullmatch(between) is None
