"""Splits an answer into as many messages as it needs, so that nothing of it is cut off. Pure.

`bot.delivery.fit` keeps a section whole, as a posting must be, and shortens one larger than a message.
A section of an answer may be a long list: it goes on in the next message instead.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.delivery.fit import fit
from bot.delivery.measure import block_characters
from bot.delivery.message import Block, Bullets, Message, Section
from bot.delivery.platform import Capabilities
from bot.delivery.shorten import fits


def whole(message: Message, capabilities: Capabilities) -> tuple[Message, ...]:
    """The message as one or more, each within the limits, with every entry of every list."""
    characters, blocks = capabilities.text_characters.value, capabilities.blocks.value
    sections: list[Section] = []
    for section in message.sections:
        if fits(section, characters=characters, blocks=blocks):
            sections.append(section)
        else:
            sections += (Section(blocks=(block,)) for block in _pieces(section.blocks, characters))
    return fit(replace(message, sections=tuple(sections)), capabilities)


def _pieces(blocks: Iterable[Block], characters: int) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Bullets):
            yield from _lists(block, characters)
        else:
            yield block


def _lists(bullets: Bullets, characters: int) -> Iterator[Bullets]:
    """The list as several, none larger than a message; an entry stays whole."""
    begin = used = 0
    for at, entry in enumerate(bullets.entries):
        size = block_characters(Bullets((entry,)))
        if at > begin and used + size > characters:
            yield Bullets(bullets.entries[begin:at])
            begin, used = at, 0
        used += size
    yield Bullets(bullets.entries[begin:])
