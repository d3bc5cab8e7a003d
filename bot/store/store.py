"""Opens the database and hands out transactions. SQLite by default, PostgreSQL by URL.

SQLite: WAL, `synchronous=FULL`, foreign keys, a busy timeout; a writer begins with BEGIN IMMEDIATE, so
that two writers wait for each other instead of failing at commit.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreUnavailable

_BUSY_TIMEOUT_MS = 10_000


class Store:
    """A database. `read()` and `write()` give a transaction that ends with the block."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = asyncio.Lock()

    @classmethod
    def open(cls, url: str) -> "Store":
        """Prepare the database at a SQLAlchemy async URL; nothing is connected until it is used."""
        engine = create_async_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        return cls(engine)

    @property
    def engine(self) -> AsyncEngine:
        """For migrations, and for adapters that keep tables of their own on the same database."""
        return self._engine

    @property
    def location(self) -> str:
        """Where the database is, without a password."""
        return self._engine.url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that only reads."""
        async with self._connection(immediate=False) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that writes: committed when the block ends, rolled back when it raises."""
        if self._engine.dialect.name == "sqlite":
            async with self._writing, self._connection(immediate=True) as connection:
                yield connection
        else:
            async with self._connection(immediate=True) as connection:
                yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _connection(self, *, immediate: bool) -> AsyncGenerator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(jobwire_immediate=immediate)
                async with connection.begin():
                    yield connection
        except (OperationalError, OSError) as error:
            raise self._unavailable(error) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise self._unavailable(error) from error
            raise

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        why = f"{cause}. Check JOBWIRE_DATABASE_URL, that the place exists and that it may be written."
        return StoreUnavailable(self.location, why, detail=str(error))


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def configure(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("jobwire_immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def async_url(url: str) -> str:
    """The SQLAlchemy async URL of what a host or a person wrote.

    `postgres://` (Heroku), `postgresql://` → psycopg 3; `sqlite:///` → aiosqlite. A plain path is a
    SQLite file. Other URLs are returned as they are.
    """
    if "://" not in url:
        return f"sqlite+aiosqlite:///{url}"
    scheme, rest = url.split("://", 1)
    drivers = {
        "postgres": "postgresql+psycopg",
        "postgresql": "postgresql+psycopg",
        "sqlite": "sqlite+aiosqlite",
    }
    return str(make_url(f"{drivers.get(scheme, scheme)}://{rest}").render_as_string(hide_password=False))
