"""Which channels the sweep wakes, second by second."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.domain.chat import ChannelId
from bot.scheduling.sweep import LONGEST_PAUSE, Waking

NOW = datetime(2026, 11, 25, 23, tzinfo=UTC)
ONE, TWO = ChannelId(1), ChannelId(2)


def seconds(number: float) -> datetime:
    return NOW + timedelta(seconds=number)


def test_a_channel_that_always_has_something_to_do_is_woken_more_and_more_seldom() -> None:
    waking = Waking()
    woken = [second for second in range(180) if waking.due([ONE], seconds(second))]
    assert woken[:6] == [0, 1, 3, 7, 15, 31]
    pauses = {later - earlier for earlier, later in pairwise(woken[5:])}
    assert pauses == {LONGEST_PAUSE.total_seconds()}


def test_a_channel_that_comes_to_rest_is_woken_at_once_the_next_time() -> None:
    waking = Waking()
    for second in range(10):
        waking.due([ONE], seconds(second))
    assert waking.due([], seconds(10)) == ()
    assert waking.due([ONE], seconds(11)) == (ONE,)


def test_a_patient_channel_holds_up_no_other() -> None:
    waking = Waking()
    for second in range(20):
        waking.due([ONE], seconds(second))
    assert waking.due([ONE, TWO], seconds(20)) == (TWO,)
