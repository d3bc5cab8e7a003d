"""Reads an address once, as a source would be read: a job board's link, a feed, a page that names one."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.commands.services import Services
from bot.errors import FeedError, FetchFailed, NoSuchFeed
from bot.feeds.discovery import feeds_in_page, recognise
from bot.feeds.fetch import Fetched
from bot.feeds.formats import FORMATS, Document, read_document

_MOST_TRIED = 3


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
        feed_url, format_name, name = known
        return await _read(services, feed_url, format_name=format_name, name=name)
    fetched = await _fetch(services, url)
    try:
        return await _parsed(fetched, url, format_name=None, name=None)
    except NoSuchFeed as error:
        found = await asyncio.to_thread(feeds_in_page, fetched.body, fetched.final_url)
        return await _first_readable(services, tuple(found), error)


async def _first_readable(services: Services, urls: tuple[str, ...], error: NoSuchFeed) -> Probe:
    """The first feed that a page names and that can be read; else the page's own error."""
    for url in urls[:_MOST_TRIED]:
        try:
            known = recognise(url)
            if known is not None:
                return await _read(services, known[0], format_name=known[1], name=known[2])
            return await _read(services, url, format_name=None, name=None)
        except FeedError:
            continue
    raise error


async def _read(services: Services, url: str, *, format_name: str | None, name: str | None) -> Probe:
    return await _parsed(await _fetch(services, url), url, format_name=format_name, name=name)


async def _fetch(services: Services, url: str) -> Fetched:
    fetched = await services.fetcher.get(url)
    if not isinstance(fetched, Fetched):
        raise FetchFailed(
            "The server says that nothing has changed, though nothing was read before. Try again."
        )
    return fetched


async def _parsed(fetched: Fetched, url: str, *, format_name: str | None, name: str | None) -> Probe:
    document = await asyncio.to_thread(
        read_document,
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.content_type,
        format=format_name,
    )
    called = name or " ".join((document.title or "").split())[:80] or urlsplit(url).hostname or url
    return Probe(url=url, name=called, document=document)
