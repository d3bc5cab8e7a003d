"""What a button's `custom_id` says: "jw:KIND:VALUE", for ever: buttons of old messages still work. Pure."""

import re
from dataclasses import dataclass

from adapters.discord.limits import CUSTOM_ID
from bot.delivery.message import ActionKind

TEMPLATE = r"jw:(?P<kind>[a-z-]+):(?P<value>.*)"
"""Matches the `custom_id` of every button of a message; what forms use begins otherwise."""

_PATTERN = re.compile(TEMPLATE, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button asks for, as `bot.delivery.message.Action` has it."""

    kind: ActionKind
    value: str


def custom_id_of(kind: ActionKind, value: str) -> str | None:
    """The `custom_id` of a button; None where Discord could not carry it."""
    written = f"jw:{kind.value}:{value}"
    return written if len(written) <= CUSTOM_ID.value else None


def pressed(custom_id: str) -> Pressed | None:
    """What a `custom_id` says; None for one that is no button of a message, or of a kind unknown here."""
    found = _PATTERN.fullmatch(custom_id)
    if found is None or found["kind"] not in set(ActionKind):
        return None
    return Pressed(ActionKind(found["kind"]), found["value"])
