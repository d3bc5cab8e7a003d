"""The sender and the chat server, which is another process and loses a third of its answers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.delivery.sender import ChannelSender, SenderTimes
from bot.store.store import Store
from tests.contracts.delivery_world import World
from tests.contracts.platform_rigs import ChatRig, chat_server
from tests.servers.chat_client import LoopbackChatPlatform

AT_ONCE = SenderTimes(settle=timedelta(0))


async def test_lost_answers_over_a_real_connection_double_nothing(store: Store, tmp_path: Path) -> None:
    world = await World.new(store)
    world.clock.now = datetime.now(UTC)
    expected = await world.matches(40, await world.subscribe())
    async with chat_server(tmp_path / "state.jsonl", drop=0.3, seed=7) as url:
        rig = ChatRig(url)
        platform = LoopbackChatPlatform(url, name="fake")
        sender = ChannelSender(store, {"fake": platform}, lambda: datetime.now(UTC), times=AT_ONCE)
        for _ in range(40):
            await sender.deliver(world.channel_id)
        answer = await rig.call("GET", "/messages")
        await platform.close()
        await rig.platform.close()
    assert [id_ for one in answer["messages"] for id_ in one["match_ids"]] == expected
    assert answer["requests"] == len(expected)
    assert set(await world.part_states()) == {"sent"}
