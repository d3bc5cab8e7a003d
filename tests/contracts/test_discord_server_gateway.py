"""The gateway of the test Discord: raw, as the reference describes it, and through discord.py."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest

from tests.contracts.discord_world import World, discord_world, gateway_client

GUILDS = 1


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with discord_world() as world:
        yield world


class Raw:
    """One connection, without a library in between."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, unpack: Callable[[bytes], bytes]) -> None:
        self.socket = socket
        self._unpack = unpack

    async def receive(self) -> Any:
        message = await self.socket.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.BINARY:
            return json.loads(self._unpack(message.data))
        return json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else None

    async def until(self, event: str) -> Any:
        while (payload := await self.receive())["t"] != event:
            pass
        return payload

    async def code(self) -> int | None:
        """The code with which Discord closes."""
        while await self.receive() is not None:
            pass
        return self.socket.close_code

    async def send(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def identify(self, world: World, **more: Any) -> None:
        await self.send(2, {"token": world.token, "intents": GUILDS, "properties": {}} | more)

    async def resume(self, world: World, session: str, seq: Any) -> None:
        await self.send(6, {"token": world.token, "session_id": session, "seq": seq})


@asynccontextmanager
async def raw(world: World, compress: str = "") -> AsyncIterator[Raw]:
    query = {"v": "10", "encoding": "json"} | ({"compress": compress} if compress else {})
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(world.server.gateway_url, params=query) as socket,
    ):
        yield Raw(socket, zlib.decompressobj().decompress)


@pytest.mark.parametrize("compress", ["", "zlib-stream"])
async def test_hello_identify_ready_guild_create_and_heartbeats(world, compress):
    async with raw(world, compress) as client:
        assert await client.receive() == {"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None}
        await client.identify(world)
        ready = await client.receive()
        assert (ready["op"], ready["t"], ready["s"]) == (0, "READY", 1)
        assert ready["d"]["guilds"] == [{"id": world.guild, "unavailable": True}]
        assert ready["d"]["resume_gateway_url"].startswith("ws://127.0.0.1:")
        created = await client.receive()
        assert (created["t"], created["s"], created["d"]["id"]) == ("GUILD_CREATE", 2, world.guild)
        assert [one["id"] for one in created["d"]["channels"]] == [world.channel]
        await client.send(1, 2)
        assert (await client.receive())["op"] == 11
    assert await world.control.heartbeats() == 1


async def test_a_compression_that_nobody_speaks_is_refused(world):
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with raw(world, "gzip"):
            pass


async def _no_session(client: Raw, world: World) -> None:
    await client.send(4, {"guild_id": world.guild})


async def _not_json(client: Raw, _: World) -> None:
    await client.socket.send_str("hello")


async def _wrong_token(client: Raw, world: World) -> None:
    await client.identify(world, token="wrong")


async def _twice(client: Raw, world: World) -> None:
    await client.identify(world)
    await client.identify(world)


async def _unknown_op(client: Raw, world: World) -> None:
    await client.identify(world)
    await client.send(99, None)


async def _shard_too_high(client: Raw, world: World) -> None:
    await client.identify(world, shard=[2, 2])


async def _too_few_shards(client: Raw, world: World) -> None:
    await world.control.settings(least_shards=2)
    await client.identify(world)


async def _unknown_intent(client: Raw, world: World) -> None:
    await client.identify(world, intents=1 << 40)


async def _privileged_intent(client: Raw, world: World) -> None:
    await client.identify(world, intents=GUILDS | 1 << 15)


async def _future_event(client: Raw, world: World) -> None:
    await client.identify(world)
    session = (await client.until("READY"))["d"]["session_id"]
    async with raw(world) as other:
        await other.resume(world, session, 99)
        client.socket = other.socket
        await other.code()


async def _too_many(client: Raw, _: World) -> None:
    for _ in range(121):
        await client.send(1, None)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (_unknown_op, 4001),
        (_not_json, 4002),
        (_no_session, 4003),
        (_wrong_token, 4004),
        (_twice, 4005),
        (_future_event, 4007),
        (_too_many, 4008),
        (_shard_too_high, 4010),
        (_too_few_shards, 4011),
        (_unknown_intent, 4013),
        (_privileged_intent, 4014),
    ],
)
async def test_each_mistake_has_its_close_code(world, wrong, code):
    async with raw(world) as client:
        await wrong(client, world)
        assert await client.code() == code


