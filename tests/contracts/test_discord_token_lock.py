"""One process for a token, on both databases: refused, released, waited for, watched."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from adapters.discord import token_lock as module
from adapters.discord.token_lock import is_held, token_lock
from bot.errors import ConfigurationError
from bot.store.store import Store
from tests.acceptance.settling import until

TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.GhuShx.hush-hush-hush"
AT_ONCE = timedelta(0)


def held(store: Store, token: str = TOKEN, pause=lambda _: None, patience: timedelta = AT_ONCE):
    return token_lock(store, token, pause, patience=patience)


async def test_a_second_process_is_refused_and_told_what_to_do(store: Store):
    async with held(store):
        assert await is_held(store, TOKEN)
        with pytest.raises(ConfigurationError, match=r"another running Jobwire .* stop the other") as caught:
            async with held(store):
                pass
        assert "hush" not in str(caught.value)
        assert await is_held(store, TOKEN), "whoever was refused has released nothing"
    assert not await is_held(store, TOKEN)
    async with held(store):
        pass


async def test_one_that_is_about_to_stop_is_waited_for(store: Store):
    first = held(store)
    await first.__aenter__()
    second = held(store, patience=timedelta(seconds=10))
    waiting = asyncio.create_task(second.__aenter__())
    await asyncio.sleep(0)
    await first.__aexit__(None, None, None)
    await waiting
    assert await is_held(store, TOKEN)
    await second.__aexit__(None, None, None)


async def test_other_tokens_on_one_postgresql_are_free(postgres_store: Store):
    async with held(postgres_store), held(postgres_store, "other.to.ken"):
        assert not await is_held(postgres_store, "third.to.ken")


async def test_a_lock_that_gets_lost_stops_all_requests_until_it_is_back(postgres_store: Store, monkeypatch):
    monkeypatch.setattr(module, "WATCHED_EVERY", timedelta(milliseconds=20))
    pauses: list[float] = []
    number = module._lock_of(postgres_store, TOKEN)._number
    with capture_logs() as logs:
        async with held(postgres_store, pause=pauses.append):
            async with postgres_store.engine.connect() as other:
                waiting = asyncio.create_task(other.execute(select(func.pg_advisory_lock(number))))
                await until(lambda: _is_queued(postgres_store), seconds=10, what="queued")
                await _end_its_session(postgres_store)
                await waiting
                await _soon(lambda: pauses)
                await other.invalidate()  # and with it the lock that the other had
            await _soon(lambda: any(one["event"] == "discord token lock is back" for one in logs))
        assert not await is_held(postgres_store, TOKEN)
    assert any(one["event"].startswith("discord token lock is lost") for one in logs)
    assert pauses[0] == pytest.approx(0.04)


async def _is_queued(store: Store) -> bool:
    query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with store.read() as c:
        return (await c.execute(query)).scalar_one() > 0


async def _end_its_session(store: Store) -> None:
    query = text(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND "
        "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with store.read() as c:
        await c.execute(query)


async def _soon(holds) -> None:
    async def check() -> bool:
        return bool(holds())

    await until(check, seconds=10, what="so")
