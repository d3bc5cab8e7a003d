"""What the embedded queue promises beyond the contract."""

import asyncio
from datetime import timedelta

from bot.scheduling.embedded import EmbeddedWorkQueue


async def test_at_most_so_many_of_a_kind_run_at_once_in_the_order_in_which_they_were_put() -> None:
    queue = EmbeddedWorkQueue(most_at_once=2, of_kind={"deliver": 3})
    begun: list[str] = []
    gate = asyncio.Event()

    async def handler(key: str) -> None:
        begun.append(key)
        await gate.wait()

    for number in range(5):
        await queue.put(f"poll:{number}")
        await queue.put(f"deliver:{number}")
    await queue.start(handler)
    await asyncio.sleep(0)
    assert begun == ["poll:0", "poll:1", "deliver:0", "deliver:1", "deliver:2"]
    gate.set()
    await queue.idle()
    assert [key for key in begun if key.startswith("poll")] == [f"poll:{number}" for number in range(5)]
    await queue.stop(timedelta(seconds=1))


async def test_idle_waits_for_what_running_work_puts() -> None:
    queue = EmbeddedWorkQueue()
    ended: list[str] = []

    async def handler(key: str) -> None:
        await asyncio.sleep(0)
        if key == "poll:1":
            await queue.put("deliver:1")
        ended.append(key)

    await queue.start(handler)
    await queue.put("poll:1")
    await queue.idle()
    assert sorted(ended) == ["deliver:1", "poll:1"]
    await queue.stop(timedelta(seconds=1))


async def test_it_starts_again_after_a_stop() -> None:
    queue = EmbeddedWorkQueue()
    ended: list[str] = []

    async def handler(key: str) -> None:
        ended.append(key)

    await queue.start(handler)
    await queue.stop(timedelta(seconds=1))
    await queue.put("poll:1")
    await queue.start(handler)
    await queue.put("poll:2")
    await queue.idle()
    assert ended == ["poll:2"]
    await queue.stop(timedelta(seconds=1))
