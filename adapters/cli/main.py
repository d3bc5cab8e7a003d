"""The `jobwire` command. Each subcommand imports what it needs when it runs, so that start-up is quick."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli import discord, slack
from adapters.cli.plainly import ConfigOption, said_plainly
from adapters.cli.streams import data_streams, open_streams
from bot.errors import ConfigurationError
from bot.settings import load_settings, settings_and_faults

app = typer.Typer(
    help="Brings the right job postings into the right channel.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


app.add_typer(slack.app, name="slack")
app.add_typer(discord.app, name="discord")


@app.callback()
def main() -> None:
    """Brings the right job postings into the right channel."""
    open_streams()


FileOption = Annotated[str, typer.Option(help="A file of JSON lines, or - for standard input.")]


@app.command()
def run(config: ConfigOption = None) -> None:
    """Poll, match and deliver until stopped; the terminal is the chat where none is connected."""
    from adapters.cli.run import run as run_house

    with said_plainly():
        asyncio.run(run_house(load_settings(config_file=config)))


@app.command()
def demo() -> None:
    """Show the main job on a sample board: no account, no token, no network."""
    from rich.console import Console

    from adapters.cli.demo import demo as show

    with said_plainly():
        settings = load_settings(env_file=Path(), environment={})
        raise typer.Exit(asyncio.run(show(settings, Console(), interactive=sys.stdin.isatty())))


@app.command()
def migrate(config: ConfigOption = None) -> None:
    """Bring the database to the schema of this version."""
    from adapters.cli.database import migrate as migrate_database

    with said_plainly():
        asyncio.run(migrate_database(load_settings(config_file=config)))
    print("The database is in order.")


@app.command("check-vocabulary")
def check_vocabulary(
    file: Annotated[
        Path | None, typer.Argument(help="A file of your own words; none: only those of Jobwire.")
    ] = None,
) -> None:
    """Check the files of the vocabulary, and say how many words there are."""
    from bot.extraction.loading import load_vocabulary
    from bot.extraction.vocabulary import EntryKind
    from bot.settings import config_directory

    with said_plainly():
        vocabulary = load_vocabulary(config_directory() / "vocabulary", None, file)
    skills, roles = (len(vocabulary.entries(kind)) for kind in (EntryKind.SKILL, EntryKind.ROLE))
    print(f"The vocabulary is in order: {skills:,} skills, {roles} roles.")


@app.command("check-config")
def check_config(config: ConfigOption = None) -> None:
    """Check every setting, source and word of your own, and say all that is wrong at once."""
    from adapters.wiring import starter_sources, vocabulary_of

    with said_plainly():
        settings, faults = settings_and_faults(config_file=config)
        for check in (starter_sources, vocabulary_of):
            try:
                check(settings)
            except ConfigurationError as error:
                faults += error.faults
        if faults:
            raise ConfigurationError(faults)
    print("The configuration is in order.")


@app.command()
def export(
    workspace: Annotated[
        str | None, typer.Option(help="PLATFORM:ID; it need not be named where there is only one.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write a workspace's subscriptions, settings and own sources as TOML."""
    from adapters.cli import exchange

    with said_plainly():
        text = asyncio.run(exchange.export(load_settings(config_file=config), workspace))
    print(text, end="")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="What `jobwire export` wrote.")],
    check: Annotated[bool, typer.Option("--check", help="Only check the file; change nothing.")] = False,
    config: ConfigOption = None,
) -> None:
    """Set a workspace up as a file says; what is there already stays. Say all that is wrong with the file."""
    from adapters.cli import exchange

    with said_plainly():
        text, settings = exchange.text_of(file), load_settings(config_file=config)
        print(asyncio.run(exchange.take_in(settings, text, str(file), check_only=check)))


@app.command()
def doctor(config: ConfigOption = None) -> None:
    """Check the settings, the database and the chat platforms, and say how to mend what is wrong."""
    from adapters.cli.doctor import doctor as check

    with said_plainly():
        status = asyncio.run(check(config))
    raise typer.Exit(status)


@app.command()
def extract(postings: FileOption, config: ConfigOption = None) -> None:
    """Write what is read out of each posting, one JSON line each."""
    from adapters.cli import data

    with said_plainly(), data_streams():
        data.extract(load_settings(config_file=config), postings)


@app.command()
def match(
    queries: Annotated[str, typer.Option(help="A file of lines: id, tab, query; or - for standard input.")],
    postings: FileOption,
    config: ConfigOption = None,
) -> None:
    """Write which postings match which queries, and the words that say so."""
    from adapters.cli import data

    with said_plainly(), data_streams():
        data.match(load_settings(config_file=config), queries, postings)


@app.command()
def read(
    source: Annotated[str, typer.Argument(help="A file, - or an address.")],
    format_name: Annotated[str | None, typer.Option("--format", help="The format, if it is known.")] = None,
    config: ConfigOption = None,
) -> None:
    """Write the postings of a feed, one JSON line each. Status 3: no such feed. Status 4: failed."""
    from adapters.cli import data

    with said_plainly(), data_streams():
        data.read_feed(load_settings(config_file=config), source, format_name)
