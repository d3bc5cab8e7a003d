"""What a Discord holds: guilds, channels, people. Values that a journal can write and read back."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

Json = dict[str, Any]

TEXT, DM, ANNOUNCEMENT, ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 5, 10, 11, 12, 15
KINDS = {"text": TEXT, "dm": DM, "announcement": ANNOUNCEMENT, "thread": PUBLIC_THREAD, "forum": FORUM}
THREADS = (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)

CROSSPOSTED, EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 0, 1 << 6, 1 << 7, 1 << 15
SUPPRESS_EMBEDS, HAS_THREAD, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 5, 1 << 12
REQUIRE_TAG = 1 << 4

PERMISSIONS = {
    "create_instant_invite": 1 << 0,
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "manage_roles": 1 << 28,
    "manage_webhooks": 1 << 29,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
}
EVERYBODYS = ("view_channel", "send_messages", "read_message_history", "use_application_commands")
BOTS = (
    "view_channel",
    "send_messages",
    "embed_links",
    "read_message_history",
    "create_public_threads",
    "send_messages_in_threads",
)


def bits(names: Any) -> int:
    """Permissions by name as Discord's number."""
    total = 0
    for name in names:
        if name not in PERMISSIONS:
            raise ValueError(f"no permission {name}; there are {', '.join(PERMISSIONS)}")
        total |= PERMISSIONS[name]
    return total


@dataclass(slots=True, kw_only=True)
class _Kept:
    def value(self) -> Json:
        return asdict(self)

    @classmethod
    def of(cls, value: Json) -> Self:
        return cls(**value)


@dataclass(slots=True, kw_only=True)
class App:
    """The one app that this Discord knows; its bot has the same id."""

    id: str = "1100000000000000001"
    name: str = "Jobwire"
    token: str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.jobwire.bot-token-of-the-test-app"
    public_key: str = "ab" * 32
    privileged: int = 0  # privileged intents that are switched on: 2 members, 256 presences, 32768 content
    token_refused: bool = False
    more: Json = field(default_factory=dict)  # what else is set in the developer portal


@dataclass(slots=True, kw_only=True)
class User(_Kept):
    id: str
    name: str
    bot: bool = False
    locale: str = "en-US"
    takes_messages: bool = True


@dataclass(slots=True, kw_only=True)
class Guild(_Kept):
    """`roles`: id → {name, permissions, position, mentionable}; `members`: user → role ids."""

    id: str
    name: str
    owner_id: str
    roles: dict[str, Json] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    unavailable: bool = False
    removed: bool = False  # the bot is no member any more
    locale: str = "en-US"
    timed_out: dict[str, str] = field(default_factory=dict)  # user → until when
    system_channel: str = ""  # where people are greeted


@dataclass(slots=True, kw_only=True)
class Channel(_Kept):
    """`overwrites`: id of a role or member → [allowed, denied]. `tags`: {id, name, moderated}."""

    id: str
    guild_id: str
    kind: int
    name: str = ""
    topic: str | None = None
    position: int = 0
    deleted: bool = False
    overwrites: dict[str, list[int]] = field(default_factory=dict)
    slowmode: int = 0
    tags: list[Json] = field(default_factory=list)
    require_tag: bool = False
    recipient: str = ""
    last_message: str | None = None
    parent_id: str | None = None
    owner_id: str = ""
    archived: bool = False
    archived_at: float = 0.0
    locked: bool = False
    auto_archive: int = 4320
    created_at: float = 0.0
    applied_tags: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS
