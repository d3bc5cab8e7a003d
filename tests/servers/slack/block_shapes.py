"""Block Kit's blocks and elements with their limits, as data.

https://docs.slack.dev/reference/block-kit: blocks, block-elements, composition-objects.
"""

from typing import Any

from .checks import (
    Check,
    Found,
    Shape,
    anything,
    boolean,
    integer,
    items,
    one_of,
    string,
    text,
    typed,
    url,
)

_ID = string(255)
_PLACEHOLDER = text(150, plain=True)

CONFIRM = Shape(
    required={
        "title": text(100, plain=True),
        "text": text(300),
        "confirm": text(30, plain=True),
        "deny": text(30, plain=True),
    },
    optional={"style": one_of("primary", "danger")},
)


def _option(*, description: bool = True, with_url: bool = False, plain: bool = True) -> Shape:
    optional: dict[str, Check] = {}
    if description:
        optional["description"] = text(75, plain=plain)
    if with_url:
        optional["url"] = url(3000)
    return Shape(required={"text": text(75, plain=plain), "value": string(150)}, optional=optional)


_OPTION = _option()
_GROUP = Shape(required={"label": text(75, plain=True), "options": items(_OPTION, 100)})


def _either(first: str, second: str) -> Check:
    def check(value: Any, at: str, found: Found) -> None:
        if (first in value) == (second in value):
            found.wrong(f"must define exactly one of `{first}` and `{second}`", at)

    return check


def _initial_is_an_option(value: Any, at: str, found: Found) -> None:
    _either("options", "option_groups")(value, at, found)
    groups = value.get("option_groups", [{"options": value.get("options", [])}])
    options = [option for group in groups for option in group.get("options", [])]
    initial = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    if any(one not in options for one in initial):
        found.wrong("initial option must be one of the options", at)


SUGGESTIONS = Shape(
    optional={"options": items(_OPTION, 100, least=0), "option_groups": items(_GROUP, 100, least=0)},
    whole=_either("options", "option_groups"),
)


def _acting(required: dict[str, Check], optional: dict[str, Check], whole: Check | None = None) -> Shape:
    shared: dict[str, Check] = {"action_id": _ID, "confirm": CONFIRM, "focus_on_load": boolean}
    return Shape(required=required, optional=shared | optional, whole=whole)


_SELECT: dict[str, Check] = {"placeholder": _PLACEHOLDER}
_STATIC: dict[str, Check] = {"options": items(_OPTION, 100), "option_groups": items(_GROUP, 100)}
_MANY: dict[str, Check] = {"max_selected_items": integer}
_TEXT_INPUT: dict[str, Check] = {
    "placeholder": _PLACEHOLDER,
    "dispatch_action_config": Shape(optional={"trigger_actions_on": items(string(255), 2)}),
}

