"""New postings of one reading, stored together: on both databases."""

from datetime import UTC, datetime

from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting, PostingId
from bot.domain.source import Source, SourceTerms
from bot.store import postings, sources
from bot.store.arrivals import Arrival, claim_all, insert_all
from bot.store.store import Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def a_source(store: Store) -> Source:
    async with store.write() as c:
        return await sources.add(
            c,
            name="Acme",
            url="https://acme.example/jobs",
            format="rss",
            workspace_id=None,
            complete_list=False,
            terms=SourceTerms(),
            now=NOW,
        )


def arrival(number: int, *keys: str) -> Arrival:
    title = f"Engineer {number}"
    return Arrival(
        posting=Posting(native_id=str(number), title=title, body="We build.", tags=("a", "b")),
        reading=Reading(
            title=title,
            company="Acme",
            text="We build.",
            language="en",
            posted_on=None,
            openings=(Facets(title=title),),
        ),
        content_hash=f"hash {number}",
        keys=keys,
    )


async def test_thousands_are_stored_whole_with_ids_in_their_order(store: Store) -> None:
    source = await a_source(store)
    new = [arrival(number) for number in range(2_500)]
    async with store.write() as c:
        made = await insert_all(c, source, new, NOW)
        stored = await postings.by_ids(c, made)
    assert list(made) == sorted(set(made))
    assert [one.posting for one in stored] == [one.posting for one in new]
    assert stored[7].reading == new[7].reading
    assert {(one.first_seen_at, one.source_id) for one in stored} == {(NOW, source.id)}


async def test_none_at_all_is_fine(store: Store) -> None:
    source = await a_source(store)
    async with store.write() as c:
        assert await insert_all(c, source, [], NOW) == ()
        assert await claim_all(c, []) == {}


async def test_a_key_belongs_to_the_first_that_claims_it_here_or_before(store: Store) -> None:
    source = await a_source(store)
    async with store.write() as c:
        old, first, second = await insert_all(c, source, [arrival(1), arrival(2), arrival(3)], NOW)
        await postings.claim_keys(c, old, ("url:taken",))
    async with store.write() as c:
        owners = await claim_all(
            c, [(first, ("who:shared", "url:taken")), (second, ("id:own", "who:shared"))]
        )
    expected: dict[str, PostingId] = {"who:shared": first, "url:taken": old, "id:own": second}
    assert owners == expected
