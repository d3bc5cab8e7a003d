"""Commits one reading of a source in one transaction: postings, sightings, matches, validators, or nothing.

Whatever it finds that has changed since the entries were read makes it give up with `Outrun`, before
anything is written for good; the caller reads what is missing and comes again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.source import Source
from bot.feeds.identity import Sighted, Verdict
from bot.feeds.subscription_index import ChannelHit, Held
from bot.matching import Candidate
from bot.store import postings


class Outrun(Exception):
    """Another poll, or a change of the source, came in between: nothing was written, come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was held against the index before the transaction: candidates by native id, and the hits."""

    candidates: Mapping[str, Candidate]
    held: Held

    def hits(self) -> Mapping[str, tuple[ChannelHit, ...]]:
        """The hits by native id."""
        return dict(zip(self.candidates, self.held.hits, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a reading brought, for the log line and the queue. `held`: see `Decisions.held`."""

    verdicts: Mapping[Verdict, int]
    closed: int
    matches: int
    channels: tuple[ChannelId, ...]
    held: bool


async def known_of(c: AsyncConnection, source: Source) -> dict[str, Sighted]:
    """What is stored of a source's entries, by native id."""
    return {
        native_id: Sighted(
            posting_id=one.posting_id, content_hash=one.content_hash, gone=one.gone_at is not None
        )
        for native_id, one in (await postings.sightings_of(c, source.id)).items()
    }
