"""The chat server keeps what it accepted, drops answers by its seed, and comes back after its own death."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Unavailable, Uncertain, WorkspaceGone
from tests.contracts.platform_rigs import ChatRig, channel_named, chat_server
from tests.contracts.test_platform_contract import message
from tests.servers.chat_client import LoopbackChatPlatform


async def test_dropped_answers_are_to_accepted_messages_and_the_state_survives(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    lost = 0
    async with chat_server(state, drop=0.3, seed=4) as url:
        rig = ChatRig(url)
        jobs = channel_named(rig.platform, "jobs")
        for number in range(30):
            try:
                await rig.platform.send(jobs, message(), f"key-{number}")
            except Uncertain:
                lost += 1
        before = await rig.accepted()
        await rig.platform.close()
    assert 3 <= lost <= 18
    assert [key for _, key in before] == [f"key-{number}" for number in range(30)]
    async with chat_server(state) as url:
        rig = ChatRig(url)
        assert await rig.accepted() == before
        since = datetime.now(UTC) - timedelta(minutes=1)
        assert await rig.platform.find(jobs, "key-0", since) is not None
        await rig.platform.close()


async def test_a_server_that_is_not_there_surely_took_nothing() -> None:
    platform = LoopbackChatPlatform("http://127.0.0.1:1")
    with pytest.raises(Unavailable):
        await platform.send(channel_named(platform, "jobs"), message(), "key-1")
    await platform.close()


async def test_a_refused_workspace_refuses_until_it_is_mended(tmp_path: Path) -> None:
    async with chat_server(tmp_path / "state.jsonl") as url:
        rig = ChatRig(url)
        jobs = channel_named(rig.platform, "jobs")
        await rig.call("POST", "/refuse", {"place": "acme", "how": "workspace_gone"})
        for _ in range(2):
            with pytest.raises(WorkspaceGone):
                await rig.platform.send(jobs, message(), "key-1")
        await rig.call("POST", "/refuse", {"place": "acme", "how": None})
        await rig.platform.send(jobs, message(), "key-1")
        assert await rig.accepted() == [("jobs", "key-1")]
        await rig.platform.close()
