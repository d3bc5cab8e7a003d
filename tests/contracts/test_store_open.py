"""Opening a database, writing to it from two sides, and every way in which it can be unusable."""

import asyncio
import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import StoreBusy, StoreUnavailable
from bot.store import components
from bot.store.migrate import migrate
from bot.store.schema import components as table
from bot.store.store import Store, async_url
from tests.contracts.store_world import NOW


async def pragma(store: Store, name: str) -> object:
    async with store.read() as c:
        return (await c.exec_driver_sql(f"PRAGMA {name}")).scalar_one()


async def refusal(url: str, *, write: bool = False) -> StoreUnavailable:
    """What is said when a database is used that cannot be."""
    with pytest.raises(StoreUnavailable) as caught:
        await _use(url, write=write)
    return caught.value


async def _use(url: str, *, write: bool) -> None:
    store = Store.open(async_url(url))
    try:
        await (migrate(store) if write else _read(store))
    finally:
        await store.close()


async def _read(store: Store) -> None:
    async with store.read() as c:
        await c.execute(table.select())


async def _put(store: Store, payload: str) -> str:
    async with store.write() as c:
        return await components.put(c, "run", {"text": payload}, NOW)


async def test_sqlite_keeps_what_is_committed_and_what_refers_to_what(sqlite_store: Store) -> None:
    assert await pragma(sqlite_store, "journal_mode") == "wal"
    assert await pragma(sqlite_store, "synchronous") == 2  # FULL
    assert await pragma(sqlite_store, "foreign_keys") == 1


async def test_a_writer_takes_its_turn_when_it_begins(sqlite_url: str) -> None:
    """BEGIN IMMEDIATE: what a writer has read is still true when it writes, whoever else writes."""
    stores = [Store.open(sqlite_url), Store.open(sqlite_url)]  # two processes, as the file sees it
    id_ = await _put(stores[0], "0")

    async def count_up(store: Store) -> None:
        for _ in range(20):
            async with store.write() as c:
                found = await components.get(c, id_)
                assert found is not None
                value = {"text": str(int(found.payload["text"]) + 1)}
                await c.execute(table.update().where(table.c.id == id_).values(payload=value))

    await asyncio.gather(count_up(stores[0]), count_up(stores[1]), count_up(stores[1]))
    async with stores[0].read() as c:
        found = await components.get(c, id_)
    assert found is not None
    assert found.payload["text"] == "60"
    for store in stores:
        await store.close()


async def test_a_reader_is_not_held_up_by_a_writer(store: Store) -> None:
    id_ = await _put(store, "before")
    async with store.write() as c:
        await c.execute(table.update().values(payload={"text": "after"}))
        async with store.read() as reader:
            found = await components.get(reader, id_)
            assert found is not None
            assert found.payload["text"] == "before"


async def test_a_block_that_raises_has_written_nothing_and_frees_its_turn(store: Store) -> None:
    for error in (KeyError("ours"), FileNotFoundError("ours"), asyncio.CancelledError()):
        with pytest.raises(type(error)):  # as it was raised: none of them is the database's
            await _break(store, error)
    await _put(store, "next")
    async with store.read() as c:
        assert len((await c.execute(table.select())).all()) == 1


async def _break(store: Store, error: BaseException) -> None:
    async with store.write() as c:
        await components.put(c, "run", {}, NOW)
        raise error


async def test_a_directory_that_is_missing(tmp_path: Path) -> None:
    said = str(await refusal(str(tmp_path / "nowhere" / "jobwire.db")))
    assert f"The database {tmp_path}/nowhere/jobwire.db cannot be used" in said
    assert f"the directory {tmp_path}/nowhere does not exist" in said


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes, and I want to keep them. " * 100, encoding="utf-8")
    for write in (False, True):
        said = str(await refusal(str(file), write=write))
        assert "file is not a database. The file is not a SQLite database." in said
        assert "JOBWIRE_DATABASE_URL" in said
    assert file.read_text(encoding="utf-8").startswith("These are my notes")


async def test_a_directory_in_place_of_the_file(tmp_path: Path) -> None:
    assert "it is a directory" in str(await refusal(str(tmp_path)))


async def test_a_port_that_refuses_says_so_without_the_password() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        port = taken.getsockname()[1]
        place = f"127.0.0.1:{port}/jobs"
        error = await refusal(f"postgres://anna:hunter2%25secret@{place}")
        in_query = await refusal(f"postgres://anna@{place}?password=hunter2")
    assert f"The database postgresql://anna:***@{place} cannot be used" in str(error)
    assert "Check that it is running" in str(error)
    _tells_no_secret(error)
    _tells_no_secret(in_query)


