from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.source import Source, SourceHealth, SourceId
from bot.domain.trouble import TroubleKind, all_fail, trouble_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WELL = Source(
    id=SourceId(1),
    name="Acme",
    url="https://acme.example/jobs",
    format="rss",
    next_poll_at=NOW,
    polled_at=NOW,
    baseline_at=NOW - timedelta(days=200),
    brought_at=NOW - timedelta(days=2),
    health=SourceHealth.READ,
)


def failing(hours: float, failures: int = 9, health: SourceHealth = SourceHealth.FAILED) -> Source:
    return replace(WELL, health=health, failures=failures, failing_since=NOW - timedelta(hours=hours))


def silent(days: float, *, complete: bool = False) -> Source:
    return replace(WELL, brought_at=NOW - timedelta(days=days), complete_list=complete)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (WELL, None),
        (failing(23.9), None),
        (failing(24), TroubleKind.FAILING),
        (failing(48, failures=3), None),  # Jobwire was away in between
        (failing(5.9, health=SourceHealth.NO_SUCH_FEED), None),
        (failing(6, health=SourceHealth.NO_SUCH_FEED), TroubleKind.GONE),
        (silent(29.9), None),
        (silent(30), TroubleKind.SILENT),
        (silent(59.9, complete=True), None),
        (silent(60, complete=True), TroubleKind.SILENT),
        (replace(silent(30), brought_at=None), TroubleKind.SILENT),  # since its first reading
        (replace(silent(30), brought_at=None, baseline_at=NOW), None),
        (replace(failing(1), brought_at=NOW - timedelta(days=99)), None),  # one thing at a time
        (replace(failing(99), polled_at=None), None),
        (replace(failing(99), enabled=False), None),
    ],
)
def test_a_source_has_a_trouble_once_it_has_lasted(source: Source, kind: TroubleKind | None) -> None:
    found = trouble_of(source)
    assert (found.kind if found else None) is kind


def test_where_nothing_can_be_read_it_is_not_the_sources() -> None:
    assert all_fail((failing(30), failing(1)))
    assert not all_fail((failing(30), WELL))
    assert not all_fail((failing(30),))
    assert not all_fail(())
