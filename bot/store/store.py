"""Opens the database and hands out transactions. SQLite by default, PostgreSQL by URL.

SQLite: WAL, `synchronous=FULL`, foreign keys, a busy timeout; a writer begins with BEGIN IMMEDIATE, so
that two writers wait for each other instead of failing at commit.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreUnavailable
from bot.store.unavailable import place, unavailable

_BUSY_TIMEOUT_MS = 10_000
_PATIENCE = {"connect_timeout": 10}
"""Seconds until a server that does not even refuse counts as one that cannot be reached."""

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "sqlite": "sqlite+aiosqlite",
}


class Store:
    """A database. `read()` and `write()` give a transaction that ends with the block."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = asyncio.Lock()

    @classmethod
    def open(cls, url: str) -> "Store":
        """Prepare the database at a SQLAlchemy async URL; nothing is connected until it is used.

        Raises StoreUnavailable for a URL that names no database.
        """
        try:
            parsed = make_url(url)
            sqlite = parsed.get_backend_name() == "sqlite"
            patience = {} if sqlite or "connect_timeout" in parsed.query else _PATIENCE
            engine = create_async_engine(
                parsed, connect_args=patience, pool_pre_ping=not sqlite, hide_parameters=True
            )
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
            raise _not_a_url(url) from error
        event.listen(engine.sync_engine, "connect", _prepare_sqlite if sqlite else _prepare_postgresql)
        if sqlite:
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return cls(engine)

    @property
    def engine(self) -> AsyncEngine:
        """For adapters that keep tables of their own on the same database."""
        return self._engine

    @property
    def location(self) -> str:
        """Where the database is, without a password."""
        return place(self._engine.url)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that only reads."""
        async with self._connected() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that writes: committed when the block ends, rolled back when it raises."""
        async with self._writers_turn(), self._connected() as connection:
            await connection.execution_options(jobwire_immediate=True)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def schema_change(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that changes tables.

        SQLite changes a table by writing it anew, which it must not take for the end of the rows that
        others refer to: foreign keys are held against the result, before the commit, instead.
        """
        if not self._is_sqlite:
            async with self.write() as connection:
                yield connection
            return
        async with self._writers_turn(), self._connected() as connection:
            await _set_foreign_keys(connection, on=False)
            try:
                await connection.execution_options(jobwire_immediate=True)
                async with connection.begin():
                    yield connection
                    await _check_foreign_keys(connection)
            finally:
                await _set_foreign_keys(connection, on=True)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    @property
    def _is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def _writers_turn(self) -> AsyncGenerator[None]:
        """SQLite takes one writer at a time; those of this process queue here, in order."""
        if not self._is_sqlite:
            yield
            return
        async with self._writing:
            yield

    @asynccontextmanager
    async def _connected(self) -> AsyncGenerator[AsyncConnection]:
        connected = False
        if self._is_sqlite:
            _check_sqlite_place(self._engine.url.database)
        with self._explained():
            try:
                async with self._engine.connect() as connection:
                    connected = True
                    yield connection
            except (OSError, NoFreeConnection) as error:
                if connected:
                    raise  # it is the caller's
                raise self._unusable(error) from error

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            explained = unavailable(error, self._engine.url)
            if explained is None:
                raise
            raise explained from error

    def _unusable(self, error: Exception) -> StoreUnavailable:
        explained = unavailable(error, self._engine.url)
        assert explained is not None  # noqa: S101  # only an error of a statement is not explained
        return explained


def _check_sqlite_place(file: str | None) -> None:
    """Whether a file can be there: aiosqlite leaves a thread running when it cannot open one."""
    if not file or file == ":memory:" or file.startswith("file:"):
        return
    path = Path(file)
    if path.is_dir():
        raise StoreUnavailable(file, "it is a directory. Set JOBWIRE_DATABASE_URL to a file in it.")
    if not path.parent.is_dir():
        directory = path.parent.absolute()
        raise StoreUnavailable(
            file, f"the directory {directory} does not exist. Make it, or set JOBWIRE_DATABASE_URL to a file."
        )
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise StoreUnavailable(
            file, "it may not be written. Let whoever runs Jobwire write to the file and its directory."
        )


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    try:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves
        cursor = dbapi_connection.cursor()
        for pragma in (
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except BaseException:
        dbapi_connection.close()  # nobody else will
        raise


def _begin_sqlite(connection: Any) -> None:
    immediate = connection.get_execution_options().get("jobwire_immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _prepare_postgresql(dbapi_connection: Any, _record: object) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute("SET TIME ZONE 'UTC'")  # in any other, psycopg cannot read the last instants of 9999
    cursor.close()
    dbapi_connection.commit()


async def _set_foreign_keys(connection: AsyncConnection, *, on: bool) -> None:
    """SQLite ignores this within a transaction, so it goes past SQLAlchemy, which would begin one."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None  # noqa: S101  # it is connected
    await (await raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")).close()


async def _check_foreign_keys(connection: AsyncConnection) -> None:
    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"rows that refer to nothing after the change of tables: {broken[:5]}")


def _not_a_url(url: str) -> StoreUnavailable:
    """The URL may be anything, and may hold a password: no part of it is shown but its scheme."""
    scheme = url.split("://", 1)[0] if "://" in url else ""
    shown = scheme if scheme.replace("+", "").isalnum() else "of JOBWIRE_DATABASE_URL"
    return StoreUnavailable(
        shown,
        "it is not an address that Jobwire can use. "
        "Set JOBWIRE_DATABASE_URL to a file (jobwire.db) or to postgresql://user:password@host/name.",
    )


def async_url(url: str) -> str:
    """The SQLAlchemy async URL of what a host or a person wrote.

    `postgres://` (Heroku), `postgresql://` → psycopg 3; `sqlite:///` → aiosqlite. A plain path is a
    SQLite file. Other URLs are returned as they are.
    """
    if "://" not in url:
        return URL.create("sqlite+aiosqlite", database=url).render_as_string()
    scheme, rest = url.split("://", 1)
    return f"{_DRIVERS.get(scheme, scheme)}://{rest}"
