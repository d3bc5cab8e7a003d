"""A chat platform in memory. It is under the same contract as the real ones."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.delivery.message import Message
from bot.delivery.platform import Capabilities, Limit
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.errors import MessageGone

CAPABILITIES = Capabilities(
    text_characters=Limit(value=2000, source="tests/fakes"),
    blocks=Limit(value=40, source="tests/fakes"),
    actions_per_row=Limit(value=5, source="tests/fakes"),
    label_characters=Limit(value=40, source="tests/fakes"),
    pace=timedelta(0),
    send_timeout=timedelta(seconds=10),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that the fake accepted."""

    id: str
    at: datetime
    channel: ChannelRef
    key: str
    parent: str | None
    message: Message

    @property
    def match_ids(self) -> tuple[int, ...]:
        return tuple(one.match_id for one in self.message.sections if one.match_id is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is raised instead of an answer, and whether the message was accepted before."""

    error: BaseException
    accepted: bool = False


class FakePlatform:
    """Accepts messages; each of the troubles is used up by one call, None is an answer.

    `posted` shows every message as it was last edited.
    """

    def __init__(
        self,
        *,
        name: str = "fake",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        capabilities: Capabilities = CAPABILITIES,
    ) -> None:
        self.name = name
        self.capabilities = capabilities
        self.posted: list[Posted] = []
        self.send_troubles: deque[Trouble | None] = deque()
        self.find_troubles: deque[Trouble | None] = deque()
        self.edit_troubles: deque[Trouble | None] = deque()
        self.sends = 0
        self.finds = 0
        self.edits = 0
        self._next_id = 1
        self._clock = clock

    async def send(
        self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
    ) -> SentMessage:
        self.sends += 1
        trouble = self.send_troubles.popleft() if self.send_troubles else None
        if trouble is not None and not trouble.accepted:
            raise trouble.error
        posted = Posted(
            id=f"f{self._next_id}",
            at=self._clock(),
            channel=channel,
            key=key,
            parent=parent.id if parent else None,
            message=message,
        )
        self._next_id += 1
        self.posted.append(posted)
        if trouble is not None:
            raise trouble.error
        return SentMessage(id=posted.id, link=f"https://fake.example/{posted.id}")

    async def find(
        self,
        channel: ChannelRef,
        key: str,
        since: datetime,
        parent: SentMessage | None = None,  # noqa: ARG002 (history holds replies beside all others)
    ) -> SentMessage | None:
        self.finds += 1
        trouble = self.find_troubles.popleft() if self.find_troubles else None
        if trouble is not None:
            raise trouble.error
        for posted in reversed(self.posted):
            if (posted.channel, posted.key) == (channel, key) and posted.at >= since:
                return SentMessage(id=posted.id, link=f"https://fake.example/{posted.id}")
        return None

    async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
        self.edits += 1
        trouble = self.edit_troubles.popleft() if self.edit_troubles else None
        if trouble is not None and not trouble.accepted:
            raise trouble.error
        for at, posted in enumerate(self.posted):
            if (posted.channel, posted.id) == (channel, sent.id):
                self.posted[at] = replace(posted, message=message)
                break
        else:
            raise MessageGone("The message has been deleted.")
        if trouble is not None:
            raise trouble.error

    def delete(self, id_: str) -> None:
        """Somebody deletes a message."""
        self.posted = [one for one in self.posted if one.id != id_]

    def cannot_find(self) -> None:
        """From now on, nobody can ask this platform what it has."""
        self.capabilities = replace(self.capabilities, can_find=False)
