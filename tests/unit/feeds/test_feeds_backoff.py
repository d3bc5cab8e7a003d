"""When a source is polled next."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.backoff import next_poll, parse_retry_after

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "retry_after", "least", "pause"),
    [
        (0, None, 15 * MINUTE, 15 * MINUTE),
        (0, 30 * MINUTE, 15 * MINUTE, 30 * MINUTE),
        (1, None, 1 * MINUTE, 5 * MINUTE),
        (2, None, 1 * MINUTE, 10 * MINUTE),
        (5, None, 15 * MINUTE, 80 * MINUTE),
        (1, None, 60 * MINUTE, 60 * MINUTE),
        (9, None, 15 * MINUTE, 1280 * MINUTE),
        (10, None, 15 * MINUTE, 24 * 60 * MINUTE),
        (10**9, None, 15 * MINUTE, 24 * 60 * MINUTE),
        (10, 48 * 60 * MINUTE, 15 * MINUTE, 48 * 60 * MINUTE),
        (1, 2 * MINUTE, 1 * MINUTE, 5 * MINUTE),
        (1, timedelta(days=4000), 1 * MINUTE, timedelta(days=7)),
    ],
)
def test_the_pause_before_the_next_poll(
    failures: int, retry_after: timedelta | None, least: timedelta, pause: timedelta
):
    due = next_poll(NOW, failures=failures, retry_after=retry_after, least_interval=least)
    assert due - NOW == pause


@pytest.mark.parametrize(
    ("header", "wish"),
    [
        ("90", timedelta(seconds=90)),
        (" 1.5 ", timedelta(seconds=1.5)),
        ("Wed, 25 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Wednesday, 25-Nov-26 13:00:00 GMT", timedelta(hours=1)),
        ("Wed, 25 Nov 2026 13:00:00", timedelta(hours=1)),
        ("Wed, 25 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("9" * 40, None),
    ],
)
def test_retry_after_as_seconds_or_a_date(header: str | None, wish: timedelta | None):
    assert parse_retry_after(header, now=NOW) == wish
