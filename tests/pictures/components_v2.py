"""Discord's components as HTML, close to how Discord shows them. Pure; an unknown component is an error.

https://docs.discord.com/developers/components/reference
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Any

from tests.servers.discord import Run, render

Json = Mapping[str, Any]

ROW, BUTTON, SECTION, TEXT, SEPARATOR, CONTAINER = 1, 2, 9, 10, 14, 17
LINK = 5
_STYLES = {1: "primary", 2: "", 3: "success", 4: "danger", LINK: ""}
_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strike": "s", "code": "code"}
_HEADINGS = {"heading1": "h1", "heading2": "h2", "heading3": "h3"}

_LEAVES = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round">'
    '<path d="M14 4h6v6M20 4 10 14M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"/></svg>'
)


def components_html(components: Iterable[Json]) -> str:
    """All components."""
    return "".join(_KINDS[one["type"]](one) for one in components)


def _container(one: Json) -> str:
    color = one.get("accent_color")
    accent = "" if color is None else f' accent" style="border-left-color: #{color:06x}'
    return f'<div class="container{accent}">{components_html(one["components"])}</div>'


def _section(one: Json) -> str:
    inside = components_html(one["components"])
    return f'<div class="section"><div>{inside}</div>{components_html([one["accessory"]])}</div>'


def _row(one: Json) -> str:
    return f'<div class="row">{components_html(one["components"])}</div>'


def _button(one: Json) -> str:
    leaves = _LEAVES if one["style"] == LINK else ""
    off = " off" if one.get("disabled") else ""
    return f'<span class="button {_STYLES[one["style"]]}{off}">{escape(one["label"])}{leaves}</span>'


def _text(one: Json) -> str:
    return f'<div class="text">{markdown_html(one["content"])}</div>'


def markdown_html(text: str) -> str:
    """Discord's markdown, line by line; the entries of a list that follow each other are one list."""
    html = []
    for is_list, lines in groupby(_lines(render(text)), key=lambda line: "list" in _styles(line)):
        entries = [_line(line) for line in lines]
        html.append(
            f"<ul>{''.join(f'<li>{one}</li>' for one in entries)}</ul>" if is_list else "".join(entries)
        )
    return "".join(html)


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """A code block, which has lines of its own, is one line here."""
    line: list[Run] = []
    for run in runs:
        if "code block" in run.styles:
            if line:
                yield line
            yield [run]
            line = []
            continue
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for other in others:
            yield line
            line = [replace(run, text=other)]
    if any(run.text for run in line):
        yield line


def _styles(line: list[Run]) -> set[str]:
    return {style for run in line for style in run.styles if run.text}


def _line(line: list[Run]) -> str:
    styles = _styles(line)
    inside = "".join(map(_run, line))
    if "code block" in styles:
        return f"<pre>{inside}</pre>"
    heading = next((tag for style, tag in _HEADINGS.items() if style in styles), None)
    if heading:
        return f"<{heading}>{inside}</{heading}>"
    if "list" in styles:
        return inside
    more = " sub" if "subtext" in styles else " quote" if "quote" in styles else ""
    return f'<div class="line{more}">{inside}</div>'


def _run(run: Run) -> str:
    html = escape(run.text)
    for style, tag in _TAGS.items():
        html = f"<{tag}>{html}</{tag}>" if style in run.styles and html else html
    if "link" in run.styles:
        return f'<a href="{escape(run.url)}">{html}</a>'
    if "mention" in run.styles or "spoiler" in run.styles:
        return f'<span class="{"mention" if "mention" in run.styles else "spoiler"}">{html}</span>'
    return html


_KINDS: Mapping[int, Callable[[Json], str]] = {
    ROW: _row,
    BUTTON: _button,
    SECTION: _section,
    TEXT: _text,
    SEPARATOR: lambda _: "<hr>",
    CONTAINER: _container,
}
