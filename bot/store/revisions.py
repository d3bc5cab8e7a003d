"""Runs Alembic's revisions on the store's own engine; `migrate` is the way in.

An adapter with tables of its own hands in the directories of its revisions; they form branches of their
own, beside ours.
"""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from bot.errors import StoreUnavailable
from bot.store.schema import metadata
from bot.store.store import Store

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6A6F6277
"""Number of the advisory lock of migrations on PostgreSQL."""


async def upgrade(store: Store, locations: Sequence[Path]) -> None:
    """Bring the database to the newest revision: all of it or nothing. `locations` hold further revisions.

    Two processes that start at once wait for each other. Raises StoreUnavailable when the database
    cannot be used, or was written by a newer version.
    """
    config = _config(locations)
    async with store.schema_change() as connection:
        foreign = await connection.run_sync(_foreign_tables)
        if foreign:
            raise StoreUnavailable(
                store.location,
                f"it holds a table of another program by a name that Jobwire needs ({', '.join(foreign)}). "
                "Name another one in JOBWIRE_DATABASE_URL; nothing was changed.",
            )
        try:
            await connection.run_sync(_upgrade, config)
        except (CommandError, ResolutionError) as error:
            raise _unknown_revision(store, error) from error


async def is_behind(store: Store, locations: Sequence[Path]) -> bool:
    """Whether `upgrade` would change something. Raises StoreUnavailable as `upgrade` does."""
    scripts = ScriptDirectory.from_config(_config(locations))
    async with store.read() as connection:
        current = await connection.run_sync(_current)
    try:  # a revision that another one depends on is not named as current beside it
        done = {one.revision for one in scripts.iterate_revisions(current, "base")} if current else set()
    except (CommandError, ResolutionError) as error:
        raise _unknown_revision(store, error) from error
    return not done.issuperset(scripts.get_heads())


def _config(locations: Sequence[Path]) -> Config:
    config = Config()
    versions = (_MIGRATIONS / "versions", *locations)
    for key, value in (
        ("script_location", str(_MIGRATIONS)),
        ("version_locations", "\n".join(map(str, versions))),
        ("path_separator", "newline"),
    ):
        config.set_main_option(key, value.replace("%", "%%"))
    return config


def _upgrade(connection: Connection, config: Config) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config.attributes["connection"] = connection
    command.upgrade(config, "heads")


def _foreign_tables(connection: Connection) -> list[str]:
    """Tables with names of ours in a database that Jobwire has not made any in."""
    if _current(connection):
        return []
    return sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))


def _current(connection: Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()


def _unknown_revision(store: Store, error: Exception) -> StoreUnavailable:
    why = (
        "it was written by a newer version of Jobwire than this one. "
        "Run that version again, or restore the copy of the database from before the update."
    )
    return StoreUnavailable(store.location, why, detail=str(error))
