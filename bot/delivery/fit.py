"""Splits a message into as many as a platform needs, within its limits and without losing a section.

Pure: the limits are data. A section stays whole; one that is larger than a whole message is shortened.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.delivery.measure import (
    message_blocks,
    message_characters,
    section_blocks,
    section_characters,
    shares,
)
from bot.delivery.message import Action, Actions, Block, Message, Section
from bot.delivery.platform import Capabilities
from bot.delivery.shorten import fits, shorten_section, shorten_text


def fit(message: Message, capabilities: Capabilities) -> tuple[Message, ...]:
    """The message as one or more that the platform can carry: every section once, in order."""
    characters = capabilities.text_characters.value - len(message.mention or "")
    blocks, weight = capabilities.blocks.value, capabilities.action_blocks
    groups: list[list[Section]] = [[]]
    used_characters = used_blocks = 0
    for section in _arranged(message.sections, capabilities):
        whole = section
        if not fits(section, characters=characters, blocks=blocks, action_blocks=weight):
            whole = shorten_section(section, characters=characters, blocks=blocks, action_blocks=weight)
        size, count = section_characters(whole), section_blocks(whole, weight)
        full = used_characters + size > characters or used_blocks + count > blocks
        if full and groups[-1]:
            groups.append([])
            used_characters = used_blocks = 0
        groups[-1].append(whole)
        used_characters += size
        used_blocks += count
    first = replace(message, sections=tuple(groups[0]))
    return (first, *(replace(message, sections=tuple(group), mention=None) for group in groups[1:]))


def fit_one(message: Message, capabilities: Capabilities) -> Message:
    """The message within the limits as exactly one: when it is too large, every section gives its share.

    For a message whose number of parts is settled already, and whose postings have changed since.
    """
    arranged = replace(message, sections=_arranged(message.sections, capabilities))
    characters = capabilities.text_characters.value
    blocks, weight = capabilities.blocks.value, capabilities.action_blocks
    if message_characters(arranged) <= characters and message_blocks(arranged, weight) <= blocks:
        return arranged
    room = shares(
        [section_characters(section) for section in arranged.sections],
        characters - len(message.mention or ""),
    )
    counts = shares([section_blocks(section, weight) for section in arranged.sections], blocks)
    return replace(
        arranged,
        sections=tuple(
            shorten_section(section, characters=share, blocks=count, action_blocks=weight)
            for section, share, count in zip(arranged.sections, room, counts, strict=True)
        ),
    )


def _arranged(sections: Iterable[Section], capabilities: Capabilities) -> tuple[Section, ...]:
    """Actions in rows that the platform has room for, with labels that it takes."""
    return tuple(replace(section, blocks=tuple(_rows(section.blocks, capabilities))) for section in sections)


def _rows(blocks: Iterable[Block], capabilities: Capabilities) -> Iterable[Block]:
    row = capabilities.actions_per_row.value
    for block in blocks:
        if not isinstance(block, Actions):
            yield block
            continue
        actions = tuple(_labelled(action, capabilities) for action in block.actions)
        yield from (Actions(actions[at : at + row]) for at in range(0, len(actions), row))


def _labelled(action: Action, capabilities: Capabilities) -> Action:
    return replace(action, label=shorten_text(action.label, capabilities.label_characters.value))
