"""Titles from feeds, which may hold tags, entities and line breaks, as one plain line."""

import html
import re

from bot.feeds.formats.document import line

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)


def plain_title(text: str) -> str | None:
    """The title without tags; entities are read, also doubly escaped ones. None when nothing is left."""
    for _ in range(2):
        text = html.unescape(_TAG.sub("", text))
    return line(_TAG.sub("", text))
