"""How large a message is, as platforms count: characters of all text, and blocks. Pure."""

from collections.abc import Iterable, Sequence

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

_LINE_END = 1
_BULLET = 2


def message_characters(message: Message) -> int:
    """All characters of a message, the addresses of its links counted in: platforms write them out."""
    return sum(map(section_characters, message.sections)) + len(message.mention or "")


def message_blocks(message: Message, action_blocks: int = 0) -> int:
    """The blocks of a message, an action counting for `action_blocks` of them beside its row."""
    return sum(section_blocks(section, action_blocks) for section in message.sections)


def section_blocks(section: Section, action_blocks: int = 0) -> int:
    """The blocks of a section, counted like those of a message."""
    return sum(block_count(block, action_blocks) for block in section.blocks)


def block_count(block: Block, action_blocks: int) -> int:
    """How many blocks a block counts for."""
    return 1 + action_blocks * len(block.actions) if isinstance(block, Actions) else 1


def section_characters(section: Section) -> int:
    """All characters of a section."""
    return sum(map(block_characters, section.blocks))


def block_characters(block: Block) -> int:
    """All characters of a block, the end of its line counted in."""
    match block:
        case Heading(text=text) | Preformatted(text=text):
            return len(text) + _LINE_END
        case Paragraph(inlines=inlines) | FinePrint(inlines=inlines):
            return inline_characters(inlines) + _LINE_END
        case Bullets(entries=entries):
            return sum(inline_characters(entry) + _BULLET + _LINE_END for entry in entries)
        case Actions(actions=actions):
            return sum(len(action.label) for action in actions) + _LINE_END


def inline_characters(inlines: Iterable[Inline]) -> int:
    """All characters of some words and links."""
    return sum(map(inline_cost, inlines))


def inline_cost(inline: Inline) -> int:
    """The characters of some words, or of a link with its address."""
    return len(inline.text) + (len(inline.url) if isinstance(inline, Link) else 0)


def shares(sizes: Sequence[int], limit: int) -> tuple[int, ...]:
    """What each may have of `limit`: the small ones all they need, the large ones an equal rest."""
    given = [0] * len(sizes)
    left = limit
    by_size = sorted(range(len(sizes)), key=lambda at: sizes[at])
    for place, at in enumerate(by_size):
        given[at] = min(sizes[at], left // (len(sizes) - place))
        left -= given[at]
    return tuple(given)
