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
    """The lines of standard input until its end, whether a person types them or a pipe brings them."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def hand_over(line: str | None) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody listens any more
            loop.call_soon_threadsafe(queue.put_nowait, line)

    # A daemon: a thread that waits for a key cannot be woken, and must not hold up the end of the process.
    threading.Thread(target=_read_all, args=(hand_over,), name="terminal-input", daemon=True).start()
    with _terminal_restored():
        while (line := await queue.get()) is not None:
            yield line


def _read_all(hand_over: Callable[[str | None], None]) -> None:
    try:
        for line in _typed() if sys.stdin.isatty() else sys.stdin:
            hand_over(line)
    except (OSError, ValueError, UnicodeDecodeError):  # closed under us, or not text
        pass
    finally:
        hand_over(None)


def _typed() -> Iterator[str]:
    """Lines that a person types, with history and editing where the platform has them."""
    _readline()
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
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
