"""What Discord tells of servers, channels and permissions, and what Jobwire makes of it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.domain.chat import Channel, ChannelRef
from bot.store import chats
from tests.acceptance.command_house import GO
from tests.acceptance.discord_app_house import DiscordHouse, connected, discord_house, read
from tests.acceptance.settling import until

POST = "POST /channels/{channel_id}/messages"
LOCKED_OUT = "Jobwire may not post in the channel"


@pytest.fixture
async def house(tmp_path) -> AsyncIterator[DiscordHouse]:
    async with discord_house(tmp_path) as house:
        yield house


async def channel_of(house: DiscordHouse, channel: str | None = None) -> Channel:
    ref = ChannelRef(platform="discord", workspace=house.world.guild, channel=channel or house.world.channel)
    async with house.store.read() as c:
        found = await chats.channel_by_ref(c, ref)
    assert found is not None
    return found


async def becomes(house: DiscordHouse, reason: str | None, channel: str | None = None) -> None:
    """Wait until the channel is dead for that reason, or alive."""

    async def so() -> bool:
        return (await channel_of(house, channel)).dead_reason == reason

    await until(so, seconds=10, what=f"{reason}")


async def until_said(house: DiscordHouse, channel: str, number: int = 1) -> str:
    """Wait until so many messages stand in a channel; the last one."""
    found = await house.control.until("messages", {"channel": channel}, number)
    return read(found[-1]).words


async def heard(house: DiscordHouse) -> None:
    """Wait until what was told before has been worked on."""
    await house.types("stats")


async def posts_nothing(house: DiscordHouse) -> None:
    before = len(await house.control.requests(POST))
    await house.arrives("Go Developer", GO, source=await house.source())
    assert len(await house.control.requests(POST)) == before


async def test_a_server_that_adds_jobwire_is_greeted_where_it_may_write(house):
    made = await house.control.guild("Beta", bot=False)
    closed = await house.control.channel(made["guild"], "rules")
    await house.control.overwrite(closed, made["guild"], deny=["send_messages"])
    await house.control.overwrite(closed, made["bot_role"], deny=["send_messages"])
    general = await house.control.channel(made["guild"], "general")
    await house.control.invite(made["guild"])
    said = await until_said(house, general)
    assert "Jobwire brings the right job postings into your channels" in said
    assert "/jobs subscribe query:senior backend, Go | Rust, remote:EU" in said
    assert "Everybody may subscribe a channel" in said
    assert await house.messages(closed) == []


async def test_the_greeting_goes_where_people_are_greeted(house):
    made = await house.control.guild("Beta", bot=False)
    first = await house.control.channel(made["guild"], "first")
    lobby = await house.control.channel(made["guild"], "lobby")
    await house.control.greet_in(made["guild"], lobby)
    await house.control.invite(made["guild"])
    await until_said(house, lobby)
    assert await house.messages(first) == []


async def test_a_server_where_it_may_write_nowhere_is_not_greeted(house):
    made = await house.control.guild("Beta", bot=False, permissions=["view_channel"])
    channel = await house.control.channel(made["guild"], "general")
    await house.control.overwrite(channel, made["guild"], deny=["send_messages"])
    await house.control.invite(made["guild"])
    await heard(house)
    assert await house.messages(channel) == []


async def test_a_server_that_removes_jobwire_gets_nothing_and_goes_on_when_it_is_back(house):
    await house.types("subscribe Go")
    await house.control.kick(house.world.guild)
    await becomes(house, "the workspace has removed Jobwire")
    await posts_nothing(house)
    await house.control.advance(600)
    before = len(await house.messages())
    await house.control.invite(house.world.guild)
    await becomes(house, None)
    assert "Jobwire is back: 1 subscription on this server goes on" in await until_said(
        house, house.world.channel, before + 1
    )


async def test_an_outage_is_no_removal(house):
    await house.types("subscribe Go")
    await house.control.unavailable(house.world.guild)
    await house.control.unavailable(house.world.guild, unavailable=False)
    await heard(house)
    assert (await channel_of(house)).dead_reason is None
    assert len(await house.messages()) == 1, "nobody is greeted again"


async def test_a_deleted_channel_or_thread_gets_nothing(house):
    thread = await house.control.thread(house.world.channel, "backend")
    await house.types("subscribe Go", channel=thread)
    await house.types("subscribe Go")
    await house.control.delete_channel(thread)
    await becomes(house, "the channel is deleted", thread)
    assert (await channel_of(house)).dead_reason is None
    await house.control.delete_channel(house.world.channel)
    await becomes(house, "the channel is deleted")
    await posts_nothing(house)


async def test_a_renamed_channel_has_its_new_name(house):
    await house.types("list")
    await house.control.rename_channel(house.world.channel, "hiring")

    async def renamed() -> bool:
        return (await channel_of(house)).name == "#hiring"

    await until(renamed, seconds=10, what="renamed")


Loses = Callable[[DiscordHouse], Awaitable[None]]


async def by_overwrite(house: DiscordHouse, *, deny: bool) -> None:
    denied = ["send_messages"] if deny else []
    await house.control.overwrite(house.world.channel, house.world.bot_role, deny=denied)


async def by_role(house: DiscordHouse, *, deny: bool) -> None:
    granted = [
        "view_channel",
        "read_message_history",
        *(() if deny else ("send_messages", "send_messages_in_threads")),
    ]
    await house.control.overwrite(house.world.channel, house.world.guild, deny=["send_messages"])
    lobby = house.world.guild
    await house.control.grant(lobby, house.world.bot_role, granted)
    if not deny:
        await house.control.overwrite(house.world.channel, house.world.guild)


@pytest.mark.parametrize("change", [by_overwrite, by_role])
async def test_lost_permissions_are_told_once_to_who_can_mend_them(house, change):
    lobby = await house.control.channel(house.world.guild, "lobby")
    await house.control.greet_in(house.world.guild, lobby)
    await house.types("subscribe Go")
    await change(house, deny=True)
    await becomes(house, LOCKED_OUT)
    said = await until_said(house, lobby)
    assert "Jobwire may not post in 1 channel of Acme any more" in said
    assert "#jobs: it lacks Send Messages" in said
    await house.control.rename_channel(house.world.channel, "hiring")
    await heard_elsewhere(house)
    assert len(await house.messages(lobby)) == 1, "told once"
    await posts_nothing(house)
    await change(house, deny=False)
    await becomes(house, None)


async def heard_elsewhere(house: DiscordHouse) -> None:
    """Wait until what was told before has been worked on, without a word in the channel itself."""
    other = await house.control.channel(house.world.guild, "other")
    await house.types("help", channel=other)


async def test_a_permission_that_posting_does_not_need_ends_nothing(house):
    await house.types("subscribe Go")
    deny = ["read_message_history", "create_public_threads"]
    await house.control.overwrite(house.world.channel, house.world.bot_role, deny=deny)
    await house.control.overwrite(house.world.channel, house.world.guild, deny=deny)
    await heard(house)
    assert (await channel_of(house)).dead_reason is None


async def test_without_a_channel_for_it_the_owner_is_told(house):
    await house.types("subscribe Go")
    await by_overwrite(house, deny=True)
    await becomes(house, LOCKED_OUT)
    direct = await house.control.direct(house.world.owner)
    assert "#jobs: it lacks Send Messages" in await until_said(house, direct)


async def test_an_owner_who_takes_no_messages_stops_nothing(house):
    await house.types("subscribe Go")
    house.world.server.state.users[house.world.owner].takes_messages = False
    await by_overwrite(house, deny=True)
    await becomes(house, LOCKED_OUT)
    await heard_elsewhere(house)
    await by_overwrite(house, deny=False)
    await becomes(house, None)


async def test_a_channel_that_wants_nothing_is_not_told_of(house):
    lobby = await house.control.channel(house.world.guild, "lobby")
    await house.control.greet_in(house.world.guild, lobby)
    await house.types("list")
    await by_overwrite(house, deny=True)
    await becomes(house, LOCKED_OUT)
    await heard_elsewhere(house)
    assert await house.messages(lobby) == []


async def test_what_was_lost_while_jobwire_was_away_is_seen_when_it_is_back(house):
    await house.types("subscribe Go")
    lobby = await house.control.channel(house.world.guild, "lobby")
    await house.control.greet_in(house.world.guild, lobby)
    await house.control.close_gateway(4004)
    await by_overwrite(house, deny=True)
    other = DiscordHouse(house.store, house.services.fetcher, house.services.defaults, house.world)
    async with connected(other):
        await becomes(house, LOCKED_OUT)
        assert "#jobs: it lacks Send Messages" in await until_said(house, lobby)


async def test_what_a_delivery_finds_out_first_is_told_as_well_and_goes_on_when_it_is_mended(house):
    lobby = await house.control.channel(house.world.guild, "lobby")
    await house.control.greet_in(house.world.guild, lobby)
    await house.types("subscribe Go")
    away = DiscordHouse(house.store, house.services.fetcher, house.services.defaults, house.world)
    await house.control.close_gateway(4004)
    await by_overwrite(house, deny=True)
    await house.arrives("Go Developer", GO, source=await house.source())
    assert str((await channel_of(house)).dead_reason).startswith("Jobwire may not post there: give it")
    async with connected(away):
        assert "#jobs: it lacks Send Messages" in await until_said(house, lobby)
        await by_overwrite(house, deny=False)
        await becomes(house, None)
