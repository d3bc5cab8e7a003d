"""A Slack on loopback, for tests: the Web API, Socket Mode, signed requests, OAuth and response_urls.

    async with SlackServer() as slack:
        world = await slack.control.workspace("Acme")
        client = AsyncWebClient(world["bot_token"], base_url=slack.api_url)

As a process: python -m tests.servers.slack --port 0 --state FILE; `RemoteControl` then is its `control`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from .changes import Changes
from .clock import Clock
from .control import PATIENCE, Control
from .control_api import control_routes
from .deliveries import Deliveries
from .faults import Faults
from .interactions import Interactions
from .oauth import OAuth
from .response_urls import ResponseUrls
from .settings import Settings
from .signed_http import SignedHttp
from .socket_mode import SocketMode
from .state import State
from .triggers import Triggers
from .views import Views
from .web_api import WebApi


class SlackServer:
    """The parts, wired. Tests use `control`, `api_url` and `authorize_url`."""

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
        self.oauth = OAuth(self.state, self.settings)
        self.deliveries = Deliveries(self.state, self.settings)
        self.http = SignedHttp(self.state.app, self.clock)
        self.changes = Changes(self.state)
        self.api = WebApi(self.state, self.settings, self.faults, self.oauth)
        triggers = Triggers(self.clock, self.settings)
        self.views = Views(self.state, triggers)
        self.interactions = Interactions(
            self.state, deliveries=self.deliveries, http=self.http, triggers=triggers, views=self.views
        )
        self.socket = SocketMode(self.interactions.acknowledged, self.interactions.lost)
        self.response_urls = ResponseUrls(self.state, self.settings, self.api.messages)
        self.interactions.serve(self.socket, self.response_urls)
        self.api.serve(self.views, self.socket)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """What the SDK takes as base_url."""
        return f"{self.url}/api/"

    @property
    def authorize_url(self) -> str:
        return f"{self.url}/oauth/v2/authorize"

    @property
    def control(self) -> Control:
        return Control(self)

    async def until(self, holds: Callable[[], Awaitable[Any]]) -> Any:
        """Wait until that is true of the server; its value then."""
        async with asyncio.timeout(PATIENCE):
            while not (value := await holds()):
                await self.state.touched.wait()
        return value

    async def start(self, port: int) -> int:
        """Serve on loopback; the port."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self.api.handle),
                web.get("/link/", self.socket.handle),
                web.get("/oauth/v2/authorize", self.oauth.authorize),
                web.post("/response/{team}/{name}", self.response_urls.handle),
                *control_routes(self.control),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        bound: int = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{bound}"
        self.socket.base_url = self.response_urls.base_url = self.url
        return bound

    async def stop(self) -> None:
        self.faults.release()
        await self.interactions.close_all()
        await self.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self.state.close()
