"""Text from outside, made safe for Slack: shown as it stands, never read as markup. Pure."""

import re
import unicodedata

_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: left open, they turn around what follows them. Marks that only
tell the direction of a word (U+200E, U+200F) stay."""
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_EMOJI_NAME = re.compile(r":(?=[\w+'-]+:)")
_JOINER = "\u2060"


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


def escaped(text: str) -> str:
    """The text for a `text` argument, where `<`, `>` and `&` steer: nothing in it mentions or links.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    safe = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _EMOJI_NAME.sub(f":{_JOINER}", safe)


def web_address(url: str | None, longest: int) -> str | None:
    """The address when it is http or https, whole and not longer; else None."""
    if url is None or len(url) > longest or not url.lower().startswith(("https://", "http://")):
        return None
    return None if any(character.isspace() or not character.isprintable() for character in url) else url
