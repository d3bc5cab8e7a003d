"""Polls one source: fetch, read, match, commit. Thin: `ingest` and `identity` decide, `storing` writes.

Each poll ends in one of three outcomes that are never merged (read, no such feed, failed) and tells
its story in one log line.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.opening import Reading
from bot.domain.source import Source, SourceHealth, SourceId, Validators
from bot.errors import FeedError, FetchFailed, NoSuchFeed, StoreBusy, StoreUnavailable
from bot.extraction.reading import read
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.allowance import Allowance
from bot.feeds.backoff import next_poll
from bot.feeds.details import Detailed, with_details
from bot.feeds.fetch import Fetcher
from bot.feeds.fetched import NotModified
from bot.feeds.formats import Document
from bot.feeds.house_style import repeated_by_company
from bot.feeds.identity import Sighted, Verdict
from bot.feeds.ingest import Held, Listed, candidates, listed, stand_in
from bot.feeds.paging import USUAL, FetchPage, PagingLimits, fetching, read_list
from bot.feeds.storing import Committed, Outrun, commit_reading, known_of
from bot.feeds.subscription_index import SubscriptionIndex
from bot.feeds.terms import terms_at
from bot.feeds.wanted import Asked, Work
from bot.matching import Candidate
from bot.scheduling.work_queue import WorkQueue
from bot.store import postings, sources
from bot.store.store import Store

MOST_TRIES = 5
"""How often a reading is committed anew that other polls get in the way of."""

_AT_ONCE = 20
"""Postings that are given to the thread in one go; in between, others have their turn."""

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


class Poller:
    """Polls sources; many at once, each only once at a time (the work queue sees to it)."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        vocabulary: Vocabulary,
        *,
        index: SubscriptionIndex,
        queue: WorkQueue,
        clock: Callable[[], datetime],
        paging: PagingLimits = USUAL,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._vocabulary = vocabulary
        self._index = index
        self._queue = queue
        self._clock = clock
        self._paging = paging
        self._allowance = Allowance(clock)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")

    async def poll(self, source_id: SourceId) -> None:
        """Poll a source that is due. One that is gone, switched off or not due is left alone."""
        async with self._store.read() as c:
            source = await sources.get(c, source_id)
        if source is None or not source.enabled or source.next_poll_at > self._clock():
            return
        try:
            told = await self._poll(source)
        except FeedError as error:
            told = await self._failed(source, error)
        except StoreUnavailable:
            raise  # it could not be recorded either; the claim runs out, and the sweep comes again
        except Exception as error:  # noqa: BLE001  the outermost loop of the poller
            _log.exception("poll broke", source=source.name, source_id=source.id)
            told = await self._failed(source, _broken(source, error))
        _log.info("poll", source=source.name, source_id=source.id, **told)

    async def _poll(self, source: Source) -> dict[str, Any]:
        answer = await read_list(
            self._way_out(source),
            source.url,
            source.format,
            validators=source.validators,
            known=partial(self._known_ids, source),
            limits=self._paging,
        )
        if isinstance(answer, NotModified):
            return await self._unchanged(_paced(source, answer.requests), answer)
        there = await asyncio.to_thread(listed, source, answer.document)
        detailed = await self._detailed(source, answer.document, there)
        requests = answer.requests + detailed.requests
        source = _paced(source, requests)
        validators = Validators() if detailed.left else answer.validators
        done = await self._commit(source, detailed.listed, validators)
        if done is None:
            return {"outcome": "source removed"}
        for channel_id in done.channels:
            await self._queue.put(f"deliver:{channel_id}")
        for channel_id in done.changed:
            await self._queue.put(f"edit:{channel_id}")
        outcome = "held" if done.held else "read"
        told = {"cut": answer.cut, "left": detailed.left, "requests": requests} if requests > 1 else {}
        return {"outcome": outcome, "skipped": there.skipped, **told, **_numbers(done)}

    def _way_out(self, source: Source) -> FetchPage:
        """To the source's pages, within what the terms of its site allow a day."""
        fetch, terms = fetching(self._fetcher), terms_at(source.url)
        return fetch if terms is None else self._allowance.counted(fetch, terms)

    async def _known_ids(self, source: Source) -> frozenset[str]:
        async with self._store.read() as c:
            return frozenset(await known_of(c, source))

    async def _detailed(self, source: Source, document: Document, there: Listed) -> Detailed:
        """With the pages of single postings, where the list leaves things to them."""
        if not document.details:
            return Detailed(listed=there)
        async with self._store.read() as c:
            known = await known_of(c, source)
        return await with_details(
            self._way_out(source),
            there,
            document,
            known,
            baseline=source.baseline_at is None,
            pause=self._paging.pause,
        )

    async def _commit(self, source: Source, there: Listed, validators: Validators) -> Committed | None:
        """Read and match what is new, then commit; once more where somebody came in between.

        None: the source has been removed meanwhile.
        """
        for _ in range(MOST_TRIES):
            now = self._clock()
            async with self._store.read() as c:
                if await sources.get(c, source.id) is None:
                    return None
                known = await known_of(c, source)
                first_seen = await _first_seen(c, there, known)
                await self._index.refresh(c)
            there = await self._read(there, known, now)
            asked = await self._ask(source, candidates(there, source, first_seen, now), now)
            work = Work(
                source=source,
                listed=there,
                entries=await asyncio.to_thread(there.entries, source),
                asked=asked,
                validators=validators,
                now=now,
            )
            try:
                async with self._store.write() as c:
                    return await commit_reading(c, work, self._index)
            except (Outrun, StoreBusy):
                _log.debug("poll outrun", source=source.name, source_id=source.id)
        raise FetchFailed(
            f"{source.name} was read, and others changed the same postings {MOST_TRIES} times meanwhile. "
            "It is read again later."
        )

    async def _read(self, there: Listed, known: Mapping[str, Sighted], now: datetime) -> Listed:
        """Extract what is new or changed. One that breaks extraction stays, unread: its title counts."""
        readings: dict[str, Reading] = {}
        loop = asyncio.get_running_loop()
        unread = there.unread(known)
        everything = tuple(posting for _, posting in there.postings)
        repeated = await loop.run_in_executor(self._thread, repeated_by_company, unread, everything)
        for chunk in _chunks(unread):
            work = (
                partial(
                    read,
                    one,
                    self._vocabulary,
                    seen_on=now.date(),
                    repeated=repeated.get(one.company, frozenset()),
                )
                for one in chunk
            )
            runs = (loop.run_in_executor(self._thread, one) for one in work)
            results = await asyncio.gather(*runs, return_exceptions=True)
            for posting, result in zip(chunk, results, strict=True):
                if isinstance(result, BaseException):
                    _log.error("posting cannot be read", native_id=posting.native_id, exc_info=result)
                readings[posting.native_id] = (
                    stand_in(posting) if isinstance(result, BaseException) else result
                )
        return replace(there, readings={**there.readings, **readings})

    async def _ask(self, source: Source, asked: Mapping[str, Candidate], now: datetime) -> Asked:
        """Hold candidates against the index as it is now; a baseline asks nothing."""
        held = Held(revision=self._index.revision, hits=())
        if source.baseline_at is None:
            return Asked(candidates={}, held=held)
        loop = asyncio.get_running_loop()
        for chunk in _chunks(tuple(asked.values())):
            work = partial(self._index.hold, chunk, workspace_id=source.workspace_id, now=now)
            more = await loop.run_in_executor(self._thread, work)
            held = Held(revision=min(held.revision, more.revision), hits=(*held.hits, *more.hits))
        return Asked(candidates=asked, held=held)

    async def _unchanged(self, source: Source, answer: NotModified) -> dict[str, Any]:
        now = self._clock()
        due = next_poll(now, failures=0, retry_after=None, least_interval=source.terms.least_interval)
        async with self._store.write() as c:
            await sources.record_read(
                c, source.id, validators=answer.validators, now=now, next_poll_at=due, baseline=False
            )
        return {"outcome": "unchanged"}

    async def _failed(self, source: Source, error: FeedError) -> dict[str, Any]:
        """Record what went wrong; the validators stay as they are."""
        now = self._clock()
        health = SourceHealth.NO_SUCH_FEED if isinstance(error, NoSuchFeed) else SourceHealth.FAILED
        due = next_poll(
            now,
            failures=source.failures + 1,
            retry_after=error.retry_after if isinstance(error, FetchFailed) else None,
            least_interval=source.terms.least_interval,
        )
        async with self._store.write() as c:
            await sources.record_failure(
                c, source.id, health=health, failure=str(error), now=now, next_poll_at=due
            )
        return {"outcome": health.value, "problem": str(error), "detail": error.detail, "again_at": due}


