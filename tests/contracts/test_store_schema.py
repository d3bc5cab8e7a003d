"""The migrated schema is that of the models, on both databases; migrating is safe, again and at once."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreUnavailable
from bot.store import ledger
from bot.store import migrate as migrate_module
from bot.store.migrate import NEWEST, migrate, pending_migrations
from bot.store.schema import Instant, metadata, parts
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
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("workspaces", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text))
"""

MIGRATIONS = Path(migrate_module.__file__).parent / "migrations"
SENT_AT = datetime(2026, 7, 28, 12, tzinfo=UTC)
OF_THE_FIRST_SCHEMA = """
INSERT INTO workspaces (id, platform, native_id, name, created_at) VALUES (1, 'fake', 'W1', 'Acme', :at);
INSERT INTO channels (id, workspace_id, native_id, name, settings, last_number, created_at)
    VALUES (1, 1, 'jobs', 'jobs', '{}', 0, :at);
INSERT INTO sources
    (id, name, url, format, complete_list, least_interval_seconds, enabled, next_poll_at, health, failures,
    removed)
    VALUES (1, 'A', 'https://a.example', 'rss', true, 900, true, :at, 'new', 0, false);
INSERT INTO postings
    (id, source_id, native_id, body, tags, content_hash, reading, first_seen_at, closed_at, merged_into)
    VALUES (1, 1, '1', '', '[]', '', '{}', :at, NULL, NULL), (2, 1, '2', '', '[]', '', '{}', :at, :at, NULL),
    (3, 1, '3', '', '[]', '', '{}', :at, :at, NULL), (4, 1, '4', '', '[]', '', '{}', :at, NULL, 2);
INSERT INTO deliveries (id, channel_id, kind, slot, match_ids, created_at)
    VALUES (1, 1, 'card', '1', '[1]', :at), (2, 1, 'card', '2', '[2]', :at), (3, 1, 'card', '3', '[3]', :at),
    (4, 1, 'card', '4', '[4]', :at);
INSERT INTO matches
    (id, channel_id, posting_id, opening, subscription_ids, reasons, matched_at, state, delivery_id)
    VALUES (1, 1, 1, 0, '[]', '[]', :at, 'planned', 1), (2, 1, 2, 0, '[]', '[]', :at, 'planned', 2),
    (3, 1, 3, 0, '[]', '[]', :at, 'planned', 3), (4, 1, 4, 0, '[]', '[]', :at, 'planned', 4);
INSERT INTO parts
    (id, delivery_id, position, key, match_ids, state, attempt, due_at, blind_resends, sent_id, sent_at)
    VALUES (1, 1, 0, 'open', '[1]', 'sent', 1, :at, 0, 'm1', :at),
    (2, 2, 0, 'closed', '[2]', 'sent', 1, :at, 0, 'm2', :at),
    (3, 3, 0, 'pending', '[3]', 'pending', 0, :at, 0, NULL, NULL),
    (4, 4, 0, 'merged', '[4]', 'sent', 1, :at, 0, 'm4', :at)
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


async def test_a_database_of_the_first_schema_keeps_its_data_on_sqlite(empty_url: str) -> None:
    await _migrate_from_the_first_schema(empty_url)


async def test_a_database_of_the_first_schema_keeps_its_data_on_postgresql(postgres: PostgresServer) -> None:
    with postgres.database(migrated=False) as url:
        await _migrate_from_the_first_schema(url)


async def _migrate_from_the_first_schema(url: str) -> None:
    """Messages are kept, and those that show a job which has closed since are to be looked at."""
    store = Store.open(url)
    async with store.schema_change() as c:
        await c.run_sync(_upgrade_to_the_first)
        for statement in OF_THE_FIRST_SCHEMA.strip().split(";\n"):
            await c.execute(text(statement).bindparams(bindparam("at", SENT_AT, Instant())))
    assert await pending_migrations(store)
    await migrate(store)
    assert not await pending_migrations(store)
    async with store.read() as c:
        rows = await c.execute(parts.select().order_by(parts.c.id))
        told = [(row.key, row.closed_match_ids, row.edit_due_at, row.edit_attempts) for row in rows]
        assert await ledger.channels_to_edit(c, SENT_AT) == [1]
    assert told == [
        ("open", [], None, 0),
        ("closed", [], SENT_AT, 0),
        ("pending", [], None, 0),
        ("merged", [], SENT_AT, 0),
    ]
    await store.close()


def _upgrade_to_the_first(connection: Connection) -> None:
    config = Config()
    for key, value in (
        ("script_location", str(MIGRATIONS)),
        ("version_locations", str(MIGRATIONS / "versions")),
        ("path_separator", "newline"),
    ):
        config.set_main_option(key, value)
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


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
