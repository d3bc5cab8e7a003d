"""What the terminal has shown, kept in a file, so that a message can be found after a crash.

One JSON object a line, flushed to the disk before the message counts as sent. A last line that a crash
cut short is no message: it is cut off when the file is opened.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import JobwireError


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message shown. `parent` is the id of the message that it stands under, None for none."""

    id: str
    at: datetime
    workspace: str
    channel: str
    key: str
    parent: str | None
    text: str


class Transcript:
    """A transcript file. It is created when it is not there; its directory must exist."""

    def __init__(self, path: Path) -> None:
        self._path = path
        _repair(path)
        self._lines = list(_read(path))

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines)

    def append(self, line: Line) -> None:
        """Add a line; it is on the disk when this returns. Raises OSError when it cannot be written."""
        written = json.dumps({**asdict(line), "at": line.at.isoformat()}, ensure_ascii=False)
        with self._path.open("ab") as file:
            start = file.tell()
            try:
                file.write(written.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(start)
                raise
        self._lines.append(line)

    def newest_first(self) -> Iterator[Line]:
        """The lines, the last one first."""
        return reversed(self._lines)


def _repair(path: Path) -> None:
    """Cut off a line that a crash left without its end."""
    if not path.exists():
        path.touch()
        return
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(content.rfind(b"\n") + 1)


def _read(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, written in enumerate(file, 1):
            try:
                fields: dict[str, Any] = json.loads(written)
                line = Line(**{**fields, "at": datetime.fromisoformat(fields["at"])})
            except (ValueError, TypeError, KeyError) as error:
                raise JobwireError(
                    f"The transcript {path}, line {number}, is not one of ours: move the file away, "
                    "and Jobwire begins a new one.",
                    detail=str(error),
                ) from error
            yield line
