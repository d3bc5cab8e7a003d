"""What Slack tells of channels and installations, and what Jobwire makes of it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.chat import ChannelRef
from bot.store import chats
from tests.acceptance.command_house import GO
from tests.acceptance.slack_app_house import WAYS, SlackHouse, slack_house, words_of


@pytest.fixture(params=WAYS)
async def house(request, tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def channel_of(house: SlackHouse, channel: str | None = None):
    ref = ChannelRef(platform="slack", workspace=house.world.team, channel=channel or house.world.channel)
    async with house.store.read() as c:
        return await chats.channel_by_ref(c, ref)


async def happens(house: SlackHouse, what: str, channel: str | None = None, **more: str) -> None:
    """Something happens to the channel, and the app has heard of it."""
    before = len(await house.control.deliveries())
    await house.control.change_channel(channel or house.world.channel, what, **more)
    await heard(house, before)


async def heard(house: SlackHouse, before: int) -> None:
    """Wait until the app has taken, and worked on, everything since then."""
    async with asyncio.timeout(10):
        for told in (await house.control.deliveries())[before:]:
            await house.world.slack.deliveries.all[told["id"]].settled.wait()
    assert all(told["acked"] for told in (await house.control.deliveries())[before:])
    await house.settle()


async def test_a_channel_that_invites_jobwire_is_greeted_once(house):
    quiet = await house.control.channel(house.world.team, "quiet", bot=False)
    await happens(house, "invite_bot", quiet)
    (greeting,) = await house.messages(quiet)
    said = words_of(greeting)
    assert "brings the right job postings" in said
    assert said.count("/jobs subscribe") == 1
    assert "/jobs preview" in said
    assert "Everybody may subscribe" in said
    assert (await channel_of(house, quiet)).name == "#quiet"
    for told in await house.control.deliveries():
        await house.control.redeliver(told["id"])
    await house.settle()
    assert len(await house.messages(quiet)) == 1


async def test_somebody_else_who_joins_is_not_greeted(house):
    event = {"type": "member_joined_channel", "user": house.world.user, "channel": house.world.channel}
    await house.control.event(house.world.team, event)
    await house.settle()
    assert await house.messages() == []


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("archive", "the channel is archived"),
        ("delete", "the channel is deleted"),
        ("remove_bot", "Jobwire was removed from the channel"),
    ],
)
@pytest.mark.parametrize("kind", ["public", "private"])
async def test_a_channel_that_is_gone_gets_nothing(house, what, reason, kind):
    channel = await house.control.channel(house.world.team, "rust", kind=kind)
    await house.types("subscribe Go", channel=channel)
    await happens(house, what, channel)
    assert (await channel_of(house, channel)).dead_reason == reason
    requests = len(await house.control.requests("chat.postMessage"))
    await house.arrives("Go Developer", GO, source=await house.source())
    assert len(await house.control.requests("chat.postMessage")) == requests


async def test_an_archived_channel_goes_on_when_it_is_opened_again(house):
    source = await house.source()
    await house.types("subscribe Go")
    await happens(house, "archive")
    await happens(house, "unarchive")
    assert (await channel_of(house)).dead_reason is None
    await house.arrives("Go Developer", GO, source=source)
    assert "Go Developer" in words_of((await house.messages())[-1])


async def test_an_event_that_comes_again_later_changes_nothing(house):
    await house.types("subscribe Go")
    await happens(house, "archive")
    archived = (await house.control.deliveries())[-1]["id"]
    await happens(house, "unarchive")
    await house.control.redeliver(archived)
    await house.settle()
    assert (await channel_of(house)).dead_reason is None


async def test_a_channel_that_invites_jobwire_again_goes_on(house):
    await house.types("subscribe Go")
    await happens(house, "remove_bot")
    await happens(house, "invite_bot")
    assert (await channel_of(house)).dead_reason is None
    assert "Jobwire is back: 1 subscription" in words_of((await house.messages())[-1])


async def test_a_renamed_channel_has_its_new_name(house):
    await house.types("list")
    await happens(house, "rename", name="hiring")
    assert (await channel_of(house)).name == "#hiring"


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive"])
async def test_a_workspace_that_removes_jobwire_gets_nothing_and_keeps_its_data(house, error):
    await house.types("subscribe Go")
    before = len(await house.control.deliveries())
    await house.control.revoke(house.world.team, error=error)
    await heard(house, before)
    channel = await channel_of(house)
    assert channel.dead_reason == "the workspace has removed Jobwire"
    requests = len(await house.control.requests("chat.postMessage"))
    await house.arrives("Go Developer", GO, source=await house.source())
    assert len(await house.control.requests("chat.postMessage")) == requests
    async with house.store.read() as c:
        assert await chats.workspace_id(c, "slack", house.world.team) == channel.workspace_id


async def test_a_persons_token_that_is_revoked_ends_nothing(house):
    await house.types("subscribe Go")
    tokens = {"oauth": [house.world.user], "bot": []}
    await house.control.event(house.world.team, {"type": "tokens_revoked", "tokens": tokens})
    await house.settle()
    assert (await channel_of(house)).dead_reason is None
