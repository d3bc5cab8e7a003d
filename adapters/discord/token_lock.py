"""One process for a token: it holds a lock in the database, which ends with the process however that ends.

Discord's limits are for a token, and are kept within one process. PostgreSQL: an advisory lock of a session
of its own. SQLite: a lock on a file beside the database.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ConfigurationError, Fault
from bot.store.store import Store

PATIENCE = timedelta(seconds=5)
"""How long the process that is about to stop may keep the lock from the one that takes its place."""

WATCHED_EVERY = timedelta(seconds=15)
"""How often a session is looked after: PostgreSQL takes the lock back when a connection breaks."""

_LOOK = 0.25
_PERSONAL = b"jobwire-discord"

Pause = Callable[[float], None]
"""Lets no request begin for so many seconds."""

_log = structlog.get_logger(__name__)


class _Lock(Protocol):
    async def taken(self) -> bool:
        """Take it, or see that it is ours still; False when another process has it."""
        ...

    async def release(self) -> None: ...


@asynccontextmanager
async def token_lock(
    store: Store, token: str, pause: Pause, *, patience: timedelta = PATIENCE
) -> AsyncGenerator[None]:
    """Hold the token's lock while the block runs; where it gets lost, `pause` is called until it is back.

    Raises ConfigurationError when another process has it for longer than `patience`.
    """
    lock = _lock_of(store, token)
    try:
        if not await _in_time(lock, patience):
            problem = f"another running Jobwire uses it with {store.location}"
            wanted = "one process for a token: stop the other one first, or use the token of another app"
            raise ConfigurationError([Fault("Discord", "discord.token", problem, wanted)])
        watching = asyncio.create_task(_watch(lock, pause))
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
    finally:
        await lock.release()


async def is_held(store: Store, token: str) -> bool:
    """Whether a process holds the token's lock now."""
    if _sqlite_file(store) is not None and not _lock_file(store).exists():
        return False
    lock = _lock_of(store, token)
    try:
        return not await lock.taken()
    finally:
        await lock.release()


async def _in_time(lock: _Lock, patience: timedelta) -> bool:
    ends = asyncio.get_running_loop().time() + patience.total_seconds()
    while not await lock.taken():
        if asyncio.get_running_loop().time() >= ends:
            return False
        await asyncio.sleep(_LOOK)
    return True


async def _watch(lock: _Lock, pause: Pause) -> None:
    """Look after the lock; whoever does not hold it sends nothing."""
    seconds = WATCHED_EVERY.total_seconds()
    held = True
    while True:
        await asyncio.sleep(seconds)
        try:
            now_held = await lock.taken()
        except (SQLAlchemyError, OSError) as error:
            now_held = False
            _log.warning("discord token lock not seen", problem=type(error).__name__)
        if not now_held:
            pause(seconds * 2)
        if now_held != held:
            held = now_held
            _log.log(*_TOLD[held])


_TOLD = {
    True: (20, "discord token lock is back"),
    False: (40, "discord token lock is lost: nothing is sent until it is back"),
}


class _SessionLock:
    """An advisory lock on PostgreSQL, held by a session."""

    def __init__(self, store: Store, number: int) -> None:
        self._store = store
        self._number = number
        self._session: AsyncConnection | None = None

    async def taken(self) -> bool:
        if self._session is not None:
            try:
                await self._session.execute(select(1))
            except (SQLAlchemyError, OSError):
                await self.release()
            else:
                return True
        session = await self._store.engine.connect()
        self._session = await session.execution_options(isolation_level="AUTOCOMMIT")
        if (await session.execute(select(func.pg_try_advisory_lock(self._number)))).scalar_one():
            return True
        await self.release()
        return False

    async def release(self) -> None:
        """End the session itself, which a pool would keep, and the lock with it."""
        session, self._session = self._session, None
        if session is not None:
            await session.invalidate()
            await session.close()


class _FileLock:
    """A lock on a file of SQLite's own kind: it works wherever SQLite does."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: sqlite3.Connection | None = None

    async def taken(self) -> bool:
        if self._held is not None:
            return True
        connection = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if "locked" not in str(error):
                raise OSError(f"{self._file} cannot be locked ({error})") from error
            return False
        self._held = connection
        return True

    async def release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


def _lock_of(store: Store, token: str) -> _Lock:
    if _sqlite_file(store) is not None:
        return _FileLock(_lock_file(store))
    digest = blake2b(token.encode(), digest_size=8, person=_PERSONAL).digest()
    return _SessionLock(store, int.from_bytes(digest, signed=True))


def _sqlite_file(store: Store) -> str | None:
    return store.engine.url.database if store.engine.dialect.name == "sqlite" else None


def _lock_file(store: Store) -> Path:
    return Path(f"{_sqlite_file(store)}-discord.lock")
