"""Sources: configured places that we poll, and how they fare."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.chat import WorkspaceId

SourceId = NewType("SourceId", int)


class SourceHealth(StrEnum):
    """How the last poll of a source went. The three outcomes of a fetch are never merged."""

    NEW = "new"
    READ = "read"
    NO_SUCH_FEED = "no such feed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTerms:
    """What a source asks of those who use it.

    `attribution` is the name to show on every card (None: none asked). `least_interval` is the
    shortest pause between two polls that its terms or manners allow.
    """

    attribution: str | None = None
    least_interval: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next GET conditional: the server's validators and the hash of the body last read."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A configured place that we poll.

    `format` is a name of `bot.feeds.formats` ("rss", "greenhouse", ...). `workspace_id` is None for a
    shared source; a workspace's own source is matched for that workspace alone. `complete_list`:
    each reading lists every open posting, so absence means closed. `baseline_at` is the instant of
    the first successful poll, which sends nothing. `failing_since` is the first of the failures in a
    row, `brought_at` when it last listed something that it had not listed before.
    """

    id: SourceId
    name: str
    url: str
    format: str
    workspace_id: WorkspaceId | None = None
    complete_list: bool = False
    terms: SourceTerms = SourceTerms()
    enabled: bool = True
    validators: Validators = Validators()
    next_poll_at: datetime
    baseline_at: datetime | None = None
    health: SourceHealth = SourceHealth.NEW
    failure: str | None = None
    failures: int = 0
    polled_at: datetime | None = None
    failing_since: datetime | None = None
    brought_at: datetime | None = None
