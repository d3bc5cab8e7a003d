"""A message as a person sees it: its runs of text with their styles, its buttons, its links."""

from dataclasses import dataclass
from typing import Any

from .component_rules import BUTTON, LINK, SELECTS, TEXT, walk
from .markdown import Run, render
from .model import Json

SEPARATOR, THUMBNAIL, GALLERY = 14, 11, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`parts`: each text in order. `buttons`: those that tell the bot; `links`: label and address.

    `pings`: whom it woke: everyone, and ids of roles and users.
    """

    id: str
    parts: tuple[tuple[Run, ...], ...]
    buttons: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    selects: tuple[str, ...]
    pings: tuple[str, ...]
    private: bool

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(run for part in self.parts for run in part)

    @property
    def text(self) -> str:
        """Everything that is read, a line for each text."""
        return "\n".join("".join(run.text for run in part) for part in self.parts)

    def styled(self, style: str) -> tuple[str, ...]:
        """The texts that appear so: bold, italic, heading1, link, mention, code, quote, spoiler …"""
        return tuple(run.text for run in self.runs if style in run.styles)

    def shows_plainly(self, text: str) -> bool:
        """Whether it is read there as it is, without a style that the text itself brought.

        It may stand inside of one run, whatever that run's style: a whole title in bold is plain enough.
        """
        return any(text in run.text for run in self.runs)


def seen(message: Json) -> Seen:
    """The person's view of a message as REST or the control shows it."""
    woken = bool(message.get("mention_everyone"))
    texts = [message["content"]] if message.get("content") else []
    for embed in message.get("embeds") or []:
        texts += _embed_texts(embed)
    buttons, links, selects = [], [], []
    for _, one in walk(message.get("components")):
        kind = one.get("type")
        label = str(one.get("label") or (one.get("emoji") or {}).get("name") or "")
        if kind == TEXT:
            texts.append(one["content"])
        elif kind == BUTTON and one.get("style") == LINK:
            links.append((label, one["url"]))
        elif kind == BUTTON:
            buttons.append(label)
        elif kind in SELECTS:
            selects.append(str(one.get("placeholder") or one["custom_id"]))
    pings = ["everyone"] if woken else []
    pings += [*message.get("mention_roles", []), *(user["id"] for user in message.get("mentions", []))]
    return Seen(
        id=message["id"],
        parts=tuple(render(text, everyone_is_woken=woken) for text in texts),
        buttons=tuple(buttons),
        links=tuple(links),
        selects=tuple(selects),
        pings=tuple(pings),
        private=bool(message["flags"] & 64),
    )


def _embed_texts(embed: Json) -> list[str]:
    named: list[Any] = [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
    for field in embed.get("fields") or []:
        named += [field.get("name"), field.get("value")]
    named.append((embed.get("footer") or {}).get("text"))
    return [text for text in named if text]
