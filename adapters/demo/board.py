"""A job board on this machine's loopback address: five feeds in five formats, with new postings on demand."""

import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from adapters.demo.documents import WRITERS
from adapters.demo.postings import Listing, listings_of
from bot.domain.source import SourceTerms
from bot.feeds.formats import FORMATS
from bot.feeds.starter import StarterSource

_EVERY = timedelta(seconds=1)
"""How often the demo reads its own board; real ones are read every quarter of an hour at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFeed:
    """One feed of the board. `sample` names the file of its postings."""

    name: str
    sample: str
    path: str
    format: str
    content_type: str


FEEDS = (
    SampleFeed(
        name="Fernhill careers",
        sample="fernhill",
        path="/fernhill/jobs",
        format="greenhouse",
        content_type="application/json",
    ),
    SampleFeed(
        name="Kitefin careers",
        sample="kitefin",
        path="/kitefin/board",
        format="ashby",
        content_type="application/json",
    ),
    SampleFeed(
        name="Harbour Jobs",
        sample="harbour",
        path="/harbour.rss",
        format="rss",
        content_type="application/rss+xml",
    ),
    SampleFeed(
        name="Devfield",
        sample="devfield",
        path="/devfield.atom",
        format="atom",
        content_type="application/atom+xml",
    ),
    SampleFeed(
        name="Lantern Remote",
        sample="lantern",
        path="/lantern.json",
        format="json_feed",
        content_type="application/feed+json",
    ),
)


class SampleBoard:
    """What the board lists. `wave` is how far it has come: see `Listing.wave`."""

    def __init__(self, opened_at: datetime) -> None:
        self.wave = 0
        self.port = 0
        self._opened_at = opened_at
        self._all = {feed: listings_of(feed.sample) for feed in FEEDS}

    @property
    def host(self) -> str:
        """What the setting `feeds.allowed_private` must name, so that the board may be read."""
        return f"127.0.0.1:{self.port}"

    @property
    def last_wave(self) -> int:
        """The wave after which nothing new comes."""
        return max(one.wave for listings in self._all.values() for one in listings)

    def sources(self) -> tuple[StarterSource, ...]:
        """The feeds as sources; only their addresses and their short interval differ from real ones."""
        return tuple(
            StarterSource(
                name=feed.name,
                url=f"http://{self.host}{feed.path}",
                format=feed.format,
                complete_list=FORMATS[feed.format].complete_list,
                terms=SourceTerms(least_interval=_EVERY),
            )
            for feed in FEEDS
        )

    def reveal(self) -> tuple[tuple[SampleFeed, Listing], ...]:
        """List the next wave from now on; returns what is new."""
        self.wave += 1
        return tuple((feed, one) for feed in FEEDS for one in self._all[feed] if one.wave == self.wave)

    def listed(self, feed: SampleFeed) -> tuple[Listing, ...]:
        """What a feed lists now."""
        return tuple(one for one in self._all[feed] if one.wave <= self.wave)

    def document(self, feed: SampleFeed) -> bytes:
        """The feed's document as it is now, newest first."""
        newest_first = sorted(self.listed(feed), key=lambda one: (-one.wave, one.days))
        return WRITERS[feed.format](newest_first, opened_at=self._opened_at)


Answer = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def open_board(opened_at: datetime) -> AsyncGenerator[SampleBoard]:
    """A board that answers on a free port of 127.0.0.1 until the block ends."""
    board = SampleBoard(opened_at)
    app = web.Application()
    for feed in FEEDS:
        app.router.add_get(feed.path, _answer(board, feed))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        board.port = runner.addresses[0][1]
        yield board
    finally:
        await runner.cleanup()


def _answer(board: SampleBoard, feed: SampleFeed) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        body = board.document(feed)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, content_type=feed.content_type, headers={"ETag": tag})

    return answer
