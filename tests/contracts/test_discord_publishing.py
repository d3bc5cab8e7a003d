"""Publishing to the servers that follow a channel, through the real discord.py; the sender, on Discord."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.discord.limits import CAPABILITIES
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from bot import errors
from bot.delivery.message import Message, Paragraph, Section, Text
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.domain.subscription import Cadence
from bot.store.store import Store
from tests.contracts.delivery_world import World as Ledger
from tests.contracts.discord_world import World, discord_world
from tests.contracts.platform_rigs import ByName

CROSSPOST = "POST /channels/{channel_id}/messages/{message_id}/crosspost"
CROSSPOSTED = 1


def card(title: str = "Senior Engineer") -> Message:
    return Message(sections=(Section(blocks=(Paragraph((Text(text=title),)),)),), summary=title)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with discord_world() as world:
        yield world


@pytest.fixture
async def rest(world: World) -> AsyncIterator[Rest]:
    rest = Rest(world.token, api_url=world.server.api_url, seconds=2)
    yield rest
    await rest.close()


@pytest.fixture
def platform(rest: Rest) -> DiscordPlatform:
    """It need not wait: time stands still in the world."""
    return DiscordPlatform(rest, capabilities=replace(CAPABILITIES, pace=timedelta(0)))


def place(world: World, channel: str) -> ChannelRef:
    return ChannelRef(platform="discord", workspace=world.guild, channel=channel)


@pytest.fixture
def jobs(world: World) -> ChannelRef:
    return place(world, world.channel)


class Named(ByName):
    """With all that the real platform can do."""

    platform: DiscordPlatform

    async def publish(self, channel: ChannelRef, sent: SentMessage) -> None:
        await self.platform.publish(self.channels[channel.channel], sent)

    def keeps_together(self, channel: ChannelRef, first: SentMessage) -> bool:
        return self.platform.keeps_together(self.channels[channel.channel], first)


async def crossposts(world: World) -> int:
    return len(await world.control.requests(CROSSPOST))


@pytest.fixture
async def news(world: World) -> ChannelRef:
    return place(world, await world.control.channel(world.guild, "news", kind="announcement"))


async def test_a_message_is_published_once_however_often_it_is_asked_for(world, platform, news):
    sent = await platform.send(news, card(), "k1")
    for _ in range(2):
        await platform.publish(news, sent)
    (kept,) = await world.control.messages(news.channel)
    assert kept["flags"] & CROSSPOSTED


async def test_what_nobody_can_follow_is_left_alone(world, platform, jobs, news):
    sent = [await platform.send(jobs, card(), f"k{number}") for number in range(2)]
    for one in sent:
        await platform.publish(jobs, one)
    assert await crossposts(world) == 1  # that it is no such channel is learned once
    first = await platform.send(news, card("Digest"), "k3")
    await platform.publish(news, await platform.send(news, card("more"), "k4", first))
    assert await crossposts(world) == 1


async def test_ten_an_hour_are_published_and_no_more_are_asked_for(world, rest, news):
    seconds = 0.0
    platform = DiscordPlatform(rest, clock=lambda: seconds)
    sent = [await platform.send(news, card(), f"k{number}") for number in range(12)]
    for one in sent[:10]:
        await platform.publish(news, one)
    with pytest.raises(errors.RateLimited, match="stays in its channel"):
        await platform.publish(news, sent[10])
    assert await crossposts(world) == 10
    seconds = 3600.0
    await platform.publish(news, sent[11])
    published = [one["flags"] & CROSSPOSTED for one in await world.control.messages(news.channel)]
    assert published == [CROSSPOSTED] * 10 + [0, CROSSPOSTED]


async def test_a_limit_that_discord_told_is_kept(world, platform, news):
    sent = await platform.send(news, card(), "k1")
    await world.control.script([{"do": "rate_limited", "seconds": 600, "route": CROSSPOST}])
    for _ in range(2):
        with pytest.raises(errors.RateLimited) as raised:
            await platform.publish(news, sent)
        assert raised.value.retry_after > timedelta(seconds=590)
    assert await crossposts(world) == 1


async def published(world: World, channel: str) -> list[bool]:
    """Of each message of the channel, in order, whether it is published."""
    return [bool(one["flags"] & CROSSPOSTED) for one in await world.control.messages(channel)]


async def test_cards_are_published_by_the_setting_also_one_whose_bot_died(
    world: World, platform: DiscordPlatform, news: ChannelRef, sqlite_store: Store
) -> None:
    ledger = await Ledger.new(sqlite_store)
    by_name = Named(platform, {"jobs": news})
    subscription = await ledger.subscribe()
    await ledger.match(subscription)
    await ledger.sender(by_name).deliver(ledger.channel_id)
    await ledger.settings(publish=True)
    await ledger.matches(2, subscription)
    await world.control.script([{"do": "drop_after"}])  # taken by Discord, and nobody was told
    for _ in range(2):
        await ledger.clock.wait(timedelta(minutes=20))
        await ledger.sender(by_name).deliver(ledger.channel_id)
    assert await published(world, news.channel) == [False, True, True]


async def test_what_cannot_be_published_is_delivered(
    world: World, platform: DiscordPlatform, news: ChannelRef, sqlite_store: Store
) -> None:
    ledger = await Ledger.new(sqlite_store)
    await ledger.settings(publish=True)
    await ledger.matches(3, await ledger.subscribe())
    await world.control.script(
        [{"do": "error_before", "route": CROSSPOST}, {"do": "refuse", "code": 50013, "route": CROSSPOST}]
    )
    await ledger.sender(Named(platform, {"jobs": news})).deliver(ledger.channel_id)
    assert await ledger.part_states() == ["sent"] * 3
    assert await published(world, news.channel) == [False, False, True]
    assert (await ledger.channel()).dead_reason is None


async def test_a_long_digest_is_one_post_of_a_forum(
    world: World, platform: DiscordPlatform, sqlite_store: Store
) -> None:
    forum = await world.control.channel(world.guild, "board", kind="forum")
    ledger = await Ledger.new(sqlite_store)
    await ledger.matches(40, await ledger.subscribe(Cadence.DAILY))
    await ledger.clock.wait(timedelta(days=1))
    await ledger.sender(Named(platform, {"jobs": place(world, forum)})).deliver(ledger.channel_id)
    (post,) = await world.control.threads(forum)
    assert len(await world.control.messages(post["id"])) > 1
