"""Finds the words that met a query in a text and cuts the sentence around them out. Pure."""

import re
from collections.abc import Sequence

from bot.delivery.message import Text

_LENGTH = 220
_BEFORE = 60
_LONGEST_COMMON = 3


def marked(text: str, words: Sequence[str]) -> tuple[Text, ...]:
    """The text with every whole occurrence of the words marked; joined, it is the text again."""
    pattern = _pattern(words)
    if pattern is None:
        return (Text(text=text),)
    pieces: list[Text] = []
    at = 0
    for found in pattern.finditer(text):
        if found.start() > at:
            pieces.append(Text(text=text[at : found.start()]))
        pieces.append(Text(text=found.group(), marked=True))
        at = found.end()
    if at < len(text):
        pieces.append(Text(text=text[at:]))
    return tuple(pieces)


def holds(text: str, word: str) -> bool:
    """Whether the word stands in the text as a whole, in any case."""
    pattern = _pattern([word.lower()])
    return pattern is not None and pattern.search(text) is not None


def excerpt(text: str, words: Sequence[str], *, length: int = _LENGTH) -> tuple[Text, ...]:
    """The stretch of the text that holds the most of the words, on one line, cut between words.

    Empty when the text holds none of them. Short words in small letters ("go", from a tag) point nowhere.
    """
    line = " ".join(text.split())
    words = [word for word in words if len(word) > _LONGEST_COMMON or not word.islower()]
    pattern = _pattern(words)
    if pattern is None:
        return ()
    hits = [(found.start(), found.group().casefold()) for found in pattern.finditer(line)][:500]
    if not hits:
        return ()
    start = max(hits, key=lambda hit: _worth(hit[0], hits, length))[0]
    return marked(_window(line, max(0, start - _BEFORE), length), words)


def _worth(start: int, hits: Sequence[tuple[int, str]], length: int) -> tuple[int, int]:
    """How many different words a window from `start` shows; of equals the earlier one is better."""
    inside = {word for at, word in hits if start <= at < start + length - _BEFORE}
    return len(inside), -start


def _window(line: str, start: int, length: int) -> str:
    """`length` characters from about `start`, beginning and ending at a blank."""
    if start > 0:
        blank = line.find(" ", start)
        start = blank + 1 if 0 <= blank < start + _BEFORE else start
    end = start + length
    if end < len(line):
        blank = line.rfind(" ", start, end)
        end = blank if blank > start else end
    return ("…" if start > 0 else "") + line[start:end] + ("…" if end < len(line) else "")


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Any of the words, as a whole: `Go` is not in `Google`, `C` not in `C++`.

    A single word with capitals is a name and stands only where it is written so: `Go` is not in "go on".
    """
    wanted = sorted({" ".join(word.split()) for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_whole, wanted))})(?![\w+#])")


def _whole(word: str) -> str:
    pattern = r"\s+".join(re.escape(piece) for piece in word.split(" "))
    return pattern if " " not in word and word != word.lower() else f"(?i:{pattern})"
