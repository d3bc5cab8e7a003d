"""The typed commands: Discord's limits, and every command and option of the declaration in them."""

from collections.abc import Iterator

import pytest

from adapters.discord.declared import (
    BOT_DM,
    GROUP,
    GUILDS,
    INTEGER,
    STRING,
    SUBCOMMAND,
    command_at,
    declaration,
    digest_of,
    path_of,
    usage_of,
)
from bot.commands.declaration import COMMANDS, by_name
from tests.servers.discord.openapi import openapi
from tests.servers.discord.refusal import Form, Refused
from tests.shared import shared

LONGEST_COMMAND = 8000
(JOBS,) = declaration()


def leaves(declared: dict, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict]]:
    """The subcommands with their paths behind /jobs."""
    for one in declared["options"]:
        if one["type"] == SUBCOMMAND:
            yield (*path, one["name"]), one
        if one["type"] == GROUP:
            yield from leaves(one, (one["name"],))


LEAVES = dict(leaves(JOBS))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_stands_there_with_all_its_options(command):
    declared = LEAVES[path_of(command)]
    assert command_at(path_of(command)) is command
    assert {one["name"] for one in declared["options"]} == {option.name for option in command.options}
    assert [one["required"] for one in declared["options"]] == sorted(
        (one["required"] for one in declared["options"]), reverse=True
    ), "Discord takes required options first"


def test_there_is_nothing_else():
    assert len(LEAVES) == len(COMMANDS)


def every(declared: dict) -> Iterator[dict]:
    yield declared
    for one in declared.get("options", ()):
        yield from every(one)


def test_it_is_within_discords_limits():
    total = 0
    for one in every(JOBS):
        assert 1 <= len(one["name"]) <= 32
        assert one["name"] == one["name"].lower()
        assert 1 <= len(one["description"]) <= 100
        assert len(one.get("options", ())) <= 25
        assert len(one.get("choices", ())) <= 25
        assert not (one.get("choices") and one.get("autocomplete"))
        total += len(one["name"]) + len(one["description"])
        total += sum(len(choice["name"]) + len(choice["value"]) for choice in one.get("choices", ()))
    assert total <= LONGEST_COMMAND


def test_discords_own_description_takes_it():
    described = openapi(shared("specs/discord-openapi.json"))
    form = Form()
    described.check(form, "PUT", "/applications/{application_id}/commands", declaration())
    form.check()  # raises with what is wrong
    described.check(form, "PUT", "/applications/{application_id}/commands", [JOBS | {"type": "slash"}])
    with pytest.raises(Refused):
        form.check()


def test_everybody_sees_it_in_servers_and_direct_messages():
    assert JOBS["contexts"] == [GUILDS, BOT_DM]
    assert JOBS["default_member_permissions"] is None


@pytest.mark.parametrize(
    ("path", "name", "kind", "expected"),
    [
        (("subscribe",), "query", STRING, {"autocomplete": True, "required": False, "max_length": 1000}),
        (("preview",), "query", STRING, {"autocomplete": True, "required": True}),
        (("preview",), "days", INTEGER, {"min_value": 1, "max_value": 30}),
        (("edit",), "id", INTEGER, {"autocomplete": True, "required": True, "min_value": 0}),
        (("digest", "set"), "zone", STRING, {"autocomplete": True, "required": False}),
    ],
)
def test_options_are_typed(path, name, kind, expected):
    (option,) = (one for one in LEAVES[path]["options"] if one["name"] == name)
    assert option["type"] == kind
    assert expected.items() <= option.items()


def test_cadences_are_choices():
    (option,) = (one for one in LEAVES[("subscribe",)]["options"] if one["name"] == "cadence")
    assert [one["value"] for one in option["choices"]] == ["instant", "hourly", "daily", "weekly"]
    assert "autocomplete" not in option


def test_names_may_be_localised():
    names = {
        "jobs": {"de": "stellen"},
        "jobs subscribe": {"de": "abonnieren"},
        "jobs subscribe query": {"de": "suche"},
    }
    (localised,) = declaration(names)
    assert localised["name_localizations"] == {"de": "stellen"}
    (subscribe,) = (one for one in localised["options"] if one["name"] == "subscribe")
    assert subscribe["name_localizations"] == {"de": "abonnieren"}
    assert subscribe["options"][0]["name_localizations"] == {"de": "suche"}
    assert digest_of([localised]) != digest_of([JOBS])


def test_a_digest_is_that_of_what_is_declared():
    assert digest_of(declaration()) == digest_of([JOBS])
    assert digest_of([JOBS | {"description": "Another"}]) != digest_of([JOBS])


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("subscribe", "/jobs subscribe [query:…] [cadence:…]"),
        ("pause", "/jobs pause [id:…] [for:…]"),
        ("settings zone", "/jobs settings zone zone:…"),
        ("digest", "/jobs digest set [time:…] [zone:…] [days:…]"),
        ("list", "/jobs list"),
    ],
)
def test_usages_are_as_discord_types_them(name, usage):
    command = by_name(name)
    assert command is not None
    assert usage_of(command) == usage
