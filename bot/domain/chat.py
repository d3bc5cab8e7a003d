"""Who and where: workspaces, channels, people, and a channel's settings."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NewType

WorkspaceId = NewType("WorkspaceId", int)
ChannelId = NewType("ChannelId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRef:
    """A channel as its platform names it: platform ("slack", "discord", "terminal"), workspace, channel."""

    platform: str
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRef:
    """A person as the platform names them. `is_admin`: may administer the workspace, says the platform."""

    platform: str
    workspace: str
    user: str
    name: str
    is_admin: bool = False


class Managers(StrEnum):
    """Who may change a channel's subscriptions and settings. LISTED includes administrators."""

    EVERYONE = "everyone"
    ADMINS = "admins"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSchedule:
    """When a channel's digest comes: local time, on ISO weekdays (1 = Monday ... 7 = Sunday).

    `chosen_at`: when somebody last chose its time, days or zone; None when nobody has.
    """

    at: time
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    chosen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local hours in which no card is posted; they may span midnight (22:00 to 07:00)."""

    start: time
    end: time


class DigestGroups(StrEnum):
    """Under which headings a digest shows its postings."""

    SUBSCRIPTION = "subscription"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """What a channel has chosen; the defaults are those of config/default.toml, put in by wiring.

    `timezone` is an IANA name, `currency` ISO 4217 (the currency of a bare `150k`). `cards_per_hour`
    is the most postings an hour that are posted at once; the rest goes to the digest. When more than
    `cards_at_once` come together, they are one message. `digest_most` is how many lines a digest shows.
    `says_nothing_new`: a week without a posting is told. `in_thread`: what does not fit one message goes
    on in a thread; `thread_per_day`: what is posted at once stands in one thread a day. `mention` is the
    platform's name of what a posting mentions, None for nobody; not more often than every
    `mention_pause`. `listed_managers` are platform user ids.
    `publish`: where others can follow the channel, they are brought its postings.
    """

    timezone: str = "UTC"
    currency: str = "USD"
    cards_per_hour: int = 6
    cards_at_once: int = 3
    quiet_hours: QuietHours | None = None
    digest: DigestSchedule = DigestSchedule(at=time(9))
    digest_most: int = 15
    digest_by: DigestGroups = DigestGroups.SUBSCRIPTION
    says_nothing_new: bool = False
    in_thread: bool = False
    thread_per_day: bool = False
    mention: str | None = None
    publish: bool = False
    mention_pause: timedelta = timedelta(hours=1)
    managers: Managers = Managers.EVERYONE
    listed_managers: tuple[str, ...] = ()
    muted_companies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel that Jobwire knows. `dead_reason` is set when the platform said that it is gone.

    `due_at`: nothing is sent here before (a platform's rate limit); None when there is none. `planned_at`:
    when its waiting matches were last planned.
    """

    id: ChannelId
    workspace_id: WorkspaceId
    ref: ChannelRef
    name: str
    settings: ChannelSettings = ChannelSettings()
    due_at: datetime | None = None
    planned_at: datetime | None = None
    dead_reason: str | None = None
