import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.declaration import COMMANDS, by_name
from bot.commands.option import FREE_TEXT, OptionType
from bot.commands.parse import parse_command
from bot.errors import BadOption, CommandError, UnknownCommand

CASES = [
    ("/jobs subscribe senior backend, Go, AWS", "subscribe", {"query": "senior backend, Go, AWS"}),
    ("jobs subscribe Go", "subscribe", {"query": "Go"}),
    ("  /JOBS   Subscribe   Go  ", "subscribe", {"query": "Go"}),
    ("/subscribe Go", "subscribe", {"query": "Go"}),
    ("subscribe Go daily", "subscribe", {"query": "Go", "cadence": "daily"}),
    ("subscribe Go, daily", "subscribe", {"query": "Go", "cadence": "daily"}),
    ("subscribe Go cadence:weekly", "subscribe", {"query": "Go", "cadence": "weekly"}),
    ("subscribe cadence:weekly Go, Rust", "subscribe", {"query": "Go, Rust", "cadence": "weekly"}),
    ("subscribe daily news", "subscribe", {"query": "daily news"}),
    ('subscribe "stand-up daily"', "subscribe", {"query": '"stand-up daily"'}),
    ('subscribe "cadence:daily" Go', "subscribe", {"query": '"cadence:daily" Go'}),
    ("subscribe Go | daily", "subscribe", {"query": "Go | daily"}),
    ("subscribe Go, -daily", "subscribe", {"query": "Go, -daily"}),
    ("subscribe Go, not daily", "subscribe", {"query": "Go, not daily"}),
    ("subscribe title: daily", "subscribe", {"query": "title: daily"}),
    ("subscribe daily", "subscribe", {"cadence": "daily"}),
    ("subscribe", "subscribe", {}),
    ("sub Go", "subscribe", {"query": "Go"}),
    ("list", "list", {}),
    ("edit 2 Go, Rust daily", "edit", {"id": "2", "query": "Go, Rust", "cadence": "daily"}),
    ("edit #2 daily", "edit", {"id": "#2", "cadence": "daily"}),
    ("edit 2 150k", "edit", {"id": "2", "query": "150k"}),
    ("edit senior Go", "edit", {"id": "senior", "query": "Go"}),
    ("edit 2 Go, daily cadence:instant", "edit", {"id": "2", "query": "Go, daily", "cadence": "instant"}),
    ("pause", "pause", {}),
    ("pause 2 for 3d", "pause", {"id": "2", "for": "for 3d"}),
    ("pause for 2 weeks", "pause", {"for": "for 2 weeks"}),
    ("pause 3d", "pause", {"for": "3d"}),
    ("pause 2 3 days", "pause", {"id": "2", "for": "3 days"}),
    ("preview Go, Rust days:30", "preview", {"query": "Go, Rust", "days": "30"}),
    ("preview Go 7 days", "preview", {"query": "Go", "days": "7 days"}),
    ("preview Go 7d daily", "preview", {"query": "Go", "days": "7d", "cadence": "daily"}),
    ("preview Go, posted<7d", "preview", {"query": "Go, posted<7d"}),
    ("preview Go, posted < 7d", "preview", {"query": "Go, posted < 7d"}),
    ("why https://acme.example/jobs/1 2", "why", {"posting": "https://acme.example/jobs/1", "id": "2"}),
    ("why 4711", "why", {"posting": "4711"}),
    ("digest", "digest", {}),
    (
        "digest 9:00 Europe/Berlin mon-fri",
        "digest",
        {"time": "9:00", "zone": "Europe/Berlin", "days": "mon-fri"},
    ),
    ("digest 9 am New York weekdays", "digest", {"time": "9 am", "zone": "New York", "days": "weekdays"}),
    ("digest 5pm mon, thu", "digest", {"time": "5pm", "days": "mon, thu"}),
    ("digest 9:00 monday to friday", "digest", {"time": "9:00", "days": "monday to friday"}),
    ("digest 21.30 Berlin", "digest", {"time": "21.30", "zone": "Berlin"}),
    ("digest 25:00", "digest", {"time": "25:00"}),
    ("digest Berlin", "digest", {"zone": "Berlin"}),
    ("digest off", "digest off", {}),
    ("digest   NOW", "digest now", {}),
    ("digest set 9:00", "digest", {"time": "9:00"}),
    ("settings", "settings", {}),
    ("settings zone Europe/Berlin", "settings zone", {"zone": "Europe/Berlin"}),
    ("settings quiet 10pm to 7am", "settings quiet", {"hours": "10pm to 7am"}),
    (
        "settings managers listed @anna <@U1>",
        "settings managers",
        {"managers": "listed", "people": "@anna <@U1>"},
    ),
    ("mute Acme, Inc.", "mute", {"company": "Acme, Inc."}),
    ("sources", "sources", {}),
    ("sources list", "sources", {}),
    ("sources add https://acme.example/feed", "sources add", {"url": "https://acme.example/feed"}),
    ("sources remove 12", "sources remove", {"source": "12"}),
    ("help", "help", {}),
    ("help sources add", "help", {"command": "sources add"}),
    ("/jobs", "help", {}),
    ("", "help", {}),
]


