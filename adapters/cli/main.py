"""The `jobwire` command. Each subcommand imports what it needs when it runs, so that start-up is quick."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import ConfigurationError
from bot.settings import Settings, load_settings

app = typer.Typer(
    help="Brings the right job postings into the right channel.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="A TOML file that overrides the defaults.")
]


def settings_or_exit(config: Path | None) -> Settings:
    """The settings; with faults, each is said on standard error and the command ends with status 2."""
    try:
        return load_settings(config_file=config)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from error


@app.command("check-config")
def check_config(config: ConfigOption = None) -> None:
    """Check every setting and say all that is wrong at once."""
    settings_or_exit(config)
    print("The configuration is in order.")


@app.callback()
def root() -> None:
    """Brings the right job postings into the right channel."""
