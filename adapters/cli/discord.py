"""`jobwire discord ...`: what is done once, when Jobwire is put on Discord."""

import asyncio
import re
from typing import Annotated

import typer

from adapters.cli.plainly import ConfigOption, said_plainly
from bot.errors import ConfigurationError, Fault
from bot.settings import load_settings

app = typer.Typer(help="Put Jobwire on Discord.", no_args_is_help=True)

_WANTED = "the Application ID of the app's page General Information, a number of 17 to 20 digits"

IdOption = Annotated[
    str | None,
    typer.Option("--application-id", metavar="ID", help="The app's Application ID; else the token tells it."),
]


@app.callback()
def main() -> None:
    """Put Jobwire on Discord."""


@app.command()
def invite(application_id: IdOption = None, config: ConfigOption = None) -> None:
    """Print the link by which a server adds Jobwire, and why it asks for each permission."""
    from adapters.wiring import discord_application_id, discord_invite

    with said_plainly():
        if application_id is None:
            settings = load_settings(config_file=config)
            if not settings.discord.configured:
                problem = "neither it nor DISCORD_TOKEN is given"
                raise ConfigurationError([Fault("--application-id", "", problem, _WANTED)])
            application_id = asyncio.run(discord_application_id(settings))
        elif not re.fullmatch(r"[0-9]{17,20}", application_id):
            problem = f"{application_id!r} is not allowed"
            raise ConfigurationError([Fault("--application-id", "", problem, _WANTED)])
        print(discord_invite(application_id))
