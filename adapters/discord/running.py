"""Keeps Jobwire connected to Discord's gateway, whatever Discord does, and leaves it in order."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.library_log import library_log
from adapters.discord.rest import Refused, Rest, Resting, Unopened
from adapters.discord.troubles import CLOSED, Start, Trouble, exhausted, trouble_of
from bot.commands.underway import Underway
from bot.errors import ConfigurationError, Fault

PATIENCE = timedelta(seconds=3)
"""How long interactions that are under way may take when Jobwire stops."""

_START_SECONDS = 3
"""How long the start waits for Discord before it goes on without."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)
_LOST = timedelta(minutes=2)
"""How long discord.py may take to reconnect; its own pauses grow to a quarter of an hour."""

Build = Callable[[int | None], discord.Client]
"""Makes the client that answers: for one connection, or for a number of shards."""

_ERRORS = (discord.DiscordException, Refused, Resting, Unopened, aiohttp.ClientError, OSError, TimeoutError)

_log = structlog.get_logger(__name__)


async def check_token(rest: Rest) -> None:
    """Raises ConfigurationError for a token that Discord refuses; whatever else there is can wait."""
    try:
        async with asyncio.timeout(_START_SECONDS):
            await _start(rest)
    except _ERRORS as error:
        trouble = trouble_of(error)
        if trouble.at_start:
            fault = Fault("Discord", "discord.token", "Discord refuses it", trouble.at_start)
            raise ConfigurationError([fault]) from error


class Gateway:
    """The connection of a token. `gateway_url` is that of a proxy, empty for Discord's own."""

    def __init__(
        self,
        token: str,
        rest: Rest,
        build: Build,
        *,
        gateway_url: str = "",
        clock: Callable[[], datetime],
    ) -> None:
        self._token = token
        self._rest = rest
        self._build = build
        self._gateway_url = gateway_url
        self._clock = clock
        self._client: discord.Client | None = None

    async def keep(self) -> None:
        """Stay connected until cancelled; then the client is left as it is, so that it can still answer."""
        pause = _FIRST_PAUSE
        while True:
            began = self._clock()
            try:
                trouble = await self._once()
            except Exception as error:  # noqa: BLE001  # the outermost loop of the connection
                _log.error("discord connection failed", exc_info=error)
                trouble = Trouble(what=CLOSED, problem=type(error).__name__)
            await self.close()
            if self._clock() - began > _LONGEST_PAUSE:
                pause = _FIRST_PAUSE
            wait = trouble.again_in if trouble.again_in is not None else pause
            _tell(trouble, wait)
            await asyncio.sleep(wait.total_seconds())
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def take_no_more(self) -> None:
        """Leave the gateway; answers can still be sent."""
        client = self._client
        if isinstance(client, discord.AutoShardedClient):
            await asyncio.gather(*(one.disconnect() for one in client.shards.values()))
        elif client is not None and not _is_lost(client):
            await client.ws.close(code=1000)

    async def close(self) -> None:
        """Send no answer any more."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _once(self) -> Trouble:
        """One life of a client; what ended it."""
        try:
            start = await _start(self._rest)
            if (trouble := exhausted(start, self._clock())) is not None:
                return trouble
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self._gateway_url or start.url)
            self._client = self._build(start.shards if start.shards > 1 else None)
            await self._client.login(self._token)
            await self._lived(self._client)
        except _ERRORS as error:
            return trouble_of(error)
        return Trouble(what=CLOSED)

    async def _lived(self, client: discord.Client) -> None:
        """Connected; ends with an error, or when the connection has been lost for too long."""
        connecting = asyncio.create_task(client.connect())
        told = asyncio.create_task(_tell_when_ready(client))
        try:
            lost_since: datetime | None = None
            while not connecting.done():
                await asyncio.wait({connecting}, timeout=_LOST.total_seconds() / 4)
                now = self._clock()
                lost_since = (lost_since or now) if _is_lost(client) else None
                if lost_since is not None and now - lost_since > _LOST:
                    raise TimeoutError
            await connecting
        finally:
            for task in (connecting, told):
                task.cancel()
            await asyncio.gather(connecting, told, return_exceptions=True)


@asynccontextmanager
async def run_gateway(
    gateway: Gateway, underway: Underway, *, patience: timedelta = PATIENCE
) -> AsyncGenerator[None]:
    """Connected while the block runs; what is under way at its end is answered, if it is quick.

    A Discord that is away is waited for.
    """
    with library_log():
        keeping = asyncio.create_task(gateway.keep())
        try:
            yield
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await gateway.take_no_more()
            await underway.drain(patience)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await gateway.close()


async def _start(rest: Rest) -> Start:
    told = await rest.request("GET", "/gateway/bot")
    limit = told["session_start_limit"]
    return Start(
        url=str(told["url"]),
        shards=int(told["shards"]),
        left=int(limit["remaining"]),
        reset_after=timedelta(milliseconds=int(limit["reset_after"])),
    )


def _is_lost(client: discord.Client) -> bool:
    """Whether there is no connection. Of several shards, each sees to its own."""
    if isinstance(client, discord.AutoShardedClient):
        return False
    socket: DiscordWebSocket | None = client.ws
    return socket is None or not socket.open


async def _tell_when_ready(client: discord.Client) -> None:
    await client.wait_until_ready()
    _log.info("discord connected", servers=len(client.guilds), shards=client.shard_count or 1)


def _tell(trouble: Trouble, wait: timedelta) -> None:
    about = {"problem": trouble.problem} if trouble.problem else {}
    seconds = round(wait.total_seconds())
    if trouble.to_do:
        _log.error(trouble.what, **about, to_do=trouble.to_do, again_in=seconds)
    else:
        _log.warning(trouble.what, **about, again_in=seconds)
