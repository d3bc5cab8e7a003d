"""Real feeds, boards and postings through the whole pipeline, held against brute force."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.wiring import House
from bot.domain.chat import WorkspaceId
from bot.domain.delivery import PartState
from bot.domain.posting import PostingId, StoredPosting
from bot.matching import Query, parse
from bot.store import ledger, postings, sources
from tests.acceptance.brute_force import ReadEntry, is_wanted, listed, read_all
from tests.acceptance.command_house import vocabulary
from tests.acceptance.real_documents import Feed, feeds
from tests.acceptance.real_house import RealHouse
from tests.acceptance.settling import (
    matches_by_key,
    owed_keys,
    part_states,
    shown_keys,
    shown_messages,
)
from tests.contracts.platform_rigs import chat_server
from tests.servers.job_board import JobBoard
from tests.shared import shared

SUBSCRIPTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "engineering": (
        ("senior backend, Go | Rust | Python", ""),
        ("software engineer, salary>=150k USD", ""),
        ("frontend | full stack, React", ""),
        ("staff | principal", ""),
        ("(TypeScript, AWS) | Kubernetes, -junior", ""),
    ),
    "data": (
        ("data scientist | data engineer", ""),
        ("machine learning, Python", "daily"),
        ('"large language models" | LLM, engineer', ""),
        ("SQL, years<=3", "hourly"),
    ),
    "places": (
        ("in:Europe, -intern", ""),
        ("remote:US, engineer", "weekly"),
        ("in:Berlin | in:London", "daily"),
        ("onsite, in:New York", ""),
    ),
    "few": (
        ("engineer", ""),
        ("manager, -company:Uber", ""),
        ("product designer | product manager", ""),
    ),
    "digest": (
        ("security engineer", "daily"),
        ("salary>=200k | salary:unknown, director", "daily"),
        ("contract | part-time", "daily"),
        ("title:growth, marketing | sales", "weekly"),
    ),
}
"""Query and cadence of each channel's subscriptions."""

FEW_CARDS = 5
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NO_WORKSPACE = WorkspaceId(0)
LEAST_MATCHES = 300
"""Fewer would mean that the queries ask for nothing that is there."""


async def test_every_channel_gets_what_brute_force_finds_once_and_nothing_on_a_second_run(
    tmp_path: Path,
) -> None:
    given = feeds(shared("data/feeds"), shared("data/postings"))
    async with JobBoard() as board, chat_server(tmp_path / "chat.jsonl") as chat:
        story = RealHouse(tmp_path, given, board=board, chat=chat)
        async with story.running(with_feeds=False) as house:
            await subscribe(story, house)
        story.put(first_documents(given))
        async with story.running() as house:
            await story.serve(house, first_documents(given))  # the baseline
            await story.serve(house, {feed.name: feed.whole for feed in given})
            await story.post_digests(house, tuple(SUBSCRIPTIONS))
            entries = {feed.name: everything_of(story, feed) for feed in given}
            await assert_all_is_stored(story, house, entries)
            await assert_as_brute_force_says(story, house, entries, chat)
        before = await shown_messages(chat)
        async with story.running() as house:
            await story.serve(house, {feed.name: feed.whole + b"\n" for feed in given})  # read anew
            await story.post_digests(house, tuple(SUBSCRIPTIONS))
            await assert_all_is_stored(story, house, entries)
        assert await shown_messages(chat) == before


async def subscribe(story: RealHouse, house: House) -> None:
    for channel, wishes in SUBSCRIPTIONS.items():
        for query, cadence in wishes:
            reply = await story.says(house, channel, f"subscribe {query} {cadence}")
            assert "Subscribed" in reply, reply
    await story.says(house, "few", f"settings cards {FEW_CARDS}")
    await story.leave_nothing_to_a_button(house, tuple(SUBSCRIPTIONS))


def first_documents(given: Sequence[Feed]) -> dict[str, bytes]:
    return {feed.name: feed.first for feed in given}


def everything_of(story: RealHouse, feed: Feed) -> dict[str, ReadEntry]:
    """Each posting as it was read with the first document that listed it."""
    url, now = story.url(feed), datetime.now(UTC)
    whole, first = listed(feed, feed.whole, url=url), listed(feed, feed.first, url=url)
    later = read_all(whole, vocabulary(), listed_with=whole, now=now)
    return later | read_all(first, vocabulary(), listed_with=first, now=now)


async def stored_by_source(house: House) -> dict[tuple[str, str], StoredPosting]:
    """Each posting that stands for itself, by the name of the source that brought it and its id there."""
    async with house.store.read() as c:
        found = [one async for one in postings.since(c, LONG_AGO, None)]
        names = {one.id: one.name for one in await sources.visible_to(c, NO_WORKSPACE)}
    return {(names[one.source_id], one.posting.native_id): one for one in found}


async def assert_all_is_stored(
    story: RealHouse, house: House, entries: dict[str, dict[str, ReadEntry]]
) -> None:
    """Every entry is a posting, or a sighting of one that another entry of that title has brought."""
    stored = await stored_by_source(house)
    by_id = {one.id: one for one in stored.values()}
    async with house.store.read() as c:
        ids = {one.name: one.id for one in await sources.visible_to(c, NO_WORKSPACE)}
        sighted = {feed.name: await postings.sightings_of(c, ids[feed.name]) for feed in story.feeds}
    for name, there in entries.items():
        assert sighted[name].keys() == there.keys(), name
        for native_id, entry in there.items():
            own = stored.get((name, native_id))
            if own is not None:
                assert (own.posting, own.reading) == (entry.posting, entry.reading)
            else:
                twin = by_id[sighted[name][native_id].posting_id]
                assert twin.reading.title == entry.reading.title


async def assert_as_brute_force_says(
    story: RealHouse, house: House, entries: dict[str, dict[str, ReadEntry]], chat: str
) -> None:
    stored = await stored_by_source(house)
    first = {
        (feed.name, one.native_id)
        for feed in story.feeds
        for one in listed(feed, feed.first, url=story.url(feed))
    }
    new = {
        place: one.id
        for place, one in stored.items()
        if place not in first and one.closed_at is None  # some old documents say that their jobs have ended
    }
    shown = await shown_postings(house, chat)
    total = 0
    for channel, wishes in SUBSCRIPTIONS.items():
        expected: set[PostingId] = set()
        for text, _ in wishes:
            found = wanted(parse(text, vocabulary()), new, entries)
            assert found, f"{text} finds nothing: it proves nothing"
            expected |= found
        assert shown.get(channel) == Counter(expected), channel
        total += len(expected)
    assert total >= LEAST_MATCHES
    assert shown_keys(await shown_messages(chat)) == await owed_keys(house.store)
    assert set(await part_states(house.store)) == {PartState.SENT}


def wanted(
    query: Query, new: dict[tuple[str, str], PostingId], entries: dict[str, dict[str, ReadEntry]]
) -> set[PostingId]:
    now = datetime.now(UTC)
    return {
        id_
        for (source, native_id), id_ in new.items()
        if is_wanted(entries[source][native_id], query, source=source, now=now)
    }


async def shown_postings(house: House, chat: str) -> dict[str, Counter[PostingId]]:
    """How often each channel shows each posting."""
    shown: dict[str, Counter[PostingId]] = {}
    meant = await matches_by_key(house.store)
    for message in await shown_messages(chat):
        async with house.store.read() as c:
            matches = await ledger.matches_by_ids(c, meant[message["key"]])
        there = shown.setdefault(message["channel"], Counter())
        there.update(one.posting_id for one in matches)
    return shown
