"""The test Slack, proven through the real slack_sdk: methods, refusals, limits, history."""

from collections.abc import AsyncIterator

import pytest

from tests.contracts.slack_echo import CARD
from tests.contracts.slack_world import World, code_of, slack_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with slack_world() as world:
        yield world


async def test_a_posted_message_is_kept_as_sent_and_told_as_slack_tells_it(world):
    sent = "&lt;b&gt; <https://a.example|a> &amp; `x`"
    metadata = {"event_type": "job", "event_payload": {"key": "k1"}}
    answer = await world.client.chat_postMessage(
        channel=world.channel, text=sent, blocks=CARD, metadata=metadata, unfurl_links=False
    )
    assert answer["message"]["text"] == sent
    assert answer["message"]["blocks"][1]["elements"][0]["text"]["emoji"] is True
    kept = (await world.control.messages(world.channel))[0]
    assert kept["ts"] == answer["ts"]
    assert kept["sent"]["unfurl_links"] is False
    assert kept["sent"]["blocks"] == CARD


async def test_history_tells_metadata_only_when_asked(world):
    metadata = {"event_type": "job", "event_payload": {"key": "k1"}}
    await world.client.chat_postMessage(channel=world.channel, text="a", metadata=metadata)
    without = await world.client.conversations_history(channel=world.channel)
    whole = await world.client.conversations_history(channel=world.channel, include_all_metadata=True)
    assert "event_payload" not in without["messages"][0]["metadata"]
    assert whole["messages"][0]["metadata"] == metadata
