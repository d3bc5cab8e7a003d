"""The test Slack's judgement of blocks: at each limit accepted, one beyond refused, and Slack's own words."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ContextBlock, HeaderBlock, SectionBlock

from tests.contracts.slack_echo import form
from tests.servers.slack.blocks import completed, message_problems, view_problems

Json = dict[str, Any]


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": "a"} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(words: str = "a", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}} | more


def options(number: int) -> list[Json]:
    return [{"text": plain("o"), "value": str(n)} for n in range(number)]


def select(number: int, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(number)} | more


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://a.example/a.png", "alt_text": "a"} | more


def confirm(title: int, text: int) -> Json:
    return {
        "title": plain("x" * title),
        "text": plain("x" * text),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }


LIMITS: list[tuple[str, int, Callable[[int], list[Json]]]] = [
    ("blocks of a message", 50, lambda n: [{"type": "divider"}] * n),
    ("text of a section", 3000, lambda n: [section("x" * n)]),
    ("fields of a section", 10, lambda n: [section(fields=[plain("f")] * n)]),
    ("text of a field", 2000, lambda n: [section(fields=[plain("x" * n)])]),
    ("text of a header", 150, lambda n: [{"type": "header", "text": plain("x" * n)}]),
    ("elements of a context", 10, lambda n: [{"type": "context", "elements": [plain("c")] * n}]),
    ("elements of an actions block", 25, lambda n: [actions(*(button(action_id=f"{i}") for i in range(n)))]),
    ("text of a button", 75, lambda n: [actions(button(text=plain("x" * n)))]),
    ("value of a button", 2000, lambda n: [actions(button(value="x" * n))]),
    ("address of a button", 3000, lambda n: [actions(button(url="https://" + "x" * (n - 8)))]),
    ("action_id", 255, lambda n: [actions(button(action_id="x" * n))]),
    ("block_id", 255, lambda n: [section(block_id="x" * n)]),
    ("options of a select", 100, lambda n: [actions(select(n))]),
    (
        "text of an option",
        75,
        lambda n: [actions(select(1, options=[{"text": plain("x" * n), "value": "v"}]))],
    ),
    ("options of an overflow", 5, lambda n: [actions(select(n) | {"type": "overflow"})]),
    ("options of checkboxes", 10, lambda n: [actions(select(n) | {"type": "checkboxes"})]),
    ("placeholder", 150, lambda n: [actions(select(1, placeholder=plain("x" * n)))]),
    ("title of a confirmation", 100, lambda n: [actions(button(confirm=confirm(n, 1)))]),
    ("text of a confirmation", 300, lambda n: [actions(button(confirm=confirm(1, n)))]),
    ("address of an image", 3000, lambda n: [image(image_url="https://" + "x" * (n - 8))]),
    ("description of an image", 2000, lambda n: [image(alt_text="x" * n)]),
    ("text of a markdown block", 12_000, lambda n: [{"type": "markdown", "text": "x" * n}]),
    (
        "rows of a table",
        100,
        lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "c"}]] * n}],
    ),
    ("cells of a row", 20, lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "c"}] * n]}]),
]


@pytest.mark.parametrize(("most", "blocks"), [case[1:] for case in LIMITS], ids=[case[0] for case in LIMITS])
def test_a_limit_of_messages(most, blocks):
    assert message_problems(blocks(most)) == (None, [])
    error, problems = message_problems(blocks(most + 1))
    assert error == "invalid_blocks"
    assert str(most) in problems[0] or str(most + 1) in problems[0]
    assert "json-pointer:/blocks" in problems[0]


WRONG: dict[str, tuple[list[Any], str]] = {
    "no text": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "empty section": ([{"type": "section"}], "text or fields"),
    "empty actions": ([actions()], "no fewer than 1"),
    "markup in a header": ([{"type": "header", "text": {"type": "mrkdwn", "text": "a"}}], "unsupported type"),
    "markup on a button": ([actions(button(text={"type": "mrkdwn", "text": "a"}))], "unsupported type"),
    "unknown block": ([{"type": "card"}], "unsupported type: card"),
    "unknown property": ([section(colour="red")], "invalid additional property: colour"),
    "input in a message": ([form()["blocks"][0]], "unsupported type: input"),
    "two blocks of an id": ([section(block_id="a"), section(block_id="a")], '`block_id` "a" already exists'),
    "two buttons of an id": ([actions(button(), button())], '`action_id` "a" already exists'),
    "style": ([actions(button(style="blue"))], "must be one of 'primary', 'danger'"),
    "address": ([actions(button(url="javascript:alert(1)"))], "Must be a valid URL"),
    "initial option": (
        [actions(select(1, initial_option={"text": plain("x"), "value": "x"}))],
        "one of the options",
    ),
    "uneven table": ([{"type": "table", "rows": [[1], [1, 2]]}], "same number of cells"),
    "many select in actions": ([actions(select(1) | {"type": "multi_static_select"})], "unsupported type"),
    "text that is no object": ([{"type": "section", "text": "a"}], "must be an object"),
    "elements that are no list": ([{"type": "actions", "elements": None}], "must be an array"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_block_that_slack_refuses(name):
    blocks, words = WRONG[name]
    error, problems = message_problems(blocks)
    assert error == "invalid_blocks"
    assert words in problems[0]


@pytest.mark.parametrize("blocks", ["[]", {}, ["section"], None])
def test_what_is_no_list_of_blocks(blocks):
    assert message_problems(blocks)[0] == "invalid_blocks_format"


def test_the_same_action_id_may_stand_in_two_blocks():
    assert message_problems([actions(button()), actions(button())]) == (None, [])


def test_all_texts_together_have_a_ceiling():
    allowed = [section("x" * 2600) for _ in range(5)]
    assert message_problems(allowed) == (None, [])
    assert message_problems([*allowed, section("x")])[0] == "msg_blocks_too_long"


def test_what_the_sdk_makes_is_accepted():
    press = ButtonElement(text="Save", action_id="save", value="7", style="primary", url="https://a.example")
    made = [
        HeaderBlock(text="Jobs"),
        SectionBlock(text="*a*", fields=["b", "c"], accessory=press),
        ContextBlock(elements=[{"type": "mrkdwn", "text": "d"}]),
        ActionsBlock(elements=[press]),
    ]
    assert message_problems([block.to_dict() for block in made]) == (None, [])


def modal(**more: Any) -> Json:
    return form() | more


VIEW_LIMITS: list[tuple[str, int, Callable[[int], Json]]] = [
    ("title", 24, lambda n: modal(title=plain("x" * n))),
    ("submit", 24, lambda n: modal(submit=plain("x" * n))),
    ("close", 24, lambda n: modal(close=plain("x" * n))),
    ("private_metadata", 3000, lambda n: modal(private_metadata="x" * n)),
    ("callback_id", 255, lambda n: modal(callback_id="x" * n)),
    ("external_id", 255, lambda n: modal(external_id="x" * n)),
    ("blocks of a modal", 100, lambda n: modal(blocks=[{"type": "divider"}] * n)),
    ("blocks of a Home tab", 100, lambda n: {"type": "home", "blocks": [{"type": "divider"}] * n}),
]


@pytest.mark.parametrize(
    ("most", "view"), [case[1:] for case in VIEW_LIMITS], ids=[case[0] for case in VIEW_LIMITS]
)
def test_a_limit_of_views(most, view):
    assert view_problems(view(most), ("modal", "home")) == (None, [])
    assert view_problems(view(most + 1), ("modal", "home"))[0] == "invalid_arguments"


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ({name: value for name, value in form().items() if name != "submit"}, "must define `submit`"),
        ({name: value for name, value in form().items() if name != "title"}, "missing required field: title"),
        (form(submit_disabled=True), "invalid additional property: submit_disabled"),
        ({"type": "home", "title": plain("a"), "blocks": []}, "invalid additional property: title"),
        ({"type": "plain_text"}, "must be one of"),
    ],
)
def test_a_view_that_slack_refuses(view, words):
    error, problems = view_problems(view, ("modal", "home"))
    assert (error, words in problems[1]) == ("invalid_arguments", True)


def test_a_view_has_a_size():
    block = section("x" * 3000)
    assert view_problems(modal(blocks=[block] * 80), ("modal",)) == (None, [])
    assert view_problems(modal(blocks=[block] * 90), ("modal",))[0] == "view_too_large"


def test_blocks_are_completed_as_slack_does():
    given = [{"type": "actions", "elements": [{"type": "button", "text": plain("a")}]}, section()]
    (kept, text) = completed(given, "x")
    assert kept["block_id"] != text["block_id"]
    assert kept["elements"][0]["action_id"]
    assert kept["elements"][0]["text"]["emoji"] is True
    assert text["text"]["verbatim"] is False
    assert "block_id" not in given[0]
