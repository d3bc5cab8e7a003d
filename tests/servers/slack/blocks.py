"""Judges blocks of messages, modals and Home tabs as Slack does, and completes them as it stores them."""

import json
from copy import deepcopy
from typing import Any

from .block_shapes import BLOCKS, SUGGESTIONS
from .checks import Check, Found, Shape, boolean, items, one_of, string, text, typed

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TOTAL_TEXT = 13_000
"""Undocumented: refused at 13,202 and 13,297 characters (github.com/metabase/metabase/issues/79908,
github.com/slackapi/bolt-js/issues/2509)."""
VIEW_BYTES = 250_000

_block = typed(BLOCKS)
_no_input_in_messages = typed({kind: shape for kind, shape in BLOCKS.items() if kind != "input"})
_VIEW: dict[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_MODAL = Shape(
    required={"title": text(24, plain=True), "blocks": items(_block, VIEW_BLOCKS)},
    optional=_VIEW | {"submit": text(24, plain=True), "close": text(24, plain=True)},
)
_HOME = Shape(required={"blocks": items(_block, VIEW_BLOCKS, least=0)}, optional=_VIEW)
_BY_TYPE = {"modal": _MODAL, "home": _HOME}


def message_problems(blocks: Any) -> tuple[str | None, list[str]]:
    """(error code or None, what is wrong in Slack's words)."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks_format", []
    found = Found()
    items(_no_input_in_messages, MESSAGE_BLOCKS, least=0)(blocks, "/blocks", found)
    if not found.problems:
        _unique(blocks, "/blocks", found)
    if found.problems:
        return "invalid_blocks", found.problems
    if found.characters > TOTAL_TEXT:
        return "msg_blocks_too_long", []
    return None, []


def view_problems(view: Any, kinds: tuple[str, ...]) -> tuple[str | None, list[str]]:
    """The same for a view, which has to be of one of the kinds (modal, home)."""
    if not isinstance(view, dict):
        return "invalid_arguments", ["[ERROR] missing required field: view"]
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        return "view_too_large", []
    found = Found()
    one_of(*kinds)(view.get("type"), "/view/type", found)
    if not found.problems:
        _BY_TYPE[view["type"]](view, "/view", found)
    if not found.problems:
        _unique(view["blocks"], "/view/blocks", found)
        _submittable(view, found)
    if found.problems:
        first = "[ERROR] failed to match all allowed schemas [json-pointer:/view]"
        return "invalid_arguments", [first, *found.problems]
    return None, []


def suggestion_problem(response: Any) -> str:
    """What is wrong with the answer to a block_suggestion, empty when nothing is."""
    found = Found()
    SUGGESTIONS(response, "", found)
    return "; ".join(found.problems)


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The interactive elements of a block."""
    if block["type"] == "rich_text":
        return []
    found = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    passive = ("image", "mrkdwn", "plain_text")
    return [one for one in found if isinstance(one, dict) and one.get("type") not in passive]


def _unique(blocks: list[dict[str, Any]], at: str, found: Found) -> None:
    for index, block in enumerate(blocks):
        if "block_id" in block:
            found.once("blocks", block["block_id"], f"{at}/{index}/block_id")
        for place, element in enumerate(elements_of(block)):
            if "action_id" in element:
                where = f"{at}/{index}/elements/{place}/action_id"
                found.once(f"block {index}", element["action_id"], where)


def _submittable(view: dict[str, Any], found: Found) -> None:
    has_inputs = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_inputs and "submit" not in view:
        found.wrong("must define `submit` to use `input` block", "/view/blocks")


def completed(blocks: list[dict[str, Any]], seed: str) -> list[dict[str, Any]]:
    """Blocks as Slack keeps them: with ids where the app gave none, and with the flags' defaults."""
    kept = deepcopy(blocks)
    for index, block in enumerate(kept):
        block.setdefault("block_id", f"{seed}{index:02d}")
        for place, element in enumerate(elements_of(block)):
            element.setdefault("action_id", f"{seed}{index:02d}{place:02d}")
        _with_flags(block)
    return kept


def _with_flags(value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _with_flags(one)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            if value.get("type") == "plain_text":
                value.setdefault("emoji", True)
            elif value.get("type") == "mrkdwn":
                value.setdefault("verbatim", False)
        for one in value.values():
            _with_flags(one)
