"""Forums and threads of the test Discord, through discord.py."""

from collections.abc import AsyncIterator

import discord
import pytest

from tests.contracts.discord_world import World, discord_world, refusal_of, rest_client


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with discord_world() as world:
        yield world


@pytest.fixture
async def client(world) -> AsyncIterator[discord.Client]:
    async with rest_client(world) as client:
        yield client


async def forum_of(client: discord.Client, channel: str) -> discord.ForumChannel:
    forum = await client.fetch_channel(int(channel))
    assert isinstance(forum, discord.ForumChannel)
    return forum


async def test_a_forum_post_is_a_thread_with_its_first_message(world, client):
    channel = await world.control.channel(world.guild, "jobs-forum", kind="forum", tags=["senior", "junior"])
    forum = await forum_of(client, channel)
    made = await forum.create_thread(name="Engineer", content="text", applied_tags=[forum.available_tags[0]])
    assert made.thread.id == made.message.id
    (thread,) = await world.control.threads(channel)
    assert (thread["name"], thread["tags"]) == ("Engineer", ["senior"])
    assert [one["content"] for one in await world.control.messages(thread["id"])] == ["text"]


async def test_a_plain_message_to_a_forum_fails(world, client):
    channel = await world.control.channel(world.guild, "f", kind="forum")
    assert (await refusal_of(client.get_partial_messageable(int(channel)).send("a"))).code == 50008


async def test_tags_may_be_required_moderated_or_unknown(world, client):
    channel = await world.control.channel(
        world.guild, "f", kind="forum", tags=["open", "!closed"], require_tag=True
    )
    forum = await forum_of(client, channel)
    assert forum.flags.require_tag
    assert (await refusal_of(forum.create_thread(name="a", content="a"))).code == 40067
    unknown = discord.Object(1)
    refused = await refusal_of(forum.create_thread(name="a", content="a", applied_tags=[unknown]))
    assert refused.code == 10087
    closed = forum.get_tag(int((await world.control.tags(channel))["closed"]))
    refused = await refusal_of(forum.create_thread(name="a", content="a", applied_tags=[closed]))
    assert refused.code == 50013
    assert await world.control.threads(channel) == []


async def test_the_message_of_a_post_has_the_rules_of_a_message(world, client):
    channel = await world.control.channel(world.guild, "f", kind="forum")
    forum = await forum_of(client, channel)
    refused = await refusal_of(forum.create_thread(name="a", content="a" * 2001))
    assert refused.code == 50035
    assert "message.content" in refused.text
    assert (await refusal_of(forum.create_thread(name="a" * 101, content="a"))).code == 50035


async def test_a_thread_starts_from_a_message_once(world, client):
    sent = await client.get_partial_messageable(int(world.channel)).send("a")
    channel = await client.fetch_channel(int(world.channel))
    message = await channel.fetch_message(sent.id)
    thread = await message.create_thread(name="talk")
    assert thread.id == sent.id
    assert (await refusal_of(message.create_thread(name="talk"))).code == 160004


async def test_posting_reopens_an_archived_thread_but_not_a_locked_one(world, client):
    thread = await world.control.thread(world.channel, archived=True)
    await client.get_partial_messageable(int(thread)).send("a")
    assert (await world.control.threads(world.channel))[0]["archived"] is False
    await world.control.set_thread(thread, archived=True, locked=True)
    assert (await refusal_of(client.get_partial_messageable(int(thread)).send("b"))).code == 160005
    await world.control.grant(
        world.guild, world.bot_role, ["view_channel", "send_messages_in_threads", "manage_threads"]
    )
    await client.get_partial_messageable(int(thread)).send("c")
    assert [one["content"] for one in await world.control.messages(thread)] == ["a", "c"]


async def test_a_message_in_an_archived_thread_is_not_edited(world, client):
    thread = await world.control.thread(world.channel)
    sent = await client.get_partial_messageable(int(thread)).send("a")
    await world.control.set_thread(thread, archived=True)
    assert (await refusal_of(sent.edit(content="b"))).code == 50083


async def test_threads_need_a_permission_of_their_own(world, client):
    thread = await world.control.thread(world.channel)
    await world.control.overwrite(world.channel, world.bot_role, deny=["send_messages_in_threads"])
    assert (await refusal_of(client.get_partial_messageable(int(thread)).send("a"))).code == 50013
    await client.get_partial_messageable(int(world.channel)).send("a")


async def test_active_and_archived_threads_are_listed_by_pages(world, client):
    channel = await world.control.channel(world.guild, "f", kind="forum")
    forum = await forum_of(client, channel)
    names = [f"post {number}" for number in range(7)]
    for name in names:
        made = await forum.create_thread(name=name, content=name)
        await world.control.advance(60)
        if name != names[-1]:
            await world.control.set_thread(str(made.thread.id), archived=True)
    await world.control.settings(archived_page=4)
    archived = [thread.name async for thread in forum.archived_threads(limit=None)]
    assert archived == names[-2::-1]
    assert len(await world.control.requests("GET /channels/{channel_id}/threads/archived/public")) == 2
    guild = await client.fetch_guild(int(world.guild))
    assert [thread.name for thread in await guild.active_threads()] == [names[-1]]


async def test_the_owner_of_a_thread_may_archive_but_not_lock_it(world, client):
    channel = await world.control.channel(world.guild, "f", kind="forum")
    forum = await forum_of(client, channel)
    made = await forum.create_thread(name="a", content="a")
    assert (await refusal_of(made.thread.edit(locked=True))).code == 50013
    edited = await made.thread.edit(archived=True)
    assert edited.archived
    assert (await refusal_of(made.thread.edit(name="b"))).code == 50083
    await made.thread.edit(archived=False)
    await made.thread.leave()
    await made.thread.join()
    assert len(await made.thread.fetch_members()) == 1
