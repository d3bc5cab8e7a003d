"""Workspaces and channels, and which channels are to be woken; on both databases."""

import asyncio
from dataclasses import replace
from datetime import datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Channel, ChannelId, ChannelSettings, DigestSchedule, Managers, QuietHours
from bot.domain.delivery import DeliveryKind, PartId, PartState
from bot.domain.match import MatchId, NewMatch
from bot.store import chats, ledger, sources
from bot.store.ledger import NewDelivery, NewPart, Outcome
from bot.store.schema import workspaces
from bot.store.store import Store
from tests.contracts.store_world import (
    HOUR,
    NOW,
    new_channel,
    new_posting,
    new_source,
    new_subscription,
    ref,
)

SETTINGS = ChannelSettings(
    timezone="Europe/Berlin",
    currency="EUR",
    cards_per_hour=3,
    quiet_hours=QuietHours(start=time(22), end=time(7, 30)),
    digest=DigestSchedule(at=time(8, 15), weekdays=(1, 3)),
    in_thread=True,
    mention="here",
    managers=Managers.LISTED,
    listed_managers=("U1", "U2"),
    muted_companies=("Acme", "Müller & Söhne"),
)


async def read(store: Store, channel: Channel) -> Channel:
    async with store.read() as c:
        return await chats.channel(c, channel.id)


async def test_a_channel_is_made_once_and_keeps_its_settings(store: Store) -> None:
    made = await new_channel(store)
    async with store.write() as c:
        await chats.save_settings(c, made.id, SETTINGS)
        again = await chats.ensure_channel(
            c,
            made.ref,
            workspace_name="Acme Inc.",
            channel_name="careers",
            settings=ChannelSettings(currency="GBP"),
            now=NOW + HOUR,
        )
        assert await chats.channel_by_ref(c, made.ref) == again
        assert await chats.channel_by_ref(c, replace(made.ref, platform="other")) is None
        assert await chats.channels(c, made.workspace_id) == (again,)
        assert (await c.execute(select(workspaces.c.name))).scalars().all() == ["Acme Inc."]
    assert again == replace(made, name="careers", settings=SETTINGS)


async def test_an_unknown_name_does_not_wipe_a_known_one(store: Store) -> None:
    made = await new_channel(store)
    async with store.write() as c:
        again = await chats.ensure_channel(
            c, made.ref, workspace_name="", channel_name="", settings=SETTINGS, now=NOW
        )
        nameless = await chats.ensure_channel(
            c, ref("C42"), workspace_name="", channel_name="", settings=SETTINGS, now=NOW
        )
    assert again == made
    assert nameless.name == "C42"


async def test_two_who_come_at_once_find_one_channel(store: Store) -> None:
    made = await asyncio.gather(*(new_channel(store, f"c{n % 2}") for n in range(6)))
    assert len({one.id for one in made}) == 2
    assert len({one.workspace_id for one in made}) == 1


async def test_channels_of_one_name_in_two_workspaces_are_two(store: Store) -> None:
    one, other = await new_channel(store, workspace="W1"), await new_channel(store, workspace="W2")
    assert one.id != other.id
    assert one.workspace_id != other.workspace_id


async def test_a_workspace_that_goes_takes_its_channels_along_until_it_is_back(store: Store) -> None:
    gone, other = await new_channel(store), await new_channel(store, workspace="W2")
    source = await new_source(store, workspace_id=gone.workspace_id)
    async with store.write() as c:
        await chats.remove_workspace(c, gone.workspace_id, NOW)
        assert await sources.claim_due(c, NOW, HOUR) == ()
    assert (await read(store, gone)).dead_reason == "the workspace has removed Jobwire"
    assert (await read(store, other)).dead_reason is None
    back = await new_channel(store)
    async with store.write() as c:
        await chats.revive(c, back.id)
        assert await sources.claim_due(c, NOW, HOUR) == (source.id,)
    assert (await read(store, gone)).dead_reason is None


# Which channels are woken -----------------------------------------------------------------------------


async def woken(store: Store, at: datetime = NOW) -> list[ChannelId]:
    async with store.read() as c:
        return await chats.channels_to_wake(c, at)


async def new_match(store: Store, channel: Channel, native_id: str = "1") -> MatchId:
    source = await new_source(store)
    posting_id = await new_posting(store, source, f"{channel.id} {native_id}")
    subscription = await new_subscription(store, channel)
    new = NewMatch(
        channel_id=channel.id,
        posting_id=posting_id,
        opening=0,
        subscription_ids=(subscription.id,),
        reasons=(),
    )
    async with store.write() as c:
        await ledger.record_matches(c, [new], NOW)
        found = await ledger.match(c, channel.id, posting_id)
    assert found is not None
    return found.id


