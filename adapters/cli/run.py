"""`jobwire run`: everything, until somebody says quit, presses Ctrl-C or sends SIGTERM."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress

from rich.console import Console

from adapters.cli.logs import configure_logs
from adapters.cli.stopping import stop_signals
from adapters.cli.streams import forget_output
from adapters.wiring import open_house, starter_sources
from bot.settings import Settings


class Screen(Console):
    """The console of a person. `gone` is called once nobody reads it any more (`| head`)."""

    def __init__(self, gone: Callable[[], None]) -> None:
        super().__init__()
        self._gone = gone

    def on_broken_pipe(self) -> None:
        """Show nothing more; Rich would end the process in the middle of what it does."""
        self.quiet = True
        forget_output()
        self._gone()


async def run(settings: Settings) -> None:
    """Run until stopped. With a person at the terminal, quit or the end of input stops it too.

    Raises a JobwireError that says what to do when it cannot start.
    """
    person = sys.stdin.isatty()
    configure_logs(settings.log, at_a_prompt=person)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in stop_signals():
        loop.add_signal_handler(number, stopped.set)
    async with open_house(settings, console=Screen(stopped.set), starter=starter_sources(settings)) as house:
        prompt = person or (settings.slack.mode is None and not settings.discord.configured)
        typing = asyncio.create_task(house.session.run() if prompt else stopped.wait())
        if person:
            typing.add_done_callback(lambda _: stopped.set())
        await stopped.wait()
        if person and not typing.done():
            with suppress(OSError):  # of a terminal that is gone
                print(flush=True)  # the prompt stands without its end
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)
