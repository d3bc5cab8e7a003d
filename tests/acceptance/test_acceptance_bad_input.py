"""Bad input, through the real commands: one clear message that says what to do, and nothing is lost."""

import asyncio
import errno
import json
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.job_board import LOGIN_PAGE, JobBoard

JOBWIRE = Path(sys.executable).with_name("jobwire")
PATIENCE = 30
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Acme careers</title>
<item><title>Senior Go Engineer</title><guid>1</guid><description>Go and AWS</description></item>
</channel></rss>"""
SENIOR = {"id": "1", "title": "Senior Go Engineer", "body": "You write Go."}


@dataclass(frozen=True)
class Ended:
    """What a command said, and how it ended."""

    status: int | None
    out: str
    err: str


class Terminal:
    """A directory in which somebody runs `jobwire`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "jobwire"
        (directory / "none.toml").touch()
        self.environment = {
            "PATH": os.environ["PATH"],
            "COLUMNS": "200",
            "JOBWIRE_CACHE_DIRECTORY": str(cache),
            "JOBWIRE_FEEDS_SOURCES_FILE": str(directory / "none.toml"),
            "JOBWIRE_LOG_LEVEL": "error",
        }

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.directory / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def postings(self, *lines: object) -> str:
        written = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        return str(self.file("postings.jsonl", "\n".join(written) + "\n"))

    async def start(self, *words: str, **variables: str) -> Process:
        return await asyncio.create_subprocess_exec(
            JOBWIRE,
            *words,
            cwd=self.directory,
            env={**self.environment, **variables},
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )

    async def run(self, *words: str, stdin: bytes = b"", **variables: str) -> Ended:
        process = await self.start(*words, **variables)
        out, err = await asyncio.wait_for(process.communicate(stdin), PATIENCE)
        ended = Ended(process.returncode, out.decode(), err.decode())
        assert "Traceback" not in ended.err, ended.err
        return ended


class Typing:
    """Somebody at the prompt of a running `jobwire run`."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def says(self, line: str) -> str:
        """What is answered to a line: all up to the answer of the next one, which is known."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n/channel\n".encode())
        await self._process.stdin.drain()
        said = await asyncio.wait_for(self._process.stdout.readuntil(b"goes to another.\n"), PATIENCE)
        return " ".join(said.decode().split())


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@asynccontextmanager
async def at_prompt(terminal: Terminal, **variables: str) -> AsyncIterator[Typing]:
    process = await terminal.start("run", **variables)
    try:
        yield Typing(process)
    finally:
        process.terminate()
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0
    assert err == b"", "no traceback, no log line of an error"


async def test_what_is_typed_wrongly_at_the_prompt_is_answered_and_loses_nothing(terminal: Terminal):
    async with JobBoard() as board:
        board.put("/jobs.rss", FEED)
        board.put("/page", b"<!doctype html><title>Careers</title>", content_type="text/html")
        board.put("/login", LOGIN_PAGE, content_type="text/html")
        board.put("/broken.rss", FEED[:90])
        async with at_prompt(terminal, JOBWIRE_FEEDS_ALLOWED_PRIVATE=board.host) as typing:
            await typing.says("/jobs subscribe senior, Go")
            await typing.says(f"/jobs sources add {board.url('/jobs.rss')}")
            for line, expected in wrong_lines(board):
                said = await typing.says(line)
                assert expected in said, (line, said)
        async with at_prompt(terminal) as typing:
            listed = await typing.says("/jobs list")
            assert "1 subscription in #jobs" in listed
            assert "1 senior, Go" in listed
            sources = await typing.says("/jobs sources")
            assert "1 source read for this workspace • 1 Acme careers" in sources


