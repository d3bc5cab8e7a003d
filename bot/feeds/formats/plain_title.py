"""Titles from feeds, which may hold tags, entities and line breaks, as one plain line."""

import html
import re

from bot.feeds.formats.document import line

_LONGEST = 4000
_BREAK = re.compile(r"</?(?:br|p|div|h[1-6]|li|tr|td)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|code|del|em|font|i|img|ins|kbd|mark|nobr|s|small|span|strike|strong|style|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def plain_title(text: str) -> str | None:
    """The title without HTML's tags; entities are read, also doubly escaped ones. None when nothing is left.

    What only looks like a tag stays: "Q&A <Lead>".
    """
    text = text[:_LONGEST]
    for _ in range(2):
        text = html.unescape(_untagged(text))
    return line(_untagged(text))


def _untagged(text: str) -> str:
    return _TAG.sub("", _BREAK.sub(" ", text))
