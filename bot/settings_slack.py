"""The [slack] section: what it holds, which way of running it means, and which of its secrets are missing."""

import base64
import binascii
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

NEW_KEY = "jobwire slack new-key"
"""The command that makes an encryption key."""


class SlackMode(StrEnum):
    """How Jobwire is connected to Slack."""

    SOCKET = "Socket Mode"
    HTTP = "HTTP"


_NEEDED: Mapping[SlackMode, tuple[str, ...]] = {
    SlackMode.SOCKET: ("bot_token", "app_token"),
    SlackMode.HTTP: ("client_id", "client_secret", "signing_secret", "encryption_keys"),
}
_OWN = {mode: tuple(key for key in keys if key != "encryption_keys") for mode, keys in _NEEDED.items()}
"""Those that show that a way of running is meant. A key alone shows nothing."""

SLACK_SECRETS = ("bot_token", "app_token", "client_secret", "signing_secret", "encryption_keys")

SLACK_VARIABLES = {
    f"SLACK_{key.upper()}": ("slack", key)
    for key in ("bot_token", "app_token", "client_id", "client_secret", "signing_secret", "encryption_keys")
}
"""As Slack's own documentation and the hosts name them."""


_TOKENS = {"xoxb-": "bot token", "xapp-": "app-level token", "xoxp-": "token of a person"}
"""What a token is by its beginning."""


def _token(prefix: str) -> AfterValidator:
    name = _TOKENS[prefix]

    def check(value: SecretStr) -> SecretStr:
        given = value.get_secret_value()
        for other in _TOKENS.keys() - {prefix}:
            if given.startswith(other):
                raise ValueError(f"it is the {_TOKENS[other]}, and no {name}, which begins with {prefix}")
        if given and (not given.startswith(prefix) or not given.isascii() or " " in given):
            raise ValueError(f"it is no {name}, which begins with {prefix} and has no blanks or quotes")
        return value

    return AfterValidator(check)


def _key(value: SecretStr) -> SecretStr:
    try:
        sound = len(base64.b64decode(value.get_secret_value(), altchars=b"-_", validate=True)) == 32  # noqa: PLR2004  # bytes
    except (binascii.Error, ValueError):
        sound = False
    if not sound:
        raise ValueError("it is no encryption key")
    return value


def _api_url(value: str) -> str:
    if not _is_web_address(value):
        raise ValueError("not an address")
    return value if value.endswith("/") else f"{value}/"


def _public_url(value: str) -> str:
    if value and not _is_web_address(value):
        raise ValueError("not an address")
    return value.rstrip("/")


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query
    except ValueError:
        return False


class SlackSettings(BaseModel):
    """The app at Slack; empty where Jobwire is not on Slack."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bot_token: Annotated[SecretStr, _token("xoxb-")] = Field(
        description="the Bot User OAuth Token (xoxb-...), or empty"
    )
    app_token: Annotated[SecretStr, _token("xapp-")] = Field(
        description="an app-level token (xapp-...) with the scope connections:write, or empty"
    )
    client_id: str = Field(description="the app's Client ID, or empty")
    client_secret: SecretStr = Field(description="the app's Client Secret, or empty")
    signing_secret: SecretStr = Field(description="the app's Signing Secret, or empty")
    encryption_keys: tuple[Annotated[SecretStr, AfterValidator(_key)], ...] = Field(
        description=f"a list of keys as `{NEW_KEY}` makes them, the newest first"
    )
    api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        description="an address such as https://slack.com/api/"
    )
    public_url: Annotated[str, AfterValidator(_public_url)] = Field(
        description="the address that the world reaches this server by, such as https://jobs.example.com"
    )

    @property
    def mode(self) -> SlackMode | None:
        """The way of running that is configured whole; None where none is. Socket Mode goes first."""
        return next((mode for mode in SlackMode if not self._missing(mode)), None)

    def missing(self) -> tuple[tuple[SlackMode, tuple[str, ...], str], ...]:
        """For each way of running that is half configured: what it lacks, and one of what was given."""
        if not self._missing(SlackMode.SOCKET):
            return ()  # what else is there does no harm: one page at Slack shows all of it
        faults = []
        for mode, keys in _OWN.items():
            given = [key for key in keys if self._has(key)]
            lacking = self._missing(mode)
            if given and lacking:
                faults.append((mode, lacking, given[0]))
        return tuple(faults)

    def _missing(self, mode: SlackMode) -> tuple[str, ...]:
        return tuple(key for key in _NEEDED[mode] if not self._has(key))

    def _has(self, key: str) -> bool:
        value = getattr(self, key)
        return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
