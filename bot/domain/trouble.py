"""What is wrong with a source, long enough to tell those who depend on it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.source import Source, SourceHealth, SourceId

FAILING_FOR = timedelta(hours=24)
GONE_FOR = timedelta(hours=6)
FEWEST_FAILURES = 4
"""A source that was polled less often since is not judged: Jobwire itself may have been away."""

SILENT_FOR = timedelta(days=30)
SILENT_LIST_FOR = timedelta(days=60)
"""A company's own board may well list nothing new for two months; a feed of the newest jobs may not."""


class TroubleKind(StrEnum):
    """GONE: there is no such feed any more. FAILING: no answer that says anything. SILENT: nothing new."""

    GONE = "gone"
    FAILING = "failing"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A trouble that a source has now, and since when."""

    kind: TroubleKind
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTrouble:
    """A trouble as it is kept. `ended_at` is set when the source was well again."""

    id: int
    source_id: SourceId
    kind: TroubleKind
    since: datetime
    ended_at: datetime | None = None


def trouble_of(source: Source) -> Trouble | None:
    """What is wrong with a source, judged by its polls alone: time in which nobody polled does not count."""
    if source.polled_at is None or not source.enabled:
        return None
    since = source.failing_since
    if since is not None and source.failures >= FEWEST_FAILURES:
        kind = TroubleKind.GONE if source.health is SourceHealth.NO_SUCH_FEED else TroubleKind.FAILING
        patience = GONE_FOR if kind is TroubleKind.GONE else FAILING_FOR
        return Trouble(kind=kind, since=since) if source.polled_at - since >= patience else None
    last = source.brought_at or source.baseline_at
    patience = SILENT_LIST_FOR if source.complete_list else SILENT_FOR
    if last is not None and since is None and source.polled_at - last >= patience:
        return Trouble(kind=TroubleKind.SILENT, since=last)
    return None


def all_fail(sources: tuple[Source, ...]) -> bool:
    """Whether it is rather Jobwire that is cut off: some are polled, and not one of them can be read."""
    polled = [one for one in sources if one.enabled and one.polled_at is not None]
    return len(polled) > 1 and all(one.failures > 0 for one in polled)
