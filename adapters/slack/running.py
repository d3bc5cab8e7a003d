"""The two ways in: Socket Mode for one workspace, and the routes that Slack calls over HTTP."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from time import time
from typing import Protocol

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.failures import answer_of, translated
from bot.commands.underway import Underway
from bot.errors import ConfigurationError, DeliveryError, Fault

EVENTS = "/slack/events"
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"

PATIENCE = timedelta(seconds=4)
"""How long requests that are under way may take when the app stops."""

PING_SECONDS = 5
"""A connection that breaks without a word is noticed within this time."""

_FRESH_SECONDS = 30
_BAD_TOKEN = (
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "account_inactive",
    "not_allowed_token_type",
    "missing_scope",
)
_WANTED = "an app-level token (xapp-...) with the scope connections:write"


class _Client(SocketModeClient):
    """The SDK's client tries a refused address for ever; its ticket serves once, and for a short time."""

    async def connect(self) -> None:
        """Connect, with a new address as often as one has not worked for a while."""
        while not self.closed:
            try:
                async with asyncio.timeout(_FRESH_SECONDS):
                    await super().connect()  # type: ignore[no-untyped-call]
            except TimeoutError:
                self.wss_uri = None
            else:
                return


class SocketHandler(AsyncBaseSocketModeHandler):
    """Hands envelopes to the app. What is begun is known, so that stopping can wait for it."""

    app: AsyncApp
    client: _Client

    def __init__(self, app: AsyncApp, app_token: str, underway: Underway, *, ping_seconds: float) -> None:
        self.app = app
        self._underway = underway
        self.client = _Client(app_token, logger=app.logger, web_client=app.client, ping_interval=ping_seconds)
        self.client.socket_mode_request_listeners.append(self.handle)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer one envelope."""
        self._underway.begin()
        began = time()
        await send_async_response(client, req, await run_async_bolt_app(self.app, req), began)

    async def check(self) -> None:
        """Ask for the first address. Raises ConfigurationError for an app token that Slack refuses."""
        try:
            with translated():
                self.client.wss_uri = await self._first_address()
        except DeliveryError:
            return  # Slack is away: connecting asks until it is back

    async def _first_address(self) -> str | None:
        try:
            told = await self.client.web_client.apps_connections_open(app_token=self.client.app_token)
        except SlackApiError as error:
            code = answer_of(error).code
            if code not in _BAD_TOKEN:
                return None
            problem = f"Slack refuses it ({code})"
            raise ConfigurationError([Fault("Slack", "slack.app_token", problem, _WANTED)]) from error
        return str(told["url"])

    async def connect(self) -> None:
        """Connect; it comes back by itself when the connection breaks."""
        await self.client.connect()

    async def take_no_more(self) -> None:
        """Read no further envelopes: Slack sends them again, to us or to another process."""
        receiver = self.client.message_receiver
        if receiver is not None:
            receiver.cancel()
            await asyncio.gather(receiver, return_exceptions=True)

    async def close(self) -> None:
        """Leave."""
        await self.client.close()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def run_socket(
    app: AsyncApp,
    app_token: str,
    underway: Underway,
    *,
    patience: timedelta = PATIENCE,
    ping_seconds: float = PING_SECONDS,
) -> AsyncGenerator[SocketHandler]:
    """Connected to Slack while the block runs; what is under way at its end is answered, if it is quick.

    Raises ConfigurationError for an app token that Slack refuses. A Slack that cannot be reached is tried
    again until it can.
    """
    handler = SocketHandler(app, app_token, underway, ping_seconds=ping_seconds)
    connecting = None
    try:
        await handler.check()
        connecting = asyncio.create_task(handler.connect())
        yield handler
        await handler.take_no_more()
        await underway.drain(patience)
    finally:
        if connecting is not None:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
        await handler.close()


class InstallPages(Protocol):
    """The pages by which a workspace installs the app."""

    async def install(self, request: web.Request) -> web.StreamResponse:
        """Sends the person to Slack."""
        ...

    async def oauth_redirect(self, request: web.Request) -> web.StreamResponse:
        """The person comes back from Slack."""
        ...


def web_routes(app: AsyncApp, pages: InstallPages | None = None) -> list[web.RouteDef]:
    """What Slack calls, and what people who install the app visit; to be mounted on the web server."""

    async def events(request: web.Request) -> web.Response:
        answer = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    routes = [web.post(EVENTS, events)]
    if pages is not None:
        routes += [web.get(INSTALL, pages.install), web.get(REDIRECT, pages.oauth_redirect)]
    return routes
