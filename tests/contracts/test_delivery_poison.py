"""One posting that cannot be shown keeps no other from being posted, and a large digest little memory."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.match import MatchId
from bot.domain.subscription import Cadence
from bot.store import ledger
from bot.store.schema import matches, postings
from bot.store.store import Store
from tests.contracts.delivery_world import START, World

UNREADABLE = {"company": "Acme", "openings": [{"places": 5}]}


@pytest.fixture
async def world(store: Store) -> World:
    return await World.new(store)


async def poison(world: World, match_id: MatchId) -> None:
    """What the posting of a match says cannot be read any more."""
    async with world.store.write() as c:
        bad = select(matches.c.posting_id).where(matches.c.id == match_id).scalar_subquery()
        await c.execute(update(postings).where(postings.c.id == bad).values(reading=UNREADABLE))


async def deliver_for_hours(world: World) -> None:
    for _ in range(10):
        await world.deliver()
        world.clock.now += timedelta(hours=1)


async def test_a_card_that_cannot_be_composed_is_given_up_and_the_next_ones_come(world: World) -> None:
    ids = await world.matches(3, await world.subscribe())
    await poison(world, ids[1])
    await deliver_for_hours(world)
    assert world.posted() == [ids[0], ids[2]]
    assert await world.part_states() == ["sent", "failed", "sent"]


async def test_without_a_way_to_ask_a_card_that_cannot_be_composed_counts_as_no_message_sent_twice(
    world: World,
) -> None:
    ids = await world.matches(2, await world.subscribe())
    await poison(world, ids[0])
    world.platform.cannot_find()
    await deliver_for_hours(world)
    assert world.posted() == [ids[1]]
    assert await blind_resends(world) == 0


async def test_a_digest_comes_without_the_posting_that_cannot_be_composed(world: World) -> None:
    ids = await world.matches(9, await world.subscribe(Cadence.DAILY))
    await poison(world, ids[4])
    world.clock.now += timedelta(days=1)
    await deliver_for_hours(world)
    assert sorted(world.posted()) == [*ids[:4], *ids[5:]]
    assert (await world.part_states()).count("failed") == 1


async def test_a_digest_of_very_many_postings_shows_each_once_in_order(world: World) -> None:
    ids = await world.matches(450, await world.subscribe(Cadence.DAILY))
    world.clock.now += timedelta(days=1)
    await world.deliver()
    assert world.posted() == ids


async def blind_resends(world: World) -> int:
    async with world.store.read() as c:
        return sum(times for _, times in await ledger.blind_resends(c, START))
