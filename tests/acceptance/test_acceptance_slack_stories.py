"""What people do with Jobwire on Slack, through Bolt and the SDK: in Socket Mode and over HTTP the same."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.command_house import GO, JAVA
from tests.acceptance.slack_app_house import WAYS, SlackHouse, buttons, is_private, slack_house, words_of


@pytest.fixture(params=WAYS)
async def house(request, tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def test_a_subscription_is_told_to_the_channel_and_its_postings_come(house):
    source = await house.source()
    (told,) = await house.types("subscribe senior backend, Go")
    assert not is_private(told)
    assert "Subscribed as number 1" in words_of(told)
    await house.arrives("Senior Backend Engineer", GO, source=source)
    await house.arrives("Senior Backend Engineer, Java", JAVA, source=source)
    card = (await house.messages())[-1]
    assert len(await house.messages()) == 2
    assert "Senior Backend Engineer" in words_of(card)
    assert list(buttons(card)) == ["Apply", "Save", "Why", "Not for us"]


async def test_a_preview_is_private_and_subscribes_with_one_press(house):
    await house.posting("Senior Go Developer", source=await house.source())
    (preview,) = await house.types("preview Go")
    assert is_private(preview)
    assert "it would have posted 1 posting here" in words_of(preview)
    (told,) = await house.presses(preview, "Subscribe, instant")
    assert not is_private(told)
    assert "Subscribed as number 1" in words_of(told)
    (posted,) = await house.presses(told, "Post this one here")
    assert "1 posting on the way" in words_of(posted)
    await house.work()
    assert "Senior Go Developer" in words_of((await house.messages())[-1])
