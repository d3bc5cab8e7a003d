"""Writes a message as Discord's Components V2. Pure; text from outside is text everywhere.

Whom the message calls stands above a container, in which each section is a text and rows of buttons:
https://docs.discord.com/developers/components/reference
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from adapters.discord.custom_ids import custom_id_of
from adapters.discord.escaping import escaped, web_address
from adapters.discord.limits import (
    BUTTON_ADDRESS,
    BUTTON_CHARACTERS,
    CAPABILITIES,
    COMPONENTS,
    DISPLAYED_CHARACTERS,
    ROW_BUTTONS,
    THREAD_NAME,
)
from adapters.discord.markdown import written
from adapters.discord.marker import Json, marked, marker_of
from bot.delivery.clean import clean, one_line
from bot.delivery.fit import fit_one
from bot.delivery.message import Action, ActionKind, Actions, Block, Message, Paragraph, Section
from bot.delivery.platform import Capabilities, Limit
from bot.delivery.shorten import shorten_text

COMPONENTS_V2 = 1 << 15
"""The flag of a message that consists of components only."""

_ROW, _BUTTON, _TEXT, _CONTAINER = 1, 2, 10, 17
_PRIMARY, _SECONDARY, _LINK = 1, 2, 5
_NOTHING = "…"
_SHORT = 140
"""Characters of a paragraph of two lines, where Discord is narrow."""

_SHARES = (8, 7, 6, 5, 4, 3, 2, 1)
"""Eighths of the limit for text, tried in turn until what is written fits."""

_ANY_NUMBER = 10 * COMPONENTS.value

_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
"""Letters by their category, of which nothing is seen."""

_CALLED = re.compile(r"<@(?P<role>&)?!?(?P<id>\d{1,20})>")


def view_of(message: Message, *, key: str | None = None) -> list[Json]:
    """The components of a message, always within Discord's limits: text that is too long is shortened.

    `key` marks the message, so that it can be told again. Buttons have the `custom_id` of `custom_ids`; one
    that would lead nowhere is left out, and of two that ask for the same there is one.
    """
    components = next(filter(_fits, _ever_shorter(message)), None)
    if components is None:
        components = [_container([_text(escaped(shorten_text(one_line(message.summary), 500)) or _NOTHING)])]
    return components if key is None else marked(components, marker_of(key))


def allowed_mentions(message: Message) -> Json:
    """Nobody is called but the role or the person that the channel's setting names."""
    called = _CALLED.fullmatch((message.mention or "").strip())
    if called is None:
        return {"parse": []}
    return {"parse": [], "roles" if called["role"] else "users": [called["id"]]}


def title_of(message: Message) -> str:
    """The message's line as the name of a thread or forum post: Discord reads no markup there."""
    title = shorten_text(one_line(message.summary), THREAD_NAME.value)
    return title if any(map(_is_seen, title)) else _NOTHING


def _is_seen(character: str) -> bool:
    """Discord takes no name of marks and blanks alone."""
    return unicodedata.category(character)[0] not in "CZM" and character not in _BLANK_LETTERS


def _ever_shorter(message: Message) -> Iterator[list[Json]]:
    """Whole first: paragraphs that follow each other are one text, so more of them fit than are counted."""
    whole = _limits(max(_SHARES))
    yield _components(fit_one(message, replace(whole, blocks=replace(whole.blocks, value=_ANY_NUMBER))))
    for share in _SHARES:
        yield _components(fit_one(message, _limits(share)))


def _limits(share: int) -> Capabilities:
    characters = DISPLAYED_CHARACTERS.value * share // max(_SHARES)
    return replace(CAPABILITIES, text_characters=Limit(value=characters, source=DISPLAYED_CHARACTERS.source))


def _fits(components: list[Json]) -> bool:
    every = list(_all(components))
    shown = sum(len(one["content"]) for one in every if one["type"] == _TEXT)
    return len(every) <= COMPONENTS.value and shown <= DISPLAYED_CHARACTERS.value


def _all(components: list[Json]) -> Iterator[Json]:
    for one in components:
        yield one
        yield from _all(one.get("components", []))


def _components(message: Message) -> list[Json]:
    known: set[str] = set()
    inside = [one for section in message.sections for one in _section(section, known)]
    if not any(one["type"] == _TEXT for one in inside):
        inside.insert(0, _text(escaped(one_line(message.summary)) or _NOTHING))
    called = _mention(message.mention)
    return [*([_text(called)] if called else []), _container(inside)]


def _mention(mention: str | None) -> str:
    """What names nobody that Discord knows is text."""
    named = (mention or "").strip()
    return named if _CALLED.fullmatch(named) else escaped(clean(named))


def _section(section: Section, known: set[str]) -> Iterator[Json]:
    """Short texts that follow each other are one, so that they stand close; there is room around a long one.

    `known` are the ids of the message's buttons so far.
    """
    for of_actions, blocks in groupby(section.blocks, key=lambda block: isinstance(block, Actions)):
        if of_actions:
            yield from (row for block in blocks for row in _rows(block, known))
            continue
        for _, together in groupby(blocks, key=_is_long):
            if text := "\n".join(filter(None, map(written, together))):
                yield _text(text)


def _is_long(block: Block) -> bool:
    """Whether it takes more than two lines or so."""
    return isinstance(block, Paragraph) and sum(len(one.text) for one in block.inlines) > _SHORT


def _rows(block: Block, known: set[str]) -> Iterator[Json]:
    actions = block.actions if isinstance(block, Actions) else ()
    buttons = [button for action in actions if (button := _button(action, known)) is not None]
    most = ROW_BUTTONS.value
    for at in range(0, len(buttons), most):
        yield {"type": _ROW, "components": buttons[at : at + most]}


def _button(action: Action, known: set[str]) -> Json | None:
    label = shorten_text(one_line(action.label), BUTTON_CHARACTERS.value) or action.kind.value
    button: Json = {"type": _BUTTON, "style": _SECONDARY, "label": label}
    if action.kind is ActionKind.OPEN:
        address = web_address(action.url, BUTTON_ADDRESS.value)
        return None if address is None else button | {"style": _LINK, "url": address}
    custom_id = custom_id_of(action.kind, action.value)
    if custom_id is None or custom_id in known:
        return None
    known.add(custom_id)
    style = _PRIMARY if action.kind is ActionKind.RUN else _SECONDARY
    return button | {"style": style, "custom_id": custom_id}


def _text(content: str) -> Json:
    return {"type": _TEXT, "content": content}


def _container(inside: list[Json]) -> Json:
    return {"type": _CONTAINER, "components": inside}
