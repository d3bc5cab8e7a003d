"""Discord's markdown as its client shows it: runs of text, each with the styles that it appears in.

Follows the client's rules: a backslash before punctuation, headings, quotes and lists at the beginning of a
line, masked links only to http(s), mentions, timestamps and emoji in angle brackets, bare links.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Styles = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`url` is where a link leads, or what a mention names."""

    text: str
    styles: Styles = ()
    url: str = ""


_BLOCK = re.compile(r"```(?:[a-z0-9_+\-.#]*\n)?\n*([\s\S]+?)\n*```", re.IGNORECASE)
_LINES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" *###[^\S\n]+(?=\S)"), "heading3"),
    (re.compile(r" *##[^\S\n]+(?=\S)"), "heading2"),
    (re.compile(r" *#[^\S\n]+(?=\S)"), "heading1"),
    (re.compile(r" *-#[^\S\n]+(?=\S)"), "subtext"),
    (re.compile(r">[^\S\n]+"), "quote"),
    (re.compile(r"[^\S\n]*(?:[-*]|\d+\.)[^\S\n]+(?=\S)"), "list"),
)
_QUOTE_TO_THE_END = re.compile(r">>>[^\S\n]+")
_INLINE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    (
        "link",
        re.compile(
            r"\[((?:\\.|[^\[\]\\]|\[[^\[\]]*\])+)\]\(\s*<?(https?://[^\s<>]*?)>?(?:\s+['\"].*?['\"])?\s*\)"
        ),
    ),
    ("mention", re.compile(r"<(?:@!?|@&|#)(\d+)>|<id:(\w+)>|</[^:>]+:(\d+)>")),
    ("timestamp", re.compile(r"<t:(-?\d+)(?::[tTdDfFRsS])?>")),
    ("emoji", re.compile(r"<a?:(\w+):\d+>")),
    ("autolink", re.compile(r"<(https?://[^\s<>]+)>")),
    ("url", re.compile(r"https?://(?:\([^\s<()]*\)|[^\s<()])*(?:\([^\s<()]*\)|[^\s<().,:;\"'\]])")),
    ("everyone", re.compile(r"@(?:everyone|here)\b")),
    ("bold italic", re.compile(r"\*\*\*(?=\S)((?:\\.|[^\\])+?)\*\*\*(?!\*)")),
    ("bold", re.compile(r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\.|[^\\])+?)__(?!_)")),
    ("italic", re.compile(r"\*(?=\S)((?:\\.|\*\*|[^\\*])+?)(?<!\s)\*(?!\*)|\b_((?:__|\\.|[^\\_])+?)_\b")),
    ("strike", re.compile(r"~~((?:\\.|[^\\])+?)~~(?!_)")),
    ("spoiler", re.compile(r"\|\|((?:\\.|[^\\])+?)\|\|")),
)
_NESTING = ("bold italic", "bold", "underline", "italic", "strike", "spoiler")


def render(text: str, *, everyone_is_woken: bool = False) -> tuple[Run, ...]:
    """The runs of a text, neighbours of the same styles joined."""
    runs: list[Run] = []
    position = 0
    for block in _BLOCK.finditer(text):
        runs += _lines(text[position : block.start()], (), woken=everyone_is_woken)
        runs.append(Run(text=block.group(1), styles=("code block",)))
        position = block.end()
    runs += _lines(text[position:], (), woken=everyone_is_woken)
    return _joined(runs)


def visible(text: str) -> str:
    """What is read, without the styles."""
    return "".join(run.text for run in render(text))


def _lines(text: str, styles: Styles, *, woken: bool) -> Iterator[Run]:
    """Line by line, as headings, quotes and lists want; inline marks reach over the lines between those."""
    plain = position = 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        to_the_end = _QUOTE_TO_THE_END.match(line)
        own, rest = _prefixes(line)
        if to_the_end or own:
            yield from _inline(text[plain:position], styles, woken)
            plain = position + len(line)
        if to_the_end:
            yield from _lines(text[position + to_the_end.end() :], (*styles, "quote"), woken=woken)
            return
        if own:
            yield from _inline(rest, (*styles, *own), woken)
        position += len(line)
    yield from _inline(text[plain:], styles, woken)


def _prefixes(line: str) -> tuple[Styles, str]:
    """What a line is: a quote may hold a heading."""
    styles: Styles = ()
    found = True
    while found:
        found = False
        for pattern, style in _LINES:
            match = pattern.match(line)
            if match and style not in styles:
                styles, line, found = (*styles, style), line[match.end() :], True
                break
    return styles, line


def _inline(text: str, styles: Styles, woken: bool) -> Iterator[Run]:
    position = plain = 0
    while position < len(text):
        found = _match(text, position, woken)
        if found is None:
            position += 1
            continue
        if plain < position:
            yield Run(text=text[plain:position], styles=styles)
        name, match = found
        yield from _shown(name, match, styles, woken)
        position = plain = match.end()
    if plain < len(text):
        yield Run(text=text[plain:], styles=styles)


def _match(text: str, position: int, woken: bool) -> tuple[str, re.Match[str]] | None:
    for name, pattern in _INLINE:
        if name == "everyone" and not woken:
            continue
        match = pattern.match(text, position)
        if match:
            return name, match
    return None


def _shown(name: str, match: re.Match[str], styles: Styles, woken: bool) -> Iterator[Run]:
    first = next((group for group in match.groups() if group is not None), "")
    simple: dict[str, Callable[[], Run]] = {
        "escape": lambda: Run(text=first, styles=styles),
        "code": lambda: Run(text=match.group(2).strip(), styles=(*styles, "code")),
        "mention": lambda: Run(text=match.group(), styles=(*styles, "mention"), url=first),
        "everyone": lambda: Run(text=match.group(), styles=(*styles, "mention"), url=match.group()[1:]),
        "timestamp": lambda: Run(text=first, styles=(*styles, "timestamp")),
        "emoji": lambda: Run(text=f":{first}:", styles=(*styles, "emoji")),
        "autolink": lambda: Run(text=first, styles=(*styles, "link"), url=first),
        "url": lambda: Run(text=match.group(), styles=(*styles, "link"), url=match.group()),
    }
    if name in simple:
        yield simple[name]()
    elif name == "link":
        for run in _inline(match.group(1), (*styles, "link"), woken):
            yield Run(text=run.text, styles=run.styles, url=match.group(2))
    else:
        yield from _inline(first, (*styles, *name.split()), woken)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].styles, joined[-1].url) == (run.styles, run.url):
            joined[-1] = Run(text=joined[-1].text + run.text, styles=run.styles, url=run.url)
        elif run.text:
            joined.append(run)
    return tuple(joined)
