"""Finds the folder of real documents beside the project; tests that need it skip where it is absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(relative: str) -> Path:
    """The path under the shared folder; skips the test, saying what is missing, when it is not there."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"needs shared/{relative} beside the project (real documents, never committed)")
    return path
