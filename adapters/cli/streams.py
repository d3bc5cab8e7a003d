"""Standard input, output and error, whatever the shell has made of them: closed, full, not UTF-8."""

import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TextIO

from bot.errors import JobwireError


def open_streams() -> None:
    """A stream that is closed is an empty one; a character that a terminal cannot show is shown as "?"."""
    for name in ("stdin", "stdout", "stderr"):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper) and name != "stderr":
            stream.reconfigure(errors="replace")


@contextmanager
def data_streams() -> Generator[None]:
    """JSON lines are UTF-8 wherever they are written; what cannot be written is said, and is an error.

    Raises BrokenPipeError when nobody reads any more.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(
            encoding="utf-8", errors="backslashreplace"
        )  # a lone surrogate, as JSON has it
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_output()
        raise JobwireError(
            f"Standard output cannot be written ({error.strerror}). Free some space, or write elsewhere."
        ) from error


def forget_output() -> None:
    """Write nothing more: what is left in the buffer would be complained about when Python ends."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
