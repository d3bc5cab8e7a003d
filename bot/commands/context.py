"""Who typed a command, and where; and one command on its way through its handler."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.option import Command
from bot.commands.services import Services
from bot.commands.values import Values
from bot.domain.chat import Channel, ChannelRef, UserRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an adapter knows of a request: the channel, its shown names, and the person.

    `is_direct`: the place is a conversation with the bot that can have no subscriptions.
    """

    channel: ChannelRef
    channel_name: str
    workspace_name: str
    user: UserRef
    is_direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A checked command in a known channel, at an instant. `page` counts from 0."""

    services: Services
    context: Context
    channel: Channel
    command: Command
    values: Values
    now: datetime
    page: int = 0
