"""Writes a message for a terminal: Rich text, matched words marked, actions numbered.

Text from outside may hold escape sequences; none of them reaches the terminal.
"""

import unicodedata
from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text as RichText

from bot.delivery.message import (
    Action,
    ActionKind,
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

MARKED = Style(bold=True, color="black", bgcolor="yellow")
_BOLD = Style(bold=True)
_CODE = Style(color="cyan")
_DIM = Style(dim=True)
_HEADING = Style(bold=True, color="magenta")
_ACTION = Style(color="green")
_LEAST_WIDTH = 20


def render(message: Message, *, width: int = 80, first_number: int = 1) -> RenderableType:
    """The message for a console of that many columns.

    Its actions are numbered from `first_number`, in the order of `actions_of`.
    """
    number = first_number
    parts: list[RenderableType] = []
    for section in message.sections:
        if parts:
            parts.append(RichText(""))
        for block in section.blocks:
            parts.append(_block(block, number, max(width, _LEAST_WIDTH)))
            number += len(block.actions) if isinstance(block, Actions) else 0
    if message.mention:
        parts.insert(0, RichText(f"@{clean(message.mention).strip('<@>')}", style=_BOLD))
    return Group(*parts)


def actions_of(message: Message) -> tuple[Action, ...]:
    """All the actions of a message, in the order in which `render` numbers them."""
    return tuple(action for section in message.sections for action in _actions(section))


def clean(text: str) -> str:
    """The text without what would steer a terminal: control, escape and text-direction characters."""
    return "".join(
        character
        for character in text
        if character in "\n\t"
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or character == "\u200d"  # joins emoji
    )


def _actions(section: Section) -> Iterable[Action]:
    for block in section.blocks:
        if isinstance(block, Actions):
            yield from block.actions


def _block(block: Block, number: int, width: int) -> RenderableType:
    match block:
        case Heading(text=text):
            return RichText(clean(text), style=_HEADING)
        case Preformatted(text=text):
            return RichText(clean(text), style=_CODE, no_wrap=True, overflow="ignore")
        case Paragraph(inlines=inlines):
            return _words(inlines)
        case FinePrint(inlines=inlines):
            return _words(inlines, base=_DIM)
        case Bullets(entries=entries):
            return Group(*(Padding(_words(entry, lead="• "), (0, 0, 0, 2)) for entry in entries))
        case Actions(actions=actions):
            return _row(actions, number, width)


def _words(inlines: Iterable[Inline], *, base: Style | None = None, lead: str = "") -> RichText:
    text = RichText(lead, style=base or "")
    for inline in inlines:
        text.append(clean(inline.text), style=_style(inline))
    return text


def _style(inline: Inline) -> Style:
    if isinstance(inline, Link):
        address = inline.url if clean(inline.url) == inline.url else None
        return Style(underline=True, bold=inline.bold or None, strike=inline.struck or None, link=address)
    if inline.marked:
        return MARKED
    if inline.code:
        return _CODE
    return Style(bold=inline.bold or None, strike=inline.struck or None)


def _row(actions: tuple[Action, ...], number: int, width: int) -> RichText:
    """The actions as "[1] Apply  [2] Save", a line broken between two of them, never in one."""
    row = RichText()
    column = 0
    for at, action in enumerate(actions, number):
        label = f"[{at}] {clean(action.label)}"
        if column and column + 2 + len(label) > width:
            row.append("\n")
            column = 0
        elif column:
            row.append("  ")
            column += 2
        link = action.url if action.kind is ActionKind.OPEN else None
        row.append(label, style=Style(link=link) + _ACTION)
        column += len(label)
    return row
