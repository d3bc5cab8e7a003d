"""Shortens a section that is too large, at a word, with "…": never inside a link or a word. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.delivery.measure import (
    block_characters,
    block_count,
    inline_characters,
    inline_cost,
    section_blocks,
    section_characters,
    shares,
)
from bot.delivery.message import (
    Actions,
    Block,
    Bullets,
    FinePrint,
    Heading,
    Inline,
    Link,
    Paragraph,
    Preformatted,
    Section,
    Text,
)

_ELLIPSIS = "…"


def shorten_section(section: Section, *, characters: int, blocks: int, action_blocks: int = 0) -> Section:
    """The section within both limits: first its later blocks go, then its longest blocks are cut."""
    kept = _fewer(section.blocks, blocks, action_blocks)
    if sum(map(block_characters, kept)) > characters:
        kept = _smaller(kept, characters)
    return replace(section, blocks=kept)


def shorten_text(text: str, characters: int) -> str:
    """The text cut after a whole word, with "…"; a first word that is too long leaves "…" alone."""
    if len(text) <= characters:
        return text
    if characters < 1:
        return ""
    head = text[:characters]  # one character more than may stay, which must be a blank
    blank = max(head.rfind(" "), head.rfind("\n"))
    return (head[:blank].rstrip() if blank > 0 else "") + _ELLIPSIS


def shorten_inlines(inlines: Sequence[Inline], characters: int) -> tuple[Inline, ...]:
    """Words and links cut at a blank or before a link, with "…"; a link stays whole or goes."""
    if inline_characters(inlines) <= characters:
        return tuple(inlines)
    if characters < 1:
        return ()
    at, offset = _cut(inlines, characters - 1)
    kept = list(inlines[:at])
    if offset:
        cut = inlines[at]
        kept.append(replace(cut, text=cut.text[:offset].rstrip()))
    return (*kept, Text(text=_ELLIPSIS))


def _cut(inlines: Sequence[Inline], room: int) -> tuple[int, int]:
    """The last place within `room` where a cut harms nothing: the index of an inline, characters of it."""
    best = (0, 0)
    used = 0
    for at, inline in enumerate(inlines):
        if isinstance(inline, Link) or (at and isinstance(inlines[at - 1], Link)):
            best = (at, 0)
        if isinstance(inline, Text):
            blanks = [
                place
                for place in range(min(len(inline.text), room - used + 1))
                if inline.text[place].isspace()
            ]
            best = (at, blanks[-1]) if blanks else best
        used += inline_cost(inline)
        if used > room:
            break
    return best


def _fewer(blocks: tuple[Block, ...], limit: int, action_blocks: int) -> tuple[Block, ...]:
    """At most `limit` blocks: the first one, then the actions, then the others in order."""
    wanted = sorted(range(len(blocks)), key=lambda at: (at > 0, not isinstance(blocks[at], Actions), at))
    kept: set[int] = set()
    for at in wanted:
        count = block_count(blocks[at], action_blocks)
        if count <= limit:
            kept.add(at)
            limit -= count
    return tuple(block for at, block in enumerate(blocks) if at in kept)


def _smaller(blocks: tuple[Block, ...], characters: int) -> tuple[Block, ...]:
    fixed = sum(block_characters(block) for block in blocks if isinstance(block, Actions))
    if fixed * 2 > characters:  # so little room that words come before actions
        blocks, fixed = tuple(block for block in blocks if not isinstance(block, Actions)), 0
    texts = [block for block in blocks if not isinstance(block, Actions)]
    room = iter(shares([block_characters(block) for block in texts], characters - fixed))
    cut = (block if isinstance(block, Actions) else _shorten_block(block, next(room)) for block in blocks)
    return tuple(block for block in cut if block is not None)


def _shorten_block(block: Block, characters: int) -> Block | None:
    """The block within that many characters; None when nothing of it would be left."""
    if block_characters(block) <= characters:
        return block
    room = characters - 1
    if room < 1:
        return None
    match block:
        case Heading() | Preformatted():
            return replace(block, text=shorten_text(block.text, room))
        case Paragraph() | FinePrint():
            return replace(block, inlines=shorten_inlines(block.inlines, room))
        case Bullets(entries=entries):
            return _shorten_bullets(entries, characters)
        case Actions():
            return block


def _shorten_bullets(entries: tuple[tuple[Inline, ...], ...], characters: int) -> Bullets | None:
    """The first entries that fit, and "…" in the place of the rest."""
    more = Bullets(((Text(text=_ELLIPSIS),),))
    kept: list[tuple[Inline, ...]] = []
    for entry in entries:
        if block_characters(Bullets((*kept, entry, *more.entries))) > characters:
            break
        kept.append(entry)
    if block_characters(more) > characters:
        return None
    return Bullets((*kept, *more.entries))


def fits(section: Section, *, characters: int, blocks: int, action_blocks: int = 0) -> bool:
    """Whether the section is within both limits as it is."""
    return section_blocks(section, action_blocks) <= blocks and section_characters(section) <= characters
