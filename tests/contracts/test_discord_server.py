"""The test Discord over REST, through discord.py: posting, nonces, reading, threads, permissions."""

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


def at(client: discord.Client, channel: str) -> discord.PartialMessageable:
    return client.get_partial_messageable(int(channel))


async def contents(world: World, channel: str | None = None) -> list[str]:
    return [one["content"] for one in await world.control.messages(channel or world.channel)]


async def test_it_posts_without_a_gateway(world, client):
    sent = await at(client, world.channel).send("hello", nonce="n1")
    assert sent.nonce == "n1"
    assert sent.author.id == client.user.id
    (message,) = await world.control.messages(world.channel)
    assert (message["id"], message["content"]) == (str(sent.id), "hello")
    (request,) = await world.control.requests("POST /channels/{channel_id}/messages")
    assert request["body"]["enforce_nonce"] is True
    assert (request["status"], request["accepted"], request["channel"]) == (200, True, world.channel)


async def test_a_wrong_token_is_refused(world):
    await world.control.refuse_token()
    with pytest.raises(discord.LoginFailure):
        async with rest_client(world):
            pass
    assert (await world.control.figures())["invalid"] == 1


async def test_a_nonce_posts_once_within_its_window(world, client):
    first = await at(client, world.channel).send("a", nonce="n")
    assert (await at(client, world.channel).send("b", nonce="n")).id == first.id
    await world.control.advance(299)
    assert (await at(client, world.channel).send("c", nonce="n")).id == first.id
    await world.control.advance(2)
    assert (await at(client, world.channel).send("d", nonce="n")).id != first.id
    assert await contents(world) == ["a", "d"]


async def test_a_nonce_of_a_deleted_message_is_unknown(world, client):
    sent = await at(client, world.channel).send("a", nonce="n")
    await sent.delete()
    assert (await refusal_of(at(client, world.channel).send("b", nonce="n"))).code == 10008
    assert await contents(world) == []


async def test_a_nonce_is_the_authors_whatever_the_channel(world, client):
    other = await world.control.channel(world.guild, "other")
    first = await at(client, world.channel).send("a", nonce="n")
    assert (await at(client, other).send("b", nonce="n")).id == first.id
    assert await contents(world, other) == []


async def test_history_is_paged_in_discords_order(world, client):
    channel = at(client, world.channel)
    sent = [await channel.send(str(number)) for number in range(5)]
    texts = [m.content async for m in channel.history(limit=3)]
    assert texts == ["4", "3", "2"]
    assert [m.content async for m in channel.history(after=sent[2], oldest_first=True)] == ["3", "4"]
    assert [m.content async for m in channel.history(before=sent[2])] == ["1", "0"]
    assert [m.content async for m in channel.history(around=sent[2], limit=3)] == ["1", "2", "3"][::-1]
    assert [m.nonce async for m in channel.history(limit=1)] == [None]


async def test_others_content_needs_the_privileged_intent_and_ours_does_not(world, client):
    theirs = await world.control.say(world.channel, world.user, "secret")
    ours = await at(client, world.channel).send("ours")
    read = {str(m.id): m.content async for m in at(client, world.channel).history()}
    assert read == {theirs: "", str(ours.id): "ours"}


async def test_messages_are_edited_and_deleted(world, client):
    sent = await at(client, world.channel).send("a")
    edited = await sent.edit(content="b")
    assert edited.edited_at is not None
    assert await contents(world) == ["b"]
    theirs = await world.control.say(world.channel, world.user, "x")
    other = at(client, world.channel).get_partial_message(int(theirs))
    assert (await refusal_of(other.edit(content="y"))).code == 50005
    assert (await refusal_of(other.delete())).code == 50013
    await sent.delete()
    assert (await refusal_of(sent.delete())).code == 10008


async def test_announcements_are_crossposted_once(world, client):
    news = await world.control.channel(world.guild, "news", kind="announcement")
    sent = await at(client, news).send("a")
    await sent.publish()
    assert (await world.control.messages(news))[0]["flags"] & 1
    assert (await refusal_of(sent.publish())).code == 40033
    plain = await at(client, world.channel).send("a")
    assert (await refusal_of(plain.publish())).code == 50024


