"""Reads the settings: config/default.toml, a file of the operator's, an env file, the environment.

The only file that looks at the environment. Later ones of that list win. All faults are found at once.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import time
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.domain.chat import ChannelSettings, DigestSchedule, Managers
from bot.errors import ConfigurationError, Fault
from bot.feeds.terms import TERMS
from bot.settings_discord import DISCORD_SECRETS, DISCORD_VARIABLES, DiscordSettings
from bot.settings_keys import KEY_SECRETS, KeySettings
from bot.settings_slack import NEW_KEY, SLACK_SECRETS, SLACK_VARIABLES, SlackMode, SlackSettings

PREFIX = "JOBWIRE_"
_HOSTED = {
    "DATABASE_URL": ("database", "url"),
    "PORT": ("web", "port"),
    **SLACK_VARIABLES,
    **DISCORD_VARIABLES,
}
_SECRET = {
    ("database", "url"),
    *(("slack", key) for key in SLACK_SECRETS),
    *(("discord", key) for key in DISCORD_SECRETS),
    *(("keys", key) for key in KEY_SECRETS),
}
"""Settings whose value is not shown: it may be a secret, or hold a password."""

_DATABASES = ("sqlite:", "sqlite+aiosqlite:", "postgres:", "postgresql:", "postgresql+psycopg:")


def config_directory() -> Path:
    """The folder of what Jobwire brings along: beside the packages, or inside `bot` in a wheel."""
    packaged = Path(__file__).parent / "config"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "config"


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


class Settings(BaseSettings):
    """Every setting, checked. Frozen; made by `load_settings`."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    database: DatabaseSettings
    web: WebSettings
    log: LogSettings
    feeds: FeedSettings
    keys: KeySettings
    channel: ChannelDefaults
    terminal: TerminalSettings
    vocabulary: VocabularySettings
    cache: CacheSettings
    slack: SlackSettings
    discord: DiscordSettings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` has read, layer by layer, so that each fault can name its place."""
        return (init_settings,)


def load_settings(
    *,
    config_file: Path | None = None,
    env_file: Path = Path(".env"),
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Read and check all settings.

    Raises ConfigurationError with every fault: its file or variable, its key, and what is allowed.
    """
    settings, faults = settings_and_faults(
        config_file=config_file, env_file=env_file, environment=environment
    )
    if faults:
        raise ConfigurationError(faults)
    return settings


def settings_and_faults(
    *,
    config_file: Path | None = None,
    env_file: Path = Path(".env"),
    environment: Mapping[str, str] | None = None,
) -> tuple[Settings, tuple[Fault, ...]]:
    """The settings, with defaults in place of what is wrong, and everything that is wrong."""
    values = os.environ if environment is None else environment
    layers = _Layers()
    layers.add_file(config_directory() / "default.toml")
    if config_file is not None:
        layers.add_file(config_file)
    if env_file.is_file():
        layers.add_env_file(env_file)
    layers.add_variables("environment", values)
    return layers.settings()


class _Layers:
    """Puts layers on one another and remembers which place gave each key."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, Any]] = {}
        self._places: dict[tuple[str, ...], tuple[str, str]] = {}
        self._defaults: dict[str, dict[str, Any]] = {}
        self._faults: list[Fault] = []
        self._wrong: set[tuple[str, str]] = set()

    def add_file(self, path: Path) -> None:
        text = self._text(path, "a TOML file")
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._faults.append(Fault(str(path), "", f"it is not TOML ({error})", "a TOML file"))
            return
        for section, keys in document.items():
            if not isinstance(keys, dict):
                place = _placed(path, _line_of(text, "", section))
                problem = "it stands outside a section"
                self._faults.append(Fault(place, section, problem, "a line [section] before it"))
                continue
            for key, value in keys.items():
                place = _placed(path, _line_of(text, section, key))
                self._set(section, key, value, place=(place, f"{section}.{key}"))
        self._defaults = self._defaults or deepcopy(self._values)

    def add_env_file(self, path: Path) -> None:
        text = self._text(path, "a text file of lines KEY=value")
        statements = list(parse_stream(StringIO(text)))
        for statement in statements:
            if statement.error:
                place = _placed(path, statement.original.line)
                self._faults.append(Fault(place, "", "it is no setting", "lines KEY=value, or # comments"))
        sound = "".join(one.original.string for one in statements if not one.error)
        pairs = {key: value or "" for key, value in dotenv_values(stream=StringIO(sound)).items()}
        self.add_variables(str(path), pairs)

    def add_variables(self, place: str, variables: Mapping[str, str]) -> None:
        for name, (section, key) in _HOSTED.items():
            if variables.get(name):
                self._set_text(section, key, variables[name], place=(place, name))
        for name, value in sorted(variables.items()):
            section, _, key = name.removeprefix(PREFIX).lower().partition("_")
            if name.startswith(PREFIX) and value:
                self._set_text(section, key, value, place=(place, name))

    def settings(self) -> tuple[Settings, tuple[Fault, ...]]:
        try:
            settings = Settings(**self._values)  # type: ignore[arg-type]  # checked by pydantic
        except ValidationError as error:
            for found in error.errors():
                self._faults.append(self._fault(dict(found)))
                self._fall_back(*map(str, found["loc"][:2]))
            settings = Settings(**self._values)  # type: ignore[arg-type]  # now it is sound
        self._faults += [
            self._half(mode, lacking, given)
            for mode, missing, given in settings.slack.missing()
            if (lacking := tuple(key for key in missing if ("slack", key) not in self._wrong))
        ]
        return settings, tuple(self._faults)

    def _half(self, mode: SlackMode, missing: tuple[str, ...], given: str) -> Fault:
        """A way to run on Slack of which only a part was given."""
        place, key = self._places["slack", given]
        names = [f"SLACK_{one.upper()}" if key.isupper() else f"slack.{one}" for one in missing]
        problem = f"{mode} also needs {' and '.join(names)}, which {'are' if names[1:] else 'is'} missing"
        made = f" (`{NEW_KEY}` makes one)" if "encryption_keys" in missing else ""
        allowed = f"{key} with {', '.join(names)}{made}; or leave out {key}"
        return Fault(place, key, problem, allowed)

    def _fall_back(self, section: str, key: str = "") -> None:
        """Put the default in the place of what is wrong."""
        self._wrong.add((section, key))
        defaults = self._defaults.get(section, {})
        if key in defaults:
            self._values[section][key] = defaults[key]
        elif key and defaults:
            self._values[section].pop(key, None)
        else:
            self._values.pop(section, None)

    def _text(self, path: Path, allowed: str) -> str:
        """What a file holds; where it cannot be read, that is a fault, and it holds nothing."""
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            problem = f"it cannot be read ({error.strerror})"
        except UnicodeDecodeError:
            problem = "it is not text in UTF-8"
        self._faults.append(Fault(str(path), "", problem, allowed))
        return ""

    def _set_text(self, section: str, key: str, value: str, *, place: tuple[str, str]) -> None:
        """What a variable says: where a list is meant, its commas part the values."""
        parts = [part.strip() for part in value.split(",") if part.strip()]
        self._set(section, key, parts if _is_list(section, key) else value, place=place)

    def _set(self, section: str, key: str, value: Any, *, place: tuple[str, str]) -> None:
        self._values.setdefault(section, {})[key] = value
        self._places[section, key] = place

    def _fault(self, found: dict[str, Any]) -> Fault:
        where = tuple(str(step) for step in found["loc"])[:2]
        known = self._places.get(where) or next(
            (place for keys, place in self._places.items() if keys[: len(where)] == where), None
        )
        place, key = known or ("default.toml", ".".join(where))
        if found["type"] == "extra_forbidden":
            return Fault(place, key, "there is no such setting", _known_keys(where[0]))
        if where in _SECRET:
            return Fault(place, key, str(found.get("ctx", {}).get("error", "it is no text")), _allowed(where))
        return Fault(place, key, f"{found['input']!r} is not allowed", _allowed(where))


def _placed(path: Path, line: int | None) -> str:
    return f"{path}, line {line}" if line else str(path)


def _line_of(text: str, section: str, key: str) -> int | None:
    """The line of a key, where it stands as people write it; None where it does not."""
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
            inside = header[1]
        elif inside == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return None


def _section_fields(section: str) -> Mapping[str, Any]:
    field = Settings.model_fields.get(section)
    model = field.annotation if field else None
    return model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}


def _is_list(section: str, key: str) -> bool:
    field = _section_fields(section).get(key)
    return field is not None and str(field.annotation).startswith("tuple")


def _allowed(where: Iterable[str]) -> str:
    section, key = [*where, "", ""][:2]
    field = _section_fields(section).get(key)
    return field.description if field and field.description else _known_keys(section)


def _known_keys(section: str) -> str:
    return ", ".join(_section_fields(section) or Settings.model_fields)
