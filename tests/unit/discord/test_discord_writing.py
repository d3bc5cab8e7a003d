"""Commands in answers as Discord takes them: every option in its field, and names that are there."""

import pytest

from adapters.discord.writing import as_on_discord
from bot.commands.declaration import COMMANDS
from bot.commands.help import help_reply
from bot.commands.reply import error_reply, reply, say, words
from bot.delivery.message import Heading, Link, Paragraph, Preformatted, Text
from bot.delivery.plain import plain_text
from bot.errors import BadOption


def written(text: str) -> str:
    """Our own text, what stands between backticks to be typed, as it reads on Discord."""
    return plain_text(as_on_discord(reply("s", (words(text),)).message))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("`/jobs subscribe senior backend, Go`", "/jobs subscribe query:senior backend, Go"),
        ("`/jobs edit 2 daily`", "/jobs edit id:2 cadence:daily"),
        ("`/jobs edit 2`", "/jobs edit id:2"),
        ("`/jobs pause 2 for 3d`", "/jobs pause id:2 for:3d"),
        ("`/jobs digest 9:00 mon-fri`", "/jobs digest set time:9:00 days:mon-fri"),
        ("`/jobs digest now`", "/jobs digest now"),
        ("`/jobs settings`", "/jobs settings show"),
        ("`/jobs settings managers admins`", "/jobs settings managers managers:admins"),
        ("`/jobs help subscribe`", "/jobs help command:subscribe"),
        ("`/jobs subscribe`", "/jobs subscribe"),
        ("`/jobs why QUERY`", "/jobs why posting:QUERY"),
        ("`remote:EU`", "remote:EU"),
        ("`/jobs nonsense`", "/jobs nonsense"),
        ("/jobs sources shows where postings come from", "/jobs sources list shows where postings come from"),
        ("use /jobs sources add and a link", "use /jobs sources add and a link"),
        ("/jobs settings says who.", "/jobs settings show says who."),
        ("X. For example: /jobs edit 2 daily", "X. For example: /jobs edit id:2 cadence:daily"),
        (
            "Name them: /jobs settings managers listed @anna",
            "Name them: /jobs settings managers managers:listed people:@anna",
        ),
        ("It is typed: /jobs pause [ID] [FOR]", "It is typed: /jobs pause [id:…] [for:…]"),
        ("Did you mean /jobs help subscribe?", "Did you mean /jobs help command:subscribe?"),
        ("Add `daily` to get one", "Add cadence:daily to get one"),
        ("the administrators of this workspace may", "the administrators of this server may"),
        ("This workspace has none", "This server has none"),
    ],
)
def test_commands_are_written_as_they_are_typed(said, expected):
    assert written(said) == expected


def test_what_comes_from_outside_stays():
    blocks = (
        Paragraph(
            (Text(text="see /jobs settingsX and "), Link(text="/jobs settings", url="https://a.example"))
        ),
        Preformatted("/jobs settings"),
        Heading("Go, /jobs"),
    )
    message = reply("s", blocks).message
    assert as_on_discord(message).sections == message.sections


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_names_no_way_of_typing_that_discord_does_not_have(command):
    said = plain_text(as_on_discord(help_reply(command.name).message))
    assert "Also:" not in said
    assert "[QUERY]" not in said
    for option in command.options:
        assert f"- {option.name}: " in said


def test_errors_and_summaries_too():
    error = error_reply(BadOption("There is none. /jobs settings shows it."))
    assert "/jobs settings show shows it" in plain_text(as_on_discord(error.message))
    assert as_on_discord(say("See /jobs digest").message).summary == "See /jobs digest set"
