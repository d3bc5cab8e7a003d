"""Forms as values: what they show, what comes back, and what Discord's fields may hold."""

import pytest

from adapters.discord.forms import Form, form_of, modal_of, submitted, value_of
from bot.matching.lexer import LONGEST_QUERY


def fields(form: Form) -> tuple[dict, dict]:
    """The field of the query and that of the cadence."""
    query, cadence = (one["component"] for one in modal_of(form).to_dict()["components"])
    return query, cadence


def sent(custom_id: str, query: str, cadence: str) -> dict:
    """What Discord sends when a form is sent."""
    return {
        "custom_id": custom_id,
        "components": [
            {"type": 18, "component": {"type": 4, "custom_id": "query", "value": query}},
            {"type": 18, "component": {"type": 3, "custom_id": "cadence", "values": [cadence]}},
        ],
    }


@pytest.mark.parametrize("number", [None, 7])
async def test_a_form_that_is_sent_is_the_one_that_was_shown(number):
    command = "subscribe" if number is None else "edit"
    shown = Form(command=command, number=number, query="Go | Rust", cadence="daily")
    custom_id = modal_of(shown).to_dict()["custom_id"]
    assert submitted(sent(custom_id, "Go | Rust", "daily")) == shown


async def test_it_is_filled_in():
    query, cadence = fields(Form(command="edit", number=2, query="Go", cadence="weekly"))
    assert query["value"] == "Go"
    assert [one["value"] for one in cadence["options"] if one.get("default")] == ["weekly"]


async def test_it_is_within_discords_limits():
    modal = modal_of(Form(command="edit", number=2**31, query="x" * 5000))
    told = modal.to_dict()
    assert len(told["title"]) <= 45
    assert len(told["custom_id"]) <= 100
    assert all(len(one["label"]) <= 45 for one in told["components"])
    assert all(len(one.get("description") or "") <= 100 for one in told["components"])
    query = told["components"][0]["component"]
    assert len(query["value"]) == query["max_length"] == LONGEST_QUERY
    assert modal.is_finished(), "discord.py keeps none: they work after a restart"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("subscribe", Form(command="subscribe")),
        ("edit:2", Form(command="edit", number=2)),
        ("edit", None),
        ("edit:x", None),
        ("edit:²", None),
        ("subscribe:2", None),
        ("mute", None),
        ("Zp8Q7mO6Jc2hTn3bLs9xYw", None),
        ("", None),
    ],
)
def test_values_of_buttons(value, expected):
    assert form_of(value) == expected
    if expected is not None:
        assert value_of(expected.command, expected.number) == value


@pytest.mark.parametrize("custom_id", ["jobwire:dance", "jw:form:subscribe", "", "subscribe"])
def test_other_forms_are_none_of_these(custom_id):
    assert submitted(sent(custom_id, "Go", "daily")) is None


def test_lines_are_one_query():
    assert Form(command="subscribe", query="senior,\n  Go\n").options == {
        "query": "senior, Go",
        "cadence": "",
    }
    assert Form(command="edit", number=2, query="Go", cadence="daily").options == {
        "id": "2",
        "query": "Go",
        "cadence": "daily",
    }


def test_what_is_kept_comes_back():
    form = Form(command="edit", number=2, query="(Go", cadence="daily")
    assert Form.of_kept(form.kept()) == form
