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

_BEGIN = b'{"id": '
"""What each line begins with."""


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
    """A transcript file. It is created when it is not there; its directory must exist.

    Raises JobwireError for a file that cannot be used, or that is not ours: that one is left as it is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.touch()
            content = path.read_bytes()
            self._lines = list(_read(path, content))
            if not content.endswith(b"\n"):
                _cut_off_last(path, content)
        except OSError as error:
            raise JobwireError(
                f"The transcript {path} cannot be used ({error.strerror}). "
                "Set JOBWIRE_TERMINAL_TRANSCRIPT to a file that can be written."
            ) from error

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
                file.write(written.encode(errors="backslashreplace") + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(start)
                raise
        self._lines.append(line)

    def newest_first(self) -> Iterator[Line]:
        """The lines, the last one first."""
        return reversed(self._lines)


def _cut_off_last(path: Path, content: bytes) -> None:
    """Cut off a line that a crash left without its end."""
    whole = content.rfind(b"\n") + 1
    left = content[whole:]
    if left and not (left.startswith(_BEGIN) or _BEGIN.startswith(left)):
        raise _not_ours(path, content.count(b"\n") + 1)
    with path.open("r+b") as file:
        file.truncate(whole)


def _read(path: Path, content: bytes) -> Iterator[Line]:
    """The lines that have their end."""
    for number, written in enumerate(content.split(b"\n")[:-1], 1):
        try:
            fields: dict[str, Any] = json.loads(written)
            line = Line(**{**fields, "at": datetime.fromisoformat(fields["at"])})
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise _not_ours(path, number) from error
        yield line


def _not_ours(path: Path, number: int) -> JobwireError:
    return JobwireError(
        f"The transcript {path}, line {number}, is not one of ours: move the file away, "
        "and Jobwire begins a new one."
    )
