"""What the Slack app reads out of requests, and what it writes into forms: values in, values out."""

import re
from datetime import time

import pytest

from adapters.slack.actions import PRESSED
from adapters.slack.command import plain_command, unknown_people
from adapters.slack.events import bot_of, is_whole_organisation, noted_as, told_of
from adapters.slack.form import FormPlace, field_error, filled, form_view
from adapters.slack.home_view import HomePress
from adapters.slack.naming import with_names
from adapters.slack.origin import of_command, of_press
from adapters.slack.people import person_of
from adapters.slack.rendering import blocks_of
from adapters.slack.welcome import back_again, welcome
from bot.commands.reply import bullets, code, fine, reply, words
from bot.commands.underway import Seen
from bot.delivery.message import Action, ActionKind, Actions, Heading, Message, Paragraph, Section, Text
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelSettings, DigestSchedule, Managers
from bot.domain.subscription import Cadence
from bot.errors import BadOption, QueryError


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("  list ", "list"),
        ("subscribe years&lt;=3, salary&gt;=100k, R&amp;D", "subscribe years<=3, salary>=100k, R&D"),
        ("search &amp;lt;", "search &lt;"),
        (
            "sources add <https://acme.example/jobs?a=1&amp;b=2>",
            "sources add https://acme.example/jobs?a=1&b=2",
        ),
        ("why <https://acme.example/1|acme.example/1>", "why https://acme.example/1"),
        ("sources add <mailto:a@b.example|a@b.example>", "sources add a@b.example"),
        (
            "settings managers listed <@U012AB3CD|anna> <@W012AB3CD>",
            "settings managers listed <@U012AB3CD> <@W012AB3CD>",
        ),
        ("settings mention <!subteam^S012AB3CD|@hunters>", "settings mention <!subteam^S012AB3CD>"),
        ("search <#C012AB3CD|general>", "search #general"),
        ("search posted<7d,years>2", "search posted<7d,years>2"),
        ("search years<=3 | salary>100k", "search years<=3 | salary>100k"),
        ("", ""),
    ],
)
def test_a_command_is_read_as_it_was_typed(sent, typed):
    assert plain_command(sent) == typed


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("settings managers listed <@U012AB3CD>", None),
        ("settings managers listed <@U012AB3CD>, <@W012AB3CD>", None),
        ("settings managers listed U012AB3CD", None),
        ("settings managers listed @anna", "@anna"),
        ("settings managers listed <@U012AB3CD> ben", "ben"),
        ("settings managers admins", None),
        ("settings managers everyone @anna", None),
        ("settings managers listed", None),
        ("mute anna", None),
        ("no such command", None),
    ],
)
def test_only_people_that_slack_tells_us_are_listed(text, strange):
    refused = unknown_people(text)
    assert (refused is None) == (strange is None)
    if refused is not None:
        assert f'"{strange}"' in plain_text(refused.message)


def test_where_a_command_comes_from():
    origin = of_command({"team_id": "T1", "channel_id": "C1", "user_id": "U1", "channel_name": "jobs"})
    assert (origin.team, origin.channel, origin.user, origin.channel_name) == ("T1", "C1", "U1", "jobs")
    assert (origin.response_url, origin.thread) == (None, None)


@pytest.mark.parametrize(
    ("team", "expected"), [({"id": "T1", "domain": "acme"}, ("T1", "acme")), (None, ("T2", ""))]
)
def test_where_a_press_comes_from(team, expected):
    body = {
        "team": team,
        "user": {"id": "U1", "team_id": "T2"},
        "container": {"channel_id": "C1", "thread_ts": "1.2"},
        "response_url": "https://slack.example/r",
    }
    origin = of_press(body)
    assert (origin.team, origin.team_name) == expected
    assert (origin.channel, origin.thread, origin.response_url) == ("C1", "1.2", "https://slack.example/r")


