"""The parts of this Discord, wired, and served on loopback."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.servers.slack.clock import Clock
from tests.shared import SHARED

from .acting import PATIENCE
from .callbacks import Callbacks
from .changes import Changes
from .commands import Commands
from .control import Control
from .control_api import control_routes
from .faults import Faults
from .gateway import Gateway
from .interactions import Interactions
from .messages import Messages
from .openapi import openapi
from .permissions import Access
from .places import Places
from .rest import Rest
from .settings import Settings
from .state import State
from .threads import Threads

SPECIFICATION = SHARED / "specs/discord-openapi.json"
"""Discord's own description of its API; without it bodies are held against the rules written here only."""


class DiscordServer:
    """The parts, wired. Tests use `control`, `api_url` and `gateway_url`."""

    def __init__(
        self,
        state: Path | None = None,
        *,
        seed: int = 0,
        settings: Settings | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.clock = clock or Clock()
        self.state = State(state, self.clock)
        self.faults = Faults(seed, self.settings.rates)
        self.openapi = openapi(SPECIFICATION)
        access = Access(self.state)
        self.gateway = Gateway(self.state, self.settings)
        emit = self.gateway.emit
        self.changes = Changes(self.state, emit)
        self.messages = Messages(self.state, self.settings, access, emit)
        self.threads = Threads(self.state, self.settings, access=access, messages=self.messages, emit=emit)
        self.interactions = Interactions(self.state, self.settings, emit)
        self.rest = Rest(self.state, self.settings, faults=self.faults, openapi=self.openapi)
        self.rest.serve(
            [
                *self.messages.routes(),
                *self.threads.routes(),
                *Commands(self.state, access).routes(),
                *Callbacks(self.state, self.interactions, self.messages).routes(),
                *self._places(access).routes(),
            ],
            self.changes.to_channel,
        )
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """What discord.http.Route.BASE takes."""
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """What discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY takes, as a yarl.URL."""
        return self.gateway.url

    @property
    def control(self) -> Control:
        return Control(self)

    async def until(self, holds: Callable[[], Awaitable[Any]]) -> Any:
        """Wait until that is true of the server; its value then."""
        async with asyncio.timeout(PATIENCE):
            while not (value := await holds()):
                await self.state.touched.wait()
        return value

    def _places(self, access: Access) -> Places:
        return Places(
            self.state,
            self.settings,
            access=access,
            gateway=self._gateway_now,
            leave=self.changes.kick,
        )

    def _gateway_now(self) -> tuple[str, int]:
        return self.gateway.url, max(0, self.settings.identifies - self.gateway.identifies)

    async def start(self, port: int) -> int:
        """Serve on loopback; the port."""
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.add_routes(
            [
                web.route("*", "/api/v10/{path:.*}", self.rest.handle),
                web.get("/gateway/", self.gateway.handle),
                web.get("/resume/", self.gateway.handle),
                *control_routes(self.control),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        bound: int = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{bound}"
        self.gateway.url = f"ws://127.0.0.1:{bound}/gateway/"
        self.gateway.resume_url = f"ws://127.0.0.1:{bound}/resume/"
        return bound

    async def stop(self) -> None:
        self.faults.release()
        await self.gateway.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        self.state.close()
