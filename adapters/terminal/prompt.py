"""The prompt: commands typed exactly as in a chat, actions pressed by their number."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from rich.console import Console
from rich.text import Text

from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.render import clean
from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.commands.reply import Reply
from bot.delivery.message import ActionKind
from bot.domain.chat import ChannelRef, UserRef

_QUIT = ("quit", "exit", "/quit", "/exit", "q")
_PRESS = re.compile(r"(?:/?do\s+)?(\d{1,9})", re.IGNORECASE)
_CHANNEL = re.compile(r"/channel(?:\s+#?(?P<name>.*))?", re.IGNORECASE)
_CHANNEL_NAME = re.compile(r"[\w.-]{1,80}")

GREETING = (
    "Type /jobs help for all commands, a number to press that action, "
    "/channel NAME to go to another channel, quit to leave."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the person at the prompt is: workspace, channel, and who they are."""

    workspace: str
    channel: str
    user: str

    @property
    def context(self) -> Context:
        """The same, as commands want it. Whoever sits at the terminal administers the workspace."""
        return Context(
            channel=ChannelRef(platform="terminal", workspace=self.workspace, channel=self.channel),
            channel_name=f"#{self.channel}",
            workspace_name=self.workspace,
            user=UserRef(
                platform="terminal",
                workspace=self.workspace,
                user=self.user,
                name=self.user,
                is_admin=True,
            ),
        )


class Prompt:
    """Answers the lines that it is given, one after the other, until they end or say quit."""

    def __init__(
        self, dispatcher: Dispatcher, platform: TerminalPlatform, console: Console, place: Place
    ) -> None:
        self._dispatcher = dispatcher
        self._platform = platform
        self._console = console
        self._place = place
        self._more: str | None = None

    @property
    def place(self) -> Place:
        """Where the person is now."""
        return self._place

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Answer every line. It never raises for what is typed."""
        self._note(f"You are in #{self._place.channel}. {GREETING}")
        async for line in lines:
            if line.strip().casefold() in _QUIT:
                return
            await self.answer(line.strip())

    async def answer(self, line: str) -> None:
        """Answer one line: a command, a number, or a change of channel."""
        if not line:
            return
        if found := _CHANNEL.fullmatch(line):
            self._go(found["name"])
        elif found := _PRESS.fullmatch(line):
            await self._press(int(found[1]))
        elif line.casefold() == "more":
            await self._next_page()
        else:
            await self._show(await self._dispatcher.run(line, self._place.context))

    async def _next_page(self) -> None:
        if self._more is None:
            self._note("There is no further page of the last answer.")
        else:
            await self._show(await self._dispatcher.press(ActionKind.PAGE, self._more, self._place.context))

    async def complete(self, text: str) -> tuple[str, ...]:
        """Whole lines that the text may become."""
        return await self._dispatcher.complete(text, self._place.context)

    def _go(self, name: str | None) -> None:
        wanted = (name or "").strip()
        if not wanted:
            self._note(f"You are in #{self._place.channel}. /channel NAME goes to another.")
        elif not _CHANNEL_NAME.fullmatch(wanted):
            self._note("A channel's name has letters, digits, dots, dashes and underscores: /channel backend")
        else:
            self._place = replace(self._place, channel=wanted.casefold())
            self._note(f"You are in #{self._place.channel} now. /jobs list shows its subscriptions.")

    async def _press(self, number: int) -> None:
        numbered = self._platform.action(number)
        if numbered is None:
            self._note(f"There is no action [{number}] on the screen. /jobs help shows the commands.")
            return
        if numbered.action.kind is ActionKind.OPEN:
            self._note(f"Open in a browser: {numbered.action.url}")
            return
        context = replace(
            self._place.context, channel=numbered.channel, channel_name=f"#{numbered.channel.channel}"
        )
        await self._show(
            await self._dispatcher.press(numbered.action.kind, numbered.action.value, context), context
        )

    async def _show(self, reply: Reply, context: Context | None = None) -> None:
        self._more = reply.more
        self._platform.show((context or self._place.context).channel, reply.message)

    def _note(self, text: str) -> None:
        self._console.print(Text(clean(text), style="dim"))
