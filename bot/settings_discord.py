"""The [discord] section: the bot's token, and where Discord is found."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

DISCORD_SECRETS = ("token",)

DISCORD_VARIABLES = {"DISCORD_TOKEN": ("discord", "token")}
"""As the hosts name it."""


def _token(value: SecretStr) -> SecretStr:
    given = value.get_secret_value()
    if given and not re.fullmatch(r"[\w-]{6,}\.[\w-]+\.[\w-]+", given, re.ASCII):
        raise ValueError("it is no bot token, which has three parts with dots between them")
    return value


def _api_url(value: str) -> str:
    if not _is_address(value, "http", "https"):
        raise ValueError("not an address")
    return value.rstrip("/")


def _gateway_url(value: str) -> str:
    if value and not _is_address(value, "ws", "wss"):
        raise ValueError("not an address")
    return value


def _is_address(value: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not parts.query
    except ValueError:
        return False


class DiscordSettings(BaseModel):
    """The app at Discord; without a token, Jobwire is not on Discord."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: Annotated[SecretStr, AfterValidator(_token)] = Field(
        description="the bot's token, from the page Bot of the app, or empty"
    )
    api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        description="an address such as https://discord.com/api/v10"
    )
    gateway_url: Annotated[str, AfterValidator(_gateway_url)] = Field(
        description="an address such as ws://127.0.0.1:7878, or empty"
    )

    @property
    def configured(self) -> bool:
        """Whether Jobwire is on Discord."""
        return bool(self.token.get_secret_value())
