"""A job vanishes from a board and comes back: what Slack shows, through the production wiring."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console

from adapters.slack.clients import FixedClients
from adapters.slack.platform import SlackPlatform
from adapters.wiring import House, open_house
from bot.commands.context import Context
from bot.domain.chat import ChannelRef, UserRef
from bot.domain.source import SourceTerms
from bot.feeds.starter import StarterSource
from bot.settings import load_settings
from tests.acceptance.poll_house import Job
from tests.acceptance.settling import has_read, until
from tests.acceptance.slack_app_house import Shown, buttons, words_of
from tests.contracts.slack_world import World, slack_world
from tests.servers.job_board import JobBoard
from tests.servers.slack import Settings

PATH = "/acme"
PATIENCE = 30.0
STAYS = Job(1, "Staff Platform Engineer")
GOES, NEW = Job(2, "Senior Backend Engineer"), Job(3, "Go Developer")


class ClosingHouse:
    """A running Jobwire that polls a board and posts to a Slack."""

    def __init__(self, house: House, board: JobBoard, world: World) -> None:
        self.world = world
        self._house = house
        self._board = board

    @classmethod
    @asynccontextmanager
    async def open(cls, directory: Path) -> AsyncIterator["ClosingHouse"]:
        async with JobBoard() as board, slack_world(Settings(post_interval=0)) as world:
            settings = load_settings(
                env_file=directory / "none",
                environment={
                    "JOBWIRE_DATABASE_URL": f"sqlite:///{directory / 'jobwire.sqlite'}",
                    "JOBWIRE_FEEDS_ALLOWED_PRIVATE": board.host,
                    "JOBWIRE_TERMINAL_TRANSCRIPT": str(directory / "transcript.jsonl"),
                    "JOBWIRE_CACHE_DIRECTORY": str(directory / "cache"),
                },
            )
            source = StarterSource(
                name="Acme",
                url=board.url(PATH),
                format="greenhouse",
                complete_list=True,
                terms=SourceTerms(least_interval=timedelta(seconds=1)),
            )
            slack = SlackPlatform(FixedClients(world.token, api_url=world.slack.api_url))
            _put(board, STAYS)
            console = Console(file=StringIO())
            async with open_house(settings, console=console, starter=[source], platforms=[slack]) as house:
                yield cls(house, board, world)

    async def lists(self, *jobs: Job) -> None:
        """What the board lists from now on, once it has been read."""
        url = self._board.url(PATH)
        body = _put(self._board, *jobs)
        await until(lambda: has_read(self._house.store, {url: body}), seconds=PATIENCE, what="read")

    async def types(self, channel: str, command: str) -> None:
        context = Context(
            channel=ChannelRef(platform="slack", workspace=self.world.team, channel=channel),
            channel_name="#jobs",
            workspace_name="Acme",
            user=UserRef(platform="slack", workspace=self.world.team, user=self.world.user, name="Ada"),
        )
        await self._house.dispatcher.run(f"/jobs {command}", context)

    async def shows(self, channel: str, *texts: str) -> list[Shown]:
        """The channel's messages, once these are their notification texts, in any order."""

        async def so() -> bool:
            shown = await self.world.control.messages(channel)
            return sorted(one["text"] for one in shown) == sorted(texts)

        await until(so, seconds=PATIENCE, what=f"shown: {texts}")
        return await self.world.control.messages(channel)

    async def requests(self) -> tuple[int, int]:
        """How many messages Slack was asked to post, and how many to change."""
        posts = await self.world.control.requests("chat.postMessage")
        return len(posts), len(await self.world.control.requests("chat.update"))


def _put(board: JobBoard, *jobs: Job) -> bytes:
    body = json.dumps({"jobs": [job.record() for job in jobs], "meta": {"total": len(jobs)}}).encode()
    board.put(PATH, body, content_type="application/json")
    return body


def struck(shown: Shown) -> list[str]:
    """The words of a message that are struck out."""
    return [
        element["text"]
        for block in shown["blocks"]
        if block["type"] == "rich_text"
        for line in block["elements"]
        for element in line["elements"]
        if element.get("style", {}).get("strike")
    ]


async def test_a_card_says_that_its_job_is_gone_once_and_when_it_is_back_it_is_as_before(
    tmp_path: Path,
) -> None:
    backend, other = "Senior Backend Engineer at Acme", "Go Developer at Acme"
    async with ClosingHouse.open(tmp_path) as house:
        cards, digest = house.world.channel, await house.world.control.channel(house.world.team, "digest")
        await house.lists(STAYS)
        await house.types(cards, "subscribe Go")
        await house.types(digest, "subscribe Go daily")
        await house.lists(STAYS, GOES, NEW)
        before = await house.shows(cards, backend, other)
        await house.types(digest, "digest now")
        (whole,) = await house.shows(digest, "Digest: 2 postings")

        await house.lists(STAYS, NEW)
        changed = await house.shows(cards, f"Closed: {backend}", other)
        (gone,) = [one for one in changed if one["text"] != other]
        assert words_of(gone).startswith("Closed: Senior Backend Engineer")
        assert list(buttons(gone)) == ["Save", "Why", "Not for us"]
        (shorter,) = await house.shows(digest, "Digest: 2 postings (1 closed)")
        assert struck(shorter) == ["Senior Backend Engineer"]
        assert await house.requests() == (3, 2)

        await house.lists(STAYS, GOES, NEW)
        assert told(await house.shows(cards, backend, other)) == told(before)
        assert told(await house.shows(digest, "Digest: 2 postings")) == told([whole])
        assert await house.requests() == (3, 4)


def told(shown: list[Shown]) -> list[tuple[str, str, list[str]]]:
    """Which messages stand there, what they say and what can be pressed."""
    return [(one["ts"], words_of(one), list(buttons(one))) for one in shown]
