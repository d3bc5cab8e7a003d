"""Reads the pages of single postings where a list tells little: of what is new or changed, and few a poll.

What is left for the next poll is left out of this one, so that nobody is told of half a posting.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.posting import Posting
from bot.domain.source import Validators
from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.fetched import Fetched
from bot.feeds.formats import FORMATS, Document
from bot.feeds.identity import Sighted
from bot.feeds.ingest import Listed
from bot.feeds.paging import FetchPage

MOST_DETAILS = 100
"""Pages of postings that one poll asks for."""
MOST_SECONDS = 180.0
"""How long one poll goes on asking: its claim on the source lasts ten minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detailed:
    """The list with what the pages told. `left` counts the postings that are left for the next poll."""

    listed: Listed
    requests: int = 0
    left: int = 0


async def with_details(
    fetch: FetchPage,
    there: Listed,
    document: Document,
    known: Mapping[str, Sighted],
    *,
    baseline: bool,
    pause: float,
) -> Detailed:
    """Ask for the pages of what is new or changed.

    A baseline takes what it does not get as the list tells it: nobody is told of it. Raises FetchFailed
    where the very first page fails and somebody waits for it.
    """
    wanted = [one for one in there.unread(known) if one.native_id in document.details]
    found: dict[str, Posting | None] = {}
    requests = 0
    ends_at = asyncio.get_running_loop().time() + MOST_SECONDS
    for posting in wanted[:MOST_DETAILS]:
        if asyncio.get_running_loop().time() > ends_at:
            break
        await asyncio.sleep(pause)
        requests += 1
        try:
            found[posting.native_id] = await _one(fetch, posting, document)
        except NoSuchFeed:
            found[posting.native_id] = None  # it has gone since it was listed
        except FetchFailed:
            if not found and not baseline:
                raise
            break
    if not wanted:
        return Detailed(listed=there)
    missing = {one.native_id for one in wanted} - found.keys()
    left = frozenset() if baseline else frozenset(missing)
    gone = {native_id for native_id, posting in found.items() if posting is None}
    kept = tuple(
        (hashed, found.get(posting.native_id) or posting)
        for hashed, posting in there.postings
        if posting.native_id not in left and posting.native_id not in gone
    )
    complete = there.complete and not left
    return Detailed(
        listed=replace(there, postings=kept, complete=complete), requests=requests, left=len(left)
    )


async def _one(fetch: FetchPage, posting: Posting, document: Document) -> Posting:
    about = FORMATS[document.format].detailed
    answer = await fetch(document.details[posting.native_id], Validators())
    assert isinstance(answer, Fetched)  # noqa: S101  # nothing can be unchanged without validators
    if about is None:
        return posting
    return await asyncio.to_thread(about, posting, answer.body, answer.final_url)
