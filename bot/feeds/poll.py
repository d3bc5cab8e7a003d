"""Polls one source: fetch, read, match, commit. Thin: `ingest` and `identity` decide, `storing` writes.

Each poll ends in one of three outcomes that are never merged (read, no such feed, failed) and tells
its story in one log line.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.domain.opening import Reading
from bot.domain.posting import Posting
from bot.domain.source import Source, SourceHealth, SourceId
from bot.errors import FeedError, FetchFailed, NoSuchFeed
from bot.extraction.reading import read
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.backoff import next_poll
from bot.feeds.fetch import Fetcher
from bot.feeds.fetched import Fetched, NotModified
from bot.feeds.formats import read_document
from bot.feeds.identity import Sighted, Verdict
from bot.feeds.ingest import Listed, candidates, listed, stand_in
from bot.feeds.storing import Asked, Committed, Outrun, Work, commit_reading, known_of
from bot.feeds.subscription_index import SubscriptionIndex
from bot.matching import Candidate
from bot.scheduling.work_queue import WorkQueue
from bot.store import postings, sources
from bot.store.store import Store

MOST_TRIES = 5
"""How often a reading is committed anew that other polls get in the way of."""

_AT_ONCE = 20
"""Postings that are given to the thread in one go; in between, others have their turn."""

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
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._vocabulary = vocabulary
        self._index = index
        self._queue = queue
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")

    async def poll(self, source_id: SourceId) -> None:
        """Poll a source now. A source that is gone or switched off is left alone."""
        async with self._store.read() as c:
            source = await sources.get(c, source_id)
        if source is None or not source.enabled:
            return
        try:
            told = await self._poll(source)
        except FeedError as error:
            told = await self._failed(source, error)
        except Exception as error:
            _log.exception("poll broke", source=source.name, source_id=source.id)
            told = await self._failed(source, _broken(source, error))
        _log.info("poll", source=source.name, source_id=source.id, **told)

    async def _poll(self, source: Source) -> dict[str, Any]:
        answer = await self._fetcher.get(source.url, source.validators)
        if isinstance(answer, NotModified):
            return await self._unchanged(source, answer)
        document = await asyncio.to_thread(
            read_document,
            answer.body,
            url=answer.final_url,
            content_type=answer.content_type,
            format=source.format,
        )
        there = listed(source, document)
        done = await self._commit(source, there, answer)
        if done is None:
            return {"outcome": "source removed"}
        for channel_id in done.channels:
            await self._queue.put(f"deliver:{channel_id}")
        return {"outcome": "held" if done.held else "read", "skipped": there.skipped, **_numbers(done)}

    async def _commit(self, source: Source, there: Listed, answer: Fetched) -> Committed | None:
        """Read and match what is new, then commit; once more where somebody came in between."""
        for _ in range(MOST_TRIES):
            now = self._clock()
            async with self._store.read() as c:
                known = await known_of(c, source)
                first_seen = await _first_seen(c, there, known)
            there = await self._read(there, known, now)
            asked = await self._ask(source, candidates(there, source, first_seen, now), now)
            work = Work(source=source, listed=there, asked=asked, validators=answer.validators, now=now)
            try:
                async with self._store.write() as c:
                    return await commit_reading(c, work, self._index)
            except Outrun:
                _log.debug("poll outrun", source=source.name, source_id=source.id)
        raise FetchFailed(
            f"{source.name} was read, and others changed the same postings {MOST_TRIES} times meanwhile. "
            "It is read again later."
        )
