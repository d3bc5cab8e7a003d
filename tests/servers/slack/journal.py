"""A file of JSON lines in which the last value of each key counts, so that a server survives its end."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """`put` writes through at once; `values` reads back what an earlier process wrote."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file = None if path is None else path.open("a", encoding="utf-8")

    def values(self) -> Iterator[tuple[str, str, Any]]:
        """(kind, key, last value) in the order in which the keys first appeared. None is a removal."""
        if self._path is None:
            return
        last: dict[tuple[str, str], Any] = {}
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                kind, key, value = json.loads(line)
            except ValueError:  # the last line of a process that was killed
                continue
            last[kind, key] = value
        for (kind, key), value in last.items():
            if value is not None:
                yield kind, key, value

    def put(self, kind: str, key: str, value: Any) -> None:
        if self._file is not None:
            self._file.write(json.dumps([kind, key, value]) + "\n")
            self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
