"""What a change of a board means for what was found before: stories, through the wire and the database."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.chat import ChannelId
from bot.domain.match import MatchState, Suppression
from bot.store import ledger
from tests.acceptance.poll_house import GO, Job, PollHouse

OLD = Job(1, "Office Manager", content="<p>You look after our office.</p>")
FRESH = Job(2)
SHARED = "https://boards.example/acme/backend"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[PollHouse]:
    async with PollHouse.open(database_url) as made:
        yield made


async def suppress_all(house: PollHouse, channel_id: ChannelId, reason: Suppression) -> None:
    """What planning the channel does for that reason."""
    async with house.store.write() as c:
        await ledger.suppress_waiting(c, channel_id, reason)


@pytest.mark.parametrize("first", [2, 3])
async def test_of_an_advertisement_listed_twice_the_text_is_that_of_the_entry_which_brought_it(
    house: PollHouse, first: int
) -> None:
    source = await house.polled("/acme", Job(first, url=SHARED), Job(5 - first, url=SHARED))
    (stored,) = await house.stored()
    raised = GO.replace("five years", "nine years")
    house.lists("/acme", Job(first, content=raised, url=SHARED), Job(5 - first, content=raised, url=SHARED))
    house.later()
    await house.poll(source)
    (stored,) = await house.stored()
    assert "nine years" in stored.posting.body


async def test_what_was_held_back_as_closed_is_posted_when_the_job_is_listed_again(house: PollHouse) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    house.lists("/acme", OLD)
    house.later()
    await house.poll(source)
    await suppress_all(house, subscription.channel_id, Suppression.CLOSED)
    house.queue.put_keys.clear()
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    (match,) = await house.matched(subscription.channel_id)
    assert (match.state, match.suppression, match.matched_at) == (MatchState.PENDING, None, house.now)
    assert house.queue.put_keys == [f"deliver:{subscription.channel_id}"]


async def test_what_was_held_back_for_another_reason_is_not_posted_when_the_job_is_listed_again(
    house: PollHouse,
) -> None:
    subscription = await house.subscribe("Go")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    house.lists("/acme", OLD)
    house.later()
    await house.poll(source)
    await suppress_all(house, subscription.channel_id, Suppression.MUTED)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    (match,) = await house.matched(subscription.channel_id)
    assert (match.state, match.suppression) == (MatchState.SUPPRESSED, Suppression.MUTED)


@pytest.mark.parametrize(("days", "found"), [(7, 1), (21, 2)])
async def test_a_position_that_looks_like_one_closed_long_ago_is_a_new_one(
    house: PollHouse, days: int, found: int
) -> None:
    subscription = await house.subscribe("Go")
    source, mirror = await house.polled("/acme", OLD), await house.polled("/mirror")
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    house.lists("/acme", OLD)
    house.later()
    await house.poll(source)
    house.later(days=days)
    elsewhere = "https://mirror.example/jobs/9"
    house.lists("/mirror", replace(FRESH, id=9, url=elsewhere, content=GO.replace("five", "six")))
    await house.poll(mirror)
    assert len(await house.matched(subscription.channel_id)) == found


async def test_a_commit_by_which_a_posted_job_closes_or_opens_wakes_the_channels_that_show_it(
    house: PollHouse,
) -> None:
    told = await house.subscribe("Go")
    await house.subscribe("Go", channel="not told yet")
    source = await house.polled("/acme", OLD)
    house.lists("/acme", OLD, FRESH)
    house.later()
    await house.poll(source)
    await house.deliver(told.channel_id)
    edit = f"edit:{told.channel_id}"
    for jobs, woken in (((OLD,), [edit]), ((OLD,), []), ((OLD, FRESH), [edit]), ((OLD, FRESH), [])):
        house.queue.put_keys.clear()
        house.lists("/acme", *jobs)
        house.later()
        await house.poll(source)
        assert house.queue.put_keys == woken
