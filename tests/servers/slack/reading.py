"""What a person sees of a message: words, links, who is called, what is set in bold or as code.

For tests that a hostile title stays text. https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_SPECIAL = re.compile(r"<([^<>\n]*)>")
_CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
_STYLES = {"*": "bold", "_": "italic", "~": "strike"}
_STYLED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])")
_BARE_LINK = re.compile(r"https?://[^\s<>|]+")
_EMOJI = re.compile(r":[a-z0-9_+-]*[a-z][a-z0-9_+-]*:")


@dataclass(slots=True)
class Seen:
    """`mentions` are the calls that ring somebody (`!channel`, `@U1`), `styled` pairs of style and words."""

    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    styled: list[tuple[str, str]] = field(default_factory=list)
    emoji: list[str] = field(default_factory=list)


def seen(message: dict[str, Any]) -> Seen:
    """A message or view as shown: its blocks, or without blocks its text, one line for each text."""
    whole = Seen()
    texts = list(_texts(message.get("blocks", []))) or [{"type": "mrkdwn", "text": message.get("text", "")}]
    for text in texts:
        part = read(text)
        whole.text += ("\n" if whole.text else "") + part.text
        whole.links += part.links
        whole.mentions += part.mentions
        whole.styled += part.styled
        whole.emoji += part.emoji
    return whole


def read(text: dict[str, Any]) -> Seen:
    """A text object as shown. Plain text has no markup."""
    found = Seen()
    if text["type"] == "plain_text":
        found.text = text["text"]
        found.emoji = _EMOJI.findall(text["text"]) if text.get("emoji", True) else []
        return found
    at = 0
    for code in _CODE.finditer(text["text"]):
        words = _unescaped(code[1] or code[2])
        found.text += _marked(text["text"][at : code.start()], found, verbatim=text.get("verbatim", False))
        found.text += words
        found.styled.append(("code", words))
        at = code.end()
    found.text += _marked(text["text"][at:], found, verbatim=text.get("verbatim", False))
    return found


def _marked(source: str, found: Seen, *, verbatim: bool) -> str:
    """The words of mrkdwn without code; notes links, mentions, styles and emoji."""
    shown, at = "", 0
    for special in _SPECIAL.finditer(source):
        shown += _loose(source[at : special.start()], found, verbatim=verbatim)
        shown += _special(special[1], found)
        at = special.end()
    shown += _loose(source[at:], found, verbatim=verbatim)
    return _without_styles(shown, found)


def _special(inside: str, found: Seen) -> str:
    target, _, label = inside.partition("|")
    target, label = _unescaped(target), _unescaped(label)
    if target.startswith(("!", "@")):
        found.mentions.append(target)
        return label or target
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    found.links.append((target, label or target))
    return label or target


def _loose(words: str, found: Seen, *, verbatim: bool) -> str:
    shown = _unescaped(words)
    if not verbatim:
        found.links += [(link, link) for link in _BARE_LINK.findall(shown)]
    found.emoji += _EMOJI.findall(shown)
    return shown


def _without_styles(shown: str, found: Seen) -> str:
    while (styled := _STYLED.search(shown)) is not None:
        found.styled.append((_STYLES[styled[1]], styled[2]))
        shown = shown[: styled.start()] + styled[2] + shown[styled.end() :]
    return shown


def _unescaped(words: str) -> str:
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(value: Any) -> Iterator[dict[str, Any]]:
    """The text objects of blocks, in order."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn") and isinstance(value.get("text"), str):
            yield value
            return
        for name, one in value.items():
            if name != "confirm":
                yield from _texts(one)
