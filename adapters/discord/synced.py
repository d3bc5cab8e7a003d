"""Remembers, in the database, which declaration of the commands each application has registered."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert, select

from adapters.discord.tables import SYNCED
from bot.store.store import Store


class Synced:
    """What was registered, by application."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def digest(self, application: str) -> str | None:
        """The digest of what the application has registered; None when that is nothing yet."""
        query = select(SYNCED.c.digest).where(SYNCED.c.application_id == application)
        async with self._store.read() as c:
            digest: str | None = (await c.execute(query)).scalar_one_or_none()
        return digest

    async def keep(self, application: str, digest: str) -> None:
        """Note that the application has registered the declaration of that digest."""
        row = {"application_id": application, "digest": digest, "synced_at": self._clock()}
        async with self._store.write() as c:
            await c.execute(delete(SYNCED).where(SYNCED.c.application_id == application))
            await c.execute(insert(SYNCED).values(row))
