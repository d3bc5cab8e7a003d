"""What discord.py says, in our log: no secrets, and no traceback where it tries again by itself."""

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager

import structlog

_LIBRARY = "discord"
_SECRETS = re.compile(
    r"(?P<before>/webhooks/\d+/|/interactions/\d+/|Session ID: |RESUMED session )[^/\s).?]+"
)
"""Tokens of interactions in addresses, and ids by which a session can be resumed."""

_OF_NO_USE = ("PyNaCl is not installed", "davey is not installed", "logging in using static token")
"""Of voice, which we do not use, and what our own lines say."""

_TRIED_AGAIN = ("Attempting a reconnect", "Failed to connect for shard")

_log = structlog.get_logger(__name__)


@contextmanager
def library_log() -> Generator[None]:
    """While the block runs, discord.py's lines are ours."""
    logger, handler = logging.getLogger(_LIBRARY), _Handler()
    was = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)  # below, it tells every payload
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(was[0])
        logger.propagate = was[1]


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        said = _SECRETS.sub(r"\g<before>***", record.getMessage())
        if said.startswith(_OF_NO_USE):
            return
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and said.startswith(_TRIED_AGAIN):
            _log.warning("discord.py", said=said, problem=type(error).__name__)
        else:
            _log.log(record.levelno, "discord.py", said=said, exc_info=error)
