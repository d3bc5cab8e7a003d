"""What discord.py logs comes out as our own lines, without what somebody could act with."""

import logging

import pytest
from structlog.testing import capture_logs

from adapters.discord.library_log import library_log

HUSH = "aW50ZXJhY3Rpb246hush"


@pytest.mark.parametrize(
    ("message", "arguments", "said"),
    [
        (
            "We are being rate limited. %s %s responded with 429.",
            ("POST", f"https://discord.com/api/v10/webhooks/11/{HUSH}/messages/@original"),
            "POST https://discord.com/api/v10/webhooks/11/***/messages/@original responded",
        ),
        (
            "%s %s failed",
            ("POST", f"https://discord.com/api/v10/interactions/22/{HUSH}/callback"),
            "/interactions/22/***/callback failed",
        ),
        (
            "Shard ID %s has connected to Gateway (Session ID: %s).",
            (None, HUSH),
            "Shard ID None has connected to Gateway (Session ID: ***).",
        ),
        ("Shard ID %s has successfully RESUMED session %s.", (0, HUSH), "RESUMED session ***."),
    ],
)
def test_no_token_and_no_session_is_told(message, arguments, said):
    with capture_logs() as logs, library_log():
        logging.getLogger("discord.http").warning(message, *arguments)
    (told,) = logs
    assert said in told["said"]
    assert "hush" not in str(told)


@pytest.mark.parametrize(
    ("message", "level", "with_traceback"),
    [
        ("Attempting a reconnect in 1.20s", "warning", False),
        ("Ignoring exception in on_ready", "error", True),
    ],
)
def test_what_is_tried_again_is_a_warning_and_a_mistake_has_its_traceback(message, level, with_traceback):
    with capture_logs() as logs, library_log():
        logging.getLogger("discord.client").error(message, exc_info=OSError("lost"))
    (told,) = logs
    assert (told["log_level"], "exc_info" in told) == (level, with_traceback)


def test_afterwards_the_library_logs_as_before():
    logger = logging.getLogger("discord")
    before = (logger.level, logger.propagate, list(logger.handlers))
    with library_log():
        pass
    assert (logger.level, logger.propagate, list(logger.handlers)) == before


def test_payloads_are_not_told_and_nothing_of_voice():
    with capture_logs() as logs, library_log():
        logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")
        logging.getLogger("discord.gateway").debug("For Shard ID None: %s", {"d": HUSH})
    assert logs == []
