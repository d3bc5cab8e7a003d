"""The data commands: JSON lines in, JSON lines out, for people who tune queries and for measuring."""

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typer

from adapters.cli.lines import left_out, named, numbered, postings_of, write_line
from adapters.wiring import fetcher_of, vocabulary_of
from bot.domain.posting import Posting
from bot.domain.subscription import SubscriptionId
from bot.errors import CommandError, FeedError, FetchFailed, NoSuchFeed, QueryError
from bot.extraction.extract_record import extract_record
from bot.extraction.reading import read
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.discovery import recognise
from bot.feeds.formats import FORMATS, Document, read_document
from bot.feeds.paging import ListRead, fetching, read_list
from bot.matching import Candidate, StandingQueries, parse
from bot.settings import Settings

NO_SUCH_FEED = 3
FAILED = 4


def extract(settings: Settings, postings: str) -> None:
    """Write what is read out of each posting."""
    vocabulary = vocabulary_of(settings)
    for posting in postings_of(postings):
        write_line(extract_record(posting.native_id, read(posting, vocabulary, seen_on=_seen_on(posting))))


def match(settings: Settings, queries: str, postings: str) -> None:
    """Write a line for each posting and query that match."""
    if queries == postings == "-":
        raise CommandError("Only one of --queries and --postings can be -, for there is one standard input.")
    vocabulary = vocabulary_of(settings)
    index, names = _standing(queries, vocabulary)
    if not names:
        print(f"{named(queries)} has no query to match: write an id, a tab, a query.", file=sys.stderr)
    now = datetime.now(UTC)
    for posting in postings_of(postings):
        for hit in index.matches(_candidate(posting, vocabulary), now=now):
            because = [{"clause": one.clause, "words": list(one.words)} for one in hit.reasons]
            write_line(
                {"posting": posting.native_id, "query": names[hit.subscription_id], "because": because}
            )


def read_feed(settings: Settings, source: str, format_name: str | None) -> None:
    """Write one posting a line. Ends with status 3 where there is no such feed, 4 where it failed."""
    if format_name is not None and format_name not in FORMATS:
        print(f'There is no format "{format_name}". Formats: {", ".join(FORMATS)}.', file=sys.stderr)
        raise typer.Exit(2)
    try:
        document = asyncio.run(_document(settings, source, format_name))
    except FeedError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(NO_SUCH_FEED if isinstance(error, NoSuchFeed) else FAILED) from error
    for posting in document.entries:
        write_line(_posting_record(source, posting))
    for reason in document.skipped:
        print(f"{named(source)}: left out: {reason}", file=sys.stderr)


async def _document(settings: Settings, source: str, format_name: str | None) -> Document:
    if "://" not in source:
        return read_document(_body(source), url=named(source), content_type=None, format=format_name)
    known = recognise(source)
    fetcher = fetcher_of(settings)
    try:
        read = await read_list(
            fetching(fetcher),
            known.url if known else source,
            format_name or (known.format if known else None),
        )
    finally:
        await fetcher.close()
    assert isinstance(read, ListRead)  # noqa: S101  # without validators nothing can be unchanged
    if read.cut:
        print(f"{named(source)}: the list was not read to its end: {read.cut}.", file=sys.stderr)
    return read.document


def _body(source: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise FetchFailed(f"{named(source)} cannot be read ({error.strerror}). Check the path.") from error


def _posting_record(source: str, posting: Posting) -> dict[str, Any]:
    return {
        "id": posting.native_id,
        "source_id": source,
        "url": posting.url,
        "title": posting.title,
        "company": posting.company,
        "location": posting.location,
        "workplace": posting.workplace,
        "employment": posting.employment,
        "salary": posting.salary,
        "posted": posting.posted,
        "body": posting.body,
        "tags": list(posting.tags),
    }


def _candidate(posting: Posting, vocabulary: Vocabulary) -> Candidate:
    reading = read(posting, vocabulary, seen_on=_seen_on(posting))
    seen = reading.posted_on or datetime.now(UTC).date()
    first_seen_at = datetime(seen.year, seen.month, seen.day, tzinfo=UTC)
    return Candidate(posting=posting, reading=reading, source="", first_seen_at=first_seen_at)


def _seen_on(posting: Posting) -> date:
    """The day that relative dates in a text count from: when it was posted, where that is known."""
    try:
        return datetime.fromisoformat(posting.posted or "").date()
    except ValueError:
        return datetime.now(UTC).date()


def _standing(source: str, vocabulary: Vocabulary) -> tuple[StandingQueries, dict[SubscriptionId, str]]:
    """The queries that can be read, and their ids."""
    index = StandingQueries()
    names: dict[SubscriptionId, str] = {}
    for number, name, text in _queries(source):
        id_ = SubscriptionId(number)
        if name in names.values():
            left_out(source, number, f"the id {name} stands in a line before it")
            continue
        try:
            index.put(id_, parse(text, vocabulary))
        except QueryError as error:
            left_out(source, number, _query_problem(error))
        else:
            names[id_] = name
    return index, names


def _queries(source: str) -> Iterator[tuple[int, str, str]]:
    """The number, id and query of each line."""
    for number, line in numbered(source):
        name, tab, text = line.rstrip("\n").partition("\t")
        if tab and name.strip():
            yield number, name.strip(), text.strip()
        else:
            left_out(source, number, "a query is its id, a tab and the query")


def _query_problem(error: QueryError) -> str:
    if not error.query.strip():
        return error.problem
    meant = f"; did you mean {error.suggestion}" if error.suggestion else ""
    return f"{error.problem}, in {error.query} at character {error.position + 1}{meant}"
