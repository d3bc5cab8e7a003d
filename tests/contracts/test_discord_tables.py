"""The table of the Discord adapter, on both databases."""

from datetime import UTC, datetime
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

import adapters.discord.migrations
from adapters.discord.synced import Synced
from adapters.discord.tables import all_tables
from adapters.wiring import MIGRATIONS
from bot.store.migrate import migrate, pending_migrations
from bot.store.store import Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
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


async def test_what_was_registered_is_kept_for_each_application(store: Store):
    await migrate(store, LOCATIONS)
    synced = Synced(store, lambda: NOW)
    assert await synced.digest("1") is None
    for application, digest in (("1", "a"), ("2", "b"), ("1", "c")):
        await synced.keep(application, digest)
    assert (await synced.digest("1"), await synced.digest("2")) == ("c", "b")


def test_every_database_gets_the_table():
    assert LOCATIONS[0] in MIGRATIONS
