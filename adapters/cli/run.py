"""`jobwire run`: everything, until somebody says quit, presses Ctrl-C or sends SIGTERM."""

import asyncio
import getpass
import signal
import sys

from rich.console import Console

from adapters.cli.logs import configure_logs
from adapters.terminal.lines import offer_completions, standard_input
from adapters.terminal.prompt import Place, Prompt
from adapters.wiring import House, open_house, starter_sources
from bot.settings import Settings

WORKSPACE = "terminal"


async def run(settings: Settings) -> None:
    """Run until stopped. With a person at the terminal, quit or the end of input stops it too.

    Raises a JobwireError that says what to do when it cannot start.
    """
    person = sys.stdin.isatty()
    configure_logs(settings.log, at_a_prompt=person)
    console = Console()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with open_house(settings, console=console, starter=starter_sources(settings)) as house:
        typing = asyncio.create_task(_prompt(house, console, stopped, ends_the_run=person))
        await stopped.wait()
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)


async def _prompt(house: House, console: Console, stopped: asyncio.Event, *, ends_the_run: bool) -> None:
    place = Place(workspace=WORKSPACE, channel=house.settings.terminal.channel, user=getpass.getuser())
    prompt = Prompt(house.dispatcher, house.terminal, console, place)
    offer_completions(asyncio.get_running_loop(), prompt.complete)
    try:
        await prompt.run(standard_input())
    finally:
        if ends_the_run:
            stopped.set()
