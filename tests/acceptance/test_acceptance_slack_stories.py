"""Slack's own in what people do there, through Bolt and the SDK: in Socket Mode and over HTTP the same.

The stories that every chat platform shares stand in test_acceptance_chat_stories.py.
"""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.command_house import GO
from tests.acceptance.slack_app_house import (
    WAYS,
    SlackHouse,
    connected,
    is_private,
    slack_house,
    words_of,
)


@pytest.fixture(params=WAYS)
async def house(request, tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def card_of(house: SlackHouse, query: str = "senior backend, Go"):
    """The card of a posting that a subscription has brought."""
    await house.types(f"subscribe {query}")
    await house.arrives("Senior Backend Engineer", GO, source=await house.source(), location="Berlin")
    return (await house.messages())[-1]


async def test_a_wrong_query_is_pointed_at(house):
    (wrong,) = await house.types("subscribe senior, salary&gt;=12ok")
    assert is_private(wrong)
    assert "senior, salary>=12ok\n" in words_of(wrong)
    assert "^^^^" in words_of(wrong)


async def test_buttons_work_after_a_restart(request, tmp_path):
    async with slack_house(tmp_path, "socket") as house:
        card = await card_of(house)
        (preview,) = await house.types("preview Rust")
        other = SlackHouse(house.store, house.services.fetcher, house.services.defaults, house.world)
        async with connected(other, "http"):
            (saved,) = await other.presses(card, "Save")
            assert "Saved: Senior Backend Engineer" in words_of(saved)
            (told,) = await other.presses(preview, "Subscribe, instant")
            assert "Subscribed as number 2" in words_of(told)


async def test_an_answer_after_the_response_url_has_ended_still_comes(house):
    house.world.slack.settings.response_url_lifetime = -1
    (told,) = await house.types("list")
    assert (told["how"], is_private(told)) == ("ephemeral", True)
    assert "No subscription here yet" in words_of(told)
    (told,) = await house.types("subscribe Go")
    assert not is_private(told)
    assert "Subscribed as number 1" in words_of(told)


async def test_an_answer_of_many_messages_outlives_the_response_url(house):
    house.world.slack.settings.response_url_uses = 1
    words = ("Go", "Rust", "Java", "Python", "Scala", "Ruby", "PHP", "Kotlin", "Perl", "Swift", "Elixir", "C")
    for word in words:
        companies = ", ".join(f"-company:{word}{number:03}{'x' * 36}" for number in range(16))
        await house.types(f"subscribe {word}, {companies}")
    told = await house.types("list")
    assert [one["how"] for one in told] == ["response_url", "ephemeral"]
    said = "\n".join(map(words_of, told))
    assert "12 subscriptions in #jobs" in said
    assert all(f"{number} {word}," in said for number, word in enumerate(words, start=1))


async def test_who_subscribes_a_channel_without_jobwire_is_told_to_invite_it(house):
    closed = await house.control.channel(house.world.team, "closed", kind="private", bot=False)
    empty = await house.control.channel(house.world.team, "empty", bot=False)
    for channel in (closed, empty):
        (told,) = await house.types("subscribe Go", channel=channel)
        assert "/invite @Jobwire" in words_of(told)
    (told,) = await house.types("subscribe Go")
    assert "/invite" not in words_of(told)


async def test_what_slack_escapes_is_read_as_it_was_typed(house):
    (told,) = await house.types('preview "R&amp;D", years&lt;=3')
    assert '"R&D"' in words_of(told)
    assert "years<=3" in words_of(told)
