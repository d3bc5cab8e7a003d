"""Bots as processes of their own: the production wiring, until it is killed or kills itself.

    python -m tests.servers.bot_process --chat URL --sources FILE
    python -m tests.servers.bot_process --slack FILE --sources FILE
    python -m tests.servers.bot_process --discord FILE --sources FILE

They deliver to the chat server at URL, to the Slack that FILE tells of: {"api_url": ..., "tokens": ...}, or
to the Discord: {"api_url": ..., "token": ...}.

It has imported everything and compiled the vocabulary when it says `at work`, and then gives birth to a bot
for each order, a line of JSON on its standard input, so that a life begins within milliseconds:

    {"do": "start"}   forks a bot; with "death": {"work": "deliver:3", "commit": 2, "after": true} the bot
                      sends itself SIGKILL before or after that commit of that work
    {"do": "kill"}    SIGKILL
    {"do": "wait"}    until it is dead

It answers `born`, `ready` (the bot, when it has put what is due) and `dead`. Settings come from the
environment, as for `jobwire run`.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Never

from rich.console import Console
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.cli.logs import configure_logs
from adapters.discord import limits as discord_limits
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from adapters.slack import limits as slack_limits
from adapters.slack.clients import FixedClients
from adapters.slack.platform import SlackPlatform
from adapters.wiring import open_house, vocabulary_of
from bot.delivery.platform import ChatPlatform, Limit
from bot.delivery.sender import SenderTimes
from bot.domain.source import SourceTerms
from bot.feeds.formats import FORMATS
from bot.feeds.starter import StarterSource
from bot.settings import load_settings
from tests.servers.chat_client import CAPABILITIES, LoopbackChatPlatform

NARROW = replace(CAPABILITIES, text_characters=Limit(value=1500, source="tests/servers/bot_process.py"))
"""So that a few postings are a digest of several messages."""

HASTY = replace(slack_limits.CAPABILITIES, pace=timedelta(milliseconds=60), send_timeout=timedelta(seconds=3))
"""For a Slack of which a test says that it takes a message every twentieth of a second."""

PROMPT = replace(
    discord_limits.CAPABILITIES, pace=timedelta(milliseconds=60), send_timeout=timedelta(seconds=5)
)
"""For a Discord of which a test says that it limits no route."""

IMPATIENT = SenderTimes(lease_margin=timedelta(seconds=1), settle=timedelta(seconds=1))
"""The chat server is on this machine: what has not arrived there after a second never will."""

_EVERY = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """Which commit of which work (a key of the work queue) kills the bot, counted from 1."""

    work: str
    commit: int
    after: bool


class Executioner:
    """Counts the commits of one work and kills this process at one of them."""

    def __init__(self, death: Death) -> None:
        self._death = death
        self._left = death.commit

    def attach(self, engine: AsyncEngine) -> None:
        """Watch every write transaction of the engine."""
        event.listen(engine.sync_engine, "commit", self._before_commit)
        event.listen(engine.sync_engine, "checkin", self._after_transaction)

    def _before_commit(self, connection: Connection) -> None:
        task = asyncio.current_task()
        writes = connection.get_execution_options().get("jobwire_immediate", False)
        if not writes or task is None or task.get_name() != self._death.work:
            return
        self._left -= 1
        if self._left == 0 and not self._death.after:
            _kill_myself()
        connection.info["condemned"] = self._left == 0

    def _after_transaction(self, _connection: object, record: Any) -> None:
        if record.info.pop("condemned", False):
            _kill_myself()


def _kill_myself() -> Never:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives SIGKILL")


class InstalledClients:
    """Who speaks for each workspace: a token for each."""

    def __init__(self, tokens: Mapping[str, str], api_url: str) -> None:
        self._clients = {
            team: FixedClients(token, api_url=api_url, seconds=2) for team, token in tokens.items()
        }

    async def posting(self, workspace: str) -> AsyncWebClient:
        return await self._clients[workspace].posting(workspace)


def _loopback(url: str) -> ChatPlatform:
    return LoopbackChatPlatform(url, capabilities=NARROW)


def _slack(path: Path) -> ChatPlatform:
    given = json.loads(path.read_text())
    return SlackPlatform(InstalledClients(given["tokens"], given["api_url"]), capabilities=HASTY)


def _discord(path: Path) -> ChatPlatform:
    given = json.loads(path.read_text())
    return DiscordPlatform(Rest(given["token"], api_url=given["api_url"], seconds=4), capabilities=PROMPT)


PlatformFactory = Callable[[], ChatPlatform]


async def _live(platform: PlatformFactory, starter: tuple[StarterSource, ...], death: Death | None) -> None:
    settings = load_settings()
    configure_logs(settings.log)
    async with open_house(
        settings,
        console=Console(file=StringIO()),
        starter=starter,
        platforms=(platform(),),
        patience=IMPATIENT,
    ) as house:
        if death is not None:
            Executioner(death).attach(house.store.engine)
        await house.sweep.tick()
        print("ready", flush=True)
        await asyncio.Event().wait()


def _birth(order: Mapping[str, Any], platform: PlatformFactory, starter: tuple[StarterSource, ...]) -> int:
    """Fork a bot; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        given = order.get("death")
        asyncio.run(_live(platform, starter, Death(**given) if given else None))
    finally:
        os._exit(1)  # not even an error leads back into the parent's code


def _sources(path: Path) -> tuple[StarterSource, ...]:
    """Of a JSON list of {name, url, format}."""
    return tuple(
        StarterSource(
            **one,
            complete_list=FORMATS[one["format"]].complete_list,
            terms=SourceTerms(least_interval=_EVERY),
        )
        for one in json.loads(path.read_text())
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--chat")
    where.add_argument("--slack", type=Path)
    where.add_argument("--discord", type=Path)
    parser.add_argument("--sources", type=Path, required=True)
    given = parser.parse_args()
    if given.slack:
        platform = partial(_slack, given.slack)
    elif given.discord:
        platform = partial(_discord, given.discord)
    else:
        platform = partial(_loopback, given.chat)
    vocabulary_of(load_settings())  # into the cache: bots that die young would never get through it
    print("at work", flush=True)
    child = 0
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "start":
            child = _birth(order, platform, _sources(given.sources))
            print("born", flush=True)
            continue
        if order["do"] == "kill":
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
