"""What stands around components in Discord: a channel with messages. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from tests.pictures.components_v2 import components_html

Json = Mapping[str, Any]

_STYLE = Path(__file__).with_name("discord.css")
_WIDTH = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A message in a channel. `private`: only one person sees it."""

    components: list[Json]
    at: str
    private: bool = False


def channel_page(name: str, messages: Iterable[Drawn]) -> str:
    """Messages in a channel, as a page that tells its own size to whoever takes the picture."""
    body = "".join(map(_message, messages))
    return (
        f'<!doctype html><html lang="en" data-width="{_WIDTH}"><meta charset="utf-8">'
        f"<style>{_STYLE.read_text(encoding='utf-8')} body {{ width: {_WIDTH}px }}</style>"
        f"<body><main><header><span>#</span>{escape(name)}</header>{body}</main>"
        "<script>document.documentElement.dataset.height ="
        "Math.ceil(document.body.getBoundingClientRect().height)</script></body></html>"
    )


def _message(one: Drawn) -> str:
    private = (
        '<div class="private">Only you can see this · <a>Dismiss message</a></div>' if one.private else ""
    )
    return (
        '<article><span class="logo">J</span><div class="words"><div class="who"><b>Jobwire</b>'
        f'<span class="app">APP</span><span class="at">{escape(one.at)}</span></div>'
        f"{components_html(one.components)}{private}</div></article>"
    )
