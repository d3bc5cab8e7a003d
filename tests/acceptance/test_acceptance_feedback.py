"""What people do with what was posted: saving, noting, narrowing, being forgotten, through the commands."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.delivery.idle_watch import IdleWatch
from bot.delivery.message import ActionKind
from bot.domain.chat import ChannelId
from bot.domain.use import Use
from bot.store import chats, reminders, uses
from bot.store.schema import postings, subscriptions
from tests.acceptance.command_house import GO, JAVA, START, House, actions, text

KAFKA = f"{GO} You know Kafka."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = await House.open(tmp_path)
    yield made
    await made.close()


async def test_a_saved_posting_keeps_how_far_its_person_has_come_and_their_note(house: House) -> None:
    source = await house.source()
    await house.run("/jobs subscribe Go")
    stored = await house.arrives("Backend Engineer", source=source)
    await house.press(house.last(), "Save")
    said = await house.says(f"/jobs saved note {stored.id} talk to *Ada* first")
    assert "Noted: Backend Engineer" in said
    listed = await house.run("/jobs saved")
    assert "Your note: talk to *Ada* first" in text(listed)
    assert [one.label for one in actions(listed)] == ["Applied", "No", "Remove", "Why"]
    marked = await house.press(listed, "Applied")
    assert "Marked as applied: Backend Engineer" in text(marked)
    listed = await house.run("/jobs saved")
    assert "Applied: Backend Engineer" in text(listed)
    await house.press(listed, "Interview")
    assert "Interview: Backend Engineer" in await house.says("/jobs saved")
    assert "saved nothing" in await house.says("/jobs saved", user="ben")
    await house.press(marked, "Undo")
    assert "Interview:" not in await house.says("/jobs saved")
    await house.run(f"/jobs saved note {stored.id} off")
    assert "Your note" not in await house.says("/jobs saved")


async def test_a_saved_job_that_closes_stays_and_says_so(house: House) -> None:
    stored = await house.posting("Backend Engineer", source=await house.source(), posted="2026-11-20")
    assert "Marked as applied" in await house.says(f"/jobs saved mark {stored.posting.url} applied")
    async with house.store.write() as c:
        await c.execute(update(postings).values(closed_at=START))
    assert "closed 25 Nov, after 5 days" in await house.says("/jobs saved")


async def test_what_cannot_be_saved_says_what_to_do(house: House) -> None:
    assert "/jobs saved shows yours" in await house.says("/jobs saved mark 99 applied")
    stored = await house.posting("Backend Engineer", source=await house.source())
    assert "applied, interview, no or off" in await house.says(f"/jobs saved mark {stored.id} hired")
    assert "at most 500 characters" in await house.says(f"/jobs saved note {stored.id} {'x' * 501}")
    assert "saved nothing" in await house.says("/jobs saved")


async def test_a_wrong_stack_offers_what_a_narrower_query_would_have_changed(house: House) -> None:
    source = await house.source()
    await house.run("/jobs subscribe Go")
    for number in range(3):
        await house.arrives(f"Backend Engineer {number}", KAFKA, source=source)
    await house.arrives("Quiet Engineer", source=source)
    house.later(days=13)
    await house.arrives("Platform Engineer", KAFKA, source=source)
    asked = await house.press(house.last(), "Not for us")
    offered = await house.press(asked, "Wrong stack")
    said = text(offered)
    assert "-Kafka would have left out 4 of the 5 posted in the last 14 days" in said
    assert "Platform Engineer; Backend Engineer 2; and 2 more" in said
    await house.press(offered, "Take -Kafka")
    assert "Go, -Kafka" in await house.says("/jobs list")
    await house.arrives("Stream Engineer", KAFKA, source=source)
    assert "Stream Engineer" not in "".join(house.posted())


async def test_hiding_a_company_says_how_much_of_it_was_posted(house: House) -> None:
    source = await house.source()
    await house.run("/jobs subscribe Go")
    await house.arrives("Backend Engineer", source=source, company="Other")
    await house.arrives("Go Developer", source=source, company="Acme GmbH")
    hidden = await house.press(await house.press(house.last(), "Not for us"), "Hide")
    assert "would have left out 1 of the 2 posted in the last 14 days: Go Developer." in text(hidden)


async def test_what_is_done_with_a_posting_is_counted_once_and_without_names(house: House) -> None:
    source = await house.source()
    await house.run("/jobs subscribe Go")
    stored = await house.arrives("Backend Engineer", source=source)
    other = await house.posting("Designer", "We draw.", source=source)
    for user in ("anna", "ben"):
        for label in ("Save", "Why", "Not for us"):
            await house.press(house.last(), label, user=user)
    await house.press_kind(ActionKind.OPEN, str(stored.id))
    await house.press_kind(ActionKind.SAVE, str(other.id))  # found by a search: the channel never got it
    async with house.store.read() as c:
        done = await uses.of_channel(c, ChannelId(1), START)
        assert await uses.of_channel(c, ChannelId(1), house.now.replace(year=2030)) == {}
    assert done == {stored.id: frozenset(Use)}


async def test_the_numbers_tell_what_came_by_subscription_and_source_and_what_was_done_with_it(
    house: House,
) -> None:
    one, other = await house.source("Acme Board"), await house.source("Big Board")
    await house.run("/jobs subscribe Go")
    await house.run("/jobs subscribe Java")
    await house.arrives("Backend Engineer", source=one)
    await house.arrives("Go Developer", source=other)
    await house.arrives("Java Developer", JAVA, source=other)
    assert "Nobody has pressed anything" in await house.says("/jobs stats")
    await house.press(house.last(), "Save")
    await house.press(house.last(), "Not for us")
    said = await house.says("/jobs stats")
    assert "2 Java · 1 posted · 1 saved, 1 not for you" in said
    assert "1 Go · 2 posted\n" in said
    assert "Big Board: 2" in said
    assert "Acme Board: 1" in said
    assert (
        "What people did: 1 saved, 1 not for you. Which links were followed, this chat has not told." in said
    )


async def idle_look(house: House) -> list[str]:
    """What the channel is told beside its postings, once the watch has looked."""
    await IdleWatch(house.store).look(house.now)
    async with house.store.read() as c:
        house.queue.keys += [f"deliver:{id_}" for id_ in await chats.channels_to_wake(c, house.now)]
    await house.work()
    return [one.message.summary for one in house.platform.posted if not one.match_ids]


async def test_a_subscription_that_posts_much_and_is_never_used_gets_one_suggestion_a_month(
    house: House,
) -> None:
    source = await house.source()
    await house.run("/jobs settings cards 100")
    await house.run("/jobs subscribe Go")
    await house.run("/jobs subscribe Java")
    for day in range(30):
        await house.arrives(f"Backend Engineer {day}", f"{GO} {day}", source=source)
        house.later(days=1)
        if day < 27:
            assert await idle_look(house) == [], "younger than four weeks"
    (said,) = await idle_look(house)
    assert said == "Number 1 posted 28 jobs in four weeks: too many?"
    house.later(days=1)
    assert len(await idle_look(house)) == 1
    told = house.last()
    assert [one.label for one in actions(told)] == ["Make it daily", "End it"]
    await house.press(told, "Make it daily")
    assert "daily" in await house.says("/jobs list")


async def test_one_press_under_one_of_its_postings_and_a_subscription_is_used(house: House) -> None:
    source = await house.source()
    await house.run("/jobs settings cards 100")
    await house.run("/jobs subscribe Go")
    house.later(days=10)
    for number in range(25):
        await house.arrives(f"Backend Engineer {number}", f"{GO} {number}", source=source)
    await house.press(house.last(), "Why")
    house.later(days=20)
    assert await idle_look(house) == []


async def test_jobwire_forgets_a_person_who_asks_for_it_and_nobody_else(house: House) -> None:
    stored = await house.posting("Backend Engineer", source=await house.source())
    for user in ("anna", "ben"):
        await house.run(f"/jobs saved note {stored.id} mine", user=user)
        await house.run(f"/jobs subscribe {'Go' if user == 'anna' else 'Rust'}", user=user)
        async with house.store.write() as c:
            await reminders.ask(c, ChannelId(1), stored.id, user_id=user, at=house.now)
    await house.run("/jobs settings managers listed @anna @ben", user="anna")
    told = await house.run("/jobs forget me")
    assert "1 saved posting" in text(told)
    assert "1 subscription that you made" in text(told)
    assert "1 reminder that you asked for" in text(told)
    assert "may manage 1 channel" in text(told)
    assert "Backend Engineer" in await house.says("/jobs saved"), (
        "nothing is forgotten before it is confirmed"
    )
    assert "has forgotten you" in text(await house.press(told, "Forget me"))
    assert "saved nothing" in await house.says("/jobs saved")
    assert "Backend Engineer" in await house.says("/jobs saved", user="ben")
    async with house.store.read() as c:
        makers = (await c.execute(select(subscriptions.c.created_by).order_by(subscriptions.c.id))).scalars()
        assert list(makers) == ["", "ben"]
    assert "not for you" in await house.says("/jobs subscribe Java", user="anna")
    assert "keeps nothing about you" in await house.says("/jobs forget me")
