"""Logs, as people and as programs read them."""

import io
import sys

import pytest
import structlog

from adapters.cli.logs import configure_logs
from bot.settings import LogSettings


@pytest.mark.parametrize("format_", ["json", "console"])
def test_a_logged_error_shows_where_it_was_and_no_value_of_a_variable(
    monkeypatch: pytest.MonkeyPatch, format_: str
):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    before = structlog.get_config()
    configure_logs(LogSettings(level="info", format=format_))
    password = "hunter2"
    try:
        _fail(password)
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)
    finally:
        structlog.configure(**before)
    logged = sys.stderr.getvalue()
    assert "_fail" in logged
    assert password not in logged


def _fail(password: str) -> None:
    raise ValueError(f"{len(password)} characters are too few")
