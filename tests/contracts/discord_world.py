"""A test Discord with one guild, and clients of the real discord.py that use it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.servers.discord import Control, DiscordServer, Settings


@dataclass(slots=True, kw_only=True)
class World:
    server: DiscordServer
    guild: str
    owner: str
    user: str
    channel: str
    bot_role: str
    token: str

    @property
    def control(self) -> Control:
        return self.server.control


@contextmanager
def pointed_at(api_url: str, gateway_url: str) -> Iterator[None]:
    """discord.py talks to this Discord, and afterwards to the real one again."""
    was = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_url, yarl.URL(gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = was


@asynccontextmanager
async def discord_world(settings: Settings | None = None, *, frozen: bool = True) -> AsyncIterator[World]:
    """Time stands still in it until a test advances it, so the limits are off unless settings are given."""
    settings = settings or Settings(buckets=False, global_per_second=0)
    async with DiscordServer(settings=settings) as server:
        if frozen:
            await server.control.freeze()
        made = await server.control.guild("Acme")
        user = await server.control.member(made["guild"], "ada")
        channel = await server.control.channel(made["guild"], "jobs")
        with pointed_at(server.api_url, server.gateway_url):
            yield World(
                server=server,
                guild=made["guild"],
                owner=made["owner"],
                user=user,
                channel=channel,
                bot_role=made["bot_role"],
                token=server.state.app.token,
            )


@asynccontextmanager
async def rest_client(world: World) -> AsyncIterator[discord.Client]:
    """A client that posts without a gateway."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    async with client:
        await client.login(world.token)
        yield client


async def refusal_of(call) -> discord.HTTPException:
    """The error with which a call is refused."""
    with pytest.raises(discord.HTTPException) as refused:
        await call
    return refused.value


@asynccontextmanager
async def gateway_client(world: World, client: discord.Client) -> AsyncIterator[discord.Client]:
    """The client, connected and ready; its events arrive until the end."""
    running = asyncio.create_task(client.start(world.token))
    try:
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED, timeout=10)
        if not ready.done():
            ready.cancel()
            await running
        yield client
    finally:
        await client.close()
        with suppress(discord.DiscordException):
            await running
