"""Reads postings from JSON lines, and writes JSON lines; a bad line is reported by number, never fatal."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from bot.domain.posting import Posting
from bot.errors import JobwireError

STANDARD_INPUT = "standard input"

_TEXT_FIELDS = ("title", "company", "url", "location", "workplace", "employment", "salary", "posted")
_BYTE_ORDER_MARK = "\ufeff"


def postings_of(source: str) -> Iterator[Posting]:
    """The postings of a JSON lines file, or of standard input when `source` is "-".

    A line that is no posting is reported on standard error with its number and left out.
    """
    for number, line in numbered(source):
        try:
            yield posting_of(_loaded(line))
        except ValueError as error:
            left_out(source, number, str(error))


def posting_of(record: Any) -> Posting:
    """The posting of one record. Raises ValueError, which says what is wrong with it."""
    if not isinstance(record, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004  # of the line, not of our code
    for name in ("id", "body"):
        if record.get(name) is None:
            raise ValueError(f'it has no "{name}", which a posting needs')
    given = {name: _text(record, name) for name in _TEXT_FIELDS if record.get(name) is not None}
    tags = record.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ValueError('its "tags" are not a list of texts')
    return Posting(native_id=_text(record, "id"), body=_text(record, "body"), tags=tuple(tags), **given)


def write_line(record: dict[str, Any]) -> None:
    """Write one record to standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def left_out(source: str, number: int, problem: str) -> None:
    """Say on standard error which line is left out, and why."""
    print(f"{named(source)}: line {number} left out: {problem}", file=sys.stderr)


def named(source: str) -> str:
    """The name of a file, for messages."""
    return STANDARD_INPUT if source == "-" else source


def numbered(source: str) -> Iterator[tuple[int, str]]:
    """The lines of a file, or of standard input for "-", that hold something, counted from 1.

    Raises JobwireError when the file cannot be read.
    """
    if source == "-":
        yield from _lines(sys.stdin, STANDARD_INPUT, size=None)
        return
    try:
        with Path(source).open(encoding="utf-8", errors="replace") as file:
            yield from _lines(file, source, size=Path(source).stat().st_size or None)
    except OSError as error:
        raise JobwireError(f"{source} cannot be read ({error.strerror}). Check the path.") from error


def _lines(file: IO[str], name: str, *, size: int | None) -> Iterator[tuple[int, str]]:
    with _progress() as progress:
        task = progress.add_task(escape(name), total=size)
        for number, line in enumerate(file, start=1):
            text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            if text.strip():
                yield number, text
            progress.advance(task, len(line.encode(errors="replace")))


def _progress() -> Progress:
    """A bar on standard error where that is a terminal. Standard output goes where it is meant to go."""
    console = Console(stderr=True)
    return Progress(
        *Progress.get_default_columns(),
        console=console,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),  # else Rich would write the output to the terminal, too
    )


def _loaded(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 5,000 brackets
        raise ValueError(f"it is JSON that cannot be read ({error})") from error


def _text(record: dict[str, Any], name: str) -> str:
    value = record[name]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f'its "{name}" is not a text')  # noqa: TRY004  # of the line, not of our code
    return str(value)
