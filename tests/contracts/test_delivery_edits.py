"""What was posted is changed where it is not so any more: on every database, through every failure."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot import errors
from bot.delivery.closing import EDITED_FOR, MOST_ATTEMPTS
from bot.delivery.editor import MOST_AT_ONCE
from bot.delivery.message import Message
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.domain.subscription import Cadence
from bot.store import chats, ledger, postings
from bot.store.schema import matches, parts
from bot.store.schema import postings as postings_table
from bot.store.store import Store
from tests.contracts.delivery_world import World
from tests.fakes.fake_platform import FakePlatform, Trouble

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(store: Store) -> World:
    return await World.new(store)


async def shown(world: World, number: int, cadence: Cadence = Cadence.INSTANT) -> list[int]:
    """So many postings that stand in the channel."""
    wanted = await world.subscribe(cadence)
    ids = await world.matches(number, wanted)
    if cadence is not Cadence.INSTANT:
        world.clock.now += timedelta(days=1)
    await world.deliver()
    assert world.posted() == ids
    return ids


async def channels_to_edit(world: World) -> list[int]:
    async with world.store.read() as c:
        return list(await ledger.channels_to_edit(c, world.clock()))


async def test_a_card_says_that_its_job_has_closed_and_when_it_is_back_it_is_as_before(world: World) -> None:
    first, _ = await shown(world, 2)
    before = [plain_text(one.message) for one in world.platform.posted]
    assert await world.close(first) == [world.channel_id]
    await world.edit()
    assert world.says_closed() == [first]
    assert "Apply" not in plain_text(world.platform.posted[0].message)
    assert plain_text(world.platform.posted[1].message) == before[1]
    assert await world.reopen(first) == [world.channel_id]
    await world.edit()
    assert [plain_text(one.message) for one in world.platform.posted] == before
    assert (await world.marked(), world.platform.edits, world.platform.sends) == (0, 2, 2)


async def test_a_digest_says_which_of_its_jobs_have_closed_and_keeps_the_others(world: World) -> None:
    ids = await shown(world, 25, Cadence.DAILY)
    assert len(world.platform.posted) > 1
    gone = [ids[0], ids[3], ids[-1]]
    await world.close(*gone)
    await world.edit()
    assert world.says_closed() == gone
    assert world.posted() == ids
    assert (await world.marked(), world.platform.edits) == (0, 2)  # a message without any is left alone


async def test_what_says_what_is_so_is_not_touched(world: World) -> None:
    (card,) = await shown(world, 1)
    await world.close(card)
    await world.reopen(card)
    await world.edit()
    assert (await world.marked(), world.platform.edits) == (0, 0)


async def test_a_job_that_closes_before_its_card_is_sent_is_sent_as_closed_and_not_edited(
    world: World,
) -> None:
    wanted = await world.subscribe()
    card = await world.match(wanted)
    world.platform.send_troubles.append(Trouble(error=errors.Unavailable("busy")))
    await world.deliver()
    assert await world.close(card) == [world.channel_id]
    assert await channels_to_edit(world) == []  # there is nothing to edit yet
    world.clock.now += MINUTE
    await world.deliver()
    assert world.says_closed() == [card]
    await world.edit()
    assert (await world.marked(), world.platform.edits) == (0, 0)


async def test_a_card_that_was_found_again_says_what_it_was_sent_with(world: World) -> None:
    """The job closes between the request and the lost answer; the card that arrived does not say so."""
    wanted = await world.subscribe()
    card = await world.match(wanted)
    world.platform.send_troubles.append(Trouble(error=errors.Uncertain("lost"), accepted=True))
    await world.deliver()
    await world.close(card)
    world.clock.now += MINUTE
    await world.deliver()
    assert (world.posted(), world.says_closed()) == ([card], [])
    await world.edit()
    assert world.says_closed() == [card]


async def test_a_posting_merged_into_another_closes_with_it(world: World) -> None:
    wanted = await world.subscribe()
    kept, twin = await world.posting(), await world.posting()
    card = await world.match(wanted, posting=twin)
    other = await world.add_channel("other")
    standing = await world.match(
        await world.subscribe(channel_id=other.id), channel_id=other.id, posting=kept
    )
    await world.deliver()
    async with world.store.write() as c:
        await postings.merge(c, twin, kept)
    assert await world.close(standing) == [world.channel_id]
    await world.edit()
    assert world.says_closed() == [card]


async def test_an_edit_that_comes_in_between_is_not_lost(world: World) -> None:
    """The job is listed again while the request that says that it has closed is on its way."""
    (card,) = await shown(world, 1)
    await world.close(card)

    class Reopening(FakePlatform):
        async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
            await world.platform.edit(channel, sent, message)
            await world.reopen(card)

    await world.editor(Reopening()).edit(world.channel_id)
    assert (world.says_closed(), await world.marked()) == ([card], 1)
    await world.edit()
    assert (world.says_closed(), await world.marked()) == ([], 0)


async def test_an_edit_of_unknown_fate_is_done_again_even_when_nothing_seems_to_have_changed(
    world: World,
) -> None:
    (card,) = await shown(world, 1)
    await world.close(card)
    world.platform.edit_troubles.append(Trouble(error=errors.Uncertain("lost"), accepted=True))
    await world.edit()
    await world.reopen(card)
    world.clock.now += 2 * MINUTE
    await world.edit()
    assert (world.says_closed(), await world.marked(), world.platform.edits) == ([], 0, 2)


async def test_two_editors_at_once_make_one_edit(world: World) -> None:
    (card,) = await shown(world, 1)
    await world.close(card)
    await asyncio.gather(world.edit(), world.edit())
    assert (world.says_closed(), world.platform.edits) == ([card], 1)


async def test_a_few_at_a_time_the_oldest_first_and_the_sweep_finds_the_rest(world: World) -> None:
    ids = await shown(world, MOST_AT_ONCE + 3)
    await world.close(*reversed(ids))
    await world.edit()
    assert world.says_closed() == ids[:MOST_AT_ONCE]
    assert await channels_to_edit(world) == [world.channel_id]
    await world.edit()
    assert world.says_closed() == ids
    assert await channels_to_edit(world) == []


async def test_what_fails_is_tried_again_later_and_holds_up_no_send(world: World) -> None:
    first, second = await shown(world, 2)
    await world.close(first, second)
    world.platform.edit_troubles.append(Trouble(error=errors.Unavailable("busy")))
    await world.edit()
    assert world.says_closed() == []  # the second waits for the next turn
    third = await world.match(await world.subscribe())
    await world.deliver()
    assert world.posted() == [first, second, third]
    await world.edit()
    assert world.says_closed() == [second]
    assert await channels_to_edit(world) == []
    world.clock.now += 2 * MINUTE
    assert await channels_to_edit(world) == [world.channel_id]
    await world.edit()
    assert (world.says_closed(), await world.marked()) == ([first, second], 0)


async def test_a_job_that_changes_again_meanwhile_waits_as_long(world: World) -> None:
    (card,) = await shown(world, 1)
    await world.close(card)
    world.platform.edit_troubles.append(Trouble(error=errors.Unavailable("busy")))
    await world.edit()
    await world.reopen(card)
    await world.close(card)
    assert await channels_to_edit(world) == []


async def test_what_fails_for_hours_is_left_as_it_is(world: World) -> None:
    (card,) = await shown(world, 1)
    await world.close(card)
    world.platform.edit_troubles.extend([Trouble(error=errors.Unavailable("busy"))] * 99)
    for _ in range(2 * MOST_ATTEMPTS):
        await world.edit()
        world.clock.now += timedelta(hours=6)
    assert (await world.marked(), world.platform.edits) == (0, MOST_ATTEMPTS)


@pytest.mark.parametrize("error", [errors.Rejected("bad"), errors.ChannelGone("x"), errors.NotPermitted("x")])
async def test_what_is_refused_ends_for_that_message_and_for_no_other(
    world: World, error: errors.DeliveryError
) -> None:
    first, second = await shown(world, 2)
    await world.close(first, second)
    world.platform.edit_troubles.append(Trouble(error=error))
    await world.edit()
    assert world.says_closed() == [second]
    assert (await world.marked(), (await world.channel()).dead_reason) == (0, None)


async def test_a_message_that_somebody_deleted_is_left_alone(world: World) -> None:
    first, second = await shown(world, 2)
    world.platform.delete(world.platform.posted[0].id)
    await world.close(first, second)
    await world.edit()
    assert (world.says_closed(), await world.marked(), world.platform.edits) == ([second], 0, 2)


async def test_a_rate_limit_parks_the_channel_and_counts_for_nothing(world: World) -> None:
    (card,) = await shown(world, 1)
    await world.close(card)
    for _ in range(MOST_ATTEMPTS + 2):
        limit = errors.RateLimited("slow down", retry_after=timedelta(seconds=30))
        world.platform.edit_troubles.append(Trouble(error=limit))
        await world.edit()
        due_at = (await world.channel()).due_at
        assert due_at is not None
        assert due_at >= world.clock.now + timedelta(seconds=30)
        edits = world.platform.edits
        await world.edit()
        assert (await channels_to_edit(world), world.platform.edits) == ([], edits)
        world.clock.now = due_at
    await world.edit()
    assert (world.says_closed(), await world.marked()) == ([card], 0)


async def test_after_a_rate_limit_the_card_that_waited_goes_first(world: World) -> None:
    """However often edits are refused: a card that is to be sent does not wait for a second refusal."""
    old = await shown(world, 3)
    await world.close(*old)
    limit = errors.RateLimited("slow down", retry_after=timedelta(seconds=30))
    world.platform.edit_troubles.extend([Trouble(error=limit)] * 99)
    await world.edit()
    new = await world.match(await world.subscribe())
    world.platform.send_troubles.append(Trouble(error=errors.Unavailable("busy")))
    due_at = (await world.channel()).due_at
    assert due_at is not None
    world.clock.now = due_at
    await world.deliver()  # the card is planned now, and is to be sent a little later
    world.clock.now += MINUTE
    await world.edit()
    assert world.platform.edits == 1
    await world.deliver()
    assert world.posted() == [*old, new]
    await world.edit()
    assert world.platform.edits == 2


async def test_nothing_is_edited_where_a_platform_cannot(world: World) -> None:
    (card,) = await shown(world, 1)

    class Printed:
        """A platform with the port's two methods and no more."""

        name = "fake"
        capabilities = world.platform.capabilities
        send = world.platform.send
        find = world.platform.find

    await world.close(card)
    assert await channels_to_edit(world) == [world.channel_id]
    await world.editor(Printed()).edit(world.channel_id)
    assert await channels_to_edit(world) == []
    assert (world.platform.edits, await world.marked()) == (0, 0)


