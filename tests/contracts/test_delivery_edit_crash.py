"""The bot dies at every commit point of an edit, and at random ones: in the end every message is true."""

from datetime import timedelta
from random import Random

import pytest

from bot import errors
from bot.domain.subscription import Cadence
from bot.store.store import Store
from tests.contracts.delivery_world import World
from tests.contracts.test_delivery_crash import Crash, CrashingStore, restart_and_settle
from tests.fakes.fake_platform import Trouble

COMMITS = 2 * 3 + 1
"""More than the edits of three messages have: the last ones crash nothing."""


@pytest.fixture
async def world(store: Store) -> World:
    return await World.new(store)


async def edit_until_dead(world: World, store: Store) -> bool:
    """One life of the bot; True when it died."""
    try:
        await world.editor(store=store).edit(world.channel_id)
    except Crash:
        return True
    return False


async def edits_settle(world: World) -> None:
    for _ in range(6):
        world.clock.now += timedelta(hours=5)
        await world.edit()


async def posted_cards_and_digest(world: World) -> list[int]:
    """Two cards and a digest."""
    instant, daily = await world.subscribe(), await world.subscribe(Cadence.DAILY)
    digest = await world.matches(3, daily)
    world.clock.now += timedelta(days=1)
    ids = [*await world.matches(2, instant), *digest]
    await world.deliver()
    assert world.posted() == ids
    return ids


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, COMMITS + 1))
async def test_after_a_crash_at_any_commit_point_everything_is_said(
    world: World, at: int, *, after: bool
) -> None:
    first, second, *digest = await posted_cards_and_digest(world)
    await world.close(first, second, digest[1])
    died = await edit_until_dead(world, CrashingStore(world.store, at, after=after))
    assert died or at == COMMITS
    await edits_settle(world)
    assert world.says_closed() == [first, second, digest[1]]
    assert world.posted() == [first, second, *digest]
    assert await world.marked() == 0
    assert world.platform.edits <= 4  # at most one was done twice


@pytest.mark.parametrize("accepted", [False, True], ids=["not accepted", "accepted"])
@pytest.mark.parametrize("back", [False, True], ids=["closed", "listed again"])
async def test_after_a_crash_during_a_request_everything_is_said(
    world: World, *, accepted: bool, back: bool
) -> None:
    first, second, *_ = await posted_cards_and_digest(world)
    await world.close(first, second)
    world.platform.edit_troubles.append(Trouble(error=Crash(), accepted=accepted))
    assert await edit_until_dead(world, world.store)
    if back:
        await world.reopen(first)
    await edits_settle(world)
    assert world.says_closed() == ([second] if back else [first, second])
    assert await world.marked() == 0


def some_trouble(random: Random) -> Trouble | None:
    """What a request may meet; most of them meet nothing."""
    return random.choice(
        [
            *[None] * 4,
            Trouble(error=errors.Uncertain("lost"), accepted=True),
            Trouble(error=errors.Uncertain("lost")),
            Trouble(error=errors.Unavailable("busy")),
            Trouble(error=errors.RateLimited("slow down", retry_after=timedelta(seconds=20))),
            Trouble(error=TimeoutError(), accepted=True),
            Trouble(error=Crash(), accepted=True),
            Trouble(error=Crash()),
        ]
    )


@pytest.mark.parametrize("seed", range(5))
async def test_after_any_life_and_death_every_message_says_what_is_so(world: World, seed: int) -> None:
    """Jobs close and come back while messages are sent; the bot dies and meets every trouble in between."""
    random = Random(seed)  # noqa: S311 (a seed)
    await world.settings(in_thread=seed % 2 == 0)
    wanted = [await world.subscribe(cadence) for cadence in (Cadence.INSTANT, Cadence.HOURLY)]
    ids: list[int] = []
    closed: set[int] = set()
    for _ in range(random.randint(10, 20)):
        ids += await world.matches(random.randint(0, 2), random.choice(wanted))
        world.platform.send_troubles.append(some_trouble(random))
        world.platform.edit_troubles.extend(some_trouble(random) for _ in range(2))
        crashing = CrashingStore(world.store, random.randint(1, 15), after=random.random() < 0.5)
        await live(world, crashing)
        changing = set(random.sample(ids, min(len(ids), random.randint(0, 3))))
        await world.close(*(changing - closed))
        await world.reopen(*(changing & closed))
        closed ^= changing
        await edit_until_dead(world, crashing)
        world.clock.now += timedelta(seconds=random.choice([1, 30, 100, 4000]))
    world.platform.send_troubles.clear()
    world.platform.edit_troubles.clear()
    await restart_and_settle(world)
    await edits_settle(world)
    assert set(world.says_closed()) == closed & set(world.posted())
    assert set(ids) - set(world.posted()) <= closed  # those had closed before anybody was told
    assert len(world.posted()) == len(set(world.posted()))
    assert await world.marked() == 0


async def live(world: World, store: Store) -> None:
    try:
        await world.sender(store=store).deliver(world.channel_id)
    except Crash:
        return
