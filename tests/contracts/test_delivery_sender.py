"""What the sender makes of the ledger and of a platform that fails in every way it can."""

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot import errors
from bot.delivery.message import Message
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.domain.subscription import Cadence
from bot.store import chats, ledger
from bot.store.store import Store
from tests.contracts.delivery_world import START, World
from tests.fakes.fake_platform import FakePlatform, Trouble
from tests.unit.delivery.delivery_values import capabilities

MINUTE = timedelta(minutes=1)
LOST = Trouble(error=errors.Uncertain("lost"), accepted=True)
LOST_BEFORE = Trouble(error=errors.Uncertain("lost"))
BUSY = Trouble(error=errors.Unavailable("busy"))


@pytest.fixture
async def world(store: Store) -> World:
    return await World.new(store)


async def matches(world: World, number: int) -> list[int]:
    return await world.matches(number, await world.subscribe())


async def test_cards_come_once_and_in_order(world: World) -> None:
    ids = await matches(world, 3)
    await world.deliver()
    await world.deliver()
    assert world.posted() == ids
    assert world.platform.sends == 3
    assert await world.part_states() == ["sent"] * 3


async def test_a_rate_limit_parks_this_channel_and_no_other(world: World) -> None:
    ids = await matches(world, 2)
    other = await world.add_channel("other")
    elsewhere = await world.match(await world.subscribe(channel_id=other.id), channel_id=other.id)
    limited = errors.RateLimited("slow down", retry_after=timedelta(seconds=30))
    world.platform.send_troubles.append(Trouble(error=limited))
    await world.deliver()
    await world.deliver(other.id)
    await world.deliver()
    assert (world.posted(), world.posted("other")) == ([], [elsewhere])
    assert world.platform.sends == 2
    due_at = (await world.channel()).due_at
    assert due_at is not None
    assert START + timedelta(seconds=30) <= due_at < START + timedelta(seconds=34)
    world.clock.now = due_at
    await world.deliver()
    assert world.posted() == ids
    assert world.platform.finds == 0


async def test_nothing_overtakes_a_message_that_was_not_taken(world: World) -> None:
    ids = await matches(world, 3)
    world.platform.send_troubles.extend([None, BUSY, BUSY])
    await world.deliver()
    assert world.posted() == ids[:1]
    world.clock.now += timedelta(seconds=4)
    await world.deliver()
    assert world.platform.sends == 2
    for _ in range(2):
        world.clock.now += MINUTE
        await world.deliver()
    assert world.posted() == ids
    assert world.platform.finds == 0


@pytest.mark.parametrize("trouble", [LOST, LOST_BEFORE])
async def test_an_uncertain_message_is_asked_for_before_anything_else_is_sent(
    world: World, trouble: Trouble
) -> None:
    ids = await matches(world, 2)
    world.platform.send_troubles.append(trouble)
    await world.deliver()
    await world.deliver()
    assert (world.platform.sends, world.platform.finds) == (1, 0)
    world.clock.now += timedelta(seconds=6)
    await world.deliver()
    assert world.posted() == ids
    assert world.platform.finds == 1
    assert await world.part_states() == ["sent"] * 2


async def test_a_found_message_keeps_its_id_and_link(world: World) -> None:
    (match,) = await matches(world, 1)
    world.platform.send_troubles.append(LOST)
    await world.deliver()
    world.clock.now += MINUTE
    await world.deliver()
    async with world.store.read() as c:
        part = await ledger.part_of_match(c, match)
    assert part is not None
    assert part.sent == SentMessage(id="f1", link="https://fake.example/f1")


async def test_a_message_is_asked_for_back_to_its_first_attempt(world: World) -> None:
    """The second attempt loses its answer too, and it is the first one that has arrived after all."""
    (match,) = await matches(world, 1)
    world.platform.send_troubles.append(LOST)
    world.platform.find_troubles.extend([Trouble(error=errors.Unavailable("down"))] * 20)
    await world.deliver()
    for _ in range(30):
        world.clock.now += timedelta(minutes=10)
        await world.deliver()
    assert world.posted() == [match]
    assert await world.part_states() == ["sent"]


async def test_a_rejected_message_fails_and_blocks_nothing(world: World) -> None:
    ids = await matches(world, 3)
    world.platform.send_troubles.extend([None, Trouble(error=errors.Rejected("invalid_blocks"))])
    await world.deliver()
    assert world.posted() == [ids[0], ids[2]]
    assert await world.part_states() == ["sent", "failed", "sent"]
    async with world.store.read() as c:
        part = await ledger.part_of_match(c, ids[1])
    assert part is not None
    assert part.failure == "invalid_blocks"


