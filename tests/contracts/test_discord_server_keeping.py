"""What the test Discord keeps over its own end, lets another process ask, and lets time do."""

import pytest

from tests.contracts.discord_echo import EchoBot
from tests.contracts.discord_world import discord_world, gateway_client, pointed_at, refusal_of, rest_client
from tests.contracts.test_discord_server_faults import poster
from tests.servers.discord import ControlFailed, DiscordServer, RemoteControl


@pytest.fixture
async def world():
    async with discord_world() as world:
        yield world


async def test_commands_and_private_answers_outlive_the_server(tmp_path):
    state = tmp_path / "discord.jsonl"
    async with DiscordServer(state) as server:
        made = await server.control.guild()
        user = await server.control.member(made["guild"], "ada")
        channel = await server.control.channel(made["guild"])
        with pointed_at(server.api_url, server.gateway_url):
            bot = EchoBot()
            async with bot:
                await bot.login(server.state.app.token)
        registered = await server.control.registered()
        interaction = server.interactions.begin(2, channel, user, {"name": "x"})
        message = server.messages.built(server.state.channels[channel], {"content": "a"}, _seen_by=user)
        server.state.keep_private(message)
        assert interaction.failed == "no bot is connected"
    async with DiscordServer(state) as server:
        assert await server.control.registered() == registered != []
        assert [one["content"] for one in await server.control.private(user)] == ["a"]
        assert await server.control.commands_for(channel, user) == ["jobs", "saved"]


async def test_another_process_acts_as_a_person_too(world):
    async with gateway_client(world, EchoBot()), RemoteControl(world.server.url) as control:
        assert await control.connected() == 1
        told = await control.command(world.channel, world.user, "jobs add", {"query": "go"})
        assert told["messages"][0]["content"] == "['go', 'instant', 7, False]"
        told = await control.complete(world.channel, world.user, "jobs add", "query")
        assert len(told["choices"]) == 2
        opened = await control.command(world.channel, world.user, "jobs form")
        told = await control.submit(opened["id"], {"How often": "daily"})
        assert told["private"]
        (card,) = (await control.command(world.channel, world.user, "jobs card"))["messages"]
        await control.press(card["id"], world.user, "Renew")
        (view,) = await control.read(world.channel)
        assert (view["text"], view["buttons"]) == ("renewed", ["Renew", "Later", "Keep"])
        assert [one["kind"] for one in await control.interactions()] == [
            "command",
            "autocomplete",
            "command",
            "submit",
            "command",
            "component",
        ]
        with pytest.raises(ControlFailed, match="no command /nothing"):
            await control.command(world.channel, world.user, "nothing")


async def test_a_thread_falls_asleep_and_a_message_wakes_it(world):
    thread = await world.control.thread(world.channel)
    await world.control.advance(2 * 86_400)
    assert await poster(world).post(thread, "a") == "ok"
    await world.control.advance(2 * 86_400)
    assert [one["archived"] for one in await world.control.threads(world.channel)] == [False]
    await world.control.advance(86_401)
    assert [one["archived"] for one in await world.control.threads(world.channel)] == [True]
    assert await poster(world).post(thread, "b") == "ok"
    await world.control.advance(86_400)
    assert [one["archived"] for one in await world.control.threads(world.channel)] == [False]


async def test_a_role_that_is_gone_is_nobodys(world):
    role = await world.control.role(world.guild, "devs", mentionable=True)
    await world.control.give_roles(world.guild, world.user, [role])
    async with rest_client(world) as client:
        channel = client.get_partial_messageable(int(world.channel))
        assert (await channel.send(f"<@&{role}>")).raw_role_mentions == [int(role)]
        guild = await client.fetch_guild(int(world.guild))
        assert [one.name for one in await guild.fetch_roles()] == ["@everyone", "Jobwire", "devs"]
        await world.control.remove_role(world.guild, role)
        assert [one.name for one in await guild.fetch_roles()] == ["@everyone", "Jobwire"]
        await channel.send(f"<@&{role}>")
    assert [one["mention_roles"] for one in await world.control.messages(world.channel)] == [[role], []]


async def test_the_bot_leaves_a_guild(world):
    async with gateway_client(world, EchoBot()) as bot:
        await bot.get_guild(int(world.guild)).leave()
        assert (await refusal_of(bot.fetch_guild(int(world.guild)))).code == 10004


async def test_lengths_that_a_schema_may_not_say_are_held(world):
    await world.control.settings(openapi=False)
    path = f"/channels/{world.channel}/messages"
    _, answer, _ = await poster(world).ask("POST", path, {"content": "a", "nonce": "n" * 26})
    assert answer["errors"] == {"nonce": {"_errors": [_too_long(25)]}}
    tags = [str(number) for number in range(6)]
    forum = await world.control.channel(world.guild, "f", kind="forum", tags=tags)
    ids = list((await world.control.tags(forum)).values())
    post = {"name": "a", "message": {"content": "a"}, "applied_tags": ids}
    _, answer, _ = await poster(world).ask("POST", f"/channels/{forum}/threads", post)
    assert list(answer["errors"]) == ["applied_tags"]
    post["applied_tags"] = ids[:5]
    assert (await poster(world).ask("POST", f"/channels/{forum}/threads", post))[0] == 201


def _too_long(most: int) -> dict[str, str]:
    return {"code": "BASE_TYPE_MAX_LENGTH", "message": f"Must be {most} or fewer in length."}
