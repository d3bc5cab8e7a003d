"""The migrated schema is that of the models, on both databases; migrating is safe, again and at once."""

import asyncio
import re
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreUnavailable
from bot.store import migrate as migrate_module
from bot.store.migrate import NEWEST, migrate, pending_migrations
from bot.store.schema import metadata
from bot.store.store import Store, async_url
from tests.databases import PostgresServer

MORE = """
import sqlalchemy as sa
from alembic import op

revision = "chat0001"
down_revision = None
branch_labels = ("chat",)
depends_on = "0001"


def upgrade():
    op.create_table("installations", sa.Column("id", sa.Integer, primary_key=True))
"""

REBUILT = """
import sqlalchemy as sa
from alembic import op

revision = "test0002"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("workspaces", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text))
"""

BROKEN = REBUILT.replace("    with op", "    op.execute('DELETE FROM workspaces')\n    with op")


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    return async_url(str(tmp_path / "empty.db"))


def revisions(directory: Path, source: str) -> Path:
    place = directory / "more revisions, 100%"
    place.mkdir()
    (name,) = re.findall(r'revision = "(\w+)"\ndown', source)
    (place / f"{name}_more.py").write_text(source, encoding="utf-8")
    return place


async def test_the_migrated_schema_is_that_of_the_models(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with store.read() as c:
        assert await c.run_sync(differences) == []


async def test_migrating_again_changes_nothing(store: Store) -> None:
    assert not await pending_migrations(store)
    await migrate(store)
    async with store.read() as c:
        assert (await c.execute(text("SELECT count(*) FROM subscription_revision"))).scalar_one() == 1


async def test_two_processes_migrate_an_empty_sqlite_file_at_once(empty_url: str) -> None:
    await _migrate_at_once(empty_url)


async def test_two_processes_migrate_an_empty_postgresql_at_once(postgres: PostgresServer) -> None:
    with postgres.database(migrated=False) as url:
        await _migrate_at_once(url)


async def _migrate_at_once(url: str) -> None:
    stores = [Store.open(url) for _ in range(3)]
    try:
        assert await pending_migrations(stores[0])
        await asyncio.gather(*map(migrate, stores))
        assert not await pending_migrations(stores[0])
    finally:
        for store in stores:
            await store.close()


async def test_an_adapter_brings_revisions_of_its_own(store: Store, tmp_path: Path) -> None:
    more = revisions(tmp_path, MORE)
    assert await pending_migrations(store, [more])
    await migrate(store, [more])
    assert not await pending_migrations(store, [more])
    async with store.write() as c:
        await c.execute(text("INSERT INTO installations (id) VALUES (1)"))


async def test_a_database_of_a_newer_version_is_left_alone(store: Store) -> None:
    async with store.write() as c:
        await c.execute(text("UPDATE alembic_version SET version_num = 'f00d'"))
    for attempt in (migrate, pending_migrations):
        with pytest.raises(StoreUnavailable, match="newer version of Jobwire"):
            await attempt(store)
    async with store.read() as c:
        assert (await c.execute(text("SELECT version_num FROM alembic_version"))).scalar_one() == "f00d"


async def test_a_table_is_written_anew_without_losing_what_refers_to_it(
    sqlite_store: Store, tmp_path: Path
) -> None:
    await _workspace_with_channel(sqlite_store)
    await migrate(sqlite_store, [revisions(tmp_path, REBUILT)])
    async with sqlite_store.read() as c:
        rows = await c.execute(text("SELECT w.note, c.name FROM workspaces w JOIN channels c ON true"))
        assert rows.one() == (None, "jobs")
    with pytest.raises(IntegrityError):  # foreign keys are on again
        async with sqlite_store.write() as c:
            await c.execute(text("DELETE FROM workspaces"))


async def test_a_migration_that_breaks_references_is_rolled_back(sqlite_store: Store, tmp_path: Path) -> None:
    await _workspace_with_channel(sqlite_store)
    with pytest.raises(RuntimeError, match="refer to nothing"):
        await migrate(sqlite_store, [revisions(tmp_path, BROKEN)])
    async with sqlite_store.read() as c:
        assert (await c.execute(text("SELECT count(*) FROM workspaces"))).scalar_one() == 1
        assert (await c.execute(text("SELECT version_num FROM alembic_version"))).scalar_one() == NEWEST


async def test_tables_of_another_program_are_left_alone(empty_url: str) -> None:
    store = Store.open(empty_url)
    async with store.schema_change() as c:
        await c.execute(text("CREATE TABLE postings (theirs INTEGER)"))
        await c.execute(text("INSERT INTO postings VALUES (7)"))
    with pytest.raises(StoreUnavailable, match=r"another program.*\(postings\).*JOBWIRE_DATABASE_URL"):
        await migrate(store)
    async with store.read() as c:
        assert (await c.execute(text("SELECT theirs FROM postings"))).scalars().all() == [7]
    await store.close()


async def test_tables_that_are_missing_say_so(empty_url: str) -> None:
    store = Store.open(empty_url)
    with pytest.raises(StoreUnavailable, match=r"no such table: sources.*jobwire migrate"):
        async with store.read() as c:
            await c.execute(text("SELECT * FROM sources"))
    await store.close()


async def _workspace_with_channel(store: Store) -> None:
    async with store.write() as c:
        await c.execute(
            text("INSERT INTO workspaces VALUES (1, 'fake', 'W1', 'Acme', '2026-01-01 00:00:00', NULL)")
        )
        await c.execute(
            text(
                "INSERT INTO channels (id, workspace_id, native_id, name, settings, last_number, created_at) "
                "VALUES (1, 1, 'jobs', 'jobs', '{}', 0, '2026-01-01 00:00:00')"
            )
        )


def test_the_revision_that_needs_no_alembic_is_the_newest_one():
    (head,) = ScriptDirectory(str(Path(migrate_module.__file__).parent / "migrations")).get_heads()
    assert head == migrate_module.NEWEST


async def test_a_start_on_a_migrated_database_does_not_import_alembic(sqlite_url: str):
    start = (
        "import asyncio, sys\n"
        "from bot.store.migrate import migrate\n"
        "from bot.store.store import Store\n"
        f"asyncio.run(migrate(Store.open({sqlite_url!r})))\n"
        "print('alembic' in sys.modules)\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", start, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert said.decode().split() == ["False"]
