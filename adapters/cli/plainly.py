"""What every command has in common: the option that names a file of settings, and how errors are said."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import JobwireError

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="A TOML file that overrides the defaults.")
]


@contextmanager
def said_plainly() -> Generator[None]:
    """What goes wrong on the way is said on standard error, and the command ends with status 2."""
    try:
        yield
    except JobwireError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from error
