from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.declaration import COMMANDS
from bot.commands.help import help_reply, table_markdown
from bot.commands.parse import parse_command
from bot.commands.permissions import check_allowed, may_manage
from bot.commands.values import Off, checked, parse_duration, parse_hours
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelSettings, Managers, QuietHours, UserRef
from bot.domain.subscription import Cadence
from bot.errors import BadOption, CommandError, NotAllowed, UnknownCommand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3d", timedelta(days=3)),
        ("for 2 weeks", timedelta(weeks=2)),
        ("12h", timedelta(hours=12)),
        ("90 minutes", timedelta(minutes=90)),
        ("5m", timedelta(minutes=5)),
        ("1 month", timedelta(days=30)),
        ("2mo", timedelta(days=60)),
    ],
)
def test_a_length_of_time(text: str, expected: timedelta):
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text", ["0d", "400d", "d", "3", "3 fortnights", "3 dogs", "", "-3d", "99999w", "٣d"]
)
def test_what_is_no_length_of_time_says_what_is(text: str):
    with pytest.raises(BadOption, match="3d, 12h"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22:00-7:00", QuietHours(start=time(22), end=time(7))),
        ("10pm to 7am", QuietHours(start=time(22), end=time(7))),
        ("22:00 \u2013 07:30", QuietHours(start=time(22), end=time(7, 30))),
        ("off", Off()),
    ],
)
def test_quiet_hours(text: str, expected: object):
    assert parse_hours(text) == expected


@pytest.mark.parametrize("text", ["22:00", "22:00-", "-7:00", "25:00-7:00", "8:00-8:00", "night"])
def test_what_are_no_quiet_hours(text: str):
    with pytest.raises(BadOption):
        parse_hours(text)


def test_values_have_the_types_that_were_declared():
    values = checked(parse_command("/jobs edit #2 Go weekly"))
    assert values.need("id", int) == 2
    assert values.need("query", str) == "Go"
    assert values.need("cadence", Cadence) is Cadence.WEEKLY
    assert values.get("nothing", str) is None
    digest = checked(parse_command("/jobs digest 5pm Berlin mon,thu"))
    assert (digest.need("time", time), digest.need("zone", str), digest.need("days", tuple)) == (
        time(17),
        "Europe/Berlin",
        (1, 4),
    )


def test_a_value_asked_for_as_what_it_is_not_is_our_own_mistake():
    with pytest.raises(TypeError):
        checked(parse_command("/jobs unsubscribe 2")).get("id", str)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("<https://acme.example/feed|acme.example/feed>", "https://acme.example/feed"),
        ("acme.example/careers", "https://acme.example/careers"),
        ("HTTP://acme.example", "HTTP://acme.example"),
    ],
)
def test_addresses_as_chats_write_them(typed: str, url: str):
    assert checked(parse_command(f"/jobs sources test {typed}")).need("url", str) == url


@given(st.sampled_from(COMMANDS), st.text(max_size=40))
def test_any_value_is_read_or_refused(command: object, text: str):
    refusal = ""
    try:
        checked(parse_command(f"/jobs {command.name} {text}"))  # type: ignore[attr-defined]
    except CommandError as error:
        refusal = str(error)
    assert len(refusal) < 600


def user(name: str = "anna", *, admin: bool = False) -> UserRef:
    return UserRef(platform="fake", workspace="W", user=name, name=name, is_admin=admin)


@pytest.mark.parametrize(
    ("managers", "listed", "person", "may"),
    [
        (Managers.EVERYONE, (), user(), True),
        (Managers.ADMINS, (), user(), False),
        (Managers.ADMINS, ("anna",), user(), False),
        (Managers.ADMINS, (), user(admin=True), True),
        (Managers.LISTED, ("anna",), user(), True),
        (Managers.LISTED, ("anna",), user("ben"), False),
        (Managers.LISTED, (), user("ben", admin=True), True),
    ],
)
def test_who_may_manage(managers: Managers, listed: tuple[str, ...], person: UserRef, *, may: bool):
    settings = ChannelSettings(managers=managers, listed_managers=listed)
    assert may_manage(person, settings) is may


def test_a_refusal_says_who_may_and_what_is_left():
    subscribe = parse_command("/jobs subscribe Go").command
    settings = ChannelSettings(managers=Managers.LISTED, listed_managers=("carl", "dora"))
    with pytest.raises(NotAllowed, match=r"administrators .* and carl, dora .*/jobs preview"):
        check_allowed(subscribe, user(), settings)
    check_allowed(parse_command("/jobs list").command, user(), settings)


def test_help_shows_every_command_and_one_in_detail():
    everything = plain_text(help_reply(None).message)
    for command in COMMANDS:
        if not command.name.startswith(("settings ", "sources ")):
            assert command.usage in everything, command.name
        detail = plain_text(help_reply(command.name).message)
        for option in command.options:
            assert option.help in detail
        assert command.examples[0] in detail


def test_help_finds_subcommands_and_near_names():
    assert "/jobs settings zone ZONE" in plain_text(help_reply("settings").message)
    with pytest.raises(UnknownCommand, match="/jobs help subscribe"):
        help_reply("subscibe")


def test_the_table_of_the_readme_has_a_row_for_every_command_and_no_broken_cell():
    rows = table_markdown().splitlines()
    assert len(rows) == len(COMMANDS) + 2
    for row in rows:
        assert row.replace("\\|", "").count("|") == 4