async def _first_seen(c: AsyncConnection, there: Listed, known: Mapping[str, Sighted]) -> dict[str, datetime]:
    """When the postings that have changed were first seen, by native id."""
    changed = {
        one.native_id: known[one.native_id].posting_id
        for one in there.unread(known)
        if one.native_id in known
    }
    found = {one.id: one.first_seen_at for one in await postings.by_ids(c, tuple(set(changed.values())))}
    return {native_id: found[id_] for native_id, id_ in changed.items() if id_ in found}


def _paced(source: Source, requests: int) -> Source:
    """The source with the pause that a poll of so many requests asks for."""
    terms = terms_at(source.url)
    if terms is None:
        return source
    pause = terms.pause(requests, source.terms.least_interval)
    return replace(source, terms=replace(source.terms, least_interval=pause))


def _broken(source: Source, error: Exception) -> FetchFailed:
    return FetchFailed(
        f"{source.name} could not be taken in: an error of Jobwire, which its log describes. "
        "It is tried again later.",
        detail=f"{type(error).__name__}: {error}",
    )


def _numbers(done: Committed) -> dict[str, int]:
    return {
        **{verdict.value: done.verdicts.get(verdict, 0) for verdict in Verdict},
        "gone": done.gone,
        "closed": done.closed,
        "matches": done.matches,
    }


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for at in range(0, len(values), _AT_ONCE):
        yield values[at : at + _AT_ONCE]
