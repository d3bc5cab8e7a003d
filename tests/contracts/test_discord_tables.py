"""The table of the Discord adapter, on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

import adapters.discord.migrations
from adapters.discord.tables import all_tables
from adapters.wiring import MIGRATIONS
from bot.store.migrate import migrate, pending_migrations
from bot.store.store import Store

LOCATIONS = [Path(adapters.discord.migrations.__file__).parent]


async def test_the_migrated_table_is_that_of_the_adapter_and_migrating_again_does_nothing(store: Store):
    tables = all_tables()

    def differences(connection: Connection) -> list[object]:
        ours = {"include_name": lambda name, kind, _: kind != "table" or name in tables.tables}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        return list(compare_metadata(context, tables))

    await migrate(store, LOCATIONS)
    async with store.read() as c:
        assert await c.run_sync(differences) == []
    assert not await pending_migrations(store, LOCATIONS)
    await migrate(store, LOCATIONS)


def test_every_database_gets_the_table():
    assert LOCATIONS[0] in MIGRATIONS
