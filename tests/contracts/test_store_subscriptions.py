"""Subscriptions: numbers, the revision of all, and what a poll may rely on; on both databases."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.domain.subscription import Cadence
from bot.store import chats, subscriptions
from bot.store.store import Store
from tests.contracts.store_world import NOW, new_channel, new_subscription


async def changed(store: Store, since: int) -> dict[int, str | None]:
    async with store.read() as c:
        found = await subscriptions.changed_since(c, since)
        assert [one.revision for one in found] == sorted(one.revision for one in found)
        return {one.id: one.subscription.query if one.subscription else None for one in found}


async def revision(store: Store) -> int:
    async with store.read() as c:
        return await subscriptions.revision(c, share_lock=False)


async def test_numbers_count_up_within_a_channel_and_are_never_used_again(store: Store) -> None:
    here, there = await new_channel(store), await new_channel(store, "other")
    first, second = await new_subscription(store, here), await new_subscription(store, here)
    async with store.write() as c:
        await subscriptions.remove(c, second.id, NOW)
    third, elsewhere = await new_subscription(store, here), await new_subscription(store, there)
    assert (first.number, second.number, third.number, elsewhere.number) == (1, 2, 3, 1)
    async with store.read() as c:
        assert [one.number for one in await subscriptions.of_channel(c, here.id)] == [1, 3]
        assert await subscriptions.by_number(c, here.id, 2) is None
        assert await subscriptions.by_number(c, here.id, 3) == third
        assert await subscriptions.by_number(c, here.id, 2**70) is None
        assert await subscriptions.by_ids(c, [third.id, second.id, first.id]) == (third, first)


async def test_numbers_are_unique_when_many_subscribe_at_once(store: Store) -> None:
    channel = await new_channel(store)
    made = await asyncio.gather(*(new_subscription(store, channel, f"Go {n}") for n in range(8)))
    assert sorted(one.number for one in made) == list(range(1, 9))
    assert await revision(store) == 8


async def test_a_subscription_is_kept_as_it_was_made_and_changed(store: Store) -> None:
    channel = await new_channel(store)
    made = await new_subscription(store, channel, "senior backend, Go")
    assert (made.workspace_id, made.created_by, made.created_at) == (channel.workspace_id, "U1", NOW)
    forever = datetime.max.replace(tzinfo=UTC)
    async with store.write() as c:
        await subscriptions.edit(c, made.id, "Rust", Cadence.WEEKLY)
        await subscriptions.pause(c, made.id, forever)
    async with store.read() as c:
        (paused,) = await subscriptions.of_channel(c, channel.id)
    assert (paused.query, paused.cadence, paused.paused_until) == ("Rust", Cadence.WEEKLY, forever)
    async with store.write() as c:
        await subscriptions.resume(c, made.id)
        assert (await subscriptions.of_channel(c, channel.id))[0].paused_until is None


async def test_every_change_counts_and_the_difference_tells_it(store: Store) -> None:
    channel = await new_channel(store)
    kept = await new_subscription(store, channel, "Go")
    ended = await new_subscription(store, channel, "Rust")
    seen = await revision(store)
    assert await changed(store, 0) == {kept.id: "Go", ended.id: "Rust"}
    assert await changed(store, seen) == {}
    async with store.write() as c:
        await subscriptions.edit(c, kept.id, "Go, AWS", Cadence.DAILY)
        await subscriptions.remove(c, ended.id, NOW)
    assert await changed(store, seen) == {kept.id: "Go, AWS", ended.id: None}
    assert await changed(store, 0) == {kept.id: "Go, AWS"}  # who knows none need not hear of an end
    assert await revision(store) == seen + 2


async def test_a_change_that_is_rolled_back_leaves_no_trace(store: Store) -> None:
    channel = await new_channel(store)
    before = await revision(store)

    async def subscribe_and_break() -> None:
        async with store.write() as c:
            await subscriptions.create(
                c, channel_id=channel.id, query="Go", cadence=Cadence.DAILY, created_by="U1", now=NOW
            )
            raise LookupError("on the way")

    with pytest.raises(LookupError, match="on the way"):
        await subscribe_and_break()
    assert await revision(store) == before
    assert (await new_subscription(store, channel)).number == 1


async def test_an_ended_subscription_cannot_be_changed_back(store: Store) -> None:
    made = await new_subscription(store, await new_channel(store))
    async with store.write() as c:
        await subscriptions.remove(c, made.id, NOW)
        await subscriptions.edit(c, made.id, "Rust", Cadence.DAILY)
        await subscriptions.resume(c, made.id)
    assert await changed(store, 1) == {made.id: None}


async def test_a_dead_channels_subscriptions_stand_no_more_until_it_is_back(store: Store) -> None:
    channel, other = await new_channel(store), await new_channel(store, "other")
    made, untouched = await new_subscription(store, channel), await new_subscription(store, other)
    seen = await revision(store)
    async with store.write() as c:
        await chats.mark_dead(c, channel.id, "archived")
    assert await changed(store, seen) == {made.id: None}
    assert await changed(store, 0) == {untouched.id: "Go"}
    async with store.write() as c:
        await chats.revive(c, channel.id)
    assert await changed(store, seen) == {made.id: "Go"}


async def test_no_change_is_committed_while_a_poll_holds_the_revision(store: Store) -> None:
    """The poll's order: revision under the share lock, matches, commit. A change waits for all of it."""
    channel = await new_channel(store)
    await new_subscription(store, channel)
    committed: list[str] = []

    async def subscribe() -> None:
        await new_subscription(store, channel, "Rust")
        committed.append("subscription")

    async with store.write() as c:
        assert await subscriptions.revision(c, share_lock=True) == 1
        task = asyncio.create_task(subscribe())
        await _until_it_waits(store, task)
        assert committed == []
        assert await subscriptions.revision(c, share_lock=True) == 1
    committed.append("poll")  # no await between: the change cannot have run since
    await task
    assert await revision(store) == 2


async def test_two_polls_hold_the_revision_side_by_side(postgres_store: Store) -> None:
    store = postgres_store  # SQLite has one writer at a time
    async with store.write() as one, store.write() as other:
        assert await subscriptions.revision(one, share_lock=True) == 0
        assert await subscriptions.revision(other, share_lock=True) == 0


async def test_a_poll_that_begins_during_a_change_sees_it(store: Store) -> None:
    channel = await new_channel(store)
    seen: list[int] = []

    async def poll() -> None:
        async with store.write() as c:
            seen.append(await subscriptions.revision(c, share_lock=True))

    async with store.write() as c:
        await subscriptions.create(
            c, channel_id=channel.id, query="Go", cadence=Cadence.DAILY, created_by="U1", now=NOW
        )
        task = asyncio.create_task(poll())
        await _until_it_waits(store, task)
        assert seen == []
    await task
    assert seen == [1]


async def _until_it_waits(store: Store, task: asyncio.Task[None]) -> None:
    """Until another transaction waits for a lock of ours; on SQLite, until it queues for its turn."""
    if store.engine.dialect.name == "sqlite":
        for _ in range(100):
            await asyncio.sleep(0)
        assert not task.done()
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(10):
        while True:
            async with store.read() as c:
                if (await c.execute(waiting)).scalar_one():
                    return
            assert not task.done()
