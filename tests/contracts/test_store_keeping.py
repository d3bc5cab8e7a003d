"""Saved postings, components, retention and weekly numbers; on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Channel, UserRef
from bot.domain.delivery import DeliveryKind, PartState, SentMessage
from bot.domain.match import Match, NewMatch, Suppression
from bot.domain.posting import PostingId
from bot.domain.source import Source
from bot.domain.subscription import SubscriptionId
from bot.store import components, ledger, postings, retention, saved, sources, statistics
from bot.store.ledger import NewDelivery, NewPart, Outcome
from bot.store.schema import sightings
from bot.store.statistics import Numbers
from bot.store.store import Store
from tests.contracts.store_world import DAY, HOUR, NOW, new_channel, new_posting, new_source, posting_of

ANNA = UserRef(platform="fake", workspace="W1", user="U1", name="Anna")
OLD = NOW - 100 * DAY
LIMIT = NOW - 90 * DAY


async def test_a_person_sees_what_they_saved_the_last_first(store: Store) -> None:
    source = await new_source(store)
    one, other = await new_posting(store, source, "1"), await new_posting(store, source, "2")
    ben = UserRef(platform="fake", workspace="W1", user="U2", name="Ben")
    elsewhere = UserRef(platform="fake", workspace="W2", user="U1", name="Anna")
    async with store.write() as c:
        await saved.save(c, ANNA, one, NOW)
        await saved.save(c, ANNA, other, NOW + HOUR)
        await saved.save(c, ANNA, one, NOW + DAY)  # saved already: stays in its place
        await saved.save(c, ben, one, NOW)
        assert [found.stored.id for found in await saved.saved_by(c, ANNA)] == [other, one]
        assert await saved.saved_by(c, elsewhere) == ()
        await saved.unsave(c, ANNA, one)
        await saved.unsave(c, ANNA, one)
        assert [found.stored.id for found in await saved.saved_by(c, ANNA)] == [other]
        assert [found.stored.id for found in await saved.saved_by(c, ben)] == [one]


async def test_a_component_stands_for_what_was_put(store: Store) -> None:
    payload = {"text": 'subscribe Go, "event sourcing"', "page": 2, "ids": [1, 2], "none": None}
    async with store.write() as c:
        old = await components.put(c, "run", payload, OLD)
        new = await components.put(c, "run", payload, NOW)
        assert old != new
        assert len(new) <= 32
        found = await components.get(c, new)
        assert found == components.Component(kind="run", payload=payload)
        assert await components.get(c, "no such") is None
        assert await components.purge(c, LIMIT) == 1
        assert await components.get(c, old) is None
        assert await components.get(c, new) is not None


# Retention --------------------------------------------------------------------------------------------


async def purge(store: Store, before: datetime = LIMIT) -> int:
    async with store.write() as c:
        return await retention.purge(c, before)


async def is_stored(store: Store, id_: PostingId) -> bool:
    async with store.read() as c:
        return await postings.get(c, id_) is not None


async def old_posting(store: Store, source: Source, native_id: str = "1") -> PostingId:
    """A posting of a hundred days ago, with a key, and one of an hour later that the list shows since."""
    id_ = await new_posting(store, source, native_id, at=OLD)
    async with store.write() as c:
        await postings.claim_keys(c, id_, [f"url:{native_id}"])
    await new_posting(store, source, f"after {native_id}", at=OLD + HOUR)
    return id_


async def test_an_old_posting_is_forgotten_with_its_keys(store: Store) -> None:
    source = await new_source(store)
    id_ = await old_posting(store, source)
    assert await purge(store) == 1
    assert not await is_stored(store, id_)
    async with store.read() as c:
        assert await postings.by_keys(c, ["url:1"]) == {}
        assert set(await postings.sightings_of(c, source.id)) == {"after 1"}
    assert await purge(store) == 0


async def test_a_posting_keeps_its_keys_while_the_source_lists_it(store: Store) -> None:
    """However old: its key gone, it would come back as new and be posted twice."""
    source = await new_source(store)
    id_ = await new_posting(store, source, "1", at=OLD)  # the only reading: unchanged ever since
    async with store.write() as c:
        await postings.claim_keys(c, id_, ["url:1"])
    assert await purge(store) == 0
    async with store.write() as c:
        assert await postings.by_keys(c, ["url:1"]) == {"url:1": id_}
        await sources.remove(c, source.id)  # now nobody lists it
    assert await purge(store) == 1


async def test_a_complete_list_lists_what_is_not_gone(store: Store) -> None:
    source = await new_source(store, complete_list=True)
    id_ = await old_posting(store, source)
    assert await purge(store) == 0
    async with store.write() as c:
        await postings.mark_gone(c, source.id, ["1"], OLD + HOUR)
    assert await purge(store) == 1
    assert not await is_stored(store, id_)


async def test_a_posting_that_was_seen_lately_is_kept(store: Store) -> None:
    source, other = await new_source(store), await new_source(store, "other")
    id_ = await old_posting(store, source)
    async with store.write() as c:
        for native_id, at in (("x", NOW - 80 * DAY), ("y", NOW)):
            await postings.upsert_sighting(
                c, other.id, posting_of(native_id), posting_id=id_, content_hash="", now=at
            )
    assert await purge(store) == 0
    assert await is_stored(store, id_)


@pytest.mark.parametrize("reason", ["saved", "waiting", "kept", "on its way", "merged into"])
async def test_a_posting_that_somebody_needs_is_kept(store: Store, reason: str) -> None:
    source, channel = await new_source(store), await new_channel(store)
    id_ = await old_posting(store, source)
    if reason == "saved":
        async with store.write() as c:
            await saved.save(c, ANNA, id_, OLD)
    elif reason == "merged into":
        fresh = await new_posting(store, source, "2", at=NOW)
        async with store.write() as c:
            await postings.merge(c, fresh, id_)
            await c.execute(sightings.delete().where(sightings.c.native_id == "2"))  # listed no more
    else:
        match = await record(store, channel, id_, at=OLD)
        async with store.write() as c:
            if reason == "kept":
                await ledger.keep(c, [match.id])
            elif reason == "on its way":
                await deliver(c, channel, match)
    assert await purge(store) == 0
    assert await is_stored(store, id_)


async def test_a_delivery_is_forgotten_when_nothing_of_it_is_known_any_more(store: Store) -> None:
    source, channel = await new_source(store), await new_channel(store)
    id_ = await old_posting(store, source)
    match = await record(store, channel, id_, at=OLD)
    async with store.write() as c:
        await deliver(c, channel, match, at=OLD)
        await finish(c, channel, PartState.SENT, at=OLD)
        assert len(await ledger.deliveries_of(c, channel.id, OLD)) == 1
    assert await purge(store) == 1
    async with store.read() as c:
        assert await ledger.deliveries_of(c, channel.id, OLD) == ()
        assert await ledger.matches_of(c, channel.id, OLD) == ()


# Numbers ----------------------------------------------------------------------------------------------


async def record(
    store: Store, channel: Channel, posting_id: PostingId, *served: int, at: datetime = NOW
) -> Match:
    new = NewMatch(
        channel_id=channel.id,
        posting_id=posting_id,
        opening=0,
        subscription_ids=tuple(SubscriptionId(id_) for id_ in served or (1,)),
        reasons=(),
    )
    async with store.write() as c:
        await ledger.record_matches(c, [new], at)
        found = await ledger.match(c, channel.id, posting_id)
    assert found is not None
    return found


async def deliver(c: AsyncConnection, channel: Channel, match: Match, at: datetime = NOW) -> None:
    new = NewDelivery(
        channel_id=channel.id,
        kind=DeliveryKind.CARD,
        slot=str(match.posting_id),
        match_ids=(match.id,),
        parts=(NewPart(key=f"key {match.id}", match_ids=(match.id,)),),
    )
    assert await ledger.create_delivery(c, new, at) is not None


async def finish(c: AsyncConnection, channel: Channel, state: PartState, at: datetime = NOW) -> None:
    part = await ledger.next_part(c, channel.id)
    assert part is not None
    attempt = await ledger.begin_attempt(c, part, now=at, lease=timedelta(minutes=1))
    assert attempt is not None
    sent = SentMessage(id="1") if state is PartState.SENT else None
    await ledger.finish_attempt(c, part.id, attempt, Outcome(state=state, sent=sent), now=at)


async def test_the_numbers_tell_what_became_of_every_match(store: Store) -> None:
    source, channel, other = await new_source(store), await new_channel(store), await new_channel(store, "x")
    ids = [await new_posting(store, source, str(n)) for n in range(8)]
    sent = await record(store, channel, ids[0], 1, 2)
    failed = await record(store, channel, ids[1], 1)
    owed = await record(store, channel, ids[2], 2)
    kept = await record(store, channel, ids[3], 1)
    muted = await record(store, channel, ids[4], 1)
    closed = [await record(store, channel, id_, 2) for id_ in ids[5:7]]
    await record(store, channel, ids[7], 1, at=NOW - 8 * DAY)
    await record(store, other, ids[0], 1)
    async with store.write() as c:
        for match, state in ((sent, PartState.SENT), (failed, PartState.FAILED)):
            await deliver(c, channel, match)
            await finish(c, channel, state)
        await deliver(c, channel, owed)
        await ledger.keep(c, [kept.id])
        await ledger.suppress(c, [muted.id], Suppression.MUTED)
        await ledger.suppress(c, [one.id for one in closed], Suppression.CLOSED)
        numbers = await statistics.numbers_of(c, channel.id, NOW - 7 * DAY)
    assert numbers.total == Numbers(
        posted=1,
        kept=1,
        under_way=1,
        failed=1,
        suppressed={Suppression.MUTED: 1, Suppression.CLOSED: 2},
    )
    assert numbers.total.found == 7
    assert numbers.by_subscription == {
        1: Numbers(posted=1, failed=1, kept=1, suppressed={Suppression.MUTED: 1}),
        2: Numbers(posted=1, under_way=1, suppressed={Suppression.CLOSED: 2}),
    }


async def test_the_numbers_of_what_was_forgotten_are_given_to_nothing_else(store: Store) -> None:
    """Cards in chats go on carrying them, and slots of deliveries are named after them."""
    source, channel = await new_source(store), await new_channel(store)
    old = await new_posting(store, source, at=OLD)
    match = await record(store, channel, old, 1)
    async with store.write() as c:
        await ledger.suppress(c, [match.id], Suppression.MUTED)
        await sources.remove(c, source.id)
    assert await purge(store) == 1
    new = await new_posting(store, source, "new")
    assert new > old
    assert (await record(store, channel, new, 1)).id > match.id
