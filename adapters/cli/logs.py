"""How log lines look: for people on a terminal, JSON everywhere else; always on standard error."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from bot.settings_sections import LogSettings

TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
"""Tracebacks for JSON, without the values of variables: those may be passwords, tokens, people's texts."""

_LEVELS = logging.getLevelNamesMapping()


def configure_logs(settings: LogSettings, *, at_a_prompt: bool = False) -> None:
    """Set up structlog. Where somebody types at a prompt, only warnings come in between."""
    level = max(_LEVELS[settings.level.upper()], logging.WARNING if at_a_prompt else logging.NOTSET)
    people = settings.format == "console" or (settings.format == "auto" and sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *_rendering(people=people),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _rendering(*, people: bool) -> list[structlog.typing.Processor]:
    if people:
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    return [TRACEBACKS, structlog.processors.JSONRenderer(default=str)]