@pytest.mark.parametrize("error", [errors.ChannelGone("archived"), errors.NotPermitted("not in channel")])
async def test_a_channel_that_is_gone_is_left_in_peace(world: World, error: errors.DeliveryError) -> None:
    ids = await matches(world, 2)
    daily = await world.match(await world.subscribe(Cadence.DAILY))
    world.platform.send_troubles.append(Trouble(error=error))
    await world.deliver()
    assert (await world.channel()).dead_reason == str(error)
    assert await world.part_states() == ["failed", "failed"]
    assert await world.fate(daily) == ("suppressed", "channel gone")
    assert await world.fate(ids[0]) == ("planned", None)
    later = await world.match(await world.subscribe())
    await world.deliver()
    assert await world.fate(later) == ("suppressed", "channel gone")
    assert world.platform.sends == 1


async def test_a_workspace_that_is_gone_stops_all_its_channels(world: World) -> None:
    await matches(world, 1)
    other = await world.add_channel("other")
    elsewhere = await world.match(await world.subscribe(channel_id=other.id), channel_id=other.id)
    world.platform.send_troubles.append(Trouble(error=errors.WorkspaceGone("token revoked")))
    await world.deliver()
    await world.deliver(other.id)
    assert (await world.channel(other.id)).dead_reason == "token revoked"
    assert await world.fate(elsewhere) == ("suppressed", "channel gone")
    assert world.platform.sends == 1


async def test_where_nobody_can_ask_it_is_sent_again_and_counted(world: World) -> None:
    (match,) = await matches(world, 1)
    world.platform.cannot_find()
    world.platform.send_troubles.append(LOST)
    await world.deliver()
    world.clock.now += MINUTE
    await world.deliver()
    assert world.posted() == [match, match]
    async with world.store.read() as c:
        assert await ledger.blind_resends(c, START) == ((world.channel_id, 1),)


async def test_a_missing_scope_for_asking_is_the_same(world: World) -> None:
    (match,) = await matches(world, 1)
    world.platform.send_troubles.append(LOST_BEFORE)
    world.platform.find_troubles.append(Trouble(error=errors.NotPermitted("missing scope")))
    await world.deliver()
    world.clock.now += MINUTE
    await world.deliver()
    assert world.posted() == [match]
    assert (await world.channel()).dead_reason is None
    async with world.store.read() as c:
        assert await ledger.blind_resends(c, START) == ((world.channel_id, 1),)


async def test_a_question_that_is_limited_parks_the_channel_and_sends_nothing(world: World) -> None:
    (match,) = await matches(world, 1)
    limited = errors.RateLimited("slow down", retry_after=2 * MINUTE)
    world.platform.send_troubles.append(LOST)
    world.platform.find_troubles.append(Trouble(error=limited))
    await world.deliver()
    world.clock.now += MINUTE
    await world.deliver()
    assert world.platform.finds == 1
    world.clock.now += MINUTE
    await world.deliver()
    assert world.platform.finds == 1
    world.clock.now += 2 * MINUTE
    await world.deliver()
    assert world.posted() == [match]


async def test_our_own_mistake_is_tried_five_times_and_then_makes_room(world: World) -> None:
    ids = await matches(world, 2)
    world.platform.send_troubles.extend([Trouble(error=KeyError("bug"))] * 5)
    for _ in range(10):
        await world.deliver()
        world.clock.now += timedelta(hours=1)
    assert world.posted() == ids[1:]
    assert await world.part_states() == ["failed", "sent"]


async def test_a_digest_of_several_messages_goes_on_in_its_thread(world: World) -> None:
    subscription = await world.subscribe(Cadence.DAILY)
    ids = await world.matches(40, subscription)
    await world.settings(in_thread=True, mention="here")
    world.clock.now += timedelta(days=1)
    world.platform.send_troubles.extend([None, LOST])
    await world.deliver()
    world.clock.now += MINUTE
    await world.deliver()
    posted = world.platform.posted
    assert world.posted() == ids
    assert len(posted) > 2
    assert [one.parent for one in posted] == [None, *[posted[0].id] * (len(posted) - 1)]
    assert [one.message.mention for one in posted] == ["here", *[None] * (len(posted) - 1)]
    assert plain_text(posted[0].message).startswith("Digest of 29 Jul: 40 postings (1 of ")
    await world.deliver()
    assert world.posted() == ids


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_message_is_found_where_it_was_sent_even_when_the_setting_changed(
    world: World, *, in_thread: bool
) -> None:
    class Strict(FakePlatform):
        """Finds a message only where it is asked for."""

        async def find(
            self,
            channel: ChannelRef,
            key: str,
            since: datetime,
            parent: SentMessage | None = None,
        ) -> SentMessage | None:
            found = await super().find(channel, key, since)
            under = next((one.parent for one in self.posted if found and one.id == found.id), None)
            return found if under == (parent.id if parent else None) else None

    world.platform = Strict(clock=world.clock)
    subscription = await world.subscribe(Cadence.DAILY)
    ids = await world.matches(40, subscription)
    await world.settings(in_thread=in_thread)
    world.clock.now += timedelta(days=1)
    world.platform.send_troubles.extend([None, LOST])
    await world.deliver()
    await world.settings(in_thread=not in_thread)
    world.clock.now += MINUTE
    await world.deliver()
    assert world.posted() == ids


