"""Says a message in other words: for a platform that calls things otherwise than the core. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.delivery.message import (
    Block,
    Bullets,
    FinePrint,
    Heading,
    Inline,
    Message,
    Paragraph,
    Section,
    Text,
)

Change = Callable[[Text], str]
"""What a text says afterwards. Whether it is `code`, to be typed as it stands, may matter to it."""


def reworded(message: Message, change: Change) -> Message:
    """The message with its texts changed; links and preformatted lines stay as they are."""
    return replace(
        message,
        summary=change(Text(text=message.summary)),
        sections=tuple(_section(section, change) for section in message.sections),
    )


def _section(section: Section, change: Change) -> Section:
    return replace(section, blocks=tuple(_block(block, change) for block in section.blocks))


def _block(block: Block, change: Change) -> Block:
    match block:
        case Heading(text=text):
            return Heading(change(Text(text=text)))
        case Paragraph(inlines=inlines):
            return Paragraph(_inlines(inlines, change))
        case FinePrint(inlines=inlines):
            return FinePrint(_inlines(inlines, change))
        case Bullets(entries=entries):
            return Bullets(tuple(_inlines(entry, change) for entry in entries))
        case _:
            return block


def _inlines(inlines: Iterable[Inline], change: Change) -> tuple[Inline, ...]:
    return tuple(replace(one, text=change(one)) if isinstance(one, Text) else one for one in inlines)
