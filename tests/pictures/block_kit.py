"""Block Kit as HTML, close to how Slack shows it. Pure; a block or element that it does not know is an error.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

Json = Mapping[str, Any]


def blocks_html(blocks: Iterable[Json], view: Json | None = None) -> str:
    """All blocks. `view`: the form or tab that they stand in, with what was filled in and what is wrong."""
    return "".join(_block(block, view or {}) for block in blocks)


def _block(block: Json, view: Json) -> str:
    if block["type"] == "input":
        return _input(block, view)
    return _BLOCKS[block["type"]](block)


def _rich_text(block: Json) -> str:
    return f'<div class="block">{"".join(_RICH[part["type"]](part) for part in block["elements"])}</div>'


def _rich_section(part: Json) -> str:
    return f'<div class="lines">{_inline(part["elements"])}</div>'


def _rich_list(part: Json) -> str:
    tag = {"bullet": "ul", "ordered": "ol"}[part["style"]]
    entries = (_inline(one["elements"]) for one in part["elements"])
    return f"<{tag}>{''.join(f'<li>{entry}</li>' for entry in entries)}</{tag}>"


def _rich_preformatted(part: Json) -> str:
    return f"<pre>{_inline(part['elements'])}</pre>"


def _inline(elements: Iterable[Json]) -> str:
    return "".join(_styled(_ELEMENTS[one["type"]](one), one.get("style", {})) for one in elements)


def _styled(html: str, style: Mapping[str, bool]) -> str:
    for name, tag in (("code", "code"), ("bold", "b"), ("italic", "i"), ("strike", "s")):
        html = f"<{tag}>{html}</{tag}>" if style.get(name) else html
    return html


def _link(element: Json) -> str:
    return f'<a href="{escape(element["url"])}">{escape(element.get("text") or element["url"])}</a>'


def _mention(name: str) -> str:
    return f'<span class="mention">@{escape(name)}</span>'


def _section(block: Json) -> str:
    return f'<div class="block lines">{_text(block["text"])}</div>'


def _header(block: Json) -> str:
    return f"<h1>{_text(block['text'])}</h1>"


def _context(block: Json) -> str:
    return f'<div class="block context lines">{" ".join(_text(one) for one in block["elements"])}</div>'


def _actions(block: Json) -> str:
    return f'<div class="block row">{"".join(_CONTROLS[one["type"]](one) for one in block["elements"])}</div>'


def _button(element: Json) -> str:
    return f'<span class="button {element.get("style", "")}">{_text(element["text"])}</span>'


def _input(block: Json, view: Json) -> str:
    """A field with what was filled in, its hint, and what is wrong with it."""
    name, element = block["block_id"], block["element"]
    values = view.get("state", {}).get("values", {})
    given = values.get(name, {}).get(element["action_id"], {})
    wrong = view.get("errors", {}).get(name)
    field = _FIELDS[element["type"]](element, given)
    error = f'<div class="error lines">{escape(wrong)}</div>' if wrong else ""
    hint = f'<div class="hint">{_text(block["hint"])}</div>' if "hint" in block else ""
    label = _text(block["label"])
    state = " wrong" if wrong else ""
    return f'<div class="block input{state}"><label>{label}</label>{field}{error}{hint}</div>'


def _text_field(element: Json, given: Json) -> str:
    return _field(given.get("value") or element.get("initial_value"), element)


def _select(element: Json, given: Json) -> str:
    chosen = given.get("selected_option") or element.get("initial_option")
    return _field(chosen and chosen["text"]["text"], element, more=" select")


def _conversations(element: Json, given: Json) -> str:
    return _field(given.get("selected_conversation"), element, more=" select")


def _field(value: str | None, element: Json, more: str = "") -> str:
    if value:
        return f'<div class="field{more}">{escape(value)}</div>'
    return f'<div class="field empty{more}">{_text(element["placeholder"])}</div>'


def _text(text: Json) -> str:
    """A plain text. Markup is not drawn: we send none."""
    if text["type"] != "plain_text":
        raise ValueError(f"it is not plain text: {text}")
    return escape(text["text"])


_ELEMENTS: Mapping[str, Callable[[Json], str]] = {
    "text": lambda one: escape(one["text"]),
    "link": _link,
    "user": lambda one: _mention(one["user_id"]),
    "usergroup": lambda one: _mention(one["usergroup_id"]),
    "broadcast": lambda one: _mention(one["range"]),
}
_RICH: Mapping[str, Callable[[Json], str]] = {
    "rich_text_section": _rich_section,
    "rich_text_list": _rich_list,
    "rich_text_preformatted": _rich_preformatted,
}
_CONTROLS: Mapping[str, Callable[[Json], str]] = {"button": _button}
_FIELDS: Mapping[str, Callable[[Json, Json], str]] = {
    "plain_text_input": _text_field,
    "static_select": _select,
    "conversations_select": _conversations,
}
_BLOCKS: Mapping[str, Callable[[Json], str]] = {
    "rich_text": _rich_text,
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": lambda _: "<hr>",
}
