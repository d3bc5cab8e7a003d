"""What Discord tells of a channel, and where a message stands. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from adapters.discord.limits import POST_TAGS
from bot.delivery.message import Message
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage

FORUMS = frozenset({15, 16})
"""Forum and media channels: there are only posts in them, each a thread."""

DIRECT = "@me"
"""The workspace of a conversation with one person."""

_REQUIRE_TAG = 1 << 4
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_ALTERNATIVES = re.compile(r"[/&,|+]|\bor\b|\band\b", re.IGNORECASE)
"""What stands between the names in a tag such as "Staff / Principal"."""

_OCCUPATION = re.compile(r"(engineer(s|ing)?|develop(ers?|ment)|jobs|roles|level)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag of a forum. `moderated`: only moderators may put it on a post."""

    id: str
    name: str
    moderated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel or thread. `last_message`: the id of its newest message, which may be deleted, or 0."""

    id: str
    kind: int
    guild: str = ""
    parent: str = ""
    owner: str = ""
    last_message: int = 0
    tags: tuple[Tag, ...] = ()
    needs_tag: bool = False
    archived_at: datetime | None = None

    @property
    def is_forum(self) -> bool:
        """Whether messages stand in posts of it only."""
        return self.kind in FORUMS

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """As Discord tells it."""
        thread = told.get("thread_metadata") or {}
        return cls(
            id=str(told["id"]),
            kind=told["type"],
            guild=str(told.get("guild_id") or ""),
            parent=str(told.get("parent_id") or ""),
            owner=str(told.get("owner_id") or ""),
            last_message=int(told.get("last_message_id") or 0),
            tags=tuple(
                Tag(id=str(tag["id"]), name=tag["name"], moderated=bool(tag.get("moderated")))
                for tag in told.get("available_tags") or ()
            ),
            needs_tag=bool((told.get("flags") or 0) & _REQUIRE_TAG),
            archived_at=datetime.fromisoformat(thread["archive_timestamp"])
            if thread.get("archived")
            else None,
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message stands: a `SentMessage.id` is "CHANNEL/MESSAGE", the channel being a thread's, too."""

    channel: str
    message: str

    @classmethod
    def of(cls, sent: SentMessage, channel: ChannelRef) -> Self:
        """The spot of a message; one without a channel stands in the channel itself."""
        where, _, message = sent.id.rpartition("/")
        return cls(where or channel.channel, message)

    @property
    def thread(self) -> str:
        """The thread in which messages under this one stand: it has the id of the message it begins with."""
        return self.message

    def sent(self, channel: ChannelRef) -> SentMessage:
        """The message for the ledger."""
        link = f"https://discord.com/channels/{channel.workspace}/{self.channel}/{self.message}"
        return SentMessage(id=f"{self.channel}/{self.message}", link=link)


def tags_for(forum: Place, message: Message) -> list[str]:
    """Ids of the tags that a post gets: those that name one of its posting's topics (level, role ...).

    Where a post must have one and none fits, the first one that anybody may put on it.
    """
    usable = [tag for tag in forum.tags if not tag.moderated]
    topics = set(map(_folded, message.topics)) - {""}
    fitting = [tag.id for tag in usable if topics & set(map(_folded, _ALTERNATIVES.split(tag.name)))]
    if not fitting and forum.needs_tag:
        fitting = [tag.id for tag in usable[:1]]
    return fitting[: POST_TAGS.value]


def id_at(instant: datetime) -> int:
    """The least id that something made at that instant has; 0 before Discord began."""
    return max(0, int((instant - _EPOCH) / timedelta(milliseconds=1))) << 22


def _folded(name: str) -> str:
    """For comparing: "Data Engineering" and "data-engineer" are one, "Engineering" alone is nothing."""
    return _OCCUPATION.sub("", re.sub(r"[\W_]+", "", name.casefold()))
