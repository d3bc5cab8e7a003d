"""Cuts text into the smallest words with their places, for finding phrases of the vocabulary in one pass.

"Node.js" is `node` `js`, "CI/CD" is `ci` `cd`, "go-to-market" is `go` `to` `market`; "C++", "C#" and
".NET" are one word each. A phrase is a run of words with nothing between them but what `joined` allows.
Web and mail addresses hold no words. Knows no vocabulary.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|io|net|ai|dev|co|app|me|de|uk|eu)/[^\s<>\"'()]*"
)
_JOINS_LETTERS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WORD = re.compile(
    r"[^\W_]+(?:(?:(?<=^[cgfj])|(?<=[\W_][cgfj]))(?:\+\+|#)(?![^\W\d_+]))?"
    r"|(?:(?<![^\W_])|(?<=asp)|(?<=vb)|(?<=ado)|(?<=ml))\.net\b",
    re.IGNORECASE,
)
_PLAIN_WORD = re.compile(r"[^\W_]+")
_ADDRESS_SIGNS = ("://", "www.", "@", ".com/", ".org/", ".io/", ".net/", ".ai/", ".dev/", ".co/", ".app/",
                  ".me/", ".de/", ".uk/", ".eu/")  # fmt: skip
_JOIN = re.compile(r"[ \t\xa0]{0,2}(?:[-/.&'\u2019+_\u2010\u2011\u2013][ \t\xa0]?)?")
_SENTENCE_END = re.compile(r"[-.][ \t\xa0]")


class Word(NamedTuple):
    """A word as it stands in the text, folded for comparison, and its place."""

    text: str
    folded: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order, those inside addresses left out."""
    if _may_hold_address(text):
        text = _ADDRESS.sub(lambda found: " " * len(found.group()), text)
    rule = _WORD if "+" in text or "#" in text or ".net" in text.lower() else _PLAIN_WORD
    make = tuple.__new__  # a NamedTuple's own constructor costs as much as all the rest
    return tuple(
        [
            make(Word, (word := found.group(), word.lower() if word.isascii() else fold(word), *found.span()))
            for found in rule.finditer(text)
        ]
    )


def _may_hold_address(text: str) -> bool:
    return "." in text and any(sign in text for sign in _ADDRESS_SIGNS)


def fold(word: str) -> str:
    """A word for comparison: lower case; accents stay."""
    return word.lower() if word.isascii() else word.casefold()


def phrase(spelling: str) -> tuple[str, ...]:
    """The folded words of a spelling such as "Node.js" or "go-to-market", as they are found in a text."""
    return tuple(word.folded for word in words_of(_JOINS_LETTERS.sub("", spelling)))


def joined(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether nothing but a space, a hyphen, a slash ... stands between each of `words[first:last]`."""
    for at in range(first, last - 1):
        start, end = words[at].end, words[at + 1].start
        if end - start == 1 and text[start] == " ":
            continue
        between = text[start:end]
        if _JOIN.fullmatch(between) is None or _SENTENCE_END.fullmatch(between):
            return False
    return True
