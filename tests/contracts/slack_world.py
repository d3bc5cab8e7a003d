"""A test Slack with one workspace, and apps on the real Bolt that are connected to it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from tests.contracts.slack_echo import Echo
from tests.servers.slack import Control, Settings, SlackServer


@dataclass(slots=True, kw_only=True)
class World:
    slack: SlackServer
    team: str
    user: str
    channel: str
    token: str

    @property
    def control(self) -> Control:
        return self.slack.control

    @property
    def client(self) -> AsyncWebClient:
        """A client that tries once."""
        return AsyncWebClient(self.token, base_url=self.slack.api_url, retry_handlers=[])


@asynccontextmanager
async def slack_world(settings: Settings | None = None) -> AsyncIterator[World]:
    """Time stands still in it until a test advances it."""
    async with SlackServer(settings=settings) as slack:
        await slack.control.freeze()
        made = await slack.control.workspace("Acme")
        user = await slack.control.user(made["team"], "ada")
        channel = await slack.control.channel(made["team"], "jobs")
        yield World(slack=slack, team=made["team"], user=user, channel=channel, token=made["bot_token"])


async def assert_the_sdk_takes_what_was_sent(slack: SlackServer) -> None:
    """Every block of every message, answer, form and tab is valid by slack_sdk's own classes."""
    requests = [one["arguments"] for one in await slack.control.requests() if one["accepted"]]
    views = [one["view"]["blocks"] for one in requests if "view" in one]
    sent = [one["blocks"] for one in requests if one.get("blocks")]
    answers = [one["blocks"] for one in slack.state.privately if one.get("blocks")]
    for block in chain(*views, *sent, *answers):
        parsed = Block.parse(block)
        assert parsed is not None, block
        assert parsed.to_dict() == block


@asynccontextmanager
async def echo_over_socket(world: World) -> AsyncIterator[Echo]:
    app_token = (await world.control.app())["app_token"]
    app = AsyncApp(client=world.client)
    handler = AsyncSocketModeHandler(app, app_token, ping_interval=0.05)
    await handler.connect_async()
    await world.control.connected()
    try:
        yield Echo(app)
    finally:
        await handler.close_async()


@asynccontextmanager
async def echo_over_http(world: World) -> AsyncIterator[Echo]:
    secret = (await world.control.app())["signing_secret"]
    app = AsyncApp(client=world.client, signing_secret=secret)
    async with served(app) as address:
        await world.control.use_http(f"{address}/slack/events")
        yield Echo(app)


@asynccontextmanager
async def served(app: AsyncApp) -> AsyncIterator[str]:
    """Bolt's own web application on loopback; its address."""
    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def code_of(call) -> str:
    """The error code with which a call is refused."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response["error"]


def strange(answer: Any, sample: Any, unshown: set[str], at: str = "") -> Iterator[str]:
    """Names and types that a published sample does not have; blocks are Block Kit's own matter."""
    if isinstance(answer, dict) and isinstance(sample, dict) and sample:
        for name, value in answer.items():
            if name in unshown or name in ("blocks", "event_payload"):
                continue
            if name in sample:
                yield from strange(value, sample[name], unshown, f"{at}/{name}")
            else:
                yield f"{at}/{name}"
    elif isinstance(answer, list) and isinstance(sample, list) and answer and sample:
        yield from strange(answer[0], sample[0], unshown, f"{at}/0")
    elif answer is not None and type(answer) is not type(sample):
        yield f"{at}: {type(answer).__name__} instead of {type(sample).__name__}"
