"""What is due, or was lost, is found again by the clock's next tick."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.source import SourceId
from bot.scheduling.embedded import EmbeddedWorkQueue
from bot.scheduling.sweep import POLL_LEASE, Sweep
from bot.store import chats
from bot.store.store import Store
from tests.acceptance.poll_house import START, Job, Keys, PollHouse

OLD, FRESH = Job(1, "Office Manager", content="<p>You look after our office.</p>"), Job(2)


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[PollHouse]:
    async with PollHouse.open(sqlite_url) as made:
        yield made


def sweep_of(house: PollHouse) -> tuple[Sweep, Keys]:
    """The sweep of a process, and what it has put."""
    queue = Keys()
    return Sweep(house.store, queue, clock=lambda: house.now), queue


async def test_a_due_source_is_put_once_whichever_process_is_first(house: PollHouse) -> None:
    source = await house.source("/acme")
    (one, first), (other, second) = sweep_of(house), sweep_of(house)
    await one.tick()
    await other.tick()
    await one.tick()
    assert (first.put_keys, second.put_keys) == ([f"poll:{source.id}"], [])


async def test_a_source_whose_poller_died_is_put_again_after_its_lease(house: PollHouse) -> None:
    source = await house.source("/acme")
    sweep, queue = sweep_of(house)
    await sweep.tick()
    house.now += POLL_LEASE - timedelta(seconds=1)
    await sweep.tick()
    assert len(queue.put_keys) == 1
    house.now += timedelta(seconds=1)
    await sweep.tick()
    assert queue.put_keys == [f"poll:{source.id}"] * 2


async def test_a_source_that_was_polled_is_due_after_its_interval(house: PollHouse) -> None:
    source = await house.polled("/acme", OLD)
    sweep, queue = sweep_of(house)
    house.later(minutes=14, seconds=59)
    await sweep.tick()
    assert queue.put_keys == []
    house.later(seconds=1)
    await sweep.tick()
    assert queue.put_keys == [f"poll:{source.id}"]


async def test_a_posted_job_that_closed_wakes_its_channel_when_the_queue_entry_was_lost(
    house: PollHouse,
) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    for jobs in ((OLD, FRESH), (OLD,)):
        house.lists("/acme", *jobs)
        house.later()
        await house.poll(source)  # its put is lost with the process
        await house.deliver(subscription.channel_id)
    sweep, queue = sweep_of(house)
    await sweep.tick()
    assert queue.put_keys == [f"edit:{subscription.channel_id}"]


async def test_a_match_whose_queue_entry_was_lost_wakes_its_channel(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    await house.subscribe("Rust", channel="rust")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)  # its put is lost with the process
    sweep, queue = sweep_of(house)
    await sweep.tick()
    assert queue.put_keys == [f"deliver:{subscription.channel_id}"]


async def test_a_channel_is_woken_when_it_asked_to_be(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    async with house.store.write() as c:
        at = house.now + timedelta(hours=1)
        await chats.planned(c, subscription.channel_id, planned_at=house.now, wake_at=at)
    sweep, queue = sweep_of(house)
    await sweep.tick()
    assert queue.put_keys == []
    house.later(hours=1)
    await sweep.tick()
    assert queue.put_keys == [f"deliver:{subscription.channel_id}"]


async def test_old_postings_that_nobody_lists_any_more_are_forgotten_when_that_is_wanted(
    house: PollHouse,
) -> None:
    source = await house.polled("/acme", OLD, FRESH)
    house.lists("/acme", FRESH)
    house.later()
    await house.poll(source)
    house.later(days=100)
    await house.poll(source)
    keep = timedelta(days=90)
    await Sweep(house.store, Keys(), clock=lambda: house.now).tick()
    assert len(await house.stored()) == 2
    await Sweep(house.store, Keys(), clock=lambda: house.now, keep_postings=keep).tick()
    assert [one.posting.title for one in await house.stored()] == [FRESH.title]


async def test_from_tick_to_match_through_the_real_queue(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    queue = EmbeddedWorkQueue()

    async def handler(key: str) -> None:
        kind, _, number = key.partition(":")
        if kind == "poll":
            await house.poller.poll(SourceId(int(number)))

    await queue.start(handler)
    await Sweep(house.store, queue, clock=lambda: house.now).tick()
    await queue.idle()
    await queue.stop(timedelta(seconds=5))
    assert await house.matched_titles(subscription.channel_id) == [FRESH.title]


async def test_a_database_that_cannot_be_reached_is_told_of_once(tmp_path: Path) -> None:
    store = Store.open(f"sqlite+aiosqlite:///{tmp_path / 'no' / 'such' / 'place.db'}")
    sweep = Sweep(store, Keys(), clock=lambda: START)
    with capture_logs() as logs:
        for _ in range(3):
            await sweep.tick()
    assert [line["event"] for line in logs] == ["sweep cannot reach the database"]
    await store.close()
