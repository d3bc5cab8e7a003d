"""Stored postings, their sightings and identities; on both databases."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.chat import WorkspaceId
from bot.domain.posting import Posting, PostingId, StoredPosting
from bot.domain.source import Source
from bot.store import postings, sources
from bot.store.store import Store
from tests.contracts.store_world import (
    DAY,
    HOUR,
    NOW,
    new_channel,
    new_posting,
    new_source,
    posting_of,
    reading_of,
)


async def get(store: Store, id_: PostingId) -> StoredPosting:
    async with store.read() as c:
        found = await postings.get(c, id_)
    assert found is not None
    return found


async def sight(
    store: Store, source: Source, posting_id: PostingId, native_id: str = "1", *, at: timedelta = HOUR
) -> None:
    posting = posting_of(native_id, url=f"https://{source.name}.example/{native_id}")
    async with store.write() as c:
        await postings.upsert_sighting(
            c, source.id, posting, posting_id=posting_id, content_hash="seen", now=NOW + at
        )


async def lose(store: Store, source: Source, *native_ids: str, ids: tuple[PostingId, ...]) -> tuple[int, ...]:
    async with store.write() as c:
        await postings.mark_gone(c, source.id, native_ids, NOW + DAY)
        return await postings.close(c, ids, NOW + DAY)


async def test_a_posting_is_kept_as_it_was_given_and_read(store: Store) -> None:
    source = await new_source(store)
    posting = Posting(
        native_id="8/1?ä",
        body="<p>Go & Rust 🦀</p>",
        title="Ingenieur/-in",
        company="Müller",
        url="https://jobs.example/" + "ä" * 3000,
        location="Köln",
        workplace="remote",
        employment="Full-time",
        salary="€ 90.000",
        posted="yesterday",
        tags=("go", "rust"),
    )
    async with store.write() as c:
        id_ = await postings.insert(c, source, posting, reading_of(posting), "hash", NOW)
    assert await get(store, id_) == StoredPosting(
        id=id_,
        posting=posting,
        reading=reading_of(posting),
        source_id=source.id,
        source_ids=(source.id,),
        first_seen_at=NOW,
    )


async def test_a_changed_posting_takes_the_new_text_and_keeps_its_past(store: Store) -> None:
    source = await new_source(store)
    id_ = await new_posting(store, source, "1", salary="100k")
    changed = posting_of("1", title="Staff Engineer")
    async with store.write() as c:
        await postings.update(c, id_, changed, reading_of(changed), "other", NOW + DAY)
    stored = await get(store, id_)
    assert (stored.posting, stored.reading) == (changed, reading_of(changed))
    assert (stored.first_seen_at, stored.source_id) == (NOW, source.id)


async def test_sightings_tell_what_is_known_of_a_source(store: Store) -> None:
    source, other = await new_source(store), await new_source(store, "other")
    id_ = await new_posting(store, source, "1")
    await sight(store, other, id_, "x")
    async with store.write() as c:
        await postings.mark_gone(c, source.id, ["1", "unknown"], NOW + DAY)
        await postings.mark_gone(c, source.id, ["1"], NOW + 2 * DAY)  # gone once is gone
        known = await postings.sightings_of(c, source.id)
        assert known == {"1": postings.Sighting(posting_id=id_, content_hash="hash 1", gone_at=NOW + DAY)}
        assert set(await postings.sightings_of(c, other.id)) == {"x"}
    await sight(store, source, id_, "1")
    async with store.read() as c:
        known = await postings.sightings_of(c, source.id)
    assert known == {"1": postings.Sighting(posting_id=id_, content_hash="seen")}
    assert (await get(store, id_)).source_ids == (source.id, other.id)


async def test_a_thousand_sightings_at_once_each_counts_once(store: Store) -> None:
    source = await new_source(store)
    id_ = await new_posting(store, source, "0")
    seen = [
        postings.NewSighting(native_id=str(n % 1200), url=None, posting_id=id_, content_hash=str(n))
        for n in range(1201)
    ]
    async with store.write() as c:
        await postings.upsert_sightings(c, source.id, seen, NOW)
        known = await postings.sightings_of(c, source.id)
    assert len(known) == 1200
    assert known["0"].content_hash == "1200"  # the last one of the same id


# Closing ----------------------------------------------------------------------------------------------


async def test_a_posting_closes_when_every_complete_list_has_lost_it(store: Store) -> None:
    first = await new_source(store, "first", complete_list=True)
    second = await new_source(store, "second", complete_list=True)
    newest = await new_source(store, "newest")
    id_ = await new_posting(store, first, "1")
    await sight(store, second, id_)
    await sight(store, newest, id_)
    assert await lose(store, first, "1", ids=(id_,)) == ()
    assert await lose(store, second, "1", ids=(id_,)) == (id_,)
    assert (await get(store, id_)).closed_at == NOW + DAY
    assert await lose(store, second, "1", ids=(id_,)) == ()  # closed already


async def test_a_list_of_the_newest_closes_nothing(store: Store) -> None:
    newest = await new_source(store)
    id_ = await new_posting(store, newest, "1")
    assert await lose(store, newest, "1", ids=(id_,)) == ()
    assert (await get(store, id_)).closed_at is None


async def test_a_source_that_is_not_read_any_more_keeps_nothing_open(store: Store) -> None:
    first = await new_source(store, "first", complete_list=True)
    second = await new_source(store, "second", complete_list=True)
    id_ = await new_posting(store, first, "1")
    await sight(store, second, id_)
    async with store.write() as c:
        await sources.remove(c, second.id)
    assert await lose(store, first, "1", ids=(id_,)) == (id_,)


async def test_a_closed_posting_opens_again_where_a_complete_list_has_it(store: Store) -> None:
    board = await new_source(store, "board", complete_list=True)
    newest = await new_source(store, "newest")
    id_ = await new_posting(store, board, "1")
    await lose(store, board, "1", ids=(id_,))
    await sight(store, newest, id_)  # an aggregator that is behind does not open it
    assert (await get(store, id_)).closed_at == NOW + DAY
    await sight(store, board, id_)
    assert (await get(store, id_)).closed_at is None


# Identities -------------------------------------------------------------------------------------------


async def claim(store: Store, id_: PostingId, *keys: str) -> Mapping[str, PostingId]:
    async with store.write() as c:
        return await postings.claim_keys(c, id_, keys)


async def test_who_claims_a_key_first_owns_it(store: Store) -> None:
    source = await new_source(store)
    one, other = await new_posting(store, source, "1"), await new_posting(store, source, "2")
    assert await claim(store, one, "url:a", "who:b") == {"url:a": one, "who:b": one}
    assert await claim(store, other, "url:a", "url:c", "url:c") == {"url:a": one, "url:c": other}
    assert await claim(store, one) == {}
    async with store.read() as c:
        keys = ["url:a", "url:c", "url:none", *(f"no:{n}" for n in range(1200))]
        assert await postings.by_keys(c, keys) == {"url:a": one, "url:c": other}


async def test_of_two_polls_that_claim_a_key_at_once_one_wins_and_both_know(store: Store) -> None:
    source = await new_source(store)
    ids = [await new_posting(store, source, str(n)) for n in range(6)]
    answers = await asyncio.gather(*(claim(store, id_, "url:a", f"id:{id_}") for id_ in ids))
    winners = {answer["url:a"] for answer in answers}
    assert len(winners) == 1
    assert all(answer[f"id:{id_}"] == id_ for id_, answer in zip(ids, answers, strict=True))


async def test_the_second_claimer_waits_for_the_first_and_takes_over_when_it_fails(store: Store) -> None:
    source = await new_source(store)
    one, other = await new_posting(store, source, "1"), await new_posting(store, source, "2")

    async def claim_and_fail() -> None:
        async with store.write() as c:
            await postings.claim_keys(c, one, ["url:a"])
            claimed.set()
            raise LookupError("on the way")

    claimed = asyncio.Event()
    failing = asyncio.create_task(claim_and_fail())
    await claimed.wait()
    assert await claim(store, other, "url:a") == {"url:a": other}
    with pytest.raises(LookupError):
        await failing


async def test_polls_that_claim_each_others_keys_in_turns_do_not_deadlock(postgres_store: Store) -> None:
    store = postgres_store  # SQLite has one writer at a time
    source = await new_source(store)
    one, other = await new_posting(store, source, "1"), await new_posting(store, source, "2")
    turns = asyncio.Barrier(2)

    async def poll(id_: PostingId, *keys: str) -> str:
        async with store.write() as c:
            await turns.wait()
            await postings.lock_identities(c)
            for key in keys:
                await postings.claim_keys(c, id_, [key])
                await asyncio.sleep(0)
            return "done"

    assert await asyncio.gather(poll(one, "a", "b"), poll(other, "b", "a")) == ["done", "done"]
    async with store.read() as c:
        assert len(set((await postings.by_keys(c, ["a", "b"])).values())) == 1


async def test_a_merged_posting_hands_over_its_keys_and_sightings(store: Store) -> None:
    source, other = await new_source(store), await new_source(store, "other")
    first, second = await new_posting(store, source, "1"), await new_posting(store, other, "2")
    third = await new_posting(store, other, "3")
    await claim(store, second, "url:a")
    async with store.write() as c:
        assert await postings.merge(c, third, second) == second
        assert await postings.merge(c, second, first) == first
        assert await postings.merge(c, third, second) == first  # the one that stands for it
        assert await postings.merge(c, first, third) == first  # no circle
        assert await postings.by_keys(c, ["url:a"]) == {"url:a": first}
        assert {one.posting_id for one in (await postings.sightings_of(c, other.id)).values()} == {first}
    merged = [await get(store, id_) for id_ in (first, second, third)]
    assert [one.merged_into for one in merged] == [None, first, first]
    assert merged[0].source_ids == (source.id, other.id)
    async with store.read() as c:
        assert [one.id for one in await postings.page(c, None, length=9)] == [first]


async def test_nothing_of_a_workspace_is_merged_out_of_it(store: Store) -> None:
    channel = await new_channel(store)
    shared = await new_posting(store, await new_source(store), "1")
    own_source = await new_source(store, workspace_id=channel.workspace_id)
    own = await new_posting(store, own_source, "2")
    for loser, winner in ((shared, own), (own, shared)):
        with pytest.raises(ValueError, match="not of the same workspace"):
            await _merge(store, loser, winner)
    assert (await get(store, own)).merged_into is None


async def _merge(store: Store, loser: PostingId, winner: PostingId) -> None:
    async with store.write() as c:
        await postings.merge(c, loser, winner)


# Reading ----------------------------------------------------------------------------------------------


async def seen_by(store: Store, workspace_id: WorkspaceId | None) -> list[PostingId]:
    async with store.read() as c:
        return [one.id async for one in postings.since(c, NOW - DAY, workspace_id)]


async def test_what_a_workspaces_own_source_brings_is_seen_there_alone(store: Store) -> None:
    here, there = await new_channel(store, workspace="W1"), await new_channel(store, workspace="W2")
    shared = await new_posting(store, await new_source(store), "1")
    own_source = await new_source(store, "own", workspace_id=here.workspace_id)
    own = await new_posting(store, own_source, "2", url="https://intern.example/2")
    assert await seen_by(store, here.workspace_id) == [own, shared]
    assert await seen_by(store, there.workspace_id) == [shared]
    assert await seen_by(store, None) == [shared]
    async with store.read() as c:
        assert await postings.is_visible(c, own, here.workspace_id)
        assert not await postings.is_visible(c, own, there.workspace_id)
        link = "https://intern.example/2"
        found = await postings.by_url(c, link, workspace_id=here.workspace_id)
        assert found is not None
        assert found.id == own
        assert await postings.by_url(c, link, workspace_id=there.workspace_id) is None


async def test_a_link_finds_the_posting_wherever_it_was_seen(store: Store) -> None:
    board, other = await new_source(store), await new_source(store, "other")
    channel = await new_channel(store)
    old = await new_posting(store, board, "1")
    await sight(store, other, old, "x")
    same_link = await new_posting(store, board, "2", url="https://jobs.example/1")
    own = await new_source(store, "own", workspace_id=channel.workspace_id)
    await new_posting(store, own, "3", url="https://jobs.example/1")

    async def found(url: str) -> PostingId | None:
        async with store.read() as c:
            one = await postings.by_url(c, url)
            return one.id if one else None

    assert await found("https://other.example/x") == old
    assert await found("https://jobs.example/1") == same_link  # shared before own, newest before older
    await _merge(store, same_link, old)
    assert await found("https://jobs.example/1") == old
    assert await found("https://jobs.example/none") is None


async def test_ids_are_answered_in_their_order_without_what_is_unknown(store: Store) -> None:
    source = await new_source(store)
    ids = [await new_posting(store, source, str(n)) for n in range(3)]
    wanted = [ids[2], PostingId(999_999), ids[0], ids[2]]
    async with store.read() as c:
        assert [one.id for one in await postings.by_ids(c, wanted)] == [ids[2], ids[0], ids[2]]
        assert await postings.by_ids(c, []) == ()
        assert await postings.get(c, PostingId(999_999)) is None


async def test_pages_show_everything_once_newest_first(store: Store) -> None:
    source = await new_source(store, complete_list=True)
    times = (NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - 2 * HOUR, NOW - 2 * HOUR, NOW)  # one reading, one time
    ids = [await new_posting(store, source, str(n), at=at) for n, at in enumerate(times)]
    await lose(store, source, "1", ids=(ids[1],))

    async def pages(**how: object) -> list[list[PostingId]]:
        shown: list[list[PostingId]] = []
        before = None
        async with store.read() as c:
            while page := await postings.page(c, None, length=2, before=before, **how):  # type: ignore[arg-type]
                shown.append([one.id for one in page])
                before = postings.cursor_of(page[-1])
        return shown

    newest_first = ids[::-1]
    assert await pages() == [newest_first[:2], newest_first[2:4], newest_first[4:]]
    assert await pages(only_open=True) == [[ids[4], ids[3]], [ids[2], ids[0]]]
    assert await pages(since=NOW - 2 * HOUR) == [[ids[4], ids[3]], [ids[2], ids[1]]]


async def test_what_was_seen_since_comes_in_batches_and_stops_when_nobody_wants_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.stored._BATCH", 3)
    source = await new_source(store)
    ids = [await new_posting(store, source, str(n), at=NOW + n * HOUR) for n in range(7)]
    async with store.read() as c:
        assert [one.id async for one in postings.since(c, NOW + HOUR, None)] == ids[:0:-1]
        first = await anext(postings.since(c, NOW, None))
    assert first == replace(await get(store, ids[-1]))