def wrong_lines(board: JobBoard) -> list[tuple[str, str]]:
    return [
        ("/jobs subscribe salary>=12ok", "Expected an amount such as 120k"),
        ("/jobs preview senor", "did you mean senior?"),
        ("/jobs subscribe", "QUERY is missing"),
        ('/jobs subscribe ""', "There is no word between these quotes"),
        (f"/jobs subscribe {'go, ' * 2500}", "That is too long: 10,015 characters"),
        ("/jobs subscribe \U0001f600", "There is no word in"),
        ("/jobs subscribe \u202e\x00\x1b", "QUERY is missing"),
        ("/jobs lst", "Did you mean /jobs list?"),
        ("/jobs digest 9:00 Berlinn", "Did you mean Europe/Berlin"),
        ("/jobs settings zone Mars", "no time zone that is known"),
        ("/jobs digest 25:00", "it goes from 0:00 to 23:59. Write 9:00 or 21:30."),
        ("/jobs unsubscribe 99", "There is no subscription 99 in this channel; it has 1."),
        ("/jobs edit 99 Rust", "There is no subscription 99 in this channel; it has 1."),
        ("/jobs pause 99", "There is no subscription 99 in this channel; it has 1."),
        ("/jobs why rubbish", "neither a posting's link nor its number"),
        ("/jobs why 99999", "There is no posting 99999"),
        ("/jobs sources add nonsense", "is no address"),
        (f"/jobs sources add {board.url('/nothing')}", "404 Not Found: there is no feed"),
        (f"/jobs sources add {board.url('/page')}", "No feed was found"),
        (f"/jobs sources add {board.url('/login')}", "it is a login page"),
        (f"/jobs sources add {board.url('/broken.rss')}", "is a broken document"),
        ("/jobs sources add http://10.0.0.1/jobs.rss", "JOBWIRE_FEEDS_ALLOWED_PRIVATE"),
        ("/jobs sources remove 99", 'There is no source "99" of your own'),
        ("99999", "There is no action [99999]"),
        ("more", "There is no further page"),
        ("/channel no such", "A channel's name has letters"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
async def test_a_terminal_that_is_closed_stops_the_bot_in_order(terminal: Terminal):
    process = await terminal.start("run")
    typing = Typing(process)
    await typing.says("/jobs subscribe senior, Go")
    process.send_signal(signal.SIGHUP)
    _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert (process.returncode, err) == (0, b"")
    async with at_prompt(terminal) as again:
        assert "1 senior, Go" in await again.says("/jobs list")


@pytest.mark.parametrize("command", [("check-config",), ("run",), ("migrate",)])
async def test_a_configuration_with_three_faults_names_all_of_them(
    terminal: Terminal, command: tuple[str, ...]
):
    terminal.file("mine.toml", '[channel]\ntimezone = "Berlin"\ncurency = "EUR"\n')
    ended = await terminal.run(*command, "--config", "mine.toml", PORT="99999")
    assert ended.status == 2
    assert ended.out == ""
    assert ended.err.splitlines()[0] == "The configuration has 3 faults:"
    assert "mine.toml, line 2: channel.timezone" in ended.err
    assert "mine.toml, line 3: channel.curency: there is no such setting" in ended.err
    assert "environment: PORT: '99999'" in ended.err


async def test_faults_of_settings_and_of_sources_are_said_together(terminal: Terminal):
    sources = terminal.file(
        "sources.toml", '[[source]]\nname = "A"\nurl = "https://a.example/"\nformat = "x"\n'
    )
    ended = await terminal.run(
        "check-config", JOBWIRE_LOG_LEVEL="loud", JOBWIRE_FEEDS_SOURCES_FILE=str(sources)
    )
    assert ended.err.startswith("The configuration has 2 faults:")
    assert f"{sources}, line 4: format: 'x' is no format; allowed: greenhouse" in ended.err


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("no/such/jobs.db", "does not exist. Make it, or set JOBWIRE_DATABASE_URL"),
        (".", "it is a directory"),
        ("note.txt", "The file is not a SQLite database. Name another one in JOBWIRE_DATABASE_URL"),
        ("theirs.db", "another program"),
        ("postgresql://anna:hunter2@127.0.0.1:1/jobs", "Check that it is running"),
        ("postgres://anna:hunter2@127.0.0.1:port/jobs", "host or port cannot be read"),
        ("mysql://anna:hunter2@127.0.0.1/jobs", "allowed: sqlite:///FILE or postgresql://"),
        ("sqlite://", "everything would be forgotten"),
    ],
)
async def test_a_database_that_cannot_be_opened_says_why_and_what_to_do(
    terminal: Terminal, url: str, expected: str
):
    note = terminal.file("note.txt", "Buy milk, and a database that is none.")
    with sqlite3.connect(terminal.directory / "theirs.db") as theirs:
        theirs.execute("CREATE TABLE postings (theirs INTEGER)")
    theirs.close()
    command = "run" if url == "note.txt" else "migrate"  # both open it the same way
    ended = await terminal.run(command, JOBWIRE_DATABASE_URL=url)
    assert ended.status == 2
    assert expected in ended.err
    assert "hunter2" not in ended.err
    assert len(ended.err.strip().splitlines()) <= 2, "one message"
    assert note.read_text() == "Buy milk, and a database that is none."


async def test_a_transcript_of_somebody_else_is_left_alone(terminal: Terminal):
    note = terminal.file("note.txt", "Buy milk")
    ended = await terminal.run("run", JOBWIRE_TERMINAL_TRANSCRIPT="note.txt")
    assert ended.status == 2
    assert "is not one of ours: move the file away" in ended.err
    assert note.read_text() == "Buy milk"


async def test_bad_lines_are_named_and_the_good_ones_are_read(terminal: Terminal):
    bad = (
        "not json",
        "[1]",
        {"id": "2"},
        {"body": "Go"},
        {"id": "3", "body": None},
        {"id": "4", "body": "Go", "title": ["x"]},
        {"id": "5", "body": "Go", "tags": "Go"},
        "[" * 9000,
        "\x00\x01",
    )
    ended = await terminal.run(
        "extract", "--postings", terminal.postings(SENIOR, *bad, "", {**SENIOR, "id": 9})
    )
    assert ended.status == 0
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == ["1", "9"]
    said = ended.err.splitlines()
    assert [f"line {number} left out" in said[number - 2] for number in range(2, 11)] == [True] * 9
    assert 'it has no "body", which a posting needs' in said[4]


