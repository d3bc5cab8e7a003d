"""The port to a chat platform: two methods, its limits as data, further abilities as protocols."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.delivery.message import Message
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number that a platform sets, and the page or measurement that it comes from."""

    value: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can carry. Characters are counted over all text of one message.

    `action_blocks` is how many blocks an action counts for beside its row, where a platform counts those.
    `pace` is the shortest pause between two messages to one channel. `send_timeout` is the time
    limit of one request; leases are longer. `can_find` is False where the platform gives no way to
    ask for a message by its key: an uncertain part is then sent again, counted and reported.
    """

    text_characters: Limit
    blocks: Limit
    actions_per_row: Limit
    label_characters: Limit
    pace: timedelta
    send_timeout: timedelta
    action_blocks: int = 0
    can_find: bool = True


class ChatPlatform(Protocol):
    """A chat platform that messages are sent through."""

    @property
    def name(self) -> str:
        """The platform's name as it stands in a `ChannelRef`."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can carry."""
        ...

    async def send(
        self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
    ) -> SentMessage:
        """Post a message that carries `key`, under `parent` if given, and return once it is accepted.

        Raises a `bot.errors.DeliveryError` that says what to do.
        """
        ...

    async def find(
        self, channel: ChannelRef, key: str, since: datetime, parent: SentMessage | None = None
    ) -> SentMessage | None:
        """The message that carries `key`, sent at or after `since`; None when it surely is not there.

        Raises a `bot.errors.DeliveryError` when it cannot be told.
        """
        ...


@runtime_checkable
class EditsMessages(Protocol):
    """A platform that can change a message it has posted."""

    async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
        """Replace the message, under whichever parent it is; nobody is called again.

        To do it twice does no harm. Raises a `bot.errors.DeliveryError`: `MessageGone` where it has been
        deleted; after `Uncertain` it is done again.
        """
        ...


@runtime_checkable
class PublishesMessages(Protocol):
    """A platform where others can follow a channel, and are brought what is published in it."""

    async def publish(self, channel: ChannelRef, sent: SentMessage) -> None:
        """Bring the message to those who follow the channel; nothing where nobody can.

        To do it twice does no harm. Raises a `bot.errors.DeliveryError`.
        """
        ...


@runtime_checkable
class KeepsTogether(Protocol):
    """A platform that has channels in which every message by itself would be a conversation of its own."""

    def keeps_together(self, channel: ChannelRef, first: SentMessage) -> bool:
        """Whether what continues `first` stands under it, whatever the channel has chosen."""
        ...
