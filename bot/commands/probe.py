"""Reads an address once, as a source would be read: a job board's link, a feed, a page that names one."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.commands.services import Services
from bot.errors import FeedError, FetchFailed, NoSuchFeed
from bot.feeds.discovery import FoundFeed, find_feeds_in_html, no_feed_found, recognise
from bot.feeds.fetch import Fetched
from bot.feeds.formats import FORMATS, Document, read_document
from bot.feeds.formats.pages import closed_to_bots

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


async def probe(services: Services, url: str) -> Probe:
    """Find and read the feed at an address. Raises NoSuchFeed or FetchFailed, which say what to do."""
    known = recognise(url)
    if known is not None:
        return await _read(services, known)
    fetched = await _fetch(services, url)
    try:
        return await _parsed(fetched, url)
    except NoSuchFeed as error:
        found = await asyncio.to_thread(find_feeds_in_html, fetched.body, fetched.final_url)
        if not found:
            if closed_to_bots(fetched.body):
                raise
            raise no_feed_found(url) from error
        return await _first_readable(services, found)


async def _first_readable(services: Services, found: tuple[FoundFeed, ...]) -> Probe:
    """The first feed that a page names and that can be read; else what is wrong with the last."""
    tried = found[:_MOST_TRIED]
    for feed in tried[:-1]:
        try:
            return await _read(services, feed)
        except FeedError:
            continue
    return await _read(services, tried[-1])


async def _read(services: Services, feed: FoundFeed) -> Probe:
    return await _parsed(await _fetch(services, feed.url), feed.url, format_name=feed.format, name=feed.name)


async def _fetch(services: Services, url: str) -> Fetched:
    fetched = await services.fetcher.get(url)
    if not isinstance(fetched, Fetched):
        raise FetchFailed("The server says that nothing has changed, though nothing was read. Try again.")
    return fetched


async def _parsed(
    fetched: Fetched, url: str, *, format_name: str | None = None, name: str | None = None
) -> Probe:
    document = await asyncio.to_thread(
        read_document,
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.content_type,
        format=format_name,
    )
    title = " ".join((document.title or "").split())[:_LONGEST_NAME]
    return Probe(url=url, name=name or title or urlsplit(url).hostname or url, document=document)
