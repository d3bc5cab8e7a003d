"""Words and links as Discord's markdown, in which no text from outside is markup. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from adapters.discord.escaping import code, code_block, escaped, link, web_address
from bot.delivery.clean import clean, one_line
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
    Text,
)

_ANY_LENGTH = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Cleaned words of one style. `url`: they lead there."""

    text: str
    bold: bool = False
    struck: bool = False
    code: bool = False
    url: str | None = None

    @property
    def style(self) -> tuple[bool, bool]:
        """What is written around neighbours together."""
        return self.struck, self.bold


def written(block: Block) -> str:
    """The block on lines of its own; empty when it shows nothing. Actions are no text."""
    match block:
        case Heading(text=text):
            return f"## {escaped(line)}" if (line := one_line(text)) else ""
        case Paragraph(inlines=inlines):
            return _inline(inlines)
        case FinePrint(inlines=inlines):
            return f"-# {line}" if (line := _on_one_line(inlines)) else ""
        case Bullets(entries=entries):
            return "\n".join(f"- {line}" for entry in entries if (line := _on_one_line(entry)))
        case Preformatted(text=text):
            lines = clean(text).expandtabs()
            return code_block(lines) if lines.strip() else ""
        case Actions():
            return ""


def _on_one_line(inlines: Iterable[Inline]) -> str:
    return " ".join(_inline(inlines).split())


def _inline(inlines: Iterable[Inline]) -> str:
    """Words of one style that follow each other are marked together: asterisks that meet are not read."""
    parts: list[str] = []
    for (struck, bold), group in groupby(_runs(inlines), key=lambda run: run.style):
        text = "".join(map(_shown, group))
        inside = text.strip()
        styled = f"**{inside}**" if bold else inside
        styled = f"~~{styled}~~" if struck else styled
        parts.append(text.replace(inside, styled, 1) if inside else text)
    return "".join(parts).strip("\n")


def _shown(run: _Run) -> str:
    if run.url is not None:
        return link(run.text, run.url)
    return code(run.text) if run.code else escaped(run.text)


def _runs(inlines: Iterable[Inline]) -> Iterator[_Run]:
    """The inlines, those of one style that follow each other joined, so that what they form is escaped."""
    last: _Run | None = None
    for inline in inlines:
        run = _run(inline)
        if last is None or not run.text:
            last = last or (run if run.text else None)
        elif run.url is None and last.url is None and (run.style, run.code) == (last.style, last.code):
            last = replace(last, text=last.text + run.text)
        else:
            yield last
            last = run
    if last is not None:
        yield last


def _run(inline: Inline) -> _Run:
    match inline:
        case Link(text=text, url=url, bold=bold, struck=struck):
            address = web_address(url, _ANY_LENGTH)
            label = one_line(text) or ("link" if address else "")
            return _Run(text=label, bold=bold, struck=struck, url=address)
        case Text(text=text, code=True):
            return _Run(text=one_line(text) if text.strip() else clean(text), code=True)
        case Text(text=text, bold=bold, marked=marked, struck=struck):
            return _Run(text=clean(text), bold=bold or marked, struck=struck)
