"""The production wiring with Slack over HTTP, on loopback, and a browser that installs the app."""

import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from rich.console import Console
from yarl import URL

from adapters.slack.encryption import new_key
from adapters.wiring import House, open_house
from bot.settings import Settings, load_settings
from tests.servers.slack import SlackServer


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def settings_of(directory: Path, variables: Mapping[str, str]) -> Settings:
    return load_settings(
        env_file=directory / "none",
        environment={
            "JOBWIRE_DATABASE_URL": f"sqlite:///{directory / 'jobwire.sqlite'}",
            "JOBWIRE_TERMINAL_TRANSCRIPT": str(directory / "transcript.jsonl"),
            "JOBWIRE_CACHE_DIRECTORY": str(directory / "cache"),
            **variables,
        },
    )


async def http_variables(slack: SlackServer) -> dict[str, str]:
    """What the environment of a Jobwire holds that many workspaces install."""
    app, port = await slack.control.app(), free_port()
    return {
        "PORT": str(port),
        "SLACK_CLIENT_ID": app["client_id"],
        "SLACK_CLIENT_SECRET": app["client_secret"],
        "SLACK_SIGNING_SECRET": app["signing_secret"],
        "SLACK_ENCRYPTION_KEYS": new_key(),
        "JOBWIRE_SLACK_API_URL": slack.api_url,
        "JOBWIRE_SLACK_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


@asynccontextmanager
async def running(settings: Settings) -> AsyncGenerator[House]:
    async with open_house(settings, console=Console(file=StringIO()), starter=()) as house:
        yield house


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    text: str


class Browser:
    """Follows where it is sent, one step at a time. It keeps cookies, also secure ones: loopback is safe."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self.address = address
        self.cookie = ""

    async def get(self, path: str) -> Page:
        async with self._session.get(f"{self.address}{path}") as answer:
            return Page(answer.status, await answer.text())

    async def to_slack(self) -> str:
        """Open the page of installation; where Slack's own page sends the person back to."""
        async with self._session.get(f"{self.address}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
            there = answer.headers["Location"]
        async with self._session.get(URL(there, encoded=True), allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            back: str = answer.headers["Location"]
        assert urlsplit(back).netloc == urlsplit(self.address).netloc
        return back

    async def back(self, address: str, *, cookie: bool = True) -> Page:
        headers = {"Cookie": self.cookie} if cookie else {}
        async with self._session.get(URL(address, encoded=True), headers=headers) as answer:
            return Page(answer.status, await answer.text())

    async def installs(self) -> Page:
        return await self.back(await self.to_slack())


@asynccontextmanager
async def browser(settings: Settings) -> AsyncGenerator[Browser]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Browser(session, settings.slack.public_url)
