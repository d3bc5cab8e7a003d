"""What a Slack holds: workspaces, people, channels, tokens. Values that a journal can write and read back."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

BOT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:read",
    "team:read",
    "users:read",
)
"""What a token has unless a test says otherwise."""


@dataclass(slots=True, kw_only=True)
class _Kept:
    def value(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, value: dict[str, Any]) -> Self:
        return cls(**value)


@dataclass(slots=True, kw_only=True)
class App:
    """The one app that this Slack knows; every workspace installs it."""

    app_id: str = "A0JOBWIRE"
    name: str = "Jobwire"
    client_id: str = "1111111111.2222222222"
    client_secret: str = "client-secret-of-the-test-app"
    signing_secret: str = "signing-secret-of-the-test-app"
    app_token: str = "xapp-1-A0JOBWIRE-1111-test"
    verification_token: str = "legacy-verification-token"


@dataclass(slots=True, kw_only=True)
class Workspace(_Kept):
    id: str
    name: str
    domain: str
    enterprise_id: str = ""
    enterprise_name: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    installed: bool = True


@dataclass(slots=True, kw_only=True)
class Token(_Kept):
    """A bearer token; `refused` is the error that it gets from now on, empty while it is good."""

    value_: str
    team_id: str
    bot_user_id: str
    bot_id: str
    enterprise_id: str = ""
    is_enterprise_install: bool = False
    scopes: list[str] = field(default_factory=lambda: list(BOT_SCOPES))
    refused: str = ""


@dataclass(slots=True, kw_only=True)
class User(_Kept):
    id: str
    team_id: str
    name: str
    real_name: str = ""
    tz: str = "Europe/Berlin"
    tz_label: str = "Central European Time"
    tz_offset: int = 3600
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False


@dataclass(slots=True, kw_only=True)
class Channel(_Kept):
    """A conversation. `kind` is public, private, im or mpim; `user` is the other person of an im."""

    id: str
    team_id: str
    name: str
    kind: str = "public"
    members: list[str] = field(default_factory=list)
    user: str = ""
    created: int = 0
    archived: bool = False
    deleted: bool = False
    read_only: bool = False

    @property
    def scope_family(self) -> str:
        """The first half of the scopes that read this channel."""
        return {"public": "channels", "private": "groups"}.get(self.kind, self.kind)
