"""A year of 200 channels: every match once or explained, every digest at its time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.acceptance.year_of_channels import Year


def test_in_a_year_of_200_channels_nothing_is_lost_doubled_late_or_unexplained():
    year = Year(channels=200, days=365, seed=2027)
    year.live()
    assert year.troubles == []
    assert year.counts["matches"] > 100_000
    assert year.counts["digests of a day"] > 10_000
    assert {"card", "batch", "notice", "company muted", "paused", "unsubscribed"} <= set(year.counts)


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), days=st.integers(1, 40))
def test_no_limit_pause_outage_or_edit_loses_a_match(seed: int, days: int):
    year = Year(channels=2, days=days, seed=seed)
    year.live()
    assert year.troubles == []