async def test_who_never_beats_is_closed(world):
    await world.control.settings(heartbeat_interval=0.02)
    async with raw(world) as client:
        assert await client.code() == 4009


async def test_a_session_goes_on_with_what_it_missed(world):
    async with raw(world) as client:
        await client.identify(world)
        session = (await client.until("READY"))["d"]["session_id"]
        seq = (await client.until("GUILD_CREATE"))["s"]
        await world.control.cut()
    await world.control.rename_channel(world.channel, "missed")
    async with raw(world) as client:
        assert (await client.receive())["op"] == 10
        await client.resume(world, session, seq)
        missed = await client.receive()
        assert (missed["t"], missed["s"], missed["d"]["name"]) == ("CHANNEL_UPDATE", seq + 1, "missed")
        assert (await client.receive())["t"] == "RESUMED"
    whats = [one["what"] for one in await world.control.gateway_log()]
    assert [what for what in whats if what != "end"] == ["connect", "identify", "connect", "resume"]


async def test_a_session_lives_only_so_long(world):
    async with raw(world) as client:
        await client.identify(world)
        session = (await client.until("READY"))["d"]["session_id"]
        await world.control.cut()
    await world.control.advance(121)
    async with raw(world) as client:
        await client.receive()
        await client.resume(world, session, 1)
        assert await client.receive() == {"op": 9, "d": False, "s": None, "t": None}


async def test_events_go_to_the_shard_and_the_intents_that_want_them(world):
    other = (await world.control.guild("Other"))["guild"]
    async with raw(world) as zero, raw(world) as one:
        for shard, client in ((0, zero), (1, one)):
            await client.identify(world, shard=[shard, 2], intents=GUILDS)
            await client.until("READY")
        of = {guild: (int(guild) >> 22) % 2 for guild in (world.guild, other)}
        assert set(of.values()) == {0, 1}
        sent = {guild: await world.control.dispatch("CHANNEL_UPDATE", guild, {"x": guild}) for guild in of}
        assert sent == {world.guild: 1, other: 1}
        for guild, shard in of.items():
            client = (zero, one)[shard]
            while (await client.until("CHANNEL_UPDATE"))["d"]["x"] != guild:
                pass
        assert await world.control.dispatch("MESSAGE_CREATE", world.guild, {}) == 0


def bot(kind: type[discord.Client] = discord.Client) -> discord.Client:
    return kind(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)


class Heard:
    """Events as discord.py tells them, in order."""

    def __init__(self, client: discord.Client, *events: str) -> None:
        self._queue: asyncio.Queue[tuple[str, tuple[Any, ...]]] = asyncio.Queue()
        for event in events:
            setattr(client, f"on_{event}", self._hearer(event))

    def _hearer(self, event: str) -> Callable[..., Any]:
        async def hear(*arguments: Any) -> None:
            self._queue.put_nowait((event, arguments))

        return hear

    async def next(self) -> tuple[str, tuple[Any, ...]]:
        return await asyncio.wait_for(self._queue.get(), 5)


async def test_discord_py_is_ready_with_its_guilds_channels_and_threads(world):
    forum = await world.control.channel(world.guild, "f", kind="forum", tags=["senior"], require_tag=True)
    thread = await world.control.thread(forum, "a post")
    async with gateway_client(world, bot()) as client:
        guild = client.get_guild(int(world.guild))
        assert {channel.name for channel in guild.channels} == {"jobs", "f"}
        assert [tag.name for tag in guild.get_channel(int(forum)).available_tags] == ["senior"]
        assert guild.get_thread(int(thread)).name == "a post"
        assert guild.me.guild_permissions.send_messages
        assert await client.application_info()
    identify = next(one for one in await world.control.gateway_log() if one["what"] == "identify")
    assert identify["intents"] == GUILDS


