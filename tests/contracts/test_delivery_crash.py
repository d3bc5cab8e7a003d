"""The bot dies at every commit point, and at random ones: nothing lost, nothing twice, order kept."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import errors
from bot.domain.subscription import Cadence
from bot.scheduling.cadence import next_due
from bot.store.schema import parts
from bot.store.store import Store
from tests.contracts.delivery_world import World
from tests.fakes.fake_platform import Trouble

COMMITS = 1 + 2 * (2 + 4)
"""More than one delivery of two cards and a digest of some parts has: the last ones crash nothing."""


class Crash(BaseException):
    """kill -9: no handler of the bot may catch it."""


class CrashingStore(Store):
    """Dies at the n-th write, before its commit or right after it."""

    def __init__(self, store: Store, at: int, *, after: bool) -> None:
        self._under = store
        self._left = at
        self._after = after

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        async with self._under.read() as c:
            yield c

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        self._left -= 1
        async with self._under.write() as c:
            yield c
            if self._left == 0 and not self._after:
                raise Crash
        if self._left == 0:
            raise Crash


async def run_until_dead(world: World, store: Store) -> bool:
    """One life of the bot; True when it died."""
    try:
        await world.sender(store=store).deliver(world.channel_id)
    except Crash:
        return True
    return False


async def restart_and_settle(world: World) -> None:
    for _ in range(6):
        world.clock.now += timedelta(minutes=20)
        await world.deliver()


async def owed(world: World, cards: int, kept: int) -> list[int]:
    """Matches of cards and of a digest that is due; their order is the order in which they are owed."""
    instant, daily = await world.subscribe(), await world.subscribe(Cadence.DAILY)
    digest = await world.matches(kept, daily)
    world.clock.now += timedelta(days=1)
    return [*await world.matches(cards, instant), *digest]


@pytest.fixture
async def world(store: Store) -> World:
    return await World.new(store)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, COMMITS))
async def test_a_crash_at_any_commit_point_loses_and_doubles_nothing(
    world: World, at: int, *, after: bool
) -> None:
    expected = await owed(world, cards=2, kept=25)
    died = await run_until_dead(world, CrashingStore(world.store, at, after=after))
    assert died or at > 8
    await restart_and_settle(world)
    assert world.posted() == expected
    assert set(await world.part_states()) == {"sent"}


@pytest.mark.parametrize("accepted", [False, True], ids=["not accepted", "accepted"])
@pytest.mark.parametrize("at", range(5))
async def test_a_crash_during_any_request_loses_and_doubles_nothing(
    world: World, at: int, *, accepted: bool
) -> None:
    expected = await owed(world, cards=2, kept=25)
    world.platform.send_troubles.extend([*[None] * at, Trouble(error=Crash(), accepted=accepted)])
    await run_until_dead(world, world.store)
    await restart_and_settle(world)
    assert world.posted() == expected
    assert set(await world.part_states()) == {"sent"}


def some_trouble(random: Random) -> Trouble | None:
    """What a request may meet; most of them meet nothing."""
    return random.choice(
        [
            *[None] * 6,
            Trouble(error=errors.Uncertain("lost"), accepted=True),
            Trouble(error=errors.Uncertain("lost")),
            Trouble(error=errors.Unavailable("busy")),
            Trouble(error=errors.RateLimited("slow down", retry_after=timedelta(seconds=20))),
            Trouble(error=TimeoutError(), accepted=True),
            Trouble(error=Crash(), accepted=True),
            Trouble(error=Crash()),
        ]
    )


@pytest.mark.parametrize("seed", range(16))
async def test_any_life_and_death_loses_and_doubles_nothing(world: World, seed: int) -> None:
    """New matches come in while the bot dies, is restarted, and meets every trouble in between."""
    random = Random(seed)  # noqa: S311 (a seed)
    await world.settings(cards_per_hour=3, in_thread=seed % 2 == 0)
    subscriptions = [await world.subscribe(cadence) for cadence in Cadence]
    ids: set[int] = set()
    for _ in range(random.randint(5, 15)):
        for subscription in random.sample(subscriptions, random.randint(0, 3)):
            ids.update(await world.matches(random.randint(1, 2), subscription))
        world.platform.send_troubles.extend(some_trouble(random) for _ in range(3))
        world.platform.find_troubles.extend(
            random.choice([None, None, Trouble(error=errors.Unavailable("x")), Trouble(error=Crash())])
            for _ in range(2)
        )
        crashing = CrashingStore(world.store, random.randint(1, 12), after=random.random() < 0.5)
        await run_until_dead(world, crashing)
        world.clock.now += timedelta(seconds=random.choice([1, 10, 40, 3000, 50_000]))
    world.platform.send_troubles.clear()
    world.platform.find_troubles.clear()
    for _ in range(9):  # until the weekly digest has come
        await restart_and_settle(world)
        world.clock.now = next_due(Cadence.DAILY, (await world.channel()).settings, world.clock())
    await restart_and_settle(world)
    assert sorted(world.posted()) == sorted(ids)
    assert set(await world.part_states()) == {"sent"}
    await assert_order_kept(world)


async def assert_order_kept(world: World) -> None:
    """The platform shows the parts in the order in which the ledger owes them."""
    async with world.store.read() as c:
        rows = await c.execute(select(parts.c.key).order_by(parts.c.delivery_id, parts.c.position))
        owed_keys = list(rows.scalars())
    assert [one.key for one in world.platform.posted] == owed_keys