@pytest.mark.parametrize(("text", "name", "values"), CASES)
def test_text_is_taken_apart_by_the_declaration(text: str, name: str, values: dict[str, str]):
    typed = parse_command(text)
    assert (typed.command.name, dict(typed.values)) == (name, values)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("/jobs subscibe Go", "/jobs subscribe"),
        ("/jobs unsubsribe 2", "/jobs unsubscribe"),
        ("/jobs serach Go", "/jobs search"),
        ("/jobs sorces", "/jobs sources"),
        ("/jobs hlep", "/jobs help"),
        ("/jobs forget you", "/jobs forget me"),
    ],
)
def test_a_mistyped_command_names_the_nearest(text: str, near: str):
    with pytest.raises(UnknownCommand, match=near):
        parse_command(text)


@pytest.mark.parametrize("text", ["/jobs 🦀🦀🦀", "/jobs qqqqqqqq x", "💥"])
def test_an_unknown_command_says_where_to_look(text: str):
    with pytest.raises(UnknownCommand, match="/jobs help shows all commands"):
        parse_command(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("/jobs settings zon Berlin", "/jobs settings zone"),
        ("/jobs sources ad https://x.example", "/jobs sources add"),
        ("/jobs list everything", "/jobs list"),
        ("/jobs unsubscribe 2 please", "/jobs unsubscribe ID"),
    ],
)
def test_too_much_says_how_it_is_typed(text: str, hint: str):
    with pytest.raises(BadOption, match=hint):
        parse_command(text)


def test_ten_thousand_characters_are_refused_in_a_line():
    with pytest.raises(BadOption, match="10,000 characters") as caught:
        parse_command("/jobs subscribe " + "x" * 9984)
    assert len(str(caught.value)) < 300


@given(st.text(max_size=300))
def test_any_text_is_taken_apart_or_refused_with_a_reason(text: str):
    refusal = ""
    try:
        parse_command(f"/jobs {text}")
    except CommandError as error:
        refusal = str(error)
    assert len(refusal) < 400


@given(st.text(alphabet='abc, |"-()<>:= 7d', max_size=60))
def test_a_query_loses_no_word(text: str):
    typed = parse_command(f"/jobs search {text}")
    assert typed.values.get("query", "").split() == text.split()


def test_no_option_beside_a_query_shadows_a_field_of_the_language():
    from bot.matching.lexer import FIELDS

    for command in COMMANDS:
        names = {option.name for option in command.options}
        if any(option.type is OptionType.QUERY for option in command.options):
            assert not names & set(FIELDS), command.name


def test_declarations_are_whole():
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))
    for command in COMMANDS:
        assert command.examples, command.name
        assert sum(option.type in FREE_TEXT for option in command.options) <= 1, command.name
        for example in command.examples:
            assert parse_command(example).command is command
        for word in command.names:
            assert by_name(word.upper()) is command
        for option in command.options:
            assert (option.type is OptionType.CHOICE) <= bool(option.choices)
