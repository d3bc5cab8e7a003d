"""The rate budget of a token: even distances, pauses, who is sent away, too many invalid requests."""

import asyncio

import pytest

from adapters.discord.budget import RateBudget
from adapters.discord.limits import INVALID_REQUESTS


class Time:
    """A clock that goes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def budget(time: Time) -> RateBudget:
    return RateBudget(per_second=50, clock=time, sleep=time.sleep)


async def begun(budget: RateBudget, time: Time, number: int) -> list[float]:
    async def one() -> float:
        await budget.turn()
        return time.now

    return list(await asyncio.gather(*(one() for _ in range(number))))


async def test_no_second_has_more_and_nothing_is_lost_between(budget, time):
    times = await begun(budget, time, 120)
    assert max(sum(at <= other < at + 0.999 for other in times) for at in times) == 50
    assert times[-1] - times[0] == pytest.approx(119 / 50)


async def test_after_a_rest_there_is_no_burst(budget, time):
    await begun(budget, time, 1)
    time.now += 10
    times = await begun(budget, time, 3)
    assert times[2] - times[0] == pytest.approx(2 / 50)


async def test_a_pause_holds_everything(budget, time):
    budget.pause(30)
    assert await begun(budget, time, 1) == [130]


async def test_in_a_pause_requests_are_sent_away_and_come_back_one_after_the_other(budget, time):
    assert budget.away() == 0
    budget.pause(30)
    away = [budget.away() for _ in range(3)]
    assert away == pytest.approx([30 + 1 / 50, 30 + 2 / 50, 30 + 3 / 50])
    time.now += 31
    assert budget.away() == 0


async def test_who_would_wait_too_long_behind_others_is_sent_away(budget, time):
    waiting = [asyncio.ensure_future(budget.turn()) for _ in range(150)]
    await asyncio.sleep(0)
    assert budget.away() > 2
    await asyncio.gather(*waiting)
    assert budget.away() == 0


async def test_one_that_gives_up_waiting_keeps_nobody_from_their_turn(budget, time):
    waiting = [asyncio.ensure_future(budget.turn()) for _ in range(150)]
    await asyncio.sleep(0)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert budget.away() == 0
    assert len(await begun(budget, time, 2)) == 2


async def test_before_discord_bans_the_address_there_is_a_rest(budget, time):
    for _ in range(INVALID_REQUESTS.value - 1):
        budget.count_invalid()
    assert budget.away() == 0
    time.now += 601
    budget.count_invalid()
    assert budget.away() == 0
    for _ in range(INVALID_REQUESTS.value):
        budget.count_invalid()
    assert budget.away() >= 600
