"""The connection to Discord's gateway: away, refused, used up, cut, resumed, sharded, and left in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from structlog.testing import capture_logs

from adapters.discord import running
from adapters.discord.rest import Rest
from adapters.discord.running import Gateway, check_token, run_gateway
from bot.commands.underway import Underway
from bot.errors import ConfigurationError
from tests.acceptance.settling import until
from tests.contracts.discord_world import World, discord_world

Logs = list[Any]


class Place:
    """A test Discord, and a Jobwire that only knows /go."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.control = world.control
        self.underway = Underway()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.token = world.token
        self.api_url = world.server.api_url
        self.gateway_url = ""

    def client(self, shards: int | None) -> discord.Client:
        kind = discord.Client if shards is None else discord.AutoShardedClient
        more = {} if shards is None else {"shard_count": shards}
        client = kind(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05, **more)
        client.before_identify_hook = _at_once  # type: ignore[method-assign]
        tree = app_commands.CommandTree(client)

        @tree.command(description="Answers.")
        async def go(interaction: discord.Interaction) -> None:
            self.underway.begin()
            await interaction.response.defer()
            await self.may_answer.wait()
            await interaction.followup.send("went")

        client.setup_hook = tree.sync  # type: ignore[method-assign]
        return client

    @asynccontextmanager
    async def connected(self, **more: Any) -> AsyncIterator[Gateway]:
        rest = Rest(self.token, api_url=self.api_url)
        gateway = Gateway(
            self.token, rest, self.client, gateway_url=self.gateway_url, clock=lambda: datetime.now(UTC)
        )
        try:
            await check_token(rest)
            async with run_gateway(gateway, self.underway, **more):
                yield gateway
        finally:
            await rest.close()

    async def go(self, **more: Any) -> dict:
        told: dict = await self.control.command(self.world.channel, self.world.user, "go", **more)
        return told

    async def log(self, what: str) -> Logs:
        return [one for one in await self.control.gateway_log() if one["what"] == what]

    async def until(self, holds) -> Any:
        return await self.world.server.until(holds)


async def _at_once(_shard: int | None, *, initial: bool) -> None:
    """Discord wants five seconds between two shards."""


@pytest.fixture
async def place(monkeypatch) -> AsyncIterator[Place]:
    """Discord is tried again at once."""
    monkeypatch.setattr(running, "_FIRST_PAUSE", timedelta(milliseconds=5))
    base, default = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with discord_world() as world:
        yield Place(world)
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, default


async def said(logs: Logs, begins: str) -> dict:
    """The first line that begins so, as soon as it is there."""

    async def there() -> bool:
        return any(one.get("said", one["event"]).startswith(begins) for one in logs)

    await until(there, seconds=10, what=begins)
    return next(one for one in logs if one.get("said", one["event"]).startswith(begins))


async def test_it_connects_with_the_intent_of_guilds_alone_answers_and_says_goodbye(place):
    with capture_logs() as logs:
        async with place.connected():
            await place.control.connected()
            assert (await place.go())["messages"]
            told = await said(logs, "discord connected")
    assert (told["servers"], told["shards"]) == (1, 1)
    (identified,) = await place.log("identify")
    assert identified["intents"] == 1
    assert [one["code"] for one in await place.log("end")] == [1000]
    assert place.token not in str(logs)


async def test_a_token_that_discord_refuses_is_said_at_the_start(place):
    place.token = "hushhush.hush.hush"
    with pytest.raises(
        ConfigurationError, match=r"discord\.token: Discord refuses it; .* Reset Token"
    ) as caught:
        async with place.connected():
            pass
    assert "hush" not in str(caught.value)
    assert await place.log("connect") == []


@pytest.mark.parametrize(
    "step",
    [
        {"do": "error_before", "status": 503},
        {"do": "drop_before"},
        {"do": "rate_limited", "seconds": 0.01},
    ],
)
async def test_a_discord_that_is_away_at_the_start_is_waited_for(place, step):
    await place.control.script([step | {"route": "GET /gateway/bot", "times": 5}])
    with capture_logs() as logs:
        async with place.connected():
            await place.control.connected()
    told = [one for one in logs if one["log_level"] == "warning" and "again_in" in one]
    assert 1 <= len(told) <= 5
    assert told[0]["problem"]


