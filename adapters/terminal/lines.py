"""Lines from standard input without blocking the event loop: a thread reads, a queue hands them over."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

PROMPT = "jobwire> "
_PATIENCE = 1.0
"""Seconds that a Tab may wait for completions."""

Complete = Callable[[str], Coroutine[Any, Any, tuple[str, ...]]]
"""Whole lines that a text may become."""


async def standard_input() -> AsyncIterator[str]:
    """The lines of standard input until its end, whether a person types them or a pipe brings them.

    A line is read when it is asked for: what answers the one before stands above the next prompt.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    wanted = threading.Semaphore(0)

    def hand_over(line: str | None) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody listens any more
            loop.call_soon_threadsafe(queue.put_nowait, line)

    with _terminal_restored():
        # A daemon: a thread that waits for a key cannot be woken, and must not hold up the process's end.
        threading.Thread(target=_read_all, args=(wanted, hand_over), name="input", daemon=True).start()
        while True:
            wanted.release()
            line = await queue.get()
            if line is None:
                return
            yield line


def _read_all(wanted: threading.Semaphore, hand_over: Callable[[str | None], None]) -> None:
    lines = _typed() if sys.stdin.isatty() else iter(sys.stdin)
    try:
        while wanted.acquire():
            hand_over(next(lines))
    except (StopIteration, OSError, ValueError):  # its end, closed under us, or not text
        hand_over(None)


def _typed() -> Iterator[str]:
    """Lines that a person types, with history and editing where the platform has them."""
    _readline()
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            sys.stdout.write("\n")  # the prompt stands without its end
            return


def _readline() -> ModuleType | None:
    try:
        import readline
    except ImportError:  # not on every platform
        return None
    return readline


def offer_completions(loop: asyncio.AbstractEventLoop, complete: Complete) -> None:
    """Let Tab ask for completions, on the loop."""
    readline = _readline()
    if readline is None or not sys.stdin.isatty():
        return
    found: list[str] = []

    def completer(_word: str, state: int) -> str | None:
        if state == 0:
            line = readline.get_line_buffer()
            future = asyncio.run_coroutine_threadsafe(complete(line), loop)
            try:
                found[:] = future.result(_PATIENCE)
            except TimeoutError:
                found.clear()
            if len(found) == 1:
                found[0] += " "
        return found[state] if state < len(found) else None

    readline.set_completer_delims("\n")  # a completion replaces the whole line
    readline.set_completer(completer)
    readline.parse_and_bind("tab: complete")


@contextmanager
def _terminal_restored() -> Iterator[None]:
    """Editing changes the terminal's mode; a thread that is left waiting cannot change it back."""
    try:
        import termios

        before = termios.tcgetattr(sys.stdin.fileno())
    except (ImportError, OSError, ValueError, termios.error):
        yield
        return
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)
