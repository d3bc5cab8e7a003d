"""Words and links as the elements of a rich_text block, in which no text is ever markup. Pure.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adapters.slack.escaping import web_address
from adapters.slack.limits import ADDRESS_CHARACTERS
from bot.delivery.clean import clean
from bot.delivery.message import Inline, Link, Text

Json = dict[str, Any]

_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")
_BROADCAST = re.compile(r"<!(here|channel|everyone)(?:\|[^>]*)?>|@(here|channel|everyone)")


def rich_text(*elements: Json) -> Json:
    """A rich_text block of sections, lists and preformatted lines."""
    return {"type": "rich_text", "elements": list(elements)}


def section(elements: Sequence[Json]) -> Json:
    """Words on lines of their own."""
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(entries: Iterable[Sequence[Json]]) -> Json:
    """A list, one entry a line."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(entry) for entry in entries]}


def preformatted(text: str) -> Json:
    """Lines whose columns matter."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def words(text: str, **style: bool) -> Json:
    """A text element; `style`: bold, italic, strike, code."""
    return _styled({"type": "text", "text": text}, style)


def elements_of(inlines: Iterable[Inline]) -> list[Json]:
    """The inlines as elements; words of one style that follow each other are one, empty ones are none."""
    elements: list[Json] = []
    for inline in inlines:
        element = _element(inline)
        if element is None:
            continue
        last = elements[-1] if elements else None
        if last is not None and _same_words(last, element):
            last["text"] += element["text"]
        else:
            elements.append(element)
    return elements


def mention_of(named: str) -> Json:
    """Whom a message calls, as a channel's setting names it; what names nobody that Slack knows is text."""
    name = named.strip()
    if found := _USER.fullmatch(name):
        return {"type": "user", "user_id": found[1]}
    if found := _GROUP.fullmatch(name):
        return {"type": "usergroup", "usergroup_id": found[1]}
    if found := _BROADCAST.fullmatch(name):
        return {"type": "broadcast", "range": found[1] or found[2]}
    return words(clean(name) or "@")


def _element(inline: Inline) -> Json | None:
    text = clean(inline.text)
    match inline:
        case Link(url=url, bold=bold, struck=struck):
            address = web_address(url, ADDRESS_CHARACTERS.value)
            if address is None:
                return words(text, bold=bold, strike=struck) if text else None
            link = {"type": "link", "url": address, "text": text if text.strip() else address}
            return _styled(link, {"bold": bold, "strike": struck})
        case Text(bold=bold, struck=struck, marked=marked, code=code):
            return words(text, bold=bold or marked, strike=struck, code=code) if text else None


def _same_words(one: Json, other: Json) -> bool:
    both_text = one["type"] == other["type"] == "text"
    return both_text and one.get("style") == other.get("style")


def _styled(element: Json, style: Mapping[str, bool]) -> Json:
    chosen = {name: True for name, wanted in style.items() if wanted}
    return element | {"style": chosen} if chosen else element
