"""A posted job changes or comes to its own end: what its card says then, through wire and database."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.delivery.editor import MessageEditor
from bot.delivery.plain import plain_text
from bot.delivery.sender import ChannelSender
from bot.domain.source import Source
from bot.domain.subscription import Subscription
from bot.scheduling.sweep import Sweep
from bot.store import ledger, schema
from tests.acceptance.poll_house import GO, Job, Keys, PollHouse
from tests.fakes.fake_platform import FakePlatform

OLD = Job(1, "Office Manager", content="<p>You look after our office.</p>")
FRESH = Job(2, location="Berlin, Germany")


@dataclass
class Shown:
    """A channel that a card has been posted to."""

    house: PollHouse
    source: Source
    subscription: Subscription
    platform: FakePlatform

    async def reads(self, *jobs: Job, **more: object) -> None:
        """The board lists these now, and is read; `more` are fields of its last job."""
        records = [job.record() for job in jobs]
        records[-1] |= more
        body = json.dumps({"jobs": records, "meta": {"total": len(records)}}).encode()
        self.house.board.put("/acme", body, content_type="application/json")
        self.house.later()
        await self.house.poll(self.source)

    async def tick(self) -> None:
        await Sweep(self.house.store, Keys(), clock=lambda: self.house.now).tick()

    async def edit(self) -> None:
        platforms = {"fake": self.platform}
        await MessageEditor(self.house.store, platforms, lambda: self.house.now).edit(
            self.subscription.channel_id
        )

    async def card(self) -> str:
        """What the one message says once everything that is due has been changed."""
        await self.edit()
        (posted,) = self.platform.posted
        return plain_text(posted.message)


@pytest.fixture
async def shown(database_url: str) -> AsyncIterator[Shown]:
    async with PollHouse.open(database_url) as house:
        subscription = await house.subscribe("Go")
        source = await house.polled("/acme", OLD)
        made = Shown(house, source, subscription, FakePlatform(clock=lambda: house.now))
        await made.reads(OLD, FRESH)
        platforms = {"fake": made.platform}
        await ChannelSender(house.store, platforms, lambda: house.now).deliver(subscription.channel_id)
        yield made


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (replace(FRESH, location="Lisbon, Portugal"), "Lisbon"),
        (replace(FRESH, title="Staff Backend Engineer"), "Staff"),
        (replace(FRESH, location="Remote, Germany"), "Remote"),
        (replace(FRESH, content=f"{GO}<p>The salary is €110,000 to €130,000 a year.</p>"), "€110k"),
    ],
    ids=["place", "level", "workplace", "pay"],
)
async def test_a_card_says_what_has_changed_once(shown: Shown, changed: Job, says: str) -> None:
    assert says not in await shown.card()
    await shown.reads(OLD, changed)
    assert says in await shown.card()
    await shown.card()
    assert shown.platform.edits == 1


async def test_a_new_date_or_another_sentence_changes_no_card(shown: Shown) -> None:
    await shown.reads(OLD, replace(FRESH, content=f"{GO}<p>We are looking forward to meeting you.</p>"))
    await shown.reads(OLD, FRESH, first_published="2026-11-25T11:00:00Z", updated_at="2026-11-25T11:00:00Z")
    await shown.card()
    assert (shown.platform.edits, len(shown.platform.posted)) == (0, 1)


async def test_a_job_closes_at_the_end_that_it_states_and_opens_when_that_is_put_off(shown: Shown) -> None:
    await shown.reads(OLD, FRESH, application_deadline="2026-11-27T12:00:00Z")
    await shown.tick()
    assert "Closed" not in await shown.card()
    shown.house.later(days=2)
    await shown.tick()
    assert "Closed" in await shown.card()
    assert "after 3 days" in await shown.card()
    await shown.reads(OLD, replace(FRESH, content=f"{GO}<p>Again.</p>"), application_deadline="2026-11-27")
    assert "Closed" not in await shown.card(), "a day alone counts to its end everywhere"
    shown.house.later(days=2)
    await shown.tick()
    assert "Closed" in await shown.card()
    await shown.reads(OLD, FRESH)
    assert "Closed" not in await shown.card()


async def test_a_job_past_its_own_end_stays_closed_however_often_it_is_listed(shown: Shown) -> None:
    ended = {"application_deadline": "2026-11-25T12:30:00Z"}
    await shown.reads(OLD, FRESH, **ended)
    await shown.tick()
    for _ in range(2):
        await shown.reads(OLD, replace(FRESH, content=f"{GO}<p>{shown.house.now}</p>"), **ended)
    assert "Closed" in await shown.card()


async def test_a_job_that_has_ended_before_it_is_found_is_never_posted(shown: Shown) -> None:
    late = Job(3, "Go Developer", content=GO.replace("five", "six"))
    await shown.reads(OLD, FRESH, late, application_deadline="2026-11-25T10:00:00Z")
    platforms = {"fake": shown.platform}
    await ChannelSender(shown.house.store, platforms, lambda: shown.house.now).deliver(
        shown.subscription.channel_id
    )
    assert len(shown.platform.posted) == 1
    assert await shown.house.count(schema.matches) == 2
    async with shown.house.store.read() as c:
        there = await ledger.matches_of(c, shown.subscription.channel_id, shown.source.next_poll_at)
    assert {match.suppression for match in there} == {None, "posting closed"}
