"""What a story needs of a house, whatever the chat platform: somebody types, presses, and reads."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.posting import StoredPosting
from bot.domain.source import Source

Shown = dict[str, Any]
"""A message or a private answer, as the test platform keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a person sees of a message: `buttons` are what stands on them, links too."""

    words: str
    buttons: tuple[str, ...]
    is_private: bool


class ChatHouse(Protocol):
    """Commands are given as on one line, `subscribe Go daily`; each house types them its platform's way."""

    async def types(
        self, text: str, *, user: str | None = None, channel: str | None = None
    ) -> list[Shown]: ...

    async def presses(self, shown: Shown, label: str, *, user: str | None = None) -> list[Shown]:
        """Press the button whose words begin so; what came of it."""

    async def messages(self, channel: str | None = None) -> list[Shown]:
        """The messages that stand in a channel."""

    async def thread_of(self, shown: Shown) -> list[Shown]:
        """The messages that stand in the thread under one."""

    def read(self, shown: Shown) -> Read: ...

    async def person(self, name: str, *, is_admin: bool = False) -> str: ...

    def mention(self, user: str) -> str:
        """How a command names a person."""

    async def group(self, name: str) -> str:
        """How a command names a group of people that can be called."""

    def called(self, shown: Shown) -> list[str]:
        """Whom a message calls, as a command names them."""

    @property
    def me(self) -> str:
        """Who types and presses where nobody is named; called ada."""

    @property
    def administrators(self) -> str:
        """What the platform's administrators are called in answers."""

    async def source(self) -> Source: ...

    async def posting(self, title: str, body: str = "", *, source: Source, **more: Any) -> StoredPosting: ...

    async def arrives(self, title: str, body: str = "", *, source: Source, **more: Any) -> StoredPosting: ...

    async def work(self) -> None:
        """Deliver to every channel that was asked for."""

    async def passes(self, **amount: float) -> None:
        """Time passes, and what is due then is delivered."""
