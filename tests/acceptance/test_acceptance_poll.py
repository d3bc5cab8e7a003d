"""What becomes of a posting from the board to the match: stories, through the wire and the database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.source import SourceHealth
from bot.store import sources, subscriptions
from tests.acceptance.poll_house import GO, JAVA, Job, Killed, PollHouse
from tests.servers.job_board import answers

OLD = Job(1, "Office Manager", content="<p>You look after our office.</p>")
FRESH = Job(2)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[PollHouse]:
    async with PollHouse.open(database_url) as made:
        yield made


async def test_the_first_reading_of_a_source_stores_everything_and_sends_nothing(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", FRESH)
    assert [one.posting.title for one in await house.stored()] == [FRESH.title]
    assert await house.matched(subscription.channel_id) == []
    assert house.queue.put_keys == []
    assert (await house.state(source)).baseline_at == house.now


async def test_a_new_posting_is_matched_with_its_reasons_and_its_channel_is_put_to_work(
    house: PollHouse,
) -> None:
    subscription = await house.subscribe("senior backend, Go, AWS")
    await house.subscribe("frontend, TypeScript", channel="frontend")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH, Job(3, content=JAVA))
    house.later()
    await house.poll(source)
    (match,) = await house.matched(subscription.channel_id)
    assert match.subscription_ids == (subscription.id,)
    assert {reason.clause for reason in match.reasons} == {"senior", "backend engineer", "Go", "AWS"}
    assert house.queue.put_keys == [f"deliver:{subscription.channel_id}"]


async def test_a_posting_that_is_listed_again_and_again_is_matched_once(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    for number in range(3, 6):
        house.lists("/acme", OLD, FRESH, Job(number, content=JAVA, title=f"Engineer {number}"))
        house.later()
        await house.poll(source)
    assert len(await house.matched(subscription.channel_id)) == 1


async def test_two_subscriptions_of_a_channel_share_one_match(house: PollHouse) -> None:
    first, second = await house.subscribe("Go"), await house.subscribe("AWS")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    (match,) = await house.matched(first.channel_id)
    assert match.subscription_ids == (first.id, second.id)


async def test_an_unchanged_source_is_not_read_again(house: PollHouse) -> None:
    source = await house.polled("/acme", OLD)
    house.later()
    with capture_logs() as logs:
        await house.poll(source)
    assert house.board.requests[-1].status == 304
    assert [line["outcome"] for line in logs if line["event"] == "poll"] == ["unchanged"]
    state = await house.state(source)
    assert (state.health, state.polled_at) == (SourceHealth.READ, house.now)
    assert state.next_poll_at == house.now + timedelta(minutes=15)


async def test_a_source_that_is_not_due_is_left_alone(house: PollHouse) -> None:
    source = await house.polled("/acme", OLD)
    house.later(minutes=14)
    await house.poll(source)
    assert len(house.board.requests) == 1


async def test_one_position_on_two_boards_is_one_posting_two_sightings_one_match(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    one, other = await house.polled("/one", OLD), await house.polled("/other", replace(OLD, id=9))
    house.lists("/one", OLD, FRESH)
    house.lists("/other", replace(OLD, id=9), replace(FRESH, id=8, url="https://other.example/8?ref=x"))
    house.later()
    await house.poll(one, other)
    there = [posting for posting in await house.stored() if posting.posting.title == FRESH.title]
    assert [set(posting.source_ids) for posting in there] == [{one.id, other.id}]
    assert len(await house.matched(subscription.channel_id)) == 1


async def test_who_asks_for_a_source_gets_what_another_source_had_before(house: PollHouse) -> None:
    asks = await house.subscribe("source:other, Go")
    one, other = await house.polled("/one", OLD), await house.polled("/other", replace(OLD, id=9))
    house.lists("/one", OLD, FRESH)
    house.later()
    await house.poll(one)
    assert await house.matched(asks.channel_id) == []
    late = await house.subscribe("Go", channel="late")  # it was there before this subscription
    copy = replace(FRESH, id=8, url="https://other.example/8")
    house.lists("/other", replace(OLD, id=9), copy, replace(copy, id=7))
    house.later()
    await house.poll(other)
    assert await house.matched_titles(asks.channel_id) == [FRESH.title]
    assert await house.matched(late.channel_id) == []


async def test_a_subscription_made_between_reading_and_commit_is_honoured(house: PollHouse) -> None:
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    made = []

    async def subscribe() -> None:
        made.append(await house.subscribe("Go"))

    house.store.before_writes = (subscribe,)
    await house.poll(source)
    assert await house.matched_titles(made[0].channel_id) == [FRESH.title]


async def test_a_subscription_ended_between_reading_and_commit_gets_nothing(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()

    async def unsubscribe() -> None:
        async with house.store.write() as c:
            await subscriptions.remove(c, subscription.id, house.now)

    house.store.before_writes = (unsubscribe,)
    await house.poll(source)
    assert await house.matched(subscription.channel_id) == []


async def test_an_edited_subscription_is_held_by_its_new_query(house: PollHouse) -> None:
    subscription = await house.subscribe("Java")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()

    async def edit() -> None:
        async with house.store.write() as c:
            await subscriptions.edit(c, subscription.id, "Go", subscription.cadence)

    house.store.before_writes = (edit,)
    await house.poll(source)
    assert await house.matched_titles(subscription.channel_id) == [FRESH.title]


async def test_a_process_that_dies_before_the_commit_leaves_nothing_and_reads_again(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    before = await house.state(source)
    house.lists("/acme", OLD, FRESH)
    house.later()
    house.store.dies_before_commit = True
    with pytest.raises(Killed):
        await house.poll(source)
    assert await house.state(source) == before
    assert await house.matched(subscription.channel_id) == []
    house.poller = house.new_poller()
    await house.poll(source)
    assert await house.matched_titles(subscription.channel_id) == [FRESH.title]


async def test_two_polls_that_bring_one_position_at_once_make_one_posting(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    one, other = await house.polled("/one", OLD), await house.polled("/other", replace(OLD, id=9))
    house.lists("/one", OLD, FRESH)
    house.lists("/other", replace(OLD, id=9), replace(FRESH, id=8, url="https://other.example/8"))
    house.later()
    another_process = house.new_poller()

    async def poll_the_other() -> None:
        await another_process.poll(other.id)

    house.store.before_writes = (poll_the_other,)  # the first has read and decided, and now waits
    await house.poll(one)
    there = [posting for posting in await house.stored() if posting.posting.title == FRESH.title]
    assert [set(posting.source_ids) for posting in there] == [{one.id, other.id}]
    assert len(await house.matched(subscription.channel_id)) == 1


async def test_many_boards_with_the_same_positions_at_once_make_one_posting_of_each(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    there = [await house.polled(f"/{number}", replace(OLD, id=number)) for number in range(4)]
    jobs = [Job(100 + number, f"Senior Engineer {number}") for number in range(8)]
    for number in range(4):
        mine = [replace(job, id=job.id + number, url=f"https://{number}.example/{job.id}") for job in jobs]
        house.lists(f"/{number}", replace(OLD, id=number), *(mine if number % 2 else reversed(mine)))
    house.later()
    all_have_decided = asyncio.Barrier(4)
    house.store.before_writes = (all_have_decided.wait,) * 4
    await asyncio.gather(*(house.new_poller().poll(source.id) for source in there))
    fresh = [posting for posting in await house.stored() if posting.posting.title != OLD.title]
    assert sorted(posting.reading.title for posting in fresh) == [job.title for job in jobs]
    assert all(len(posting.source_ids) == 4 for posting in fresh)
    assert len(await house.matched(subscription.channel_id)) == 8


async def test_a_workspaces_own_source_stays_inside_it(house: PollHouse) -> None:
    inside = await house.subscribe("Go", workspace="W1")
    outside = await house.subscribe("Go", workspace="W2")
    shared = await house.polled("/shared", OLD)
    own = await house.polled("/own", replace(OLD, id=9), own_of="W1")
    house.lists("/own", replace(OLD, id=9), FRESH)
    house.later()
    await house.poll(own)
    assert await house.matched_titles(inside.channel_id) == [FRESH.title]
    assert await house.matched(outside.channel_id) == []
    house.lists("/shared", OLD, replace(FRESH, id=5))  # the same position, for all
    await house.poll(shared)
    assert await house.matched_titles(outside.channel_id) == [FRESH.title]
    (match,) = await house.matched(outside.channel_id)
    kept = {posting.id: posting for posting in await house.stored()}
    assert kept[match.posting_id].source_id == shared.id  # not the workspace's own copy


async def test_a_changed_posting_is_read_again_and_a_match_that_newly_holds_is_made(house: PollHouse) -> None:
    go, aws = await house.subscribe("Go"), await house.subscribe("AWS", channel="cloud")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, replace(FRESH, content=JAVA))
    house.later()
    await house.poll(source)
    assert (len(await house.matched(go.channel_id)), len(await house.matched(aws.channel_id))) == (0, 1)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    assert (len(await house.matched(go.channel_id)), len(await house.matched(aws.channel_id))) == (1, 1)
    assert sum(posting.posting.title == FRESH.title for posting in await house.stored()) == 1


async def test_a_changed_posting_that_turns_out_to_be_a_duplicate_is_merged_and_not_posted_twice(
    house: PollHouse,
) -> None:
    subscription = await house.subscribe("Go")
    one, other = await house.polled("/one", OLD), await house.polled("/other", replace(OLD, id=9))
    page = "https://acme.example/careers/4711-senior-backend-engineer"
    house.lists("/one", OLD, replace(FRESH, url=page))
    house.lists("/other", replace(OLD, id=9), replace(FRESH, id=8, title="Backend Dev", location="Remote"))
    house.later()
    await house.poll(one, other)
    assert len(await house.matched(subscription.channel_id)) == 2
    house.lists("/other", replace(OLD, id=9), replace(FRESH, id=8, title="Backend Dev", url=page))
    house.later()
    await house.poll(other)
    first, second = (posting for posting in await house.stored() if posting.posting.title != OLD.title)
    assert second.merged_into == first.id
    assert set(first.source_ids) == {one.id, other.id}
    assert len(await house.matched(subscription.channel_id)) == 2


async def test_a_posting_that_every_complete_list_has_dropped_is_closed(house: PollHouse) -> None:
    jobs = [Job(number, f"Engineer {number}") for number in range(1, 4)]
    one, other = await house.polled("/one", *jobs), await house.polled("/other", jobs[0])
    house.later()
    house.lists("/one", jobs[2])
    await house.poll(one)
    closed = {posting.posting.title for posting in await house.stored() if posting.closed_at}
    assert closed == {"Engineer 2"}  # 1 is still listed by the other board
    house.later()
    house.lists("/other", jobs[2])
    await house.poll(other)
    closed = {posting.posting.title for posting in await house.stored() if posting.closed_at}
    assert closed == {"Engineer 1", "Engineer 2"}


async def test_a_closed_posting_that_comes_back_is_open_and_not_matched_again(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    for jobs in ([OLD, FRESH], [OLD], [OLD, FRESH]):
        house.lists("/acme", *jobs)
        house.later()
        await house.poll(source)
    assert [posting.closed_at for posting in await house.stored()] == [None, None]
    assert len(await house.matched(subscription.channel_id)) == 1


async def test_a_list_that_is_suddenly_empty_closes_nothing_until_it_is_empty_twice(house: PollHouse) -> None:
    jobs = [Job(number, f"Engineer {number}", company=f"Company {number}") for number in range(1, 9)]
    source = await house.polled("/acme", *jobs)
    house.lists("/acme")
    house.later()
    await house.poll(source)
    assert not any(posting.closed_at for posting in await house.stored())
    assert (await house.state(source)).health is SourceHealth.FAILED
    house.later(hours=1)
    await house.poll(source)
    assert all(posting.closed_at for posting in await house.stored())
    assert (await house.state(source)).health is SourceHealth.READ


@pytest.mark.parametrize(
    ("answer", "health", "pause"),
    [
        (answers.status(404), SourceHealth.NO_SUCH_FEED, timedelta(minutes=15)),
        (answers.status(503), SourceHealth.FAILED, timedelta(minutes=15)),
        (answers.status(429, retry_after="7200"), SourceHealth.FAILED, timedelta(hours=2)),
        (answers.page(b'{"jobs": [', content_type="application/json"), SourceHealth.FAILED, None),
        (answers.page(b"<html><body>Welcome</body></html>"), SourceHealth.NO_SUCH_FEED, None),
    ],
)
async def test_a_failed_poll_is_recorded_and_the_next_good_one_misses_nothing(
    house: PollHouse, answer: object, health: SourceHealth, pause: timedelta | None
) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    before = await house.state(source)
    house.lists("/acme", OLD, FRESH)
    house.board.script("/acme", answer)
    house.later()
    await house.poll(source)
    state = await house.state(source)
    assert (state.health, state.failures, state.validators) == (health, 1, before.validators)
    assert state.failure
    assert pause is None or state.next_poll_at == house.now + pause
    house.later(hours=3)
    await house.poll(source)
    state = await house.state(source)
    assert (state.health, state.failures, state.failure) == (SourceHealth.READ, 0, None)
    assert await house.matched_titles(subscription.channel_id) == [FRESH.title]


async def test_entries_that_nobody_could_store_or_read_do_not_hold_up_the_others(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    odd = [Job(10, "Senior\x00 Engineer \ud800"), Job(11, "x" * 5000, content="<p>" * 30_000), Job(12, "")]
    house.lists("/acme", OLD, *odd, FRESH, replace(FRESH, title="The same number again"))
    house.later()
    with capture_logs() as logs:
        await house.poll(source)
    assert FRESH.title in await house.matched_titles(subscription.channel_id)
    (line,) = [line for line in logs if line["event"] == "poll"]
    assert (line["outcome"], line["skipped"]) == ("read", 1)


async def test_a_paused_subscription_matches_so_that_why_can_tell(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    async with house.store.write() as c:
        await subscriptions.pause(c, subscription.id, house.now + timedelta(days=3))
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    assert len(await house.matched(subscription.channel_id)) == 1


async def test_a_source_removed_while_it_is_polled_is_let_go(house: PollHouse) -> None:
    source = await house.polled("/acme", OLD, own_of="W1")
    house.lists("/acme", OLD, FRESH)
    house.later()

    async def remove() -> None:
        async with house.store.write() as c:
            await sources.remove(c, source.id)

    house.store.before_writes = (remove,)
    await house.poll(source)
    assert [posting.posting.title for posting in await house.stored()] == [OLD.title]


async def test_the_event_loop_goes_on_while_a_large_board_is_read(house: PollHouse) -> None:
    house.lists("/acme", *(Job(number, f"Engineer {number}", content=GO * 20) for number in range(60)))
    source = await house.source("/acme")
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(others())
    await house.poll(source)
    task.cancel()
    assert len(await house.stored()) == 60
    assert turns > 60
