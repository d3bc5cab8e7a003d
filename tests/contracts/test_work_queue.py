"""The contract of the work queue. A further queue joins by a line in QUEUES."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.scheduling.embedded import EmbeddedWorkQueue
from bot.scheduling.work_queue import WorkQueue

SOON = timedelta(seconds=5)
QUEUES: dict[str, Callable[[], WorkQueue]] = {"embedded": EmbeddedWorkQueue}


class Work:
    """A handler whose runs wait at a gate, and which keeps count."""

    def __init__(self) -> None:
        self.gates: dict[str, asyncio.Event] = {}
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.at_once: Counter[str] = Counter()
        self.most_at_once = 0
        self._changed = asyncio.Condition()

    def hold(self, key: str) -> asyncio.Event:
        self.gates[key] = asyncio.Event()
        return self.gates[key]

    async def __call__(self, key: str) -> None:
        self.at_once[key] += 1
        self.most_at_once = max(self.most_at_once, self.at_once[key])
        await self._note(self.begun, key)
        try:
            if key in self.gates:
                await self.gates[key].wait()
            if key.startswith("fail:"):
                raise RuntimeError("as asked")
        finally:
            self.at_once[key] -= 1
        await self._note(self.ended, key)

    async def _note(self, where: list[str], key: str) -> None:
        async with self._changed:
            where.append(key)
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON.total_seconds()), self._changed:
            await self._changed.wait_for(condition)

    async def until_begun(self, key: str, times: int = 1) -> None:
        await self.until(lambda: self.begun.count(key) >= times)

    async def until_ended(self, key: str, times: int = 1) -> None:
        await self.until(lambda: self.ended.count(key) >= times)


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture(params=list(QUEUES.values()), ids=list(QUEUES))
async def queue(request: pytest.FixtureRequest, work: Work) -> AsyncIterator[WorkQueue]:
    made: WorkQueue = request.param()
    await made.start(work)
    yield made
    for gate in work.gates.values():
        gate.set()
    await made.stop(SOON)


async def after_all_others(queue: WorkQueue, work: Work) -> None:
    """Returns when everything put so far that may run has had its turn."""
    marker = f"poll:marker-{len(work.begun)}"
    await queue.put(marker)
    await work.until_ended(marker)


async def test_work_that_is_put_is_run(queue: WorkQueue, work: Work) -> None:
    await queue.put("poll:1")
    await queue.put("deliver:1")
    await work.until_ended("poll:1")
    await work.until_ended("deliver:1")


async def test_puts_while_a_key_waits_are_one(work: Work) -> None:
    for make in QUEUES.values():
        queue = make()
        for _ in range(5):
            await queue.put("poll:1")
        await queue.start(work)
        await work.until_ended("poll:1")
        await after_all_others(queue, work)
        assert work.begun.count("poll:1") == 1
        await queue.stop(SOON)


async def test_puts_while_a_key_runs_make_it_run_once_more_and_never_twice_at_once(
    queue: WorkQueue, work: Work
) -> None:
    gate = work.hold("poll:1")
    await queue.put("poll:1")
    await work.until_begun("poll:1")
    for _ in range(5):
        await queue.put("poll:1")
    await after_all_others(queue, work)
    assert work.begun.count("poll:1") == 1
    gate.set()
    await work.until_ended("poll:1", 2)
    await after_all_others(queue, work)
    assert work.begun.count("poll:1") == 2
    assert work.most_at_once == 1


async def test_a_put_after_a_run_runs_again(queue: WorkQueue, work: Work) -> None:
    await queue.put("poll:1")
    await work.until_ended("poll:1")
    await queue.put("poll:1")
    await work.until_ended("poll:1", 2)


async def test_different_keys_run_at_the_same_time(queue: WorkQueue, work: Work) -> None:
    first, second = work.hold("deliver:1"), work.hold("deliver:2")
    await queue.put("deliver:1")
    await queue.put("deliver:2")
    await work.until_begun("deliver:1")
    await work.until_begun("deliver:2")
    first.set()
    second.set()


async def test_many_slow_polls_do_not_hold_up_a_delivery(queue: WorkQueue, work: Work) -> None:
    for number in range(100):
        work.hold(f"poll:{number}")
        await queue.put(f"poll:{number}")
    await work.until_begun("poll:0")
    await queue.put("deliver:1")
    await work.until_ended("deliver:1")
    assert len(work.begun) < 100  # and not all of them at once


async def test_an_exception_is_logged_and_ends_that_run_only(queue: WorkQueue, work: Work) -> None:
    with capture_logs() as logs:
        await queue.put("fail:1")
        await work.until_begun("fail:1")
        await queue.put("poll:1")
        await work.until_ended("poll:1")
        await queue.put("fail:1")
        await work.until_begun("fail:1", 2)
        await after_all_others(queue, work)
    told = [line for line in logs if line.get("key") == "fail:1"]
    assert isinstance(told[0]["exc_info"], RuntimeError)


async def test_stop_lets_running_work_end_and_starts_no_other(queue: WorkQueue, work: Work) -> None:
    gate = work.hold("poll:1")
    await queue.put("poll:1")
    await work.until_begun("poll:1")
    await queue.put("poll:1")  # once more, which stop drops
    stopping = asyncio.create_task(queue.stop(SOON))
    await asyncio.sleep(0)
    await queue.put("poll:2")
    gate.set()
    await stopping
    assert work.begun == work.ended == ["poll:1"]
    await queue.put("poll:3")  # ignored: the sweep brings it back
    assert work.begun == ["poll:1"]


async def test_stop_cancels_what_outlasts_its_patience(queue: WorkQueue, work: Work) -> None:
    work.hold("poll:1")
    await queue.put("poll:1")
    await work.until_begun("poll:1")
    async with asyncio.timeout(SOON.total_seconds()):
        await queue.stop(timedelta(milliseconds=10))
    assert work.ended == []
    assert work.at_once["poll:1"] == 0
