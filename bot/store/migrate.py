"""Brings the database to the schema of this version.

Alembic is imported only when there is something to do: it takes a good part of a start-up.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.store import Store

NEWEST = "0005"
"""The newest revision of our own tables, as Alembic calls it."""


async def migrate(store: Store, locations: Sequence[Path] = ()) -> None:
    """Bring the database to the newest revision: all of it or nothing.

    `locations` hold further revisions, in files that are named after them: name0001_what.py.

    Two processes that start at once wait for each other. Raises StoreUnavailable when the database
    cannot be used, or was written by a newer version.
    """
    if not await _is_newest(store, locations):
        from bot.store.revisions import upgrade

        await upgrade(store, locations)


async def pending_migrations(store: Store, locations: Sequence[Path] = ()) -> bool:
    """Whether `migrate` would change something. Raises StoreUnavailable as `migrate` does."""
    if await _is_newest(store, locations):
        return False
    from bot.store.revisions import is_behind

    return await is_behind(store, locations)


async def _is_newest(store: Store, locations: Sequence[Path]) -> bool:
    """Whether the database has our newest revision, the newest one of each location, and no other."""
    newest = {NEWEST, *map(_newest_in, locations)}
    async with store.read() as connection:
        return set(await connection.run_sync(_revisions)) == newest


def _newest_in(location: Path) -> str:
    """The newest revision of a location, whose files begin with their revision's name: name0001_what.py."""
    return max(path.stem.partition("_")[0] for path in location.glob("[!_]*.py"))


def _revisions(connection: Connection) -> list[str]:
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