def test_every_action_that_is_rendered_is_listened_to():
    actions = tuple(Action(kind=kind, label="a", value="1", url="https://a.example") for kind in ActionKind)
    message = Message(sections=(Section(blocks=(Actions(actions),)),), summary="a")
    ids = [element["action_id"] for block in blocks_of(message) for element in block["elements"]]
    assert len(ids) == len(ActionKind)
    assert all(PRESSED.search(id_) for id_ in ids)
    assert not any(PRESSED.search(id_) for id_ in ("home:1", "home-run:1", "query", "save:x", "save:1:2"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BadOption("Write what\nthe job should be."), "Write what the job should be."),
        (
            QueryError("salary>=12ok", 8, "expected an amount", length=4, suggestion="salary>=120k"),
            "Expected an amount, at character 9: salary>=→12ok←. Did you mean: salary>=120k",
        ),
        (QueryError("", 0, "nothing is asked for"), "Nothing is asked for, at character 1: →←."),
        (
            QueryError("a" * 50 + "(" + "b" * 50, 50, "not closed."),
            f"Not closed, at character 51: …{'a' * 20}→(←{'b' * 20}….",
        ),
        (QueryError("a (", 9, "it ends too early"), "It ends too early, at character 10: a (→←."),
    ],
)
def test_an_error_stands_at_its_field_on_one_line(error, said):
    assert field_error(error) == said


def test_an_error_is_never_longer_than_a_field_shows():
    assert len(field_error(QueryError("x" * 900, 3, "y" * 900, suggestion="z" * 900))) <= 300


PLACE = FormPlace(channel="C1", channel_name="jobs", team_name="acme", response_url="https://slack.example/r")


def test_a_form_carries_where_it_was_opened():
    view = form_view(PLACE, reply("a", (words("b"),)).message)
    assert FormPlace.of(view) == PLACE
    assert [block.get("block_id") for block in view["blocks"][:2]] == ["query", "cadence"]
    assert view["callback_id"] == "subscribe"


def test_a_form_of_the_home_tab_asks_for_the_channel():
    place = FormPlace(channel="", channel_name="", team_name="", response_url=None)
    view = form_view(place, reply("a", (words("b"),)).message)
    assert view["blocks"][2]["block_id"] == "channel"
    assert view["callback_id"] == "subscribe-from-home"


def test_a_form_offers_every_cadence():
    options = form_view(PLACE, reply("a").message)["blocks"][1]["element"]["options"]
    assert [option["value"] for option in options] == [cadence.value for cadence in Cadence]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("", "instant", "")),
        ({"query": {"query": {"value": None}}, "cadence": {"cadence": {}}}, ("", "instant", "")),
        (
            {
                "query": {"query": {"value": " Go "}},
                "cadence": {"cadence": {"selected_option": {"value": "daily"}}},
                "channel": {"channel": {"selected_conversation": "C2"}},
            },
            ("Go", "daily", "C2"),
        ),
    ],
)
def test_what_is_filled_in(values, expected):
    given = filled({"state": {"values": values}})
    assert (given.query, given.cadence, given.channel) == expected


@pytest.mark.parametrize("press", [HomePress(channel="C1", text="pause 2"), HomePress(unsave=7)])
def test_a_button_of_the_tab_carries_what_it_does(press):
    assert HomePress.of(press.packed()) == press


def event(**more):
    return {"event_id": "Ev1", "team_id": "T1", "event": {"type": "channel_archive", "channel": "C1"}} | more


def test_an_event_is_taken_apart():
    told = told_of(event(enterprise_id="E1"))
    assert (told.id, told.type, told.team, told.enterprise, told.channel) == (
        "Ev1",
        "channel_archive",
        "T1",
        "E1",
        "C1",
    )
    renamed = event(event={"type": "channel_rename", "channel": {"id": "C2", "name": "new"}})
    assert told_of(renamed).channel == "C2"


