"""The sections of the settings, each value with its bounds and what is allowed in words."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.domain.chat import ChannelSettings, DigestSchedule, Managers
from bot.feeds.terms import TERMS

_DATABASES = ("sqlite:", "sqlite+aiosqlite:", "postgres:", "postgresql:", "postgresql+psycopg:")


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("not a zone")
    return value


def _currency(value: str) -> str:
    if value.upper() not in list_currencies():
        raise ValueError("not a currency")
    return value.upper()


def _database(value: str) -> str:
    if "://" in value and not value.startswith(_DATABASES):
        raise ValueError("it is no database that Jobwire knows")
    if ":memory:" in value or (value.startswith("sqlite") and value.strip("/").endswith(":")):
        raise ValueError("it names no file, so that everything would be forgotten")
    try:
        parts = urlsplit(value)
        readable = parts.netloc.count("@") <= 1 and parts.port != 0
    except ValueError:
        readable = False
    if "://" in value and not readable:
        raise ValueError(
            "its host or port cannot be read (in a user or password, write @ as %40, : as %3A, / as %2F, "
            "? as %3F, # as %23)"
        )
    return value


def _private_host(value: str) -> str:
    if not re.fullmatch(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?|[0-9a-fA-F:.]+", value):
        raise ValueError("not a host")
    return value


_OFF = tuple(kind for kind, terms in TERMS.items() if terms.why_off)


def _off_kind(value: str) -> str:
    if value not in _OFF:
        raise ValueError("no kind of source that is off")
    return value


def _channel(value: str) -> str:
    name = value.removeprefix("#").casefold()
    if not re.fullmatch(r"[\w.-]{1,80}", name):
        raise ValueError("not a channel's name")
    return name


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(_Section):
    """Where everything is kept."""

    url: Annotated[str, AfterValidator(_database)] = Field(
        description="sqlite:///FILE or postgresql://user:password@host/name"
    )
    keep_days: int = Field(ge=7, le=3650, description="from 7 to 3650")
    keep_workspace_days: int = Field(ge=0, le=3650, description="from 0 to 3650")


class WebSettings(_Section):
    """What HTTP is served on."""

    port: int = Field(ge=1, le=65535, description="a port from 1 to 65535")


class LogSettings(_Section):
    """What is logged, and how it looks."""

    level: Literal["debug", "info", "warning", "error"] = Field(description="debug, info, warning or error")
    format: Literal["auto", "console", "json"] = Field(description="auto, console or json")


class FeedSettings(_Section):
    """How feeds are read."""

    user_agent: str = Field(min_length=3, description="a name of at least 3 characters")
    sources_file: str = Field(description="a path, or empty")
    allowed_private: tuple[Annotated[str, AfterValidator(_private_host)], ...] = Field(
        description='a list of hosts, each with a port or without, such as ["10.0.0.5:8080"]'
    )
    timeout_seconds: float = Field(gt=0, le=300, description="seconds, above 0 and at most 300")
    max_bytes: int = Field(ge=10_000, le=100_000_000, description="from 10000 to 100000000")
    concurrency: int = Field(ge=1, le=64, description="from 1 to 64")
    permitted: tuple[Annotated[str, AfterValidator(_off_kind)], ...] = Field(
        description=f"a list of kinds of sources that are off: {', '.join(_OFF)}"
    )


class ChannelDefaults(_Section):
    """What a new channel begins with."""

    timezone: Annotated[str, AfterValidator(_zone)] = Field(description="an IANA zone such as Europe/Berlin")
    currency: Annotated[str, AfterValidator(_currency)] = Field(description="an ISO 4217 code such as EUR")
    cards_per_hour: int = Field(ge=1, le=1000, description="from 1 to 1000")
    digest_at: time = Field(description="a time such as 09:00")
    managers: Managers = Field(description="everyone, admins or listed")

    def settings(self) -> ChannelSettings:
        """The settings of a channel that has chosen nothing."""
        return ChannelSettings(
            timezone=self.timezone,
            currency=self.currency,
            cards_per_hour=self.cards_per_hour,
            digest=DigestSchedule(at=self.digest_at),
            managers=self.managers,
        )


class TerminalSettings(_Section):
    """The terminal as a chat platform."""

    transcript: str = Field(min_length=1, description="a path")
    channel: Annotated[str, AfterValidator(_channel)] = Field(
        description="a name of letters, digits, dots, dashes and underscores"
    )


class VocabularySettings(_Section):
    """What the words of queries and postings mean."""

    file: str = Field(description="a path, or empty")

    @property
    def path(self) -> Path | None:
        """The operator's own file; None where none is named."""
        return Path(self.file) if self.file else None


class CacheSettings(_Section):
    """Where compiled files are kept."""

    directory: str = Field(description="a path, or empty")

    @property
    def path(self) -> Path:
        """The folder itself; the person's own cache folder where none is named."""
        return Path(self.directory) if self.directory else Path.home() / ".cache" / "jobwire"
