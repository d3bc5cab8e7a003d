"""The prompt: what is typed there goes where it should."""

import io
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.prompt import Place, Prompt
from adapters.terminal.transcript import Transcript
from bot.commands.context import Context
from bot.commands.reply import Reply, row, say, words
from bot.delivery.message import Action, ActionKind
from bot.domain.chat import ChannelRef

NOW = datetime(2026, 11, 25, tzinfo=UTC)


class RecordingDispatcher:
    """Answers everything with two actions, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    async def run(self, text: str, context: Context) -> Reply:
        self.asked.append(("run", text, context.channel.channel))
        actions = row(
            Action(kind=ActionKind.RUN, label="Undo", value=f"undo {text}"),
            Action(kind=ActionKind.OPEN, label="Apply", url="https://jobs.example/1"),
        )
        return Reply(message=say("Done", words("and now"), *actions).message, more="page-2")

    async def press(self, kind: ActionKind, value: str, context: Context) -> Reply:
        self.asked.append((kind.value, value, context.channel.channel))
        return say("Pressed")


async def typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def at_prompt(tmp_path: Path, *lines: str) -> tuple[list[tuple[str, str, str]], str]:
    out = io.StringIO()
    console = Console(file=out, width=100)
    platform = TerminalPlatform(console, Transcript(tmp_path / "transcript.jsonl"), lambda: NOW)
    dispatcher = RecordingDispatcher()
    place = Place(workspace="local", channel="general", user="anna")
    prompt = Prompt(dispatcher, platform, console, place)  # type: ignore[arg-type]
    await prompt.run(typed(*lines))
    return dispatcher.asked, out.getvalue()


async def test_a_command_is_typed_exactly_as_in_a_chat(tmp_path: Path):
    asked, shown = await at_prompt(
        tmp_path, "/jobs subscribe senior backend, Go, AWS\n", "", "quit", "/jobs list"
    )
    assert asked == [("run", "/jobs subscribe senior backend, Go, AWS", "general")]
    assert "[1] Undo" in shown


async def test_a_number_presses_the_action_that_was_shown_with_it(tmp_path: Path):
    asked, _ = await at_prompt(tmp_path, "/jobs list", "1", "do 1", "/jobs stats", "3")
    assert asked[1:] == [
        ("run", "undo /jobs list", "general"),
        ("run", "undo /jobs list", "general"),
        ("run", "/jobs stats", "general"),
        ("run", "undo /jobs stats", "general"),
    ]


async def test_a_link_is_shown_and_an_unknown_number_is_said_to_be_none(tmp_path: Path):
    asked, shown = await at_prompt(tmp_path, "/jobs list", "2", "99")
    assert len(asked) == 1
    assert "https://jobs.example/1" in shown
    assert "no action [99]" in shown


async def test_another_channel_is_where_later_commands_go_but_a_number_stays_where_it_was_shown(
    tmp_path: Path,
):
    asked, shown = await at_prompt(
        tmp_path, "/jobs list", "/channel #Rust", "/jobs list", "1", "/channel a b"
    )
    assert [channel for _, _, channel in asked] == ["general", "rust", "general"]
    assert "You are in #rust now" in shown
    assert "A channel's name has letters" in shown


async def test_more_shows_the_next_page(tmp_path: Path):
    asked, _ = await at_prompt(tmp_path, "/jobs search go", "more")
    assert asked[-1] == ("page", "page-2", "general")


def test_whoever_sits_at_the_terminal_administers_it():
    context = Place(workspace="local", channel="general", user="anna").context
    assert context.user.is_admin
    assert context.channel == ChannelRef(platform="terminal", workspace="local", channel="general")


READER = """
import asyncio
from adapters.terminal.lines import standard_input

async def main():
    ticks = 0
    async def tick():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.001)
    ticking = asyncio.create_task(tick())
    async for line in standard_input():
        print(repr(line), ticks > 5, flush=True)
    ticking.cancel()

asyncio.run(main())
"""


def test_lines_come_from_a_pipe_until_it_ends_and_the_loop_goes_on_meanwhile():
    with subprocess.Popen(
        [sys.executable, "-c", READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("warm up\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdin.write("/jobs list — ü\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith(repr("/jobs list — ü\n"))
        process.stdin.write("last without an end")
        process.stdin.close()
        assert process.stdout.readline().startswith(repr("last without an end"))
        assert process.wait(10) == 0


def test_waiting_for_a_line_does_not_keep_the_process_alive():
    program = READER.replace(
        "async for line in standard_input():", "async for line in standard_input():\n        break"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        process.stdin.write("one\n")
        process.stdin.flush()
        assert process.wait(10) == 0, "the pipe is still open, and the process has ended"
        process.stdin.close()


async def test_more_without_a_further_page_is_no_command(tmp_path: Path):
    asked, shown = await at_prompt(tmp_path, "more")
    assert asked == []
    assert "There is no further page" in shown