async def test_a_channel_that_is_gone_is_left_alone_until_it_is_back(world: World) -> None:
    (card,) = await shown(world, 1)
    async with world.store.write() as c:
        await chats.mark_dead(c, world.channel_id, "gone")
    assert await world.close(card) == []
    await world.edit()
    assert (await channels_to_edit(world), world.platform.edits) == ([], 0)
    async with world.store.write() as c:
        await chats.revive(c, world.channel_id)
    assert await channels_to_edit(world) == [world.channel_id]
    await world.edit()
    assert world.says_closed() == [card]


async def test_what_nobody_reads_any_more_is_left_as_it_is(world: World) -> None:
    (card,) = await shown(world, 1)
    world.clock.now += EDITED_FOR + timedelta(seconds=1)
    await world.close(card)
    await world.edit()
    assert (world.says_closed(), await world.marked(), world.platform.edits) == ([], 0, 0)


async def test_a_digest_of_which_a_posting_is_forgotten_is_left_as_it_is(world: World) -> None:
    first, second = await shown(world, 2, Cadence.DAILY)
    async with world.store.write() as c:
        await c.execute(delete(matches).where(matches.c.id == first))
    await world.close(second)
    await world.edit()
    assert (world.posted(), await world.marked(), world.platform.edits) == ([first, second], 0, 0)


