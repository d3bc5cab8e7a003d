import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.render import actions_of, clean, render
from adapters.terminal.transcript import Line, Transcript
from bot.delivery.message import (
    Action,
    ActionKind,
    Actions,
    Bullets,
    FinePrint,
    Heading,
    Link,
    Message,
    Paragraph,
    Preformatted,
    Section,
    Text,
)
from bot.domain.chat import ChannelRef
from bot.errors import JobwireError, Unavailable

JOBS = ChannelRef(platform="terminal", workspace="local", channel="jobs")
NOW = datetime(2026, 7, 28, 12, tzinfo=UTC)


def message(*blocks: object, mention: str | None = None) -> Message:
    return Message(sections=(Section(blocks=blocks),), summary="s", mention=mention)


def saves(*labels: str) -> Actions:
    return Actions(tuple(Action(kind=ActionKind.SAVE, label=label, value=label) for label in labels))


def shown(given: Message, width: int = 40, *, colours: bool = False, first_number: int = 1) -> str:
    output = StringIO()
    console = Console(
        file=output, width=width, force_terminal=colours, color_system="standard" if colours else None
    )
    console.print(render(given, width=width, first_number=first_number))
    return output.getvalue()


def test_a_message_reads_top_down_with_numbered_actions() -> None:
    given = message(
        Heading("New"),
        Paragraph((Link(text="Engineer", url="https://a.example"), Text(text=" at Acme"))),
        Bullets(((Text(text="one"),), (Text(text="two"),))),
        FinePrint((Text(text="today"),)),
        Preformatted("a  b\n   ^"),
        saves("Apply", "Save"),
    )
    lines = [line.rstrip() for line in shown(given, first_number=7).splitlines()]
    assert lines == [
        "New",
        "Engineer at Acme",
        "  • one",
        "  • two",
        "today",
        "a  b",
        "   ^",
        "[7] Apply  [8] Save",
    ]


def test_the_numbers_run_over_all_rows_of_a_message() -> None:
    given = message(saves("a", "b"), Paragraph((Text(text="x"),)), saves("c"))
    assert [action.label for action in actions_of(given)] == ["a", "b", "c"]
    assert "[3] c" in shown(given)


def test_a_row_breaks_between_actions() -> None:
    lines = shown(message(saves("first action", "second action", "third")), width=34).splitlines()
    assert [line.rstrip() for line in lines] == ["[1] first action", "[2] second action  [3] third"]


def test_matched_words_stand_out_and_others_do_not() -> None:
    text = shown(message(Paragraph((Text(text="We write "), Text(text="Go", marked=True)))), colours=True)
    assert "We write \x1b[1;30;43mGo\x1b[0m" in text


def test_what_is_not_so_any_more_is_struck() -> None:
    words = (Text(text="Closed", bold=True), Text(text=" Engineer", struck=True))
    text = shown(message(Paragraph(words)), colours=True)
    assert "\x1b[1mClosed\x1b[0m\x1b[9m Engineer\x1b[0m" in text


def test_no_escape_sequence_from_outside_reaches_the_terminal() -> None:
    hostile = "\x1b[31mred \x1b]8;;http://evil.example\x07\x9b2J \u202egnp.exe \x00\r"
    given = message(
        Heading(hostile),
        Paragraph((Text(text=hostile), Link(text=hostile, url="https://a.example/\x1b[2J"))),
        Preformatted(hostile),
        saves(hostile),
        mention=hostile,
    )
    text = shown(given, width=200)
    assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e", "\x00", "\r"}
    assert clean("né 👩‍💻\t\n") == "né 👩‍💻\t\n"


def test_markup_of_the_library_is_text() -> None:
    assert "[bold]x[/bold]" in shown(message(Paragraph((Text(text="[bold]x[/bold]"),))))


def platform(path: Path) -> tuple[TerminalPlatform, StringIO]:
    output = StringIO()
    return TerminalPlatform(Console(file=output, width=60), Transcript(path), lambda: NOW), output


async def test_an_action_keeps_its_number_while_others_come(tmp_path: Path) -> None:
    terminal, output = platform(tmp_path / "t.jsonl")
    await terminal.send(JOBS, message(saves("a", "b")), "key-1")
    await terminal.send(JOBS, message(saves("c")), "key-2")
    terminal.show(JOBS, message(saves("d")))
    numbered = [terminal.action(number) for number in range(6)]
    assert [one.action.label if one else None for one in numbered] == [None, "a", "b", "c", "d", None]
    assert "#jobs" in output.getvalue()
    assert "[3] c" in output.getvalue()


async def test_a_message_is_on_the_disk_before_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    terminal, _ = platform(path)
    await terminal.send(JOBS, message(Heading("Zoë\nKim")), "key-1")
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["text"] == "Zoë\nKim"


async def test_a_line_that_a_crash_cut_short_is_no_message(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    terminal, _ = platform(path)
    await terminal.send(JOBS, message(Heading("One")), "key-1")
    whole = path.read_bytes()
    path.write_bytes(whole + whole.replace(b"key-1", b"key-2")[:-9])
    terminal, _ = platform(path)
    assert await terminal.find(JOBS, "key-2", NOW - timedelta(minutes=1)) is None
    sent = await terminal.send(JOBS, message(Heading("Two")), "key-2")
    again, _ = platform(path)
    assert await again.find(JOBS, "key-2", NOW) == sent
    assert [line.key for line in Transcript(path)] == ["key-1", "key-2"]


async def test_a_transcript_that_cannot_be_written_surely_took_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    terminal, output = platform(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(Unavailable, match="transcript"):
        await terminal.send(JOBS, message(Heading("One")), "key-1")
    assert output.getvalue() == ""
    assert await terminal.find(JOBS, "key-1", NOW - timedelta(minutes=1)) is None


@pytest.mark.parametrize("content", [b'{"hello": 1}\n', b"a note", b"\xff\xfe\n", b"[" * 9000 + b"\nnote"])
def test_a_foreign_file_is_named_with_its_line_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(content)
    with pytest.raises(JobwireError, match=r"t\.jsonl, line 1"):
        Transcript(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", [".", "no/such/t.jsonl"])
def test_a_transcript_that_cannot_be_opened_says_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(JobwireError, match="Set JOBWIRE_TERMINAL_TRANSCRIPT"):
        Transcript(tmp_path / name)


def test_lines_come_back_as_they_were_written(tmp_path: Path) -> None:
    line = Line(
        id="1", at=NOW, workspace="w", channel="c", key="k", parent=None, text="a\u2028b\nc\u0085d \U0001f600"
    )
    Transcript(tmp_path / "t.jsonl").append(line)
    assert list(Transcript(tmp_path / "t.jsonl")) == [line]
