"""Writes a message as Block Kit. Pure; text from outside is text in every block.

Titles and texts stand in rich_text and plain_text, which Slack reads no markup in; mrkdwn is not used.
Each block of a message is one block of Slack's, so that `bot.delivery.fit` counts right.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from adapters.slack.escaping import escaped, web_address
from adapters.slack.limits import (
    ADDRESS_CHARACTERS,
    BUTTON_CHARACTERS,
    BUTTON_VALUE,
    CONTEXT_CHARACTERS,
    HEADER_CHARACTERS,
    NOTIFICATION_CHARACTERS,
    ROW_ELEMENTS,
)
from adapters.slack.rich_text import (
    Json,
    bullets,
    elements_of,
    mention_of,
    preformatted,
    rich_text,
    section,
    words,
)
from bot.delivery.clean import clean, one_line
from bot.delivery.message import (
    Action,
    ActionKind,
    Actions,
    Block,
    Bullets,
    FinePrint,
    Heading,
    Inline,
    Message,
    Paragraph,
    Preformatted,
    Text,
)
from bot.delivery.shorten import shorten_text

EVENT_TYPE = "jobwire_part"
_NOTHING = "…"


def blocks_of(message: Message, *, key: str | None = None) -> list[Json]:
    """The blocks of a message. A block without words is left out; a message always has one.

    Actions are buttons with `action_id` "KIND:N", unique in the message, and `value` as the action has it.
    `key` marks the first block, beside the metadata, so that the message can be told again.
    """
    numbers = count(1)
    blocks = [rendered for block in _blocks(message) if (rendered := _block(block, numbers)) is not None]
    if message.mention and message.mention.strip():
        blocks.insert(0, rich_text(section([mention_of(message.mention)])))
    if not blocks:
        blocks.append(rich_text(section([words(one_line(message.summary) or _NOTHING)])))
    if key is not None:
        blocks[0] = blocks[0] | {"block_id": block_id(key)}
    return blocks


def fallback_of(message: Message) -> str:
    """The notification text, escaped for a `text` argument; never empty."""
    text = one_line(message.summary) or _NOTHING
    if len(text) > NOTIFICATION_CHARACTERS.value:
        text = text[: NOTIFICATION_CHARACTERS.value - 1] + _NOTHING
    return escaped(text)


def metadata_of(key: str) -> Json:
    """The metadata of a part's message."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def carries(told: Json, key: str) -> bool:
    """Whether a message, as Slack tells it, is the part with that key."""
    metadata = told.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") == EVENT_TYPE and payload.get("key") == key:
        return True
    return any(block.get("block_id") == block_id(key) for block in told.get("blocks") or ())


def block_id(key: str) -> str:
    """The id of the first block of the part with that key."""
    return f"jobwire:{key}"


def _blocks(message: Message) -> Iterator[Block]:
    """The blocks in order, a row of actions that is too long as several."""
    most = ROW_ELEMENTS.value
    for part in message.sections:
        for block in part.blocks:
            if isinstance(block, Actions) and len(block.actions) > most:
                yield from (
                    Actions(block.actions[at : at + most]) for at in range(0, len(block.actions), most)
                )
            else:
                yield block


def _block(block: Block, numbers: Iterator[int]) -> Json | None:
    match block:
        case Heading(text=text):
            return _heading(one_line(text))
        case Paragraph(inlines=inlines):
            return _paragraph(inlines)
        case FinePrint(inlines=inlines):
            return _fine_print(inlines)
        case Bullets(entries=entries):
            filled = [elements for entry in entries if (elements := elements_of(entry))]
            return rich_text(bullets(filled)) if filled else None
        case Preformatted(text=text):
            lines = clean(text).expandtabs()
            return rich_text(preformatted(lines)) if lines else None
        case Actions(actions=actions):
            return _row(actions, numbers)


def _heading(text: str) -> Json | None:
    if not text:
        return None
    if len(text) > HEADER_CHARACTERS.value:
        return rich_text(section([words(text, bold=True)]))
    return {"type": "header", "text": _plain(text)}


def _paragraph(inlines: Iterable[Inline]) -> Json | None:
    elements = elements_of(inlines)
    return rich_text(section(elements)) if elements else None


def _fine_print(inlines: tuple[Inline, ...]) -> Json | None:
    """Small and grey where nothing in it leads anywhere or is to be typed: only rich_text shows that as text.

    Matched words are not bold there: what is fine print stays below the titles, also in a long digest.
    """
    text = clean("".join(inline.text for inline in inlines))
    bare = all(isinstance(one, Text) and not (one.bold or one.code) for one in inlines)
    if not bare or len(text) > CONTEXT_CHARACTERS.value:
        return _paragraph(inlines)
    return {"type": "context", "elements": [_plain(text)]} if text.strip() else None


def _row(actions: Iterable[Action], numbers: Iterator[int]) -> Json | None:
    buttons = [button for action in actions if (button := _button(action, numbers)) is not None]
    return {"type": "actions", "elements": buttons} if buttons else None


def _button(action: Action, numbers: Iterator[int]) -> Json | None:
    """None for one that would lead nowhere, or whose value Slack could not carry."""
    label = one_line(action.label) or action.kind.value
    button: Json = {
        "type": "button",
        "text": _plain(shorten_text(label, BUTTON_CHARACTERS.value)),
        "action_id": f"{action.kind.value}:{next(numbers)}",
    }
    if len(action.value) > BUTTON_VALUE.value:
        return None
    if action.value:
        button["value"] = action.value
    if action.kind is ActionKind.OPEN:
        address = web_address(action.url, ADDRESS_CHARACTERS.value)
        return button | {"url": address} if address is not None else None
    return button


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