async def test_a_discord_that_cannot_be_reached_at_all_does_not_keep_it_from_starting(place):
    place.api_url = "http://127.0.0.1:1/api/v10"
    with capture_logs() as logs:
        async with place.connected():
            told = await said(logs, "discord cannot be reached")
    assert told["problem"] == "ClientConnectorError"


async def test_a_gateway_that_is_away_is_waited_for_and_told_without_a_traceback(place):
    await place.control.refuse_connections()
    with capture_logs() as logs:
        async with place.connected():
            told = await said(logs, "Attempting a reconnect in")
            await place.control.refuse_connections(refuse=False)
            await place.control.connected()
    assert (told["log_level"], "exc_info" in told) == ("warning", False)


async def test_connections_that_are_used_up_are_told_and_none_is_begun(place):
    place.world.server.gateway.identifies = 1000
    with capture_logs() as logs:
        async with place.connected():
            told = await said(logs, "discord allows no new connection before ")
    assert "what restarts over and over" in told["to_do"]
    assert told["again_in"] == 86_400
    assert await place.log("connect") == []


@pytest.mark.parametrize(
    ("code", "event", "to_do"),
    [
        (4004, "discord refuses the token", "DISCORD_TOKEN"),
        (4012, "discord does not speak this version of its gateway any more", "Update Jobwire."),
        (4013, "discord does not allow the intents", "guilds alone"),
        (4014, "discord does not allow the intents", "guilds alone"),
    ],
)
async def test_a_connection_that_discord_ends_for_good_says_what_to_do(place, code, event, to_do):
    with capture_logs() as logs:
        async with place.connected():
            await place.control.connected()
            await place.control.close_gateway(code)
            told = await said(logs, event)
    assert to_do in told["to_do"]
    assert (told["log_level"], told["again_in"]) == ("error", 900)
    assert place.token not in str(logs)


async def test_where_discord_asks_for_shards_it_gets_them(place, monkeypatch):
    monkeypatch.setattr("adapters.discord.troubles._SHORTLY", timedelta(0))
    await place.control.settings(shards=2, least_shards=2)
    async with place.connected():
        await place.control.connected(2)
        assert (await place.go())["messages"]
    assert [one["shard"] for one in await place.log("identify")] == [[0, 2], [1, 2]]
    assert {one["code"] for one in await place.log("end")} == {1000}


async def test_where_discord_asks_for_shards_later_it_gets_them_then(place):
    async with place.connected():
        await place.control.connected()
        await place.control.settings(shards=2, least_shards=2)
        with capture_logs() as logs:
            await place.control.close_gateway(4011)
            await said(logs, "discord asks for more shards")
    assert (await place.log("identify"))[0]["shard"] == [0, 1]


async def test_a_connection_that_breaks_is_resumed_and_nothing_is_lost(place):
    async with place.connected():
        await place.control.connected()
        assert (await place.go())["messages"]
        await place.control.cut()
        told = await place.go()  # while there is no connection
        assert told["messages"]
        assert len(await place.log("identify")) == 1
        assert (await place.log("resume"))[0]["replayed"] == 1


async def test_what_is_under_way_when_it_stops_is_answered_and_nothing_more_is_taken(place):
    place.may_answer.clear()
    async with place.connected():
        await place.control.connected()
        told = await place.go(wait="ack")
        asyncio.get_running_loop().call_later(0.05, place.may_answer.set)
    assert (await place.control.interaction(told["id"]))["messages"]
    assert not place.world.server.gateway.connections


async def test_what_takes_too_long_when_it_stops_is_left(place):
    place.may_answer.clear()
    began = asyncio.get_running_loop().time()
    async with place.connected(patience=timedelta(milliseconds=50)):
        await place.control.connected()
        await place.go(wait="ack")
    assert asyncio.get_running_loop().time() - began < 3


async def test_a_proxy_before_the_gateway_is_used(place):
    place.gateway_url = place.world.server.gateway_url.replace("/gateway/", "/resume/")
    async with place.connected():
        await place.control.connected()
    assert (await place.log("connect"))[0]["path"] == "/resume/"