async def test_a_database_that_is_not_there(postgres_url: str) -> None:
    url = postgres_url.replace("/test_", "/no_such_")
    assert "does not exist. Check that it is running, and host, port" in str(await refusal(url))


async def test_postgresql_without_tables(postgres_url: str) -> None:
    store = Store.open(postgres_url)
    async with store.write() as c:
        await c.execute(text("DROP TABLE components"))
    with pytest.raises(StoreUnavailable, match=r"does not exist.*Run: jobwire migrate"):
        await _read(store)
    await store.close()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://anna:hunter2%25secret@db/jobs",
        "postgres://anna:hunter2%25secret@db:port/jobs",
        "nonsense://",
        "://hunter2%secret",
    ],
)
async def test_an_address_that_is_none_of_ours(url: str) -> None:
    error = await refusal(url)
    assert "Set JOBWIRE_DATABASE_URL to a file" in str(error)
    _tells_no_secret(error)


def _tells_no_secret(error: StoreUnavailable) -> None:
    assert "hunter2" not in str(error) + error.detail


async def test_an_error_never_shows_what_was_written(store: Store) -> None:
    async with store.write() as c:
        await c.execute(text("DROP TABLE components"))
    with pytest.raises(StoreUnavailable) as caught:
        await _put(store, "a private word")
    assert "private word" not in str(caught.value) + caught.value.detail


async def test_a_full_disk_loses_nothing_that_was_stored(sqlite_store: Store) -> None:
    kept = await _put(sqlite_store, "kept")
    pages = await pragma(sqlite_store, "page_count")
    await pragma(sqlite_store, f"max_page_count={pages}")  # of the one connection in the pool
    with pytest.raises(StoreUnavailable, match=r"database or disk is full\. Free some space"):
        await _put(sqlite_store, "too much " * 10_000)
    async with sqlite_store.read() as c:
        assert await components.get(c, kept) is not None
        assert len((await c.execute(table.select())).all()) == 1
    await pragma(sqlite_store, "max_page_count=1000000")
    await _put(sqlite_store, "fits " * 10_000)
    assert await pragma(sqlite_store, "integrity_check") == "ok"


async def test_a_connection_that_is_lost_says_so_and_the_next_one_works(postgres_store: Store) -> None:
    async def write_and_be_cut_off() -> None:
        async with postgres_store.write() as c:
            own = (await c.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            async with postgres_store.read() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
            await components.put(c, "run", {}, NOW)

    with pytest.raises(StoreUnavailable):
        await write_and_be_cut_off()
    await _put(postgres_store, "next")


async def test_a_deadlock_is_told_apart_so_that_it_can_be_tried_again(postgres_store: Store) -> None:
    one, other = await _put(postgres_store, "one"), await _put(postgres_store, "other")
    both = asyncio.Barrier(2)

    async def change(first: str, second: str) -> None:
        async with postgres_store.write() as c:
            await c.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            await c.execute(table.update().where(table.c.id == first).values(kind="changed"))
            await both.wait()
            await c.execute(table.update().where(table.c.id == second).values(kind="changed"))

    ended = await asyncio.gather(change(one, other), change(other, one), return_exceptions=True)
    failed = [error for error in ended if error is not None]
    assert [type(error) for error in failed] == [StoreBusy]
    assert "Nothing was written; it is tried again" in str(failed[0])


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("jobwire.db", "sqlite+aiosqlite:///jobwire.db"),
        ("/var/lib/jobwire/jobs.db", "sqlite+aiosqlite:////var/lib/jobwire/jobs.db"),
        ("sqlite:///jobwire.db", "sqlite+aiosqlite:///jobwire.db"),
        ("postgres://anna:a%40b@db:5432/jobs?sslmode=require", None),
        ("postgresql://anna@db/jobs", "postgresql+psycopg://anna@db/jobs"),
        ("postgresql+psycopg://anna@db/jobs", "postgresql+psycopg://anna@db/jobs"),
    ],
)
def test_addresses_as_hosts_and_people_write_them(written: str, url: str | None) -> None:
    expected = url or "postgresql+psycopg://anna:a%40b@db:5432/jobs?sslmode=require"
    assert async_url(written) == expected


def test_a_file_name_may_hold_what_an_address_may_not(tmp_path: Path) -> None:
    file = str(tmp_path / "a ? name & 100% of it.db")
    assert Store.open(async_url(file)).location == file


async def test_a_password_with_every_sign_reaches_the_server(postgres_url: str) -> None:
    store = Store.open(async_url(postgres_url.replace("postgres:@", "postgres:a%2Fb%40c%25d@")))
    await _read(store)
    assert "a/b@c%d" not in store.location
    assert "a%2Fb" not in store.location
    await store.close()
