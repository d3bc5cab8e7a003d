"""Discord, put together from its settings: who posts, and what listens."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import discord

from adapters.discord.app import build_client
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from adapters.discord.running import Gateway, check_token, run_gateway
from adapters.discord.services import DiscordServices
from adapters.discord.synced import Synced
from adapters.discord.token_lock import token_lock
from bot.commands.dispatch import Dispatcher
from bot.commands.services import Services
from bot.settings_discord import DiscordSettings
from bot.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Discord:
    """What the core needs of Discord before it runs."""

    settings: DiscordSettings
    rest: Rest
    platform: DiscordPlatform


@asynccontextmanager
async def open_discord(settings: DiscordSettings, store: Store) -> AsyncGenerator[Discord]:
    """Discord as the settings want it, which may post while the block runs; it is configured.

    Raises ConfigurationError when another process uses the token, or Discord refuses it. A Discord that
    cannot be reached is waited for.
    """
    token = settings.token.get_secret_value()
    rest = Rest(token, api_url=settings.api_url)
    async with token_lock(store, token, rest.budget.pause):
        try:
            await check_token(rest)
            yield Discord(settings=settings, rest=rest, platform=DiscordPlatform(rest))
        finally:
            await rest.close()


@asynccontextmanager
async def run_discord(
    opened: Discord, core: Services, dispatcher: Dispatcher, clock: Callable[[], datetime]
) -> AsyncGenerator[None]:
    """Answer Discord while the block runs."""
    services = DiscordServices(
        core=core, dispatcher=dispatcher, platform=opened.platform, synced=Synced(core.store, clock)
    )

    def build(shards: int | None) -> discord.Client:
        return build_client(services, shard_count=shards, http_trace=opened.rest.trace)

    gateway = Gateway(
        opened.settings.token.get_secret_value(),
        opened.rest,
        build,
        gateway_url=opened.settings.gateway_url,
        clock=clock,
    )
    async with run_gateway(gateway, services.underway):
        yield
