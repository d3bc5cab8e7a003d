"""Reads an address once, as a source would be read: a job board's link, a feed, a page that names one."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.commands.services import Services
from bot.errors import FeedError, FetchFailed, NoSuchFeed
from bot.feeds.discovery import FoundFeed, find_feeds_in_html, no_feed_found, recognise
from bot.feeds.fetch import Fetched, NotModified
from bot.feeds.formats import FORMATS, Document, read_document
from bot.feeds.formats.pages import closed_to_bots
from bot.feeds.known_hosts import other_address
from bot.feeds.paging import PagingLimits, fetching, read_list
from bot.feeds.terms import KindTerms, terms_of

JSON_LD = "json_ld"
"""A page that describes its jobs may also lead to a feed, which tells more."""
_FIRST_PAGES = PagingLimits(pages=2, pause=0.1, seconds=20)
_MOST_TRIED = 3
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What stands at an address: the feed to poll, a name for it, and its document as it reads now."""

    url: str
    name: str
    document: Document

    @property
    def complete_list(self) -> bool:
        """Whether each reading lists every open posting."""
        return FORMATS[self.document.format].complete_list

    @property
    def terms(self) -> KindTerms:
        """What its kind asks of those who read it."""
        return terms_of(self.document.format, self.url)


async def probe(services: Services, url: str) -> Probe:
    """Find and read the feed at an address. Raises NoSuchFeed or FetchFailed, which say what to do."""
    known = recognise(url)
    if known is not None:
        return await _read_board(services, known)
    fetched = await _fetch(services, url)
    try:
        there = await _parsed(fetched, url)
    except NoSuchFeed as error:
        found = await asyncio.to_thread(find_feeds_in_html, fetched.body, fetched.final_url)
        if not found:
            if closed_to_bots(fetched.body):
                raise
            raise no_feed_found(url) from error
        return await _first_readable(services, found)

    if there.document.format == JSON_LD:
        found = await asyncio.to_thread(find_feeds_in_html, fetched.body, fetched.final_url)
        with suppress(FeedError):
            return await _first_readable(services, found) if found else there
    return there


async def _first_readable(services: Services, found: tuple[FoundFeed, ...]) -> Probe:
    """The first feed that a page names and that can be read; else what is wrong with the last."""
    tried = found[:_MOST_TRIED]
    for feed in tried[:-1]:
        try:
            return await _read(services, feed)
        except FeedError:
            continue
    return await _read(services, tried[-1])


async def _read_board(services: Services, board: FoundFeed) -> Probe:
    """The board, or the same one at the other place where its kind may stand."""
    other = other_address(board)
    try:
        return await _read(services, board)
    except NoSuchFeed:
        if other is None:
            raise
        with suppress(FeedError):
            return await _read(services, other)
        raise


async def _read(services: Services, feed: FoundFeed) -> Probe:
    """A board, by its first pages."""
    read = await read_list(fetching(services.fetcher), feed.url, feed.format, limits=_FIRST_PAGES)
    if isinstance(read, NotModified):
        raise _unchanged()
    return Probe(url=feed.url, name=feed.name, document=read.document)


async def _fetch(services: Services, url: str) -> Fetched:
    fetched = await services.fetcher.get(url)
    if not isinstance(fetched, Fetched):
        raise _unchanged()
    return fetched


def _unchanged() -> FetchFailed:
    return FetchFailed("The server says that nothing has changed, though nothing was read. Try again.")


async def _parsed(fetched: Fetched, url: str) -> Probe:
    document = await asyncio.to_thread(
        read_document,
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.content_type,
    )
    title = " ".join((document.title or "").split())[:_LONGEST_NAME]
    return Probe(url=url, name=title or urlsplit(url).hostname or url, document=document)
