"""Sources: claimed by one, recorded with their outcome, kept in step with the configuration; on both."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.source import Source, SourceHealth, SourceId, SourceTerms, Validators
from bot.store import postings, sources
from bot.store.store import Store
from tests.contracts.store_world import DAY, HOUR, NOW, new_channel, new_posting, new_source

SEEN = Validators(etag='"1"', last_modified="Wed, 25 Nov 2026 11:00:00 GMT", body_hash="abc")


@dataclass(frozen=True)
class Spec:
    """A source as the configuration names it."""

    name: str
    url: str
    format: str = "rss"
    complete_list: bool = False
    terms: SourceTerms = SourceTerms()  # noqa: RUF009  # frozen
    enabled: bool = True


async def claim(store: Store, at: datetime = NOW, lease: timedelta = HOUR) -> tuple[SourceId, ...]:
    async with store.write() as c:
        return await sources.claim_due(c, at, lease)


async def get(store: Store, id_: SourceId) -> Source | None:
    async with store.read() as c:
        return await sources.get(c, id_)


async def record_read(store: Store, id_: SourceId, *, baseline: bool = False) -> None:
    async with store.write() as c:
        await sources.record_read(
            c, id_, validators=SEEN, now=NOW, next_poll_at=NOW + HOUR, baseline=baseline
        )


async def test_a_source_is_kept_as_it_was_added(store: Store) -> None:
    channel = await new_channel(store)
    terms = SourceTerms(attribution="Remote Jobs", least_interval=timedelta(hours=6))
    async with store.write() as c:
        made = await sources.add(
            c,
            name="Board",
            url="https://board.example/feed",
            format="greenhouse",
            workspace_id=channel.workspace_id,
            complete_list=True,
            terms=terms,
            now=NOW,
        )
    assert made == Source(
        id=made.id,
        name="Board",
        url="https://board.example/feed",
        format="greenhouse",
        workspace_id=channel.workspace_id,
        complete_list=True,
        terms=terms,
        next_poll_at=NOW,
    )
    assert await get(store, made.id) == made
    assert await get(store, SourceId(made.id + 1)) is None


async def test_due_sources_go_to_exactly_one_of_those_who_claim_at_once(store: Store) -> None:
    due = [(await new_source(store, f"board{n}")).id for n in range(20)]
    claimed = await asyncio.gather(*(claim(store) for _ in range(4)))
    assert sorted(id_ for some in claimed for id_ in some) == sorted(due)


async def test_a_claim_that_another_is_making_is_neither_waited_for_nor_doubled(
    postgres_store: Store,
) -> None:
    await new_source(postgres_store)  # SQLite has one writer at a time
    async with postgres_store.write() as one, postgres_store.write() as other:
        assert len(await sources.claim_due(one, NOW, HOUR)) == 1
        assert await sources.claim_due(other, NOW, HOUR) == ()


async def test_a_claim_ends_when_it_is_recorded_or_has_run_out(store: Store) -> None:
    source = await new_source(store)
    assert await claim(store, NOW - HOUR) == ()  # not due yet
    assert await claim(store) == (source.id,)
    assert await claim(store, NOW + HOUR / 2) == ()
    assert await claim(store, NOW + HOUR) == (source.id,)  # its claimer has died
    await record_read(store, source.id)
    assert await claim(store, NOW + HOUR / 2) == ()  # not due yet
    assert await claim(store, NOW + HOUR) == (source.id,)


async def test_what_a_poll_says_is_recorded(store: Store) -> None:
    source = await new_source(store)
    await record_read(store, source.id, baseline=True)
    read = await get(store, source.id)
    assert read == replace(
        source,
        validators=SEEN,
        health=SourceHealth.READ,
        baseline_at=NOW,
        polled_at=NOW,
        next_poll_at=NOW + HOUR,
    )
    for times in (1, 2):
        async with store.write() as c:
            await sources.record_failure(
                c,
                source.id,
                health=SourceHealth.NO_SUCH_FEED,
                failure="It is an HTML page.",
                now=NOW + times * HOUR,
                next_poll_at=NOW + DAY,
            )
    failed = await get(store, source.id)
    assert failed == replace(
        read,
        health=SourceHealth.NO_SUCH_FEED,
        failure="It is an HTML page.",
        failures=2,
        failing_since=NOW + HOUR,
        polled_at=NOW + 2 * HOUR,
        next_poll_at=NOW + DAY,
    )  # the validators are still those of what is stored
    await record_read(store, source.id)
    assert await get(store, source.id) == read


async def test_a_workspace_sees_the_shared_sources_and_its_own(store: Store) -> None:
    here, there = await new_channel(store, workspace="W1"), await new_channel(store, workspace="W2")
    shared = await new_source(store, "shared")
    own = await new_source(store, "a-own", workspace_id=here.workspace_id)
    same = await new_source(store, "shared", workspace_id=here.workspace_id)
    foreign = await new_source(store, "foreign", workspace_id=there.workspace_id)
    async with store.read() as c:
        assert await sources.visible_to(c, here.workspace_id) == (shared, own, same)
        assert await sources.visible_to(c, there.workspace_id) == (shared, foreign)


async def test_a_source_is_added_once_however_many_add_it(store: Store) -> None:
    made = await asyncio.gather(*(new_source(store) for _ in range(4)))
    assert len({one.id for one in made}) == 1


async def test_a_removed_source_is_not_read_but_what_it_brought_stays(store: Store) -> None:
    channel = await new_channel(store)
    source = await new_source(store, workspace_id=channel.workspace_id)
    posting_id = await new_posting(store, source)
    async with store.write() as c:
        await sources.remove(c, source.id)
    assert await claim(store) == ()
    assert await get(store, source.id) is None
    async with store.read() as c:
        named = await sources.get(c, source.id, also_removed=True)
        assert named is not None
        assert named.name == "board"
        assert await sources.visible_to(c, channel.workspace_id) == ()
        assert await postings.is_visible(c, posting_id, channel.workspace_id)


async def test_a_source_that_is_added_again_begins_with_a_baseline(store: Store) -> None:
    source = await new_source(store)
    await record_read(store, source.id, baseline=True)
    async with store.write() as c:
        await sources.remove(c, source.id)
    again = await new_source(store, complete_list=True)
    assert again == replace(source, complete_list=True)  # no validators, no baseline, due at once


async def test_the_shared_sources_become_those_of_the_configuration(store: Store) -> None:
    channel = await new_channel(store)
    own = await new_source(store, "own", workspace_id=channel.workspace_id)
    specs = [
        Spec("A", "https://a.example"),
        Spec("B", "https://b.example", enabled=False),
        Spec("C", "https://c.example"),
    ]

    async def synced(*specs: Spec) -> dict[str, Source]:
        async with store.write() as c:
            await sources.sync_shared(c, specs, NOW)
            seen = await sources.visible_to(c, channel.workspace_id)
            return {one.url: one for one in seen if one != own}

    first = await synced(*specs)
    assert {one.name: one.enabled for one in first.values()} == {"A": True, "B": False, "C": True}
    for one in first.values():
        await record_read(store, one.id, baseline=True)
    assert await synced(*specs) == {
        url: replace(
            one,
            validators=SEEN,
            baseline_at=NOW,
            health=SourceHealth.READ,
            polled_at=NOW,
            next_poll_at=NOW + HOUR,
        )
        for url, one in first.items()
    }

    terms = SourceTerms(attribution="A Jobs", least_interval=DAY)
    changed = await synced(
        Spec("A renamed", "https://a.example", terms=terms), Spec("B", "https://b.example", format="atom")
    )
    a, b = changed["https://a.example"], changed["https://b.example"]
    assert set(changed) == {"https://a.example", "https://b.example"}
    assert (a.name, a.terms, a.validators, a.next_poll_at) == ("A renamed", terms, SEEN, NOW + HOUR)
    assert (b.enabled, b.format, b.validators, b.next_poll_at) == (True, "atom", Validators(), NOW)

    back = (await synced(*specs))["https://c.example"]
    assert (back.id, back.baseline_at) == (first["https://c.example"].id, None)
