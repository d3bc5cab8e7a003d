"""What the ledger promises, on every database that we support."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.keys import KEY_LENGTH, part_key
from bot.domain.chat import ChannelRef
from bot.domain.delivery import DeliveryId, DeliveryKind, Part, PartState, SentMessage
from bot.domain.match import MatchId, NewMatch, Reason, Suppression
from bot.domain.subscription import SubscriptionId
from bot.store import ledger
from bot.store.ledger import NewDelivery, NewPart, Outcome
from bot.store.store import Store
from tests.contracts.delivery_world import START, World

LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def world(store: Store) -> World:
    return await World.new(store)


async def planned(world: World, *match_ids: MatchId, slot: str = "1", size: int = 1) -> DeliveryId | None:
    groups = [match_ids[at : at + size] for at in range(0, len(match_ids), size)]
    new = NewDelivery(
        channel_id=world.channel_id,
        kind=DeliveryKind.BATCH,
        slot=slot,
        match_ids=match_ids,
        parts=tuple(NewPart(key=f"key-{slot}-{at}", match_ids=group) for at, group in enumerate(groups)),
    )
    async with world.store.write() as c:
        return await ledger.create_delivery(c, new, START)


async def next_part(world: World) -> Part:
    async with world.store.read() as c:
        part = await ledger.next_part(c, world.channel_id)
    assert part is not None
    return part


async def begin(world: World, part: Part, after: timedelta = timedelta(0)) -> int | None:
    async with world.store.write() as c:
        return await ledger.begin_attempt(c, part, now=START + after, lease=LEASE)


async def finish(world: World, part: Part, attempt: int, outcome: Outcome) -> bool:
    async with world.store.write() as c:
        return await ledger.finish_attempt(c, part.id, attempt, outcome, now=START)


SENT = Outcome(state=PartState.SENT, sent=SentMessage(id="m1", link="https://chat.example/m1"))


async def test_a_match_is_one_row_and_gains_the_subscriptions_it_did_not_serve(world: World) -> None:
    first, second = await world.subscribe(), await world.subscribe()
    posting = await world.posting()
    one = await world.match(first, posting=posting)
    assert await world.match(second, posting=posting) == one
    assert await world.match(first, posting=posting) == one
    async with world.store.read() as c:
        (waiting,) = await ledger.waiting(c, world.channel_id)
    assert waiting.match.subscription_ids == (first.id, second.id)
    assert waiting.match.reasons == (Reason(clause="Go", words=("Go",)),)
    assert (waiting.company, waiting.closed, waiting.merged) == ("Acme", False, False)


async def test_the_same_pair_twice_in_one_poll_is_one_match(world: World) -> None:
    posting = await world.posting()
    new = NewMatch(
        channel_id=world.channel_id,
        posting_id=posting,
        opening=0,
        subscription_ids=(SubscriptionId(1),),
        reasons=(),
    )
    async with world.store.write() as c:
        touched = await ledger.record_matches(
            c, [new, replace(new, subscription_ids=(SubscriptionId(2),))], START
        )
        (found,) = await ledger.pending(c, world.channel_id)
    assert touched == (world.channel_id,)
    assert found.subscription_ids == (1, 2)


async def test_recording_says_which_channels_have_something_to_plan(world: World) -> None:
    subscription = await world.subscribe()
    posting = await world.posting()
    match = await world.match(subscription, posting=posting)
    new = NewMatch(
        channel_id=world.channel_id,
        posting_id=posting,
        opening=0,
        subscription_ids=(SubscriptionId(99),),
        reasons=(),
    )
    await planned(world, match)
    async with world.store.write() as c:
        assert await ledger.record_matches(c, [new], START) == ()
    assert await world.fate(match) == ("planned", None)


@pytest.mark.parametrize(
    ("suppression", "state"),
    [
        (Suppression.UNSUBSCRIBED, "pending"),
        (Suppression.EDITED, "pending"),
        (Suppression.MUTED, "suppressed"),
        (Suppression.CLOSED, "suppressed"),
    ],
)
async def test_a_match_comes_back_when_its_subscriptions_had_gone(
    world: World, suppression: Suppression, state: str
) -> None:
    posting = await world.posting()
    match = await world.match(await world.subscribe(), posting=posting)
    async with world.store.write() as c:
        await ledger.suppress(c, (match,), suppression)
    await world.match(await world.subscribe(), posting=posting)
    assert (await world.fate(match))[0] == state


async def test_what_a_delivery_holds_is_not_suppressed_any_more(world: World) -> None:
    match = await world.match(await world.subscribe())
    await planned(world, match)
    async with world.store.write() as c:
        await ledger.suppress(c, (match,), Suppression.UNSUBSCRIBED)
        await ledger.suppress_waiting(c, world.channel_id, Suppression.CHANNEL_DEAD)
    assert await world.fate(match) == ("planned", None)


async def test_withdrawing_a_subscription_suppresses_what_served_no_other(world: World) -> None:
    gone, stays = await world.subscribe(), await world.subscribe()
    alone, shared, other = (
        await world.match(gone),
        await world.match(gone, stays),
        await world.match(stays),
    )
    async with world.store.write() as c:
        waiting = await ledger.pending(c, world.channel_id)
        assert await ledger.withdraw(c, waiting, gone.id, Suppression.UNSUBSCRIBED) == 1
    assert await world.fate(alone) == ("suppressed", "unsubscribed")
    assert await world.fate(shared) == ("pending", None)
    assert await world.fate(other) == ("pending", None)
    async with world.store.read() as c:
        left = await ledger.pending(c, world.channel_id)
    assert [one.subscription_ids for one in left] == [(stays.id,), (stays.id,)]


async def test_a_delivery_is_unique_by_channel_kind_and_slot(world: World) -> None:
    subscription = await world.subscribe()
    first, second = await world.match(subscription), await world.match(subscription)
    assert await planned(world, first) is not None
    assert await planned(world, second) is None
    assert await world.fate(second) == ("pending", None)
    assert await world.part_states() == ["pending"]


async def test_a_delivery_that_is_rolled_back_leaves_nothing(world: World) -> None:
    match = await world.match(await world.subscribe())
    new = NewDelivery(
        channel_id=world.channel_id,
        kind=DeliveryKind.CARD,
        slot="1",
        match_ids=(match,),
        parts=(NewPart(key="key", match_ids=(match,)),),
    )

    async def create_and_break() -> None:
        async with world.store.write() as c:
            await ledger.create_delivery(c, new, START)
            raise KeyError

    with pytest.raises(KeyError):
        await create_and_break()
    assert await world.fate(match) == ("pending", None)
    assert await world.part_states() == []


async def test_the_parts_of_a_delivery_come_in_order_and_the_earlier_delivery_first(world: World) -> None:
    subscription = await world.subscribe()
    matches = [await world.match(subscription) for _ in range(3)]
    await planned(world, matches[0], matches[1], slot="a")
    await planned(world, matches[2], slot="b")
    keys = []
    for _ in range(3):
        part = await next_part(world)
        keys.append(part.key)
        attempt = await begin(world, part)
        assert attempt == 1
        assert await finish(world, part, attempt, SENT)
    assert keys == ["key-a-0", "key-a-1", "key-b-0"]


async def test_a_part_is_claimed_once(world: World) -> None:
    await planned(world, await world.match(await world.subscribe()))
    part = await next_part(world)
    assert await begin(world, part) == 1
    assert await begin(world, part) is None
    claimed = await next_part(world)
    assert (claimed.state, claimed.lease_until) == (PartState.SENDING, START + LEASE)
    assert await begin(world, claimed, LEASE - SECOND) is None


async def test_a_part_that_is_not_due_is_not_claimed(world: World) -> None:
    await planned(world, await world.match(await world.subscribe()))
    part = await next_part(world)
    attempt = await begin(world, part)
    assert attempt is not None
    later = Outcome(state=PartState.PENDING, due_at=START + 9 * SECOND, failure="busy")
    assert await finish(world, part, attempt, later)
    waiting = await next_part(world)
    assert (waiting.state, waiting.failure, waiting.lease_until) == (PartState.PENDING, "busy", None)
    assert await begin(world, waiting, 8 * SECOND) is None
    assert await begin(world, waiting, 9 * SECOND) == 2


async def test_an_expired_lease_is_claimed_only_by_who_knows_the_last_attempt(world: World) -> None:
    await planned(world, await world.match(await world.subscribe()))
    part = await next_part(world)
    await begin(world, part)
    known = await next_part(world)
    assert await begin(world, known, LEASE) == 2
    stale = await begin(world, known, 2 * LEASE)  # asked the platform before attempt 2 was made
    assert stale is None
    again = await next_part(world)
    assert again.first_attempt_at == START
    assert await begin(world, again, 2 * LEASE) == 3


async def test_an_outcome_that_comes_too_late_changes_nothing(world: World) -> None:
    await planned(world, await world.match(await world.subscribe()))
    part = await next_part(world)
    first = await begin(world, part)
    second = await begin(world, await next_part(world), LEASE)
    assert first is not None
    assert second is not None
    failed = Outcome(state=PartState.FAILED, failure="late")
    assert not await finish(world, part, first, failed)
    assert await finish(world, part, second, SENT)
    assert not await finish(world, part, second, failed)
    async with world.store.read() as c:
        (done,) = await ledger.parts_of(c, part.delivery_id)
    assert (done.state, done.sent, done.failure) == (PartState.SENT, SENT.sent, None)


async def test_a_delivery_may_hold_more_matches_than_a_statement_takes_values(world: World) -> None:
    match = await world.match(await world.subscribe())
    many = (match, *(MatchId(number) for number in range(1_000_000, 1_070_000)))
    new = NewDelivery(
        channel_id=world.channel_id,
        kind=DeliveryKind.DIGEST,
        slot="2026-07-28",
        match_ids=many,
        parts=(NewPart(key="key", match_ids=(match,)),),
    )
    async with world.store.write() as c:
        assert await ledger.create_delivery(c, new, START) is not None
    assert await world.fate(match) == ("planned", None)


async def test_the_readers_tell_what_became_of_a_match(world: World) -> None:
    subscription = await world.subscribe()
    first, second, third = [await world.match(subscription) for _ in range(3)]
    delivery_id = await planned(world, first, second)
    part = await next_part(world)
    attempt = await begin(world, part)
    assert attempt is not None
    await finish(world, part, attempt, SENT)
    async with world.store.read() as c:
        shown = await ledger.part_of_match(c, first)
        owed = await ledger.part_of_match(c, second)
        assert await ledger.part_of_match(c, third) is None
        assert [one.id for one in await ledger.deliveries_of(c, world.channel_id, START)] == [delivery_id]
        assert await ledger.deliveries_of(c, world.channel_id, START + SECOND) == ()
        assert len(await ledger.matches_of(c, world.channel_id, START)) == 3
        assert await ledger.last_sent_at(c, world.channel_id) == START
        posting = await ledger.matches_by_ids(c, (third, first))
    assert [one.id for one in posting] == [third, first]
    assert shown is not None
    assert shown.sent == SENT.sent
    assert owed is not None
    assert owed.state is PartState.PENDING


def test_keys_are_deterministic_short_and_all_different() -> None:
    jobs = ChannelRef(platform="slack", workspace="T1", channel="C1")

    def key(**changes: object) -> str:
        given = {"channel": jobs, "kind": DeliveryKind.CARD, "slot": "1", "position": 0, "created_at": START}
        given |= changes
        channel, kind, slot = given.pop("channel"), given.pop("kind"), given.pop("slot")
        return part_key(channel, kind, slot, **given)

    keys = [
        key(),
        key(slot="2"),
        key(position=1),
        key(kind=DeliveryKind.BATCH),
        key(created_at=START + SECOND),
        key(channel=replace(jobs, channel="C2")),
        key(channel=replace(jobs, workspace="T1\x00C1", channel="")),
    ]
    assert key() == key()
    assert len(set(keys)) == len(keys)
    assert all(len(one) == KEY_LENGTH <= 25 and one.isalnum() and one.islower() for one in keys)
