"""A message as plain text: for transcripts, logs of a chat server, and notification fallbacks. Pure."""

from collections.abc import Iterable

from bot.delivery.message import (
    Actions,
    Block,
    Bullets,
    FinePrint,
    Heading,
    Inline,
    Link,
    Message,
    Paragraph,
    Preformatted,
    Section,
)


def plain_text(message: Message) -> str:
    """The words of a message, a blank line between sections; a link is followed by its address."""
    return "\n\n".join(filter(None, map(section_text, message.sections)))


def section_text(section: Section) -> str:
    """The words of a section, a line for each block."""
    return "\n".join(map(_block_text, section.blocks))


def _block_text(block: Block) -> str:
    match block:
        case Heading(text=text) | Preformatted(text=text):
            return text
        case Paragraph(inlines=inlines) | FinePrint(inlines=inlines):
            return _inline_text(inlines)
        case Bullets(entries=entries):
            return "\n".join(f"- {_inline_text(entry)}" for entry in entries)
        case Actions(actions=actions):
            return " ".join(f"[{action.label}]" for action in actions)


def _inline_text(inlines: Iterable[Inline]) -> str:
    return "".join(
        f"{inline.text} <{inline.url}>" if isinstance(inline, Link) else inline.text for inline in inlines
    )