async def test_a_bad_query_is_named_and_the_others_are_matched(terminal: Terminal):
    queries = "1\tsenior, Go\nno tab\n3\t\n4\tsalary>=12ok\n1\tRust\n"
    ended = await terminal.run(
        "match",
        "--queries",
        str(terminal.file("queries.tsv", queries)),
        "--postings",
        terminal.postings(SENIOR),
    )
    assert ended.status == 0
    assert [json.loads(line)["query"] for line in ended.out.splitlines()] == ["1"]
    assert [line.split(" left out: ")[0].rpartition("/")[2] for line in ended.err.splitlines()] == [
        f"queries.tsv: line {number}" for number in (2, 3, 4, 5)
    ]
    assert "did you mean salary>=120k" in ended.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("extract", "--postings", "missing.jsonl"), "missing.jsonl cannot be read (No such file"),
        (("extract", "--postings", "."), ". cannot be read (Is a directory). Check the path."),
        (("match", "--queries", "missing.tsv", "--postings", "-"), "missing.tsv cannot be read"),
        (("match", "--queries", "-", "--postings", "-"), "Only one of --queries and --postings"),
        (("read", "-", "--format", "yaml"), 'There is no format "yaml". Formats: greenhouse'),
        (("extract",), "Missing option '--postings'"),
        (("extract", "--posting", "-"), "No such option: --posting"),
        (("frobnicate",), "No such command 'frobnicate'"),
    ],
)
async def test_a_command_that_cannot_be_carried_out_ends_with_status_2(
    terminal: Terminal, words: tuple[str, ...], expected: str
):
    ended = await terminal.run(*words)
    assert ended.status == 2
    assert ended.out == ""
    assert expected in ended.err


async def test_no_such_feed_is_status_3_and_a_failure_is_status_4(terminal: Terminal):
    async with JobBoard() as board:
        board.put("/jobs.rss", FEED)
        board.put("/empty.rss", b'<rss version="2.0"><channel><title>A</title></channel></rss>')
        board.put("/login", LOGIN_PAGE, content_type="text/html")
        board.put("/broken.rss", FEED[:90])
        for source, status in (
            (board.url("/jobs.rss"), 0),
            (board.url("/empty.rss"), 0),
            (board.url("/login"), 3),
            (board.url("/nothing"), 3),
            (board.url("/broken.rss"), 4),
            ("ftp://a.example/", 4),
            (".", 4),
            ("-", 4),
        ):
            ended = await terminal.run("read", source, JOBWIRE_FEEDS_ALLOWED_PRIVATE=board.host)
            assert ended.status == status, ended
            assert (ended.err == "") is (status == 0)
            assert (ended.out != "") is source.endswith("/jobs.rss")


async def test_json_lines_are_utf_8_in_any_locale(terminal: Terminal):
    written = json.dumps({"id": "Zoë", "body": "Go \ud800", "title": "Go Engineer"}, ensure_ascii=True)
    queries = terminal.file("queries.tsv", "ö\tGo\n")
    ended = await terminal.run(
        *("match", "--queries", str(queries), "--postings", "-"),
        stdin=b"\xef\xbb\xbf" + written.encode(),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
    )
    assert (ended.status, ended.err) == (0, "")
    assert '"posting": "Zoë", "query": "ö"' in ended.out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")
async def test_a_bar_on_the_terminal_takes_nothing_from_the_output(terminal: Terminal):
    ours, theirs = os.openpty()
    process = await asyncio.create_subprocess_exec(
        *(JOBWIRE, "extract", "--postings", terminal.postings(SENIOR, "bad", SENIOR)),
        env={**terminal.environment, "TERM": "xterm"},
        stdout=PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1", "1"]
    assert "line 2 left out" in shown
    assert "100%" in shown
    assert '"seniority"' not in shown


async def test_a_reader_that_has_seen_enough_is_no_error(terminal: Terminal):
    terminal.postings(*({**SENIOR, "id": str(number)} for number in range(400)))
    pipe = f"{JOBWIRE} extract --postings postings.jsonl | head -1"
    process = await asyncio.create_subprocess_shell(
        pipe, cwd=terminal.directory, env=terminal.environment, stdout=PIPE, stderr=PIPE
    )
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert err == b""
    assert out.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is of Linux")
async def test_a_full_disk_is_said(terminal: Terminal):
    command = f"{JOBWIRE} extract --postings {terminal.postings(SENIOR)} > /dev/full"
    process = await asyncio.create_subprocess_shell(command, env=terminal.environment, stderr=PIPE)
    _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 2
    assert err.decode() == (
        f"Standard output cannot be written ({os.strerror(errno.ENOSPC)}). "
        "Free some space, or write elsewhere.\n"
    )


async def test_closed_streams_are_empty_ones(terminal: Terminal):
    for closing, status in (("<&-", 0), (">&-", 0), ("2>&-", 0)):
        command = f"{JOBWIRE} extract --postings - {closing}"
        process = await asyncio.create_subprocess_shell(
            command, env=terminal.environment, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        _, err = await asyncio.wait_for(process.communicate(b"not json\n"), PATIENCE)
        assert process.returncode == status
        assert b"Traceback" not in err
