"""What Jobwire may do on a server and in a channel, what it needs there, and why. Pure.

https://docs.discord.com/developers/topics/permissions
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One permission as Discord's pages name it, its bit, and what Jobwire does with it."""

    name: str
    bit: int
    reason: str


VIEW = Permission(name="View Channels", bit=1 << 10, reason="to see the channels that it posts in")
SEND = Permission(name="Send Messages", bit=1 << 11, reason="to post jobs, and to open posts in forums")
SEND_IN_THREADS = Permission(
    name="Send Messages in Threads", bit=1 << 38, reason="to post in threads and forum posts"
)
CREATE_THREADS = Permission(
    name="Create Public Threads", bit=1 << 35, reason="to go on with a long digest in a thread of its own"
)
HISTORY = Permission(
    name="Read Message History",
    bit=1 << 16,
    reason="to look, after a crash, whether a job is posted already, so that none is posted twice",
)

NEEDED = (VIEW, SEND, SEND_IN_THREADS, CREATE_THREADS, HISTORY)
"""All that an invite asks for."""

SCOPES = {
    "bot": "to be a member of the server, and post",
    "applications.commands": "to offer /jobs there",
}
"""The scopes that an invite asks for."""

MANAGE_THREADS = 1 << 34
"""Not needed; who has it may write in locked threads and set tags that are for moderators."""

MENTION_ROLES = 1 << 17
"""Not needed; who has it may mention roles that not everybody may."""

_ADMINISTRATOR = 1 << 3
_EVERYTHING = (1 << 53) - 1
_WHEN_TIMED_OUT = VIEW.bit | HISTORY.bit


class Kind(Enum):
    """The kinds of channels that Jobwire posts in, by Discord's numbers."""

    TEXT = (0, 2, 5)
    """Text, the text of a voice channel, announcements."""

    THREAD = (10, 11, 12)
    FORUM = (15, 16)
    """Forums and media channels: one post a posting."""

    @classmethod
    def of(cls, number: int) -> "Kind | None":
        """The kind of a channel; None where nothing can be posted, as in a category."""
        return next((kind for kind in cls if number in kind.value), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who Jobwire is on a server. `roles` are its own, `granted` what each role of the server grants."""

    guild: str
    user: str
    roles: frozenset[str]
    granted: Mapping[str, int]
    timed_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """What a channel allows and denies a role or a member."""

    subject: str
    allow: int
    deny: int


def invited_permissions() -> int:
    """The number that an invite carries."""
    return _union(one.bit for one in NEEDED)


def in_channel(standing: Standing, overwrites: Iterable[Overwrite]) -> int:
    """What Jobwire may do in a channel; for a thread, `overwrites` are those of the channel around it."""
    everybody = standing.granted.get(standing.guild, 0)
    granted = _union([everybody, *(standing.granted.get(role, 0) for role in standing.roles)])
    if granted & _ADMINISTRATOR:
        return _EVERYTHING
    given = tuple(overwrites)
    for subjects in ({standing.guild}, standing.roles, {standing.user}):
        fitting = [one for one in given if one.subject in subjects]
        granted = granted & ~_union(one.deny for one in fitting) | _union(one.allow for one in fitting)
    if standing.timed_out:
        granted &= _WHEN_TIMED_OUT
    return granted if granted & VIEW.bit else 0


def missing(kind: Kind, granted: int, *, in_thread: bool) -> tuple[Permission, ...]:
    """What is lacking of all that is wanted in a channel. `in_thread`: long lists go on in a thread.

    Without Read Message History, what was perhaps posted is posted again; without a thread, a long list goes
    on in the channel.
    """
    wanted: tuple[Permission, ...] = {
        Kind.TEXT: (VIEW, SEND, *((CREATE_THREADS, SEND_IN_THREADS) if in_thread else ()), HISTORY),
        Kind.THREAD: (VIEW, SEND_IN_THREADS, HISTORY),
        Kind.FORUM: (VIEW, SEND, SEND_IN_THREADS, HISTORY),
    }[kind]
    if not granted & VIEW.bit:
        return (VIEW,)
    return tuple(one for one in wanted if not granted & one.bit)


def missing_to_post(kind: Kind, granted: int) -> tuple[Permission, ...]:
    """What is lacking so that nothing can be posted there at all."""
    return tuple(one for one in missing(kind, granted, in_thread=False) if one is not HISTORY)


def _union(bits: Iterable[int]) -> int:
    total = 0
    for one in bits:
        total |= one
    return total