@pytest.mark.parametrize(
    ("deny", "code"),
    [
        (["view_channel"], 50001),
        (["send_messages"], 50013),
    ],
)
async def test_overwrites_keep_the_bot_out(world, client, deny, code):
    await world.control.overwrite(world.channel, world.bot_role, deny=deny)
    assert (await refusal_of(at(client, world.channel).send("a"))).code == code
    await world.control.overwrite(world.channel, (await world.control.app())["id"], allow=deny)
    assert (await at(client, world.channel).send("b")).content == "b"


async def test_embeds_need_their_permission(world, client):
    await world.control.overwrite(world.channel, world.bot_role, deny=["embed_links"])
    refused = await refusal_of(at(client, world.channel).send(embed=discord.Embed(title="a")))
    assert refused.code == 50013


async def test_without_history_nothing_is_read(world, client):
    sent = await at(client, world.channel).send("a")
    everyone = world.guild
    await world.control.overwrite(world.channel, everyone, deny=["read_message_history"])
    await world.control.overwrite(world.channel, world.bot_role, deny=["read_message_history"])
    assert [m async for m in at(client, world.channel).history()] == []
    assert (await refusal_of(at(client, world.channel).fetch_message(sent.id))).code == 50001


async def test_direct_messages_reach_who_takes_them(world, client):
    user = await client.fetch_user(int(world.user))
    await user.send("hi")
    assert await contents(world, await world.control.direct(world.user)) == ["hi"]
    shy = await world.control.member(world.guild, "shy", takes_messages=False)
    refused = await refusal_of((await client.fetch_user(int(shy))).send("hi"))
    assert (refused.status, refused.code) == (403, 50007)


async def test_gone_channels_and_guilds_are_unknown(world, client):
    await world.control.delete_channel(world.channel)
    assert (await refusal_of(at(client, world.channel).send("a"))).code == 10003
    await world.control.kick(world.guild)
    assert (await refusal_of(client.fetch_guild(int(world.guild)))).code == 10004


async def test_a_guild_with_an_outage_is_no_removed_guild(world, client):
    await world.control.unavailable(world.guild)
    refused = await refusal_of(at(client, world.channel).send("a"))
    assert refused.status == 503
    await world.control.unavailable(world.guild, unavailable=False)
    await at(client, world.channel).send("b")
    assert await contents(world) == ["b"]


async def test_the_bot_reads_its_guild(world, client):
    guild = await client.fetch_guild(int(world.guild), with_counts=False)
    assert guild.name == "Acme"
    assert {c.name for c in await guild.fetch_channels()} == {"jobs"}
    assert {r.name for r in await guild.fetch_roles()} == {"@everyone", "Jobwire"}
    me = await guild.fetch_member(client.user.id)
    assert str(me._roles[0]) == world.bot_role
    channel = await client.fetch_channel(int(world.channel))
    assert isinstance(channel, discord.TextChannel)
    info = await client.application_info()
    assert info.id == client.application_id


async def test_pings_are_those_that_are_allowed(world, client):
    role = await world.control.role(world.guild, "devs", mentionable=True)
    text = f"@everyone <@&{role}> <@{world.user}> `<@&{role}>`"
    channel = at(client, world.channel)
    await channel.send(text)
    await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
    only = discord.AllowedMentions(everyone=False, users=False, roles=[discord.Object(int(role))])
    await channel.send(text, allowed_mentions=only)
    await world.control.overwrite(world.channel, world.bot_role, allow=["mention_everyone"])
    await channel.send(text)
    told = [
        (one["mention_everyone"], one["mention_roles"], [user["id"] for user in one["mentions"]])
        for one in await world.control.messages(world.channel)
    ]
    assert told == [
        (False, [role], [world.user]),
        (False, [], []),
        (False, [role], []),
        (True, [role], [world.user]),
    ]