@pytest.mark.parametrize(
    ("more", "whole"),
    [
        ({}, False),
        ({"enterprise_id": None}, False),
        ({"enterprise_id": "E1"}, False),
        ({"enterprise_id": "E1", "authorizations": [{"is_enterprise_install": False}]}, False),
        ({"enterprise_id": "E1", "authorizations": [{"is_enterprise_install": True}]}, True),
        ({"enterprise_id": "E1", "team_id": None}, True),
        ({"enterprise_id": "E1", "team_id": "E1"}, True),
    ],
)
def test_whose_installation_ends(more, whole):
    assert is_whole_organisation(event(**more)) is whole


def test_who_the_bot_is():
    people = [{"user_id": "U1", "is_bot": False}, {"user_id": "U2", "is_bot": True}]
    assert bot_of({"authorizations": people}) == "U2"
    assert bot_of({}) is None


def test_an_event_is_noted_in_32_characters_of_its_own():
    assert re.fullmatch(r"[0-9a-f]{32}", noted_as("Ev1"))
    assert noted_as("Ev1") != noted_as("Ev2")


def test_what_was_seen_is_new_once_until_it_is_forgotten():
    seen = Seen(most=2)
    assert [seen.is_new(id_) for id_ in ("a", "a", "b", "c", "c", "a")] == [
        True,
        False,
        True,
        True,
        False,
        True,
    ]


def test_names_stand_for_ids_but_not_in_what_is_typed():
    message = reply(
        "U012AB3CD may",
        (
            Heading("Only U012AB3CD"),
            words("Ask U012AB3CD, U999ZZ9ZZ or XU012AB3CDX; type `mute U012AB3CD`."),
            bullets([(Text(text="May: U012AB3CD · "), code("U012AB3CD"))]),
            fine("U012AB3CD"),
        ),
    ).message
    named = with_names(message, {"U012AB3CD": "@anna"})
    assert named.summary == "@anna may"
    assert plain_text(named).splitlines() == [
        "Only @anna",
        "Ask @anna, U999ZZ9ZZ or XU012AB3CDX; type mute U012AB3CD.",
        "- May: @anna · U012AB3CD",
        "@anna",
    ]
    assert (
        Paragraph((Text(text="x"),))
        == with_names(Message(sections=(Section(blocks=(Paragraph((Text(text="x"),)),)),), summary=""), {})
        .sections[0]
        .blocks[0]
    )


@pytest.mark.parametrize(
    ("managers", "said"),
    [
        (Managers.EVERYONE, "Everybody may subscribe"),
        (Managers.ADMINS, "The administrators of this workspace may subscribe"),
    ],
)
def test_the_welcome_says_what_it_does_and_who_may(managers, said):
    settings = ChannelSettings(managers=managers, digest=DigestSchedule(at=time(9)))
    text = plain_text(welcome(settings))
    assert said in text
    assert "/jobs subscribe " in text
    assert "/jobs preview " in text


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 subscription of this channel goes on"), (3, "3 subscriptions of this channel go on")],
)
def test_who_comes_back_says_what_goes_on(count, said):
    assert said in plain_text(back_again(count))


@pytest.mark.parametrize(
    ("told", "is_admin"),
    [
        ({"is_admin": True}, True),
        ({"is_owner": True, "team_id": "T1"}, True),
        ({"is_admin": False}, False),
        ({}, False),
        ({"is_admin": True, "team_id": "T2"}, False),
        ({"is_admin": True, "team_id": "T2", "enterprise_user": {"teams": ["T1", "T2"]}}, True),
    ],
)
def test_an_administrator_is_one_of_this_workspace(told, is_admin):
    assert person_of({"id": "U1"} | told, "T1").is_admin is is_admin


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"profile": {"display_name": "ada"}, "real_name": "Ada L"}, "ada"),
        ({"profile": {"display_name": ""}, "real_name": "Ada L"}, "Ada L"),
        ({"name": "al"}, "al"),
        ({}, "U1"),
    ],
)
def test_people_are_called_as_slack_shows_them(told, name):
    assert person_of({"id": "U1"} | told, "T1").name == name
