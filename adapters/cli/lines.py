"""Reads postings from JSON lines, and writes JSON lines; a bad line is reported by number, never fatal."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import track

from bot.domain.posting import Posting

_TEXT_FIELDS = ("title", "company", "url", "location", "workplace", "employment", "salary", "posted")


def postings_of(source: str) -> Iterator[Posting]:
    """The postings of a JSON lines file, or of standard input when `source` is "-".

    A line that is no posting is reported on standard error with its number and left out.
    """
    for number, line in numbered(source):
        try:
            yield posting_of(json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            print(f"{source}: line {number}: {_problem(error)}; line left out", file=sys.stderr)


def posting_of(record: Any) -> Posting:
    """The posting of one record. Raises ValueError, TypeError or KeyError when it is none."""
    if not isinstance(record, dict):
        raise TypeError("not a JSON object")
    given = {name: str(record[name]) for name in _TEXT_FIELDS if record.get(name) is not None}
    tags = tuple(str(tag) for tag in record.get("tags") or ())
    return Posting(native_id=str(record["id"]), body=str(record["body"]), tags=tags, **given)


def write_line(record: dict[str, Any]) -> None:
    """Write one record to standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def _problem(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f'it has no "{error.args[0]}", which a posting needs'
    return f"it is not a posting ({error})"


def numbered(source: str) -> Iterator[tuple[int, str]]:
    """The lines of a file, or of standard input for "-", that hold something, counted from 1.

    A file that cannot be read is said on standard error, and ends the command with status 2.
    """
    if source == "-":
        yield from _lines(sys.stdin, "standard input")
        return
    try:
        with Path(source).open(encoding="utf-8", errors="replace") as file:
            yield from _lines(file, source)
    except OSError as error:
        print(f"{source}: cannot be read ({error.strerror}). Check the path.", file=sys.stderr)
        raise SystemExit(2) from error


def _lines(file: IO[str], name: str) -> Iterator[tuple[int, str]]:
    console = Console(stderr=True)
    lines = track(file, description=name, console=console, total=None, disable=not console.is_terminal)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line
