"""The index of standing queries follows the database, whoever changes it; on both databases."""

import asyncio

import pytest

from bot.domain.chat import ChannelId
from bot.domain.subscription import Cadence
from bot.feeds.subscription_index import SubscriptionIndex
from bot.store import subscriptions
from bot.store.store import Store
from tests.contracts.store_world import NOW, new_channel, new_subscription
from tests.unit.matching.small_vocabulary import SENIOR_GO_POSTING, VOCABULARY


def channels_of(index: SubscriptionIndex) -> list[ChannelId]:
    (hits,) = index.hold([SENIOR_GO_POSTING], workspace_id=None, now=NOW).hits
    return [hit.channel_id for hit in hits]


async def refreshed(store: Store, index: SubscriptionIndex) -> list[ChannelId]:
    async with store.read() as c:
        await index.refresh(c)
    return channels_of(index)


@pytest.mark.parametrize("merge_at", [1, 3, 1000])
async def test_it_follows_every_change(store: Store, merge_at: int) -> None:
    index = SubscriptionIndex(VOCABULARY, merge_at=merge_at)
    here, there = await new_channel(store), await new_channel(store, "other")
    first = await new_subscription(store, here, "Go")
    assert await refreshed(store, index) == [here.id]
    await new_subscription(store, there, "senior")
    second = await new_subscription(store, there, "Rust")
    assert await refreshed(store, index) == [here.id, there.id]
    async with store.write() as c:
        await subscriptions.edit(c, first.id, "Java", Cadence.INSTANT)
    assert await refreshed(store, index) == [there.id]
    async with store.write() as c:
        await subscriptions.edit(c, first.id, "Go", Cadence.INSTANT)
        await subscriptions.remove(c, second.id, NOW)
    assert await refreshed(store, index) == [here.id, there.id]
    assert len(index) == 2


async def test_refreshes_at_once_take_each_change_in_once(store: Store) -> None:
    index = SubscriptionIndex(VOCABULARY, merge_at=2)
    here = await new_channel(store)
    for text in ("Go", "senior", "Java", "Rust", "backend"):
        await new_subscription(store, here, text)

    async def refresh() -> None:
        async with store.read() as c:
            await index.refresh(c)
            index.hold([SENIOR_GO_POSTING], workspace_id=None, now=NOW)

    await asyncio.gather(*(refresh() for _ in range(4)))
    assert len(index) == 5
    (hits,) = index.hold([SENIOR_GO_POSTING], workspace_id=None, now=NOW).hits
    assert [len(hit.subscription_ids) for hit in hits] == [3]


async def test_only_the_workspace_that_may_see_a_source_is_held_against_it(store: Store) -> None:
    index = SubscriptionIndex(VOCABULARY, merge_at=1)
    ours, theirs = await new_channel(store), await new_channel(store, workspace="W2")
    for channel in (ours, theirs):
        await new_subscription(store, channel, "Go")
    assert await refreshed(store, index) == [ours.id, theirs.id]
    (hits,) = index.hold([SENIOR_GO_POSTING], workspace_id=theirs.workspace_id, now=NOW).hits
    assert [hit.channel_id for hit in hits] == [theirs.id]
