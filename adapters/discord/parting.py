"""The messages that an answer takes: as few as Discord's limits allow, and nothing of it shortened. Pure.

`bot.delivery.fit` counts every paragraph, of which Discord shows several as one text: what it parts is put
together again as long as everything can still be read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from adapters.discord.limits import CAPABILITIES
from adapters.discord.marker import Json
from adapters.discord.rendering import view_of
from bot.delivery.message import Actions, Message
from bot.delivery.whole_answers import whole


class _Shown(NamedTuple):
    """How much of a message is shown."""

    characters: int
    buttons: int


def parts_of(message: Message) -> tuple[Message, ...]:
    """The message as one or more that Discord can carry."""
    parts: list[Message] = []
    for part in whole(message, CAPABILITIES):
        joined = replace(parts[-1], sections=(*parts[-1].sections, *part.sections)) if parts else part
        if parts and _shows_both(joined, parts[-1], part):
            parts[-1] = joined
        else:
            parts.append(part)
    return tuple(parts)


def _shows_both(joined: Message, first: Message, second: Message) -> bool:
    together, one, other = map(_shown, (joined, first, second))
    return together == (one.characters + other.characters, one.buttons + other.buttons)


def _shown(message: Message) -> _Shown:
    """Of buttons alone, the line that is written above them is none of the message's text."""
    every = list(_walk(view_of(message)))
    only_buttons = all(isinstance(block, Actions) for one in message.sections for block in one.blocks)
    return _Shown(
        characters=0 if only_buttons else sum(len(one.get("content", "")) for one in every),
        buttons=sum("label" in one for one in every),
    )


def _walk(components: Sequence[Json]) -> Iterator[Json]:
    for one in components:
        yield one
        yield from _walk(one.get("components", ()))
