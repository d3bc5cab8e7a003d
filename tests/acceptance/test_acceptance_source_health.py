"""A source that is in trouble for long is told where it is missed, once, and so is its end."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import update

from bot.delivery.message import Message
from bot.delivery.plain import plain_text
from bot.delivery.sender import ChannelSender
from bot.domain.chat import ChannelId, QuietHours
from bot.domain.source import Source
from bot.feeds.source_watch import SourceWatch
from bot.store import chats, sources
from bot.store.schema import channels
from tests.acceptance.command_house import actions
from tests.acceptance.poll_house import Job, PollHouse, vocabulary
from tests.fakes.fake_platform import FakePlatform

OLD, FRESH = Job(1, "Office Manager", content="<p>You look after our office.</p>"), Job(2)


class Watched:
    """A house whose sources are watched, and the channels that are told."""

    def __init__(self, house: PollHouse) -> None:
        self.house = house
        self.platform = FakePlatform(clock=lambda: house.now)

    async def hours_pass(self, hours: int, *there: Source) -> None:
        """Every source is polled when it is due, the watch looks every hour, and what is owed is sent."""
        for _ in range(hours):
            self.house.later(hours=1)
            await self.house.poll(*there)
            await SourceWatch(self.house.store, vocabulary()).look(self.house.now)
            async with self.house.store.read() as c:
                ids = await chats.channels_to_wake(c, self.house.now)
            for id_ in ids:
                sender = ChannelSender(self.house.store, {"fake": self.platform}, lambda: self.house.now)
                await sender.deliver(ChannelId(id_))

    def notices(self, channel: str) -> list[str]:
        """The summaries of what stands in a channel, cards left out."""
        return [one.summary for one in self.messages(channel)]

    def messages(self, channel: str) -> list[Message]:
        there = [one for one in self.platform.posted if one.channel.channel == channel]
        return [one.message for one in there if not one.match_ids]


@pytest.fixture
async def watched(database_url: str) -> AsyncIterator[Watched]:
    async with PollHouse.open(database_url) as house:
        yield Watched(house)


async def test_a_workspaces_own_source_that_fails_and_comes_back_is_told_once_in_its_channels(
    watched: Watched,
) -> None:
    house = watched.house
    await house.subscribe("Rust")
    await house.subscribe("Rust", channel="elsewhere", workspace="W2")
    own, shared = await house.polled("/own", OLD, own_of="W1"), await house.polled("/well", OLD)
    house.board.put("/own", b" ")
    await watched.hours_pass(20, own, shared)
    assert watched.notices("backend") == []
    await watched.hours_pass(10, own, shared)
    assert watched.notices("backend") == ["own cannot be read since 25 Nov"]
    (told,) = watched.messages("backend")
    assert "/jobs sources add and that address" in plain_text(told)
    assert f"/jobs sources remove {own.id} ends this one" in plain_text(told)
    assert [one.label for one in actions(told)] == ["Try it now", "Stop reading it"]
    await watched.hours_pass(5, own, shared)
    house.lists("/own", OLD)
    await watched.hours_pass(16, own, shared)
    assert watched.notices("backend") == ["own cannot be read since 25 Nov", "own is read again"]
    assert watched.notices("elsewhere") == watched.notices("general") == []


async def test_a_shared_source_is_missed_where_it_is_named_or_brought_something(watched: Watched) -> None:
    house = watched.house
    await house.subscribe("Rust")
    await house.subscribe("Go", channel="fed")
    await house.subscribe("Rust, source:acme", channel="named")
    await house.subscribe("Rust, -source:acme", channel="left out")
    source, well = await house.polled("/acme", OLD), await house.polled("/well", OLD)
    house.lists("/acme", OLD, FRESH)
    await watched.hours_pass(1, source, well)
    house.board.remove("/acme")
    await watched.hours_pass(12, source, well)
    said = ["acme is gone: its address has led to no job feed since 25 Nov"]
    assert watched.notices("fed") == watched.notices("named") == said
    assert watched.notices("backend") == watched.notices("left out") == []
    (told,) = watched.messages("fed")
    assert "nothing for you to do" in plain_text(told)


async def test_a_source_that_lists_nothing_new_for_long_is_told_and_so_is_its_next_job(
    watched: Watched,
) -> None:
    house = watched.house
    await house.subscribe("Rust")
    own = await house.polled("/own", OLD, own_of="W1")
    house.later(days=60)
    await watched.hours_pass(2, own)
    assert watched.notices("backend") == ["own has listed nothing new since 25 Nov 2026"]
    house.lists("/own", OLD, FRESH)
    await watched.hours_pass(2, own)
    assert watched.notices("backend")[1:] == ["own lists new jobs again"]


async def test_a_channel_is_told_after_its_quiet_hours_and_of_nothing_that_was_ended(
    watched: Watched,
) -> None:
    house = watched.house
    subscription = await house.subscribe("Rust")
    own, ended = [await house.polled(path, OLD, own_of="W1") for path in ("/own", "/ended")]
    well = await house.polled("/well", OLD)
    async with house.store.write() as c:
        settings = (await chats.channel(c, subscription.channel_id)).settings
        quiet = replace(settings, quiet_hours=QuietHours(start=time(0), end=time(23)))
        await chats.save_settings(c, subscription.channel_id, quiet)
    for path in ("/own", "/ended"):
        house.board.remove(path)
    await watched.hours_pass(10, own, ended, well)
    assert watched.notices("backend") == []
    async with house.store.write() as c:
        await sources.remove(c, ended.id)
    await watched.hours_pass(24, own, well)
    assert len(watched.notices("backend")) == 1
    async with house.store.write() as c:
        await c.execute(update(channels).values(dead_reason="gone"))
    house.lists("/own", OLD)
    await watched.hours_pass(24, own, well)
    assert len(watched.notices("backend")) == 1


async def test_nobody_is_told_where_jobwire_itself_is_cut_off(watched: Watched) -> None:
    house = watched.house
    await house.subscribe("Rust")
    both = [await house.polled(path, OLD, own_of="W1") for path in ("/one", "/two")]
    for path in ("/one", "/two"):
        house.board.put(path, b" ")
    await watched.hours_pass(30, *both)
    assert watched.notices("backend") == []
