"""One sitting at the terminal: the prompt over standard input, with completion."""

import asyncio
import getpass
from dataclasses import dataclass

from rich.console import Console

from adapters.terminal.lines import offer_completions, standard_input
from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.prompt import Place, Prompt
from bot.commands.dispatch import Dispatcher

WORKSPACE = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who sits where. `channel` is the one that they are in at first."""

    dispatcher: Dispatcher
    platform: TerminalPlatform
    console: Console
    channel: str

    async def run(self) -> None:
        """Answer what is typed, until quit or the end of input."""
        place = Place(workspace=WORKSPACE, channel=self.channel, user=getpass.getuser())
        prompt = Prompt(self.dispatcher, self.platform, self.console, place)
        offer_completions(asyncio.get_running_loop(), prompt.complete)
        await prompt.run(standard_input())
