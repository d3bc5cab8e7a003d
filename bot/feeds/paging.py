"""Reads a list to its end: fetches its pages one after the other, within limits, and puts them together.

What ends it early is told; a list that was not read to its end is never complete, so it closes nothing.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.domain.source import Validators
from bot.errors import FeedError
from bot.feeds.fetch import Fetcher
from bot.feeds.fetched import MAX_BODY, Fetched, NotModified
from bot.feeds.formats import FORMATS, Document, Page, read_document
from bot.feeds.formats.document import distinct, first_page

FetchPage = Callable[[Page, Validators], Awaitable[Fetched | NotModified]]
Known = Callable[[], Awaitable[frozenset[str]]]

_NOTHING_READ = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagingLimits:
    """How far a list is followed: bytes of all its pages, and seconds, with a pause before each request.

    How many pages, the format says.
    """

    body: int = MAX_BODY
    seconds: float = 240.0
    pause: float = 0.5
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list with all of its pages that were read.

    `validators` make the next reading conditional; they hold nothing where something has to be read
    again. `cut` says why the list was not read to its end.
    """

    document: Document
    validators: Validators
    final_url: str
    requests: int = 1
    cut: str | None = None


USUAL = PagingLimits()


def fetching(fetcher: Fetcher) -> FetchPage:
    """Pages through that fetcher."""

    async def fetch(page: Page, validators: Validators) -> Fetched | NotModified:
        return await fetcher.get(page.url, validators, json_body=page.json_body)

    return fetch


async def read_list(
    fetch: FetchPage,
    url: str,
    format_name: str | None,
    *,
    validators: Validators = _NOTHING_READ,
    known: Known | None = None,
    limits: PagingLimits = USUAL,
) -> ListRead | NotModified:
    """Read a list. `known` gives the ids listed before: a list of the newest is followed up to them.

    Raises NoSuchFeed or FetchFailed of its first page; what is wrong with a later one cuts the list.
    """
    first = FORMATS[format_name].first(url) if format_name else first_page(url)
    answer = await fetch(first, validators)
    if isinstance(answer, NotModified):
        return answer
    document = await _parsed(answer, format_name)
    read = ListRead(document=document, validators=answer.validators, final_url=answer.final_url)
    if document.next_page is None:
        return read
    newest_only = not FORMATS[document.format].complete_list
    ids = await known() if known and newest_only else frozenset()
    whole = await _Following(fetch, read, answer, known=ids, limits=limits).read()
    if validators.body_hash is not None and whole.validators.body_hash == validators.body_hash:
        return NotModified(validators=whole.validators, final_url=whole.final_url, requests=whole.requests)
    return whole


class _Following:
    """One list on the way through its pages."""

    def __init__(
        self,
        fetch: FetchPage,
        first: ListRead,
        answer: Fetched,
        *,
        known: frozenset[str],
        limits: PagingLimits,
    ) -> None:
        self._fetch = fetch
        self._limits = limits
        self._format = FORMATS[first.document.format]
        self._pages = [first.document]
        self._asked = {Page(answer.final_url)}
        self._final_url = first.final_url
        self._hash = hashlib.sha256(answer.body)
        self._size = len(answer.body)
        self._seen = {posting.native_id for posting in first.document.entries}
        self._known = known
        self._failed = False
        self._ends_at = asyncio.get_running_loop().time() + limits.seconds

    async def read(self) -> ListRead:
        """Follow the list to its end, or to what ends it early."""
        cut = None
        while cut is None and (page := self._pages[-1].next_page) is not None and not self._met_known():
            cut = self._limit(page) or await self._next(page)
        if cut is None and self._pages[-1].next_page is not None:
            cut = ""  # it goes on with what is known
        document = self._whole(cut)
        hashed = Validators(body_hash=self._hash.hexdigest())
        return ListRead(
            document=document,
            validators=_NOTHING_READ if self._failed else hashed,
            final_url=self._final_url,
            requests=len(self._asked),
            cut=cut or None,
        )

    def _met_known(self) -> bool:
        """Whether the newest page lists nothing but what was listed before."""
        entries = self._pages[-1].entries
        return bool(entries) and all(posting.native_id in self._known for posting in entries)

    def _limit(self, page: Page) -> str | None:
        """What forbids to ask for that page."""
        most = min(self._format.most_pages, self._limits.pages or self._format.most_pages)
        if page in self._asked:
            return "its next page is one that was read already"
        if _host(page.url) != _host(self._final_url):
            return "its next page is on another host"
        if len(self._pages) >= most:
            return f"it goes on after {most} pages, which is how far it is followed"
        if self._size >= self._limits.body:
            return f"its pages hold more than {self._limits.body / 1_000_000:g} MB"
        if asyncio.get_running_loop().time() >= self._ends_at:
            return f"it takes more than {self._limits.seconds:g} s to read"
        return None

    async def _next(self, page: Page) -> str | None:
        """Take one page; what is wrong with it, where something is."""
        await asyncio.sleep(self._limits.pause)
        self._asked.add(page)
        try:
            answer = await self._fetch(page, _NOTHING_READ)
            assert isinstance(answer, Fetched)  # noqa: S101  # nothing can be unchanged without validators
            document = await _parsed(answer, self._format.name)
        except FeedError as error:
            self._failed = True
            return f"a further page could not be read: {error}"
        self._hash.update(answer.body)
        self._size += len(answer.body)
        new = {posting.native_id for posting in document.entries} - self._seen
        if document.entries and not new:
            return "a further page lists what was read already"
        self._seen |= new
        self._pages.append(document)
        return None

    def _whole(self, cut: str | None) -> Document:
        """All pages as one document."""
        entries = distinct(posting for page in self._pages for posting in page.entries)
        total = self._pages[0].total
        counted = sum(page.counted for page in self._pages)
        complete = cut is None and all(page.complete for page in self._pages)
        return replace(
            self._pages[0],
            entries=entries,
            skipped=tuple(reason for page in self._pages for reason in page.skipped),
            complete=complete and (total is None or counted >= total),
            next_page=None if cut is None else self._pages[-1].next_page,
            counted=counted,
            details={id_: page for each in self._pages for id_, page in each.details.items()},
        )


async def _parsed(answer: Fetched, format_name: str | None) -> Document:
    return await asyncio.to_thread(
        read_document,
        answer.body,
        url=answer.final_url,
        content_type=answer.content_type,
        format=format_name,
    )


def _host(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