async def test_a_card_that_cannot_be_composed_is_given_up_and_holds_up_no_other(world: World) -> None:
    first, second = await shown(world, 2)
    await world.close(first, second)
    async with world.store.write() as c:
        broken = update(postings_table).where(postings_table.c.title == "Engineer 1")
        await c.execute(broken.values(reading={"openings": 7}))
    for _ in range(MOST_ATTEMPTS):
        await world.edit()
        world.clock.now += timedelta(hours=6)
    assert (world.says_closed(), await world.marked()) == ([second], 0)


async def test_edits_keep_the_pace_of_the_platform(world: World) -> None:
    ids = await shown(world, 3)
    slow = FakePlatform(capabilities=replace(world.platform.capabilities, pace=timedelta(seconds=2)))
    slow.posted = world.platform.posted
    await world.close(*ids)
    await world.editor(slow).edit(world.channel_id)
    assert (slow.edits, world.clock.waited) == (3, timedelta(seconds=4))


async def test_a_message_that_failed_is_not_looked_at(world: World) -> None:
    wanted = await world.subscribe()
    card = await world.match(wanted)
    world.platform.send_troubles.append(Trouble(error=errors.Rejected("bad")))
    await world.deliver()
    assert await world.close(card) == []
    assert await world.marked() == 0


async def test_a_late_outcome_of_an_edit_changes_nothing(world: World) -> None:
    (card,) = await shown(world, 1)
    await world.close(card)
    async with world.store.write() as c:
        (part,) = await ledger.edits_due(c, world.channel_id, world.clock(), 9)
        assert await ledger.begin_edit(c, part, now=world.clock(), lease=MINUTE) == 1
        assert await ledger.begin_edit(c, part, now=world.clock(), lease=MINUTE) is None
    world.clock.now += MINUTE
    async with world.store.write() as c:
        (again,) = await ledger.edits_due(c, world.channel_id, world.clock(), 9)
        assert await ledger.begin_edit(c, again, now=world.clock(), lease=MINUTE) == 2
        said = {card: replace((await ledger.told_by_match(c, [card]))[card], closed=True)}
        assert not await ledger.finish_edit(c, part, 1, said, world.clock())
        await ledger.put_off_edit(c, part.id, 1, None)
        assert await ledger.finish_edit(c, again, 2, said, world.clock())
    async with world.store.read() as c:
        rows = await c.execute(parts.select())
        row = rows.one()
    assert (row.closed_match_ids, row.edit_due_at, row.edit_attempts) == ([card], None, 0)
