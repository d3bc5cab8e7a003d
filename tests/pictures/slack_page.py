"""What stands around blocks in Slack: a channel with messages, a form, the Home tab. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from tests.pictures.block_kit import blocks_html

Json = Mapping[str, Any]

_STYLE = Path(__file__).with_name("slack.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A message in a channel. `private`: only one person sees it; `replies` stand in its thread."""

    blocks: list[Json]
    at: str
    private: bool = False
    replies: int = 0


def channel_page(name: str, messages: Iterable[Drawn]) -> str:
    """Messages in a channel."""
    body = "".join(_message(one) for one in messages)
    return _page(f'<main class="channel"><header># {escape(name)}</header>{body}</main>', width=760)


def form_page(view: Json) -> str:
    """A form over the channel."""
    title, submit, close = (escape(view[name]["text"]) for name in ("title", "submit", "close"))
    return _page(
        f'<main class="form"><header>{_LOGO}<b>{title}</b><span class="cross">&times;</span></header>'
        f'<div class="body">{blocks_html(view["blocks"], view)}</div>'
        f'<footer><span class="button">{close}</span><span class="button primary">{submit}</span></footer>'
        "</main>",
        width=600,
    )


def home_page(view: Json) -> str:
    """The Home tab."""
    return _page(
        f'<main class="home"><header>{_LOGO}<b>Jobwire</b></header>'
        "<nav><b>Home</b><span>About</span></nav>"
        f'<div class="body">{blocks_html(view["blocks"], view)}</div></main>',
        width=760,
    )


def _message(one: Drawn) -> str:
    private = '<div class="private">Only visible to you</div>' if one.private else ""
    replies = f'<div class="replies">{one.replies} replies</div>' if one.replies else ""
    return (
        f'<article>{_LOGO}<div class="words">{private}<div class="who"><b>Jobwire</b>'
        f'<span class="app">APP</span><span class="at">{escape(one.at)}</span></div>'
        f"{blocks_html(one.blocks)}{replies}</div></article>"
    )


def _page(body: str, *, width: int) -> str:
    """A page that tells its own size, for whoever takes the picture."""
    return (
        f'<!doctype html><html lang="en" data-width="{width}"><meta charset="utf-8">'
        f"<style>{_STYLE.read_text(encoding='utf-8')} body {{ width: {width}px }}</style>"
        f"<body>{body}<script>document.documentElement.dataset.height ="
        "Math.ceil(document.body.getBoundingClientRect().height)</script></body></html>"
    )


_LOGO = '<span class="logo">J</span>'
