"""What `jobwire export` writes of a workspace and `jobwire import` takes in: nobody's name but managers'."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.chat import ChannelSettings
from bot.domain.subscription import Cadence


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSubscription:
    """A subscription: its canonical query, its cadence, and until when it is paused."""

    query: str
    cadence: Cadence
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedChannel:
    """A channel by its platform's id, with its settings and subscriptions."""

    id: str
    name: str
    settings: ChannelSettings
    subscriptions: tuple[ExportedSubscription, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSource:
    """A source of the workspace's own."""

    name: str
    url: str
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedWorkspace:
    """A workspace by its platform's id."""

    platform: str
    id: str
    name: str
    sources: tuple[ExportedSource, ...] = ()
    channels: tuple[ExportedChannel, ...] = ()
