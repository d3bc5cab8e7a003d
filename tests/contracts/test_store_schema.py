"""The migrated schema is that of the models, on both databases; migrating is safe to repeat."""

import asyncio
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.store.migrate import migrate, pending_migrations
from bot.store.schema import metadata
from bot.store.store import Store


async def test_the_migrated_schema_is_that_of_the_models(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with store.read() as c:
        assert await c.run_sync(differences) == []