async def deliver(c: AsyncConnection, channel: Channel, match_id: MatchId, keys: tuple[str, ...]) -> None:
    new = NewDelivery(
        channel_id=channel.id,
        kind=DeliveryKind.DIGEST,
        slot=keys[0],
        match_ids=(match_id,),
        parts=tuple(NewPart(key=key, match_ids=(match_id,)) for key in keys),
    )
    assert await ledger.create_delivery(c, new, NOW) is not None


async def begin(c: AsyncConnection, channel: Channel, at: datetime = NOW) -> tuple[PartId, int]:
    part = await ledger.next_part(c, channel.id)
    assert part is not None
    attempt = await ledger.begin_attempt(c, part, now=at, lease=HOUR)
    assert attempt is not None
    return part.id, attempt


async def test_nothing_to_do_wakes_nobody(store: Store) -> None:
    await new_channel(store)
    assert await woken(store) == []


async def test_a_new_match_wakes_its_channel_until_it_is_planned(store: Store) -> None:
    channel, other = await new_channel(store), await new_channel(store, "other")
    match_id = await new_match(store, channel)
    assert await woken(store) == [channel.id]
    async with store.write() as c:
        await ledger.keep(c, [match_id])
        await chats.planned(c, channel.id, planned_at=NOW, wake_at=NOW + HOUR)
        await chats.planned(c, other.id, planned_at=NOW, wake_at=NOW + 2 * HOUR)
    assert await woken(store) == []
    assert await woken(store, NOW + HOUR) == [channel.id]
    assert await woken(store, NOW + 2 * HOUR) == [channel.id, other.id]
    async with store.write() as c:
        await chats.planned(c, channel.id, planned_at=NOW, wake_at=None)
    assert await woken(store, NOW + 2 * HOUR) == [other.id]


async def test_a_part_wakes_when_it_is_due_and_when_its_lease_has_run_out(store: Store) -> None:
    channel = await new_channel(store)
    match_id = await new_match(store, channel)
    async with store.write() as c:
        await deliver(c, channel, match_id, ("one",))
    assert await woken(store) == [channel.id]
    async with store.write() as c:
        part_id, attempt = await begin(c, channel)
    assert await woken(store) == []
    assert await woken(store, NOW + HOUR) == [channel.id]
    async with store.write() as c:
        again = Outcome(state=PartState.PENDING, due_at=NOW + 2 * HOUR)
        await ledger.finish_attempt(c, part_id, attempt, again, now=NOW)
    assert await woken(store, NOW + HOUR) == []
    assert await woken(store, NOW + 2 * HOUR) == [channel.id]


async def test_a_part_that_waits_behind_another_does_not_wake_its_channel(store: Store) -> None:
    """It could not be sent anyway; to be woken for it every second is to work in vain."""
    channel = await new_channel(store)
    match_id = await new_match(store, channel)
    async with store.write() as c:
        await deliver(c, channel, match_id, ("one", "two"))
        part_id, attempt = await begin(c, channel)
        later = Outcome(state=PartState.PENDING, due_at=NOW + HOUR)
        await ledger.finish_attempt(c, part_id, attempt, later, now=NOW)
    assert await woken(store) == []
    assert await woken(store, NOW + HOUR) == [channel.id]


@pytest.mark.parametrize("what", ["dead", "parked"])
async def test_a_channel_that_cannot_be_sent_to_is_left_alone(store: Store, what: str) -> None:
    channel = await new_channel(store)
    await new_match(store, channel)
    async with store.write() as c:
        if what == "dead":
            await chats.mark_dead(c, channel.id, "archived")
        else:
            await chats.park(c, channel.id, NOW + HOUR)
    assert await woken(store) == []
    assert await woken(store, NOW + HOUR) == ([] if what == "dead" else [channel.id])


async def test_of_two_rate_limits_the_longer_one_holds(store: Store) -> None:
    channel = await new_channel(store)
    for pause, due_at in ((1, 1), (3, 3), (2, 3)):
        async with store.write() as c:
            await chats.park(c, channel.id, NOW + pause * HOUR)
            assert (await chats.channel(c, channel.id)).due_at == NOW + due_at * HOUR
