"""What the environment of a Jobwire on the Discord of loopback holds, and a database that knows channels."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters.wiring import now, open_store
from bot.domain.chat import Channel, ChannelRef, ChannelSettings
from bot.domain.subscription import Cadence
from bot.settings import Settings, load_settings
from bot.store import chats, subscriptions
from tests.servers.discord import DiscordServer


def discord_variables(server: DiscordServer) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": server.state.app.token,
        "JOBWIRE_DISCORD_API_URL": server.api_url,
        "JOBWIRE_DISCORD_GATEWAY_URL": server.gateway_url,
    }


def settings_of(directory: Path, variables: Mapping[str, str]) -> Settings:
    kept = {
        "JOBWIRE_DATABASE_URL": f"sqlite:///{directory / 'jobwire.sqlite'}",
        "JOBWIRE_TERMINAL_TRANSCRIPT": str(directory / "transcript.jsonl"),
    }
    return load_settings(env_file=directory / "none", environment=kept | dict(variables))


async def subscribe(
    settings: Settings, guild: str, channel: str, *, name: str = "#jobs", **chosen: Any
) -> Channel:
    """The channel subscribes to Go. `chosen` are settings of it."""
    ref = ChannelRef(platform="discord", workspace=guild, channel=channel)
    async with open_store(settings) as store, store.write() as c:
        made = await chats.ensure_channel(
            c, ref, workspace_name="Acme", channel_name=name, settings=ChannelSettings(**chosen), now=now()
        )
        await subscriptions.create(
            c, channel_id=made.id, query="Go", cadence=Cadence.INSTANT, created_by="1", now=now()
        )
    return made
