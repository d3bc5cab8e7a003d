"""What every channel should get, found the slow way: each posting's each opening against each query.

No index, no explanation, no store: a document is read anew, and only the terms themselves are asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.opening import Reading
from bot.domain.posting import Posting
from bot.extraction.reading import read
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.formats import read_document
from bot.feeds.house_style import repeated_by_company
from bot.matching import Candidate, Query
from bot.matching.candidate import CandidateWords, Offer
from bot.matching.query import AnyOf, Literal, Node
from tests.acceptance.real_documents import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """An entry of a document, as it is read on the day of `now`."""

    posting: Posting
    reading: Reading


def listed(feed: Feed, body: bytes, *, url: str) -> tuple[Posting, ...]:
    """The postings of one of the feed's documents."""
    document = read_document(body, url=url, content_type=feed.content_type, format=feed.format)
    assert document.skipped == (), feed.name
    return document.entries


def read_all(
    postings: Iterable[Posting], vocabulary: Vocabulary, *, listed_with: Sequence[Posting], now: datetime
) -> dict[str, ReadEntry]:
    """All of them read, by their native ids; what their companies repeat is told by `listed_with`."""
    unread = tuple(postings)
    repeated = repeated_by_company(unread, listed_with)
    return {
        one.native_id: ReadEntry(
            posting=one,
            reading=read(
                one, vocabulary, seen_on=now.date(), repeated=repeated.get(one.company, frozenset())
            ),
        )
        for one in unread
    }


def is_wanted(entry: ReadEntry, query: Query, *, source: str, now: datetime) -> bool:
    """Whether one of its openings meets the query."""
    candidate = Candidate(posting=entry.posting, reading=entry.reading, source=source, first_seen_at=now)
    words = CandidateWords(candidate)
    offers = [Offer(words, at, now) for at in range(len(entry.reading.openings))]
    return any(all(_holds(clause, offer) for clause in query.clauses) for offer in offers)


def _holds(node: Node, offer: Offer) -> bool:
    if isinstance(node, Literal):
        return (node.term.found_in(offer) is not None) != node.negated
    parts = (_holds(part, offer) for part in node.parts)
    return any(parts) if isinstance(node, AnyOf) else all(parts)