async def test_what_was_planned_is_sent_as_it_was_frozen(world: World) -> None:
    subscription = await world.subscribe(Cadence.DAILY)
    first = await world.match(subscription)
    world.clock.now += timedelta(days=1)
    world.platform.send_troubles.append(BUSY)
    await world.deliver()
    late = await world.match(subscription)
    world.clock.now += MINUTE
    await world.deliver()
    assert world.posted() == [first]
    assert await world.fate(late) == ("kept", None)


async def test_a_posting_that_grew_still_fits_its_message(world: World) -> None:
    world.platform.capabilities = capabilities(600, 12)
    subscription = await world.subscribe()
    match = await world.match(subscription, posting=await world.posting("We write Go. " * 400))
    await world.deliver()
    assert world.posted() == [match]
    assert len(plain_text(world.platform.posted[0].message)) <= 640


async def test_messages_to_a_channel_keep_the_platforms_pace(world: World) -> None:
    await matches(world, 4)
    pace = timedelta(seconds=1)
    world.platform.capabilities = capabilities(pace=pace)
    await world.deliver()
    times = [one.at for one in world.platform.posted]
    assert [later - earlier for earlier, later in pairwise(times)] == [pace] * 3


async def test_digest_now_is_one_digest_a_request(world: World) -> None:
    ids = [await world.match(await world.subscribe(Cadence.WEEKLY)) for _ in range(2)]
    sender = world.sender()
    for expected in (True, False):
        async with world.store.write() as c:
            channel = await chats.channel(c, world.channel_id)
            made = await sender.create_digest(c, channel, "request-1", START)
        assert (made is not None) is expected
    await world.deliver()
    assert world.posted() == ids
    assert len(world.platform.posted) == 1


async def test_a_channel_of_another_process_is_left_alone(world: World) -> None:
    (match,) = await matches(world, 1)
    sender = world.sender()
    sender._platforms = {}
    await sender.deliver(world.channel_id)
    assert await world.fate(match) == ("pending", None)


async def test_two_senders_at_once_send_everything_once(world: World) -> None:
    ids = await matches(world, 12)
    await asyncio.gather(*(world.deliver() for _ in range(3)))
    await world.deliver()
    assert world.posted() == ids


async def test_a_sender_that_slept_through_its_lease_does_not_send(world: World) -> None:
    """It committed *sending*, was suspended, and wakes when another may have asked and sent already."""
    (match,) = await matches(world, 1)
    begun = world.store

    class Suspends(Store):
        """The process stands still for an hour after the commit of *sending*."""

        def __init__(self) -> None:
            self.writes = 0

        def read(self):
            return begun.read()

        @asynccontextmanager
        async def write(self):
            async with begun.write() as c:
                yield c
            self.writes += 1
            if self.writes == 2:
                world.clock.now += timedelta(hours=1)

    await world.sender(store=Suspends()).deliver(world.channel_id)
    assert world.platform.sends == 0
    await world.deliver()
    assert world.posted() == [match]


async def test_a_stop_in_the_middle_of_a_request_is_asked_about_later(world: World) -> None:
    (match,) = await matches(world, 1)
    arrived = asyncio.Event()

    class Hangs(FakePlatform):
        async def send(
            self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
        ) -> SentMessage:
            sent = await super().send(channel, message, key, parent)
            if self.sends == 1:
                arrived.set()
                await asyncio.Event().wait()
            return sent

    world.platform = Hangs(clock=world.clock)
    running = asyncio.create_task(world.deliver())
    await arrived.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await world.part_states() == ["sending"]
    await world.deliver()
    assert world.platform.finds == 0
    world.clock.now += MINUTE
    await world.deliver()
    assert world.posted() == [match]
    assert await world.part_states() == ["sent"]


async def test_a_channel_that_was_declared_dead_elsewhere_is_owed_nothing(world: World) -> None:
    await matches(world, 2)
    world.platform.send_troubles.append(BUSY)
    await world.deliver()
    async with world.store.write() as c:
        await chats.mark_dead(c, world.channel_id, "the channel was deleted")
    world.clock.now += MINUTE
    await world.deliver()
    assert await world.part_states() == ["failed", "failed"]
    assert world.platform.sends == 1