async def test_discord_py_hears_what_happens_to_channels_threads_roles_and_guilds(world):
    client = bot()
    events = ("guild_channel_create", "guild_channel_update", "guild_channel_delete", "thread_create")
    events += ("thread_update", "thread_delete", "guild_unavailable", "guild_available", "guild_remove")
    heard = Heard(client, *events, "guild_join", "guild_role_create", "guild_role_delete")
    async with gateway_client(world, client):
        assert (await heard.next())[0] == "guild_available"
        news = await world.control.channel(world.guild, "news", kind="announcement")
        assert (await heard.next())[0] == "guild_channel_create"
        await world.control.overwrite(news, world.bot_role, deny=["send_messages"])
        event, (_, after) = await heard.next()
        assert event == "guild_channel_update"
        assert not after.permissions_for(after.guild.me).send_messages
        thread = await world.control.thread(world.channel)
        assert (await heard.next())[0] == "thread_create"
        await world.control.set_thread(thread, archived=True)
        event, (_, after) = await heard.next()
        assert (event, after.archived) == ("thread_update", True)
        await world.control.delete_channel(news)
        assert (await heard.next())[0] == "guild_channel_delete"
        role = await world.control.role(world.guild, "devs")
        assert (await heard.next())[0] == "guild_role_create"
        await world.control.remove_role(world.guild, role)
        assert (await heard.next())[0] == "guild_role_delete"
        await world.control.unavailable(world.guild)
        assert (await heard.next())[0] == "guild_unavailable"
        await world.control.unavailable(world.guild, unavailable=False)
        assert (await heard.next())[0] == "guild_available"
        await world.control.kick(world.guild)
        assert (await heard.next())[0] == "guild_remove"
        await world.control.invite(world.guild)
        assert (await heard.next())[0] == "guild_join"


async def _cut(world: World) -> None:
    assert await world.control.cut() == 1


async def _asked(world: World) -> None:
    assert await world.control.ask_to_reconnect() == 1


async def _closed(world: World) -> None:
    assert await world.control.close_gateway(4000) == 1


async def _resumable(world: World) -> None:
    assert await world.control.invalidate(resumable=True) == 1


@pytest.mark.parametrize("trouble", [_cut, _asked, _closed, _resumable])
async def test_discord_py_resumes_and_hears_what_it_missed(world, trouble):
    client = bot()
    heard = Heard(client, "resumed", "guild_channel_update")
    async with gateway_client(world, client):
        await trouble(world)
        await world.control.rename_channel(world.channel, "meanwhile")
        told = [(await heard.next())[0] for _ in range(2)]
        assert sorted(told) == ["guild_channel_update", "resumed"]
        assert client.get_channel(int(world.channel)).name == "meanwhile"
        log = await world.control.gateway_log()
        assert sum(one["what"] == "identify" for one in log) == 1
        assert [one["path"] for one in log if one["what"] == "resume"] == ["/resume/"]


async def test_an_autosharded_client_asks_how_many_shards_it_needs(world):
    async with gateway_client(world, bot(discord.AutoShardedClient)) as client:
        assert client.shard_count == 1
    (asked,) = await world.control.requests("GET /gateway/bot")
    assert asked["status"] == 200


async def test_discord_py_gives_up_on_a_token_or_intent_that_is_refused(world):
    intents = discord.Intents(guilds=True, message_content=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with gateway_client(world, discord.Client(intents=intents)):
            pass
    await world.control.privileged(1 << 15)
    async with gateway_client(world, discord.Client(intents=intents, guild_ready_timeout=0.05)) as client:
        assert client.is_ready()
    await world.control.refuse_token()
    with pytest.raises(discord.LoginFailure):
        async with gateway_client(world, bot()):
            pass
