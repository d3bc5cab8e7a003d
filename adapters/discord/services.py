"""What the Discord app works with; built once, in wiring."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.commands.dispatch import Dispatcher
from bot.commands.services import Services
from bot.commands.underway import Seen, Underway
from bot.delivery.platform import ChatPlatform


class SyncedDeclarations(Protocol):
    """Which declaration of the commands Discord was sent last, kept across restarts."""

    async def digest(self, application: str) -> str | None:
        """The digest of what the application has registered; None when that is nothing yet."""
        ...

    async def keep(self, application: str, digest: str) -> None:
        """Note that the application has registered the declaration of that digest."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordServices:
    """The core's services and dispatcher, the way to post, and what was registered."""

    core: Services
    dispatcher: Dispatcher
    platform: ChatPlatform
    synced: SyncedDeclarations
    underway: Underway = field(default_factory=Underway)
    seen: Seen = field(default_factory=Seen)
