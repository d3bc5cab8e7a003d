"""What Discord sends of a command, what is offered for an option, and whom a setting may name."""

import pytest

from adapters.discord.commands import Sent, offered, sent_of, with_cadence
from adapters.discord.mentions import unknown_mention
from bot.commands.completion import Choice
from bot.commands.declaration import by_name
from bot.delivery.plain import plain_text


def option(kind: int, name: str, value: object = None, **more: object) -> dict:
    return {"type": kind, "name": name, **({} if value is None else {"value": value}), **more}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], Sent(path=())),
        ([option(1, "list", options=[])], Sent(path=("list",))),
        (
            [option(1, "edit", options=[option(4, "id", 2), option(3, "query", "Go", focused=True)])],
            Sent(path=("edit",), values={"id": "2", "query": "Go"}, focused="query"),
        ),
        (
            [option(2, "digest", options=[option(1, "set", options=[option(3, "time", "9:00")])])],
            Sent(path=("digest", "set"), values={"time": "9:00"}),
        ),
        ([option(2, "digest", options=[option(1, "now")])], Sent(path=("digest", "now"))),
    ],
)
def test_commands_are_taken_apart(options, expected):
    assert sent_of({"name": "jobs", "options": options}) == expected


def test_what_is_offered_is_within_discords_limits():
    long = Choice(value="x" * 101, label="x")
    cut = Choice(value="7", label=f"7 {'y' * 200}")
    many = [Choice(value=str(number), label=str(number)) for number in range(40)]
    made = offered([long, cut, Choice(value="", label=""), *many], whole_numbers=False)
    assert len(made) == 25
    assert made[0].value == "7"
    assert len(made[0].name) == 100
    assert made[0].name.endswith("…")
    assert offered([cut], whole_numbers=True)[0].value == 7


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("settings mention", {"mention": "<@&123>"}, None),
        ("settings mention", {"mention": "<@123>"}, None),
        ("settings mention", {"mention": "off"}, None),
        ("settings mention", {"mention": "@everyone"}, 'Discord does not tell who "@everyone" is'),
        ("settings mention", {"mention": "<@&1> <@&2>"}, "choose one role or one person"),
        ("settings managers", {"managers": "admins", "people": "@anna"}, None),
        ("settings managers", {"managers": "listed", "people": "<@123>, <@!456>"}, None),
        ("settings managers", {"managers": "listed"}, None),
        ("settings managers", {"managers": "listed", "people": "<@1> @anna"}, 'who "@anna" is'),
        ("settings managers", {"managers": "listed", "people": "<@&123>"}, "roles cannot be listed"),
        ("mute", {"company": "@anna"}, None),
    ],
)
def test_settings_name_people_and_roles_by_their_ids(name, values, said):
    command = by_name(name)
    assert command is not None
    refused = unknown_mention(command, values)
    assert (refused is None) == (said is None)
    if refused is not None:
        assert said in plain_text(refused.message)


@pytest.mark.parametrize(
    ("name", "values", "meant"),
    [
        ("subscribe", {"query": "senior Go daily"}, {"query": "senior Go", "cadence": "daily"}),
        ("subscribe", {"query": "Go, cadence:weekly"}, {"query": "Go", "cadence": "weekly"}),
        ("preview", {"query": "Go daily", "days": "7"}, {"query": "Go", "cadence": "daily", "days": "7"}),
        ("edit", {"id": "2", "query": "Go hourly"}, {"id": "2", "query": "Go", "cadence": "hourly"}),
        ("edit", {"id": "2", "query": "2 Go"}, {"id": "2", "query": "2 Go"}),
        ("subscribe", {"query": '"daily"'}, {"query": '"daily"'}),
        ("subscribe", {"query": "Go daily", "cadence": "weekly"}, {"query": "Go daily", "cadence": "weekly"}),
        ("search", {"query": "Go daily"}, {"query": "Go daily"}),
        ("edit", {"id": "2", "cadence": "daily"}, {"id": "2", "cadence": "daily"}),
        ("list", {}, {}),
    ],
)
def test_a_cadence_written_into_the_query_is_meant_as_one(name, values, meant):
    command = by_name(name)
    assert command is not None
    assert with_cadence(command, values) == meant
