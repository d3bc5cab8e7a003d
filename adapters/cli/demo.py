"""`jobwire demo`: the production wiring on a sample job board and a temporary directory; nothing stays."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from rich.console import Console
from rich.text import Text

from adapters.cli.logs import TRACEBACKS
from adapters.cli.stopping import stop_signals
from adapters.demo.board import SampleBoard, open_board
from adapters.demo.story import SUBSCRIPTIONS, Story, Telling
from adapters.wiring import House, now, open_house
from bot.settings import Settings, load_settings

READING_TIME = 1.5
"""Seconds that somebody who watches has after each step."""

STOPPED = 130
"""The exit status of what Ctrl-C has stopped, as shells have it."""

_TRICKLE = 20.0
"""Seconds between two postings that appear while somebody is at the prompt."""

_LAST_LOG_LINES = 5
_HALF_A_DAY = timedelta(hours=12)


async def demo(settings: Settings, console: Console, interactive: bool) -> int:
    """Show the main job on a sample board; with a person there, leave them at the prompt.

    Of `settings` only the cache is used, so that the demo is the same everywhere. Returns the exit
    status: 0 when everything showed up, 1 when something did not, STOPPED when it was stopped before.
    """
    console.print(Text("Jobwire demo: no account, no token, nothing leaves this machine.", style="bold"))
    showing = asyncio.create_task(_demo(settings, console, interactive=interactive))
    try:
        with _cancelled_by_signals(showing):
            await asyncio.wait((showing,))
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
    return STOPPED if showing.cancelled() else showing.result()


async def _demo(settings: Settings, console: Console, *, interactive: bool) -> int:
    with _directory() as directory, _logged_to(directory / "log") as log:
        async with open_board(now()) as board, _house(settings, directory, console, board) as house:
            pause = READING_TIME if interactive else 0.0
            faults = await Story(house, board, Telling(console=console, pause=pause)).tell()
            if faults:
                _complain(faults, log)
                return 1
            await (_leave_at_prompt(house, board, console) if interactive else _end(console))
    return 0


@contextmanager
def _directory() -> Generator[Path]:
    with TemporaryDirectory(prefix="jobwire-demo-") as name:
        yield Path(name)


@asynccontextmanager
async def _house(
    settings: Settings, directory: Path, console: Console, board: SampleBoard
) -> AsyncGenerator[House]:
    at_home = demo_settings(settings, directory, board=board.host, began_at=now())
    async with open_house(at_home, console=console, starter=board.sources()) as house:
        yield house


def demo_settings(settings: Settings, directory: Path, *, board: str, began_at: datetime) -> Settings:
    """The defaults, with everything that is kept in `directory` and the board's address permitted.

    The daily digest is half a day away, so that it never comes while the story waits to ask for it.
    """
    digest_at = (began_at + _HALF_A_DAY).time().replace(minute=0, second=0, microsecond=0)
    defaults = load_settings(env_file=directory / "no.env", environment={})
    first_channel = SUBSCRIPTIONS[0][0]
    changed = {
        "database": defaults.database.model_copy(update={"url": f"sqlite:///{directory / 'demo.sqlite'}"}),
        "feeds": defaults.feeds.model_copy(update={"allowed_private": (board,)}),
        "terminal": defaults.terminal.model_copy(
            update={"transcript": str(directory / "transcript.jsonl"), "channel": first_channel}
        ),
        "channel": defaults.channel.model_copy(update={"digest_at": digest_at}),
        "cache": settings.cache,
    }
    return defaults.model_copy(update=changed)


async def _end(console: Console) -> None:
    _say(
        console,
        "That was the demo. In a terminal it leaves you at a prompt where every command works; "
        "`jobwire run` does the same with real sources.",
    )


async def _leave_at_prompt(house: House, board: SampleBoard, console: Console) -> None:
    """Answer what is typed until quit, the end of input, or Ctrl-C."""
    _say(
        console,
        "Now it is yours: every command works, and the board goes on. Try /jobs subscribe frontend, React",
    )
    going_on = asyncio.create_task(_go_on(board))
    try:
        await house.session.run()
    except asyncio.CancelledError:  # by a signal: one way to leave
        console.print()
    finally:
        going_on.cancel()
        await asyncio.gather(going_on, return_exceptions=True)


async def _go_on(board: SampleBoard) -> None:
    while board.wave < board.last_wave:
        await asyncio.sleep(_TRICKLE)
        board.reveal()


def _say(console: Console, text: str) -> None:
    console.print()
    console.print(Text(f"▶ {text}", style="bold cyan"))


def _complain(faults: tuple[str, ...], log: Path) -> None:
    print("\nThe demo did not go as it should:", file=sys.stderr)
    for fault in faults:
        print(f"- {fault}", file=sys.stderr)
    lines = log.read_text(encoding="utf-8").splitlines()[-_LAST_LOG_LINES:]
    print("\n".join(("The log ends with:", *lines)), file=sys.stderr)


@contextmanager
def _logged_to(path: Path) -> Generator[Path]:
    """Keep log lines out of what is shown; afterwards logging is as it was."""
    before = structlog.get_config()
    with path.open("w", encoding="utf-8") as file:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                TRACEBACKS,
                structlog.processors.JSONRenderer(default=str),
            ],
            logger_factory=structlog.WriteLoggerFactory(file),
            cache_logger_on_first_use=False,
        )
        try:
            yield path
        finally:
            file.flush()
            structlog.configure(**before)


@contextmanager
def _cancelled_by_signals(task: asyncio.Task[int]) -> Generator[None]:
    """Ctrl-C, SIGTERM and a closed terminal cancel the task, so that it tidies up, where there are such."""
    loop = asyncio.get_running_loop()
    numbers = stop_signals()
    try:
        for number in numbers:
            loop.add_signal_handler(number, task.cancel)
    except (NotImplementedError, ValueError, RuntimeError):  # not on Windows, not off the main thread
        yield
        return
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
