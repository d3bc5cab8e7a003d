"""Text from outside without what upsets the text around it; markup is the adapters' matter. Pure."""

import re
import unicodedata

_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: left open, they turn around what follows them. Marks that only
tell the direction of a word (U+200E, U+200F) stay."""
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")


def clean(text: str) -> str:
    """The text without control characters and what turns the text around it; lines end with a newline."""
    lines = _LINE_ENDS.sub("\n", text)
    return "".join(
        character
        for character in lines
        if character in "\n\t"
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNS_TEXT_AROUND)
    )


def one_line(text: str) -> str:
    """The cleaned text on one line."""
    return " ".join(clean(text).split())
