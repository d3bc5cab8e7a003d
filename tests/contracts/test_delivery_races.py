"""What two processes on one PostgreSQL do at the same moment: who comes second sees what the first did."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.domain.match import Suppression
from bot.store import chats, ledger, postings, retention, subscriptions
from bot.store.schema import sightings
from bot.store.store import Store
from tests.contracts.delivery_world import START, World

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.fixture
async def world(postgres_store: Store) -> World:
    return await World.new(postgres_store)


async def waits_for_a_lock(world: World, work: Awaitable[object]) -> "asyncio.Task[object]":
    """Begins the work and returns when it waits for another transaction."""
    task = asyncio.ensure_future(work)
    async with asyncio.timeout(10):
        while not task.done():
            async with world.store.read() as c:
                if await c.scalar(_WAITING):
                    break
    return task


async def test_a_company_muted_while_a_delivery_waits_for_the_channel_is_not_shown(world: World) -> None:
    match = await world.match(await world.subscribe())
    async with world.store.write() as c:
        await ledger.lock_channel(c, world.channel_id)
        settings = (await chats.channel(c, world.channel_id)).settings
        await chats.save_settings(c, world.channel_id, replace(settings, muted_companies=("Acme",)))
        delivery = await waits_for_a_lock(world, world.deliver())
    await delivery
    assert world.posted() == []
    assert await world.fate(match) == ("suppressed", "company muted")


async def test_what_is_unsubscribed_while_a_delivery_is_planned_is_not_posted(world: World) -> None:
    subscription = await world.subscribe()
    match = await world.match(subscription)
    async with world.store.write() as c:
        await subscriptions.remove(c, subscription.id, START)
        waiting = await ledger.pending(c, world.channel_id)
        await ledger.withdraw(c, waiting, subscription.id, Suppression.UNSUBSCRIBED)
        delivery = await waits_for_a_lock(world, world.deliver())
    await delivery
    assert world.posted() == []
    assert await world.fate(match) == ("suppressed", "unsubscribed")


async def test_what_a_poll_sees_again_while_old_postings_are_forgotten_stays(world: World) -> None:
    posting_id = await world.posting()
    async with world.store.read() as c:
        stored = await postings.get(c, posting_id)
    assert stored is not None

    async def forget() -> int:
        async with world.store.write() as c:
            return await retention.purge(c, START + timedelta(days=90))

    async with world.store.write() as c:
        await postings.lock_identities(c)
        await postings.upsert_sighting(
            c,
            stored.source_id,
            stored.posting,
            posting_id=posting_id,
            content_hash="0" * 64,
            now=START + timedelta(days=100),
        )
        forgetting = await waits_for_a_lock(world, forget())
    assert await forgetting == 0
    async with world.store.read() as c:
        assert await c.scalar(select(func.count()).select_from(sightings)) == 1
