"""Finds the words that met a query in a text and cuts the sentence around them out. Pure."""

import re
from collections.abc import Sequence

from bot.delivery.message import Text

_LENGTH = 220
_BEFORE = 60
_SENTENCE_WITHIN = 120
"""A sentence that begins so far before the words is shown from its beginning."""
_LONGEST_COMMON = 3
_SENTENCE_END = re.compile(r"[.!?] ")


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

    It begins with a sentence where one begins nearby, and may then be longer by as much. Empty when the
    text holds none of them. Short words in small letters ("go", from a tag) point nowhere.
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
    end = max(0, start - _BEFORE) + length
    return marked(_window(line, _beginning(line, start), end), words)


def _worth(start: int, hits: Sequence[tuple[int, str]], length: int) -> tuple[int, int]:
    """How many different words a window from `start` shows; of equals the earlier one is better."""
    inside = {word for at, word in hits if start <= at < start + length - _BEFORE}
    return len(inside), -start


def _beginning(line: str, hit: int) -> int:
    """Where to begin so that the hit is understood: the text, a sentence or else a word before it."""
    if hit <= _SENTENCE_WITHIN:
        return 0
    sentence = _SENTENCE_END.search(line, hit - _SENTENCE_WITHIN, hit)
    if sentence:
        return sentence.end()
    blank = line.find(" ", hit - _BEFORE)
    return blank + 1 if 0 <= blank < hit else hit - _BEFORE


def _window(line: str, start: int, end: int) -> str:
    """From there to there, or to the last blank before it."""
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
