"""The clock ticks, one tick at a time, and lets the last one end."""

import asyncio
from datetime import timedelta

from bot.scheduling.clock import Clock

FAST = timedelta(milliseconds=10)


async def test_it_ticks_again_and_again_also_after_a_tick_that_failed() -> None:
    ticks = 0
    third = asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 1:
            raise RuntimeError("as asked")
        if ticks == 3:
            third.set()

    clock = Clock(tick, interval=FAST)
    clock.start()
    async with asyncio.timeout(5):
        await third.wait()
    await clock.stop()


async def test_stop_waits_for_the_tick_that_is_running_and_cancels_nothing() -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    log: list[str] = []

    async def tick() -> None:
        log.append("begin")
        begun.set()
        await gate.wait()
        log.append("end")

    clock = Clock(tick, interval=FAST)
    clock.start()
    async with asyncio.timeout(5):
        await begun.wait()
        stopping = asyncio.create_task(clock.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        gate.set()
        await stopping
    assert log == ["begin", "end"]


async def test_stop_before_start_is_nothing() -> None:
    async def tick() -> None:
        raise AssertionError

    await Clock(tick).stop()
