"""The terminal as a chat platform: cards on the console, every message in a transcript that `find` reads."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from adapters.terminal.render import actions_of, clean, render
from adapters.terminal.transcript import Line, Transcript
from bot.delivery.message import Action, Message
from bot.delivery.plain import plain_text
from bot.delivery.platform import Capabilities, Limit
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.errors import MessageGone, Unavailable

PLATFORM = "terminal"

CAPABILITIES = Capabilities(
    text_characters=Limit(value=20_000, source="ours: about 250 lines of 80 columns, a few screens"),
    blocks=Limit(value=200, source="ours: a few screens"),
    actions_per_row=Limit(value=8, source="ours: one line of 80 columns"),
    label_characters=Limit(value=40, source="ours: half a line"),
    pace=timedelta(0),
    send_timeout=timedelta(seconds=5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """An action that was shown with a number, and the channel that it was shown in."""

    channel: ChannelRef
    action: Action


class TerminalPlatform:
    """Shows messages on a console. `clock` dates the transcript's lines.

    The numbers of actions run on from message to message, so that each names one action for as long as
    this process lives.
    """

    def __init__(self, console: Console, transcript: Transcript, clock: Callable[[], datetime]) -> None:
        self._console = console
        self._transcript = transcript
        self._clock = clock
        self._shown: dict[int, Numbered] = {}

    @property
    def name(self) -> str:
        """The platform's name in a `ChannelRef`: "terminal"."""
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        """What a terminal can carry: our own limits."""
        return CAPABILITIES

    async def send(
        self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
    ) -> SentMessage:
        """Write the message to the transcript, then show it. Raises Unavailable when it cannot be written."""
        line = Line(
            id=str(len(self._transcript) + 1),
            at=self._clock(),
            workspace=channel.workspace,
            channel=channel.channel,
            key=key,
            parent=parent.id if parent else None,
            text=plain_text(message),
        )
        try:
            self._transcript.append(line)
        except OSError as error:
            raise Unavailable(
                "The transcript cannot be written: free some space or mend its directory.", detail=str(error)
            ) from error
        self._show(channel, message)
        return SentMessage(id=line.id)

    async def find(
        self,
        channel: ChannelRef,
        key: str,
        since: datetime,
        parent: SentMessage | None = None,  # noqa: ARG002 (replies stand in the same transcript)
    ) -> SentMessage | None:
        """The message of that key in the transcript, whichever process wrote it."""
        await asyncio.sleep(0)
        for line in self._transcript.newest_first():
            if line.at >= since and (line.workspace, line.channel, line.key) == (
                channel.workspace,
                channel.channel,
                key,
            ):
                return SentMessage(id=line.id)
        return None

    async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
        """What is printed stays: one line says what the message says now. Raises MessageGone.

        The rule: whatever changes, the line is the message's summary. Only the console has it; the
        transcript keeps what was sent.
        """
        await asyncio.sleep(0)
        if not any(line.id == sent.id for line in self._transcript.newest_first()):
            raise MessageGone("The transcript has no such message: nothing is to be changed.")
        line = Text(f"#{clean(channel.channel)} ", style="dim")
        line.append("now: ").append(" ".join(clean(message.summary).split()))
        self._console.print(line)

    def action(self, number: int) -> Numbered | None:
        """The action that was shown with that number; None when there is none."""
        return self._shown.get(number)

    def show(self, channel: ChannelRef, message: Message) -> None:
        """Show a message that is nobody's delivery (a reply), with its actions numbered like all others."""
        first = self._number(channel, message)
        self._console.print(render(message, width=self._console.width, first_number=first))

    def _show(self, channel: ChannelRef, message: Message) -> None:
        self._console.print(Rule(f"#{clean(channel.channel)}", align="left", style="dim"))
        self.show(channel, message)

    def _number(self, channel: ChannelRef, message: Message) -> int:
        first = len(self._shown) + 1
        for number, action in enumerate(actions_of(message), first):
            self._shown[number] = Numbered(channel=channel, action=action)
        return first