BUTTON = _acting(
    {"text": text(75, plain=True)},
    {
        "value": string(2000, least=0),
        "url": url(3000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
IMAGE_ELEMENT = Shape(
    required={"alt_text": string(2000)},
    optional={"image_url": url(3000), "slack_file": anything},
    whole=_either("image_url", "slack_file"),
)

BUTTONS_AND_CHOICES: dict[str, Check] = {
    "button": BUTTON,
    "overflow": _acting({"options": items(_option(with_url=True), 5)}, {}),
    "checkboxes": _acting(
        {"options": items(_option(plain=False), 10)}, {"initial_options": items(_option(plain=False), 10)}
    ),
    "radio_buttons": _acting(
        {"options": items(_option(plain=False), 10)}, {"initial_option": _option(plain=False)}
    ),
    "datepicker": _acting({}, _SELECT | {"initial_date": string(10, least=10)}),
    "timepicker": _acting({}, _SELECT | {"initial_time": string(5, least=5), "timezone": string(100)}),
    "datetimepicker": _acting({}, {"initial_date_time": integer}),
    "static_select": _acting({}, _SELECT | _STATIC | {"initial_option": _OPTION}, _initial_is_an_option),
    "external_select": _acting({}, _SELECT | {"initial_option": _OPTION, "min_query_length": integer}),
    "users_select": _acting({}, _SELECT | {"initial_user": string(50)}),
    "conversations_select": _acting(
        {},
        _SELECT
        | {
            "initial_conversation": string(50),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": anything,
        },
    ),
    "channels_select": _acting(
        {}, _SELECT | {"initial_channel": string(50), "response_url_enabled": boolean}
    ),
}
SELECTS_OF_MANY: dict[str, Check] = {
    "multi_static_select": _acting(
        {}, _SELECT | _STATIC | _MANY | {"initial_options": items(_OPTION, 100)}, _initial_is_an_option
    ),
    "multi_external_select": _acting(
        {}, _SELECT | _MANY | {"initial_options": items(_OPTION, 100), "min_query_length": integer}
    ),
    "multi_users_select": _acting({}, _SELECT | _MANY | {"initial_users": items(string(50), 100)}),
    "multi_conversations_select": _acting(
        {},
        _SELECT
        | _MANY
        | {
            "initial_conversations": items(string(50), 100),
            "default_to_current_conversation": boolean,
            "filter": anything,
        },
    ),
    "multi_channels_select": _acting({}, _SELECT | _MANY | {"initial_channels": items(string(50), 100)}),
}
TEXT_INPUTS: dict[str, Check] = {
    "plain_text_input": _acting(
        {},
        _TEXT_INPUT
        | {
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": integer,
            "max_length": integer,
        },
    ),
    "number_input": _acting(
        {"is_decimal_allowed": boolean},
        _TEXT_INPUT | {"initial_value": string(255), "min_value": string(255), "max_value": string(255)},
    ),
    "email_text_input": _acting({}, _TEXT_INPUT | {"initial_value": string(255)}),
    "url_text_input": _acting({}, _TEXT_INPUT | {"initial_value": string(3000)}),
    "rich_text_input": _acting({}, _TEXT_INPUT | {"initial_value": anything}),
}


def _section_has_content(value: Any, at: str, found: Found) -> None:
    if "text" not in value and "fields" not in value:
        found.wrong("missing required field: text or fields", at)


def _table_is_even(value: Any, at: str, found: Found) -> None:
    rows = value.get("rows")
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        found.wrong("rows must have the same number of cells", f"{at}/rows")


def _markdown(value: Any, at: str, found: Found) -> None:
    string(12_000)(value, at, found)
    if isinstance(value, str):
        found.characters += len(value)


def _block(
    required: dict[str, Check], optional: dict[str, Check] | None = None, whole: Check | None = None
) -> Shape:
    return Shape(required=required, optional={"block_id": _ID} | (optional or {}), whole=whole)


_ACCESSORIES = typed(BUTTONS_AND_CHOICES | SELECTS_OF_MANY | {"image": IMAGE_ELEMENT})
_INPUTS = typed(
    {name: shape for name, shape in BUTTONS_AND_CHOICES.items() if name not in ("button", "overflow")}
    | SELECTS_OF_MANY
    | TEXT_INPUTS
)
_CONTEXT = typed({"image": IMAGE_ELEMENT, "mrkdwn": text(3000), "plain_text": text(3000)})

BLOCKS: dict[str, Check] = {
    "section": _block(
        {},
        {
            "text": text(3000),
            "fields": items(text(2000), 10),
            "accessory": _ACCESSORIES,
            "expand": boolean,
        },
        _section_has_content,
    ),
    "header": _block({"text": text(150, plain=True)}, {"level": integer}),
    "context": _block({"elements": items(_CONTEXT, 10)}),
    "actions": _block({"elements": items(typed(BUTTONS_AND_CHOICES), 25)}),
    "divider": _block({}),
    "image": _block(
        {"alt_text": string(2000)},
        {"image_url": url(3000), "slack_file": anything, "title": text(2000, plain=True)},
        _either("image_url", "slack_file"),
    ),
    "input": _block(
        {"label": text(2000, plain=True), "element": _INPUTS},
        {"hint": text(2000, plain=True), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": _block({"text": _markdown}),
    "rich_text": _block({"elements": items(anything, 1000)}),
    "table": _block(
        {"rows": items(items(anything, 20), 100)},
        {"column_settings": items(anything, 20, least=0)},
        _table_is_even,
    ),
}
"""Newer blocks are refused: old clients do not show them."""
