"""What every chat platform promises the sender, asked of each of them."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import errors
from bot.delivery.message import Action, ActionKind, Actions, Link, Message, Paragraph, Section, Text
from bot.delivery.platform import EditsMessages
from bot.domain.match import MatchId
from tests.contracts.platform_rigs import Rig, TroubledRig, channel_named, rig_named

HOSTILE = "</a> <!channel> @everyone \x1b[31m *_`[x](http://evil.example) \u202e \0 | > &amp;"


def message(words: str = "Senior Backend Engineer") -> Message:
    actions = Actions(
        (
            Action(kind=ActionKind.OPEN, label="Apply", url="https://jobs.example/1"),
            Action(kind=ActionKind.SAVE, label="Save", value="1"),
        )
    )
    title = Paragraph((Link(text=words, url="https://jobs.example/1"), Text(text="Go", marked=True)))
    return Message(sections=(Section(blocks=(title, actions), match_id=MatchId(1)),), summary=words)


@pytest.fixture(params=["fake", "terminal", "chat server", "slack", "discord"])
async def rig(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Rig]:
    async with rig_named(request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=["fake", "chat server", "slack", "discord"])
async def troubled(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[TroubledRig]:
    async with rig_named(request.param, tmp_path) as made:
        yield made


def editing(rig: Rig) -> EditsMessages:
    assert isinstance(rig.platform, EditsMessages)
    return rig.platform


def ago(**age: float) -> datetime:
    return datetime.now(UTC) - timedelta(**age)


async def test_what_was_sent_is_found_by_its_key_alone(rig: Rig) -> None:
    jobs = channel_named(rig.platform, "jobs")
    first = await rig.platform.send(jobs, message("One"), "key-1")
    second = await rig.platform.send(jobs, message("Two"), "key-2")
    assert first.id != second.id
    found = await rig.platform.find(jobs, "key-1", ago(minutes=1))
    assert found is not None
    assert found.id == first.id
    assert await rig.platform.find(jobs, "key-3", ago(minutes=1)) is None


async def test_a_key_is_found_in_its_own_channel_only(rig: Rig) -> None:
    jobs, other = (channel_named(rig.platform, name) for name in ("jobs", "other"))
    await rig.platform.send(jobs, message(), "key-1")
    assert await rig.platform.find(other, "key-1", ago(minutes=1)) is None


async def test_what_is_older_than_since_is_not_found(rig: Rig) -> None:
    jobs = channel_named(rig.platform, "jobs")
    await rig.platform.send(jobs, message(), "key-1")
    assert await rig.platform.find(jobs, "key-1", ago(minutes=-5)) is None


async def test_find_turns_all_the_pages_back_to_since(rig: Rig) -> None:
    jobs = channel_named(rig.platform, "jobs")
    first = await rig.platform.send(jobs, message(), "key-0")
    for number in range(1, 65):
        await rig.platform.send(jobs, message(), f"key-{number}")
    found = await rig.platform.find(jobs, "key-0", ago(minutes=5))
    assert found is not None
    assert found.id == first.id


async def test_a_reply_is_found_under_its_parent(rig: Rig) -> None:
    jobs = channel_named(rig.platform, "jobs")
    parent = await rig.platform.send(jobs, message(), "key-1")
    reply = await rig.platform.send(jobs, message(), "key-2", parent)
    found = await rig.platform.find(jobs, "key-2", ago(minutes=1), parent)
    assert found is not None
    assert found.id == reply.id


async def test_messages_stand_in_the_order_in_which_they_were_sent(rig: Rig) -> None:
    jobs = channel_named(rig.platform, "jobs")
    keys = [f"key-{number}" for number in range(12)]
    for key in keys:
        await rig.platform.send(jobs, message(), key)
    assert await rig.accepted() == [("jobs", key) for key in keys]


async def test_what_a_dead_process_sent_is_found_by_the_next(rig: Rig) -> None:
    jobs = channel_named(rig.platform, "jobs")
    sent = await rig.platform.send(jobs, message(), "key-1")
    platform = await rig.restarted()
    found = await platform.find(jobs, "key-1", ago(minutes=1))
    assert found is not None
    assert found.id == sent.id


async def test_text_from_outside_is_carried_and_breaks_nothing(rig: Rig) -> None:
    jobs = channel_named(rig.platform, "jobs")
    sent = await rig.platform.send(jobs, message(HOSTILE), "key-1")
    found = await rig.platform.find(jobs, "key-1", ago(minutes=1))
    assert found is not None
    assert found.id == sent.id


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("rate_limited", errors.RateLimited),
        ("busy", errors.Unavailable),
        ("rejected", errors.Rejected),
        ("channel_gone", errors.ChannelGone),
        ("not_permitted", errors.NotPermitted),
        ("workspace_gone", errors.WorkspaceGone),
    ],
)
async def test_a_refused_message_is_surely_not_there(
    troubled: TroubledRig, name: str, error: type[errors.DeliveryError]
) -> None:
    await troubled.next_send(name, 7)
    jobs = channel_named(troubled.platform, "jobs")
    with pytest.raises(error) as raised:
        await troubled.platform.send(jobs, message(), "key-1")
    assert type(raised.value) is error
    if isinstance(raised.value, errors.RateLimited):
        assert raised.value.retry_after == timedelta(seconds=7)
    assert await troubled.platform.find(jobs, "key-1", ago(minutes=1)) is None
    assert await troubled.accepted() == []


@pytest.mark.parametrize(
    ("name", "there"),
    [("drop_after", True), ("error_after", True), ("slow", True), ("drop_before", False)],
)
async def test_a_lost_answer_is_uncertain_and_find_settles_it(
    troubled: TroubledRig, name: str, *, there: bool
) -> None:
    await troubled.next_send(name, 60)
    jobs = channel_named(troubled.platform, "jobs")
    with pytest.raises(errors.Uncertain):
        await troubled.platform.send(jobs, message(), "key-1")
    found = await troubled.platform.find(jobs, "key-1", ago(minutes=1))
    assert (found is not None) is there
    assert len(await troubled.accepted()) == there


async def test_a_lost_answer_makes_no_second_message(troubled: TroubledRig) -> None:
    await troubled.next_send("drop_after")
    jobs = channel_named(troubled.platform, "jobs")
    with pytest.raises(errors.Uncertain):
        await troubled.platform.send(jobs, message(), "key-1")
    assert await troubled.accepted() == [("jobs", "key-1")]


async def test_an_edited_message_is_the_same_one_and_says_what_it_says_now(troubled: TroubledRig) -> None:
    jobs = channel_named(troubled.platform, "jobs")
    sent = await troubled.platform.send(jobs, message("Engineer"), "key-1")
    other = await troubled.platform.send(jobs, message("Designer"), "key-2")
    for words in ("Closed: Engineer", "Engineer", "Closed: Engineer", "Closed: Engineer"):
        await editing(troubled).edit(jobs, sent, message(words))
        assert await troubled.summary("jobs", sent) == words
    assert await troubled.summary("jobs", other) == "Designer"
    assert await troubled.accepted() == [("jobs", "key-1"), ("jobs", "key-2")]
    found = await troubled.platform.find(jobs, "key-1", ago(minutes=1))
    assert found is not None
    assert found.id == sent.id


async def test_a_reply_can_be_edited_where_it_stands(troubled: TroubledRig) -> None:
    jobs = channel_named(troubled.platform, "jobs")
    parent = await troubled.platform.send(jobs, message(), "key-1")
    reply = await troubled.platform.send(jobs, message("Reply"), "key-2", parent)
    await editing(troubled).edit(jobs, reply, message("Closed: Reply"))
    found = await troubled.platform.find(jobs, "key-2", ago(minutes=1), parent)
    assert found is not None
    assert found.id == reply.id


async def test_a_message_that_somebody_deleted_is_gone_for_an_edit(troubled: TroubledRig) -> None:
    jobs = channel_named(troubled.platform, "jobs")
    sent = await troubled.platform.send(jobs, message(), "key-1")
    await troubled.delete("jobs", sent)
    with pytest.raises(errors.MessageGone):
        await editing(troubled).edit(jobs, sent, message("Closed: Engineer"))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("rate_limited", errors.RateLimited),
        ("busy", errors.Unavailable),
        ("rejected", errors.Rejected),
        ("channel_gone", errors.ChannelGone),
        ("not_permitted", errors.NotPermitted),
        ("workspace_gone", errors.WorkspaceGone),
    ],
)
async def test_a_refused_edit_leaves_the_message_as_it_was(
    troubled: TroubledRig, name: str, error: type[errors.DeliveryError]
) -> None:
    jobs = channel_named(troubled.platform, "jobs")
    sent = await troubled.platform.send(jobs, message("Engineer"), "key-1")
    await troubled.next_edit(name, 7)
    with pytest.raises(error) as raised:
        await editing(troubled).edit(jobs, sent, message("Closed: Engineer"))
    assert type(raised.value) is error
    assert await troubled.summary("jobs", sent) == "Engineer"


@pytest.mark.parametrize("name", ["drop_after", "error_after", "slow", "drop_before"])
async def test_an_edit_whose_answer_is_lost_is_uncertain_and_may_be_done_again(
    troubled: TroubledRig, name: str
) -> None:
    jobs = channel_named(troubled.platform, "jobs")
    sent = await troubled.platform.send(jobs, message("Engineer"), "key-1")
    await troubled.next_edit(name, 60)
    with pytest.raises(errors.Uncertain):
        await editing(troubled).edit(jobs, sent, message("Closed: Engineer"))
    await editing(troubled).edit(jobs, sent, message("Closed: Engineer"))
    assert await troubled.summary("jobs", sent) == "Closed: Engineer"


async def test_limits_are_positive_and_say_where_they_come_from(rig: Rig) -> None:
    capabilities = rig.platform.capabilities
    limits = (
        capabilities.text_characters,
        capabilities.blocks,
        capabilities.actions_per_row,
        capabilities.label_characters,
    )
    assert all(limit.value > 0 and limit.source for limit in limits)
    assert capabilities.send_timeout > timedelta(0)
