"""Reads the settings: config/default.toml, a file of the operator's, an env file, the environment.

The only file that looks at the environment. Later ones of that list win. All faults are found at once.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigurationError, Fault
from bot.settings_discord import DISCORD_SECRETS, DISCORD_VARIABLES, DiscordSettings
from bot.settings_keys import KEY_SECRETS, KeySettings
from bot.settings_sections import (
    CacheSettings,
    ChannelDefaults,
    DatabaseSettings,
    FeedSettings,
    LogSettings,
    TerminalSettings,
    VocabularySettings,
    WebSettings,
)
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


def config_directory() -> Path:
    """The folder of what Jobwire brings along: beside the packages, or inside `bot` in a wheel."""
    packaged = Path(__file__).parent / "config"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "config"


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
