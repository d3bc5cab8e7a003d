"""What commands work with; built once, in wiring."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.platform import ChatPlatform
from bot.domain.chat import ChannelId, ChannelSettings
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.fetch import Fetcher
from bot.scheduling.work_queue import WorkQueue
from bot.store.store import Store

PREVIEW = timedelta(days=14)
"""How far a subscribe looks back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The store, the words, the ways out, and the time.

    `platforms` are those that are connected, by name: what a digest may hold depends on them.
    `defaults` are the settings of a channel that has chosen nothing. `least_interval` is the shortest
    pause between two polls of a source that a workspace adds. `permitted` are the kinds of sources that
    are off by their terms and that whoever runs Jobwire has decided to read.
    """

    store: Store
    vocabulary: Vocabulary
    fetcher: Fetcher
    queue: WorkQueue
    platforms: Mapping[str, ChatPlatform]
    clock: Callable[[], datetime]
    defaults: ChannelSettings = ChannelSettings()  # noqa: RUF009  # frozen
    least_interval: timedelta = timedelta(minutes=15)
    permitted: frozenset[str] = frozenset()

    async def deliver_soon(self, channel_id: ChannelId) -> None:
        """Ask that the channel be planned and what is due there be sent."""
        await self.queue.put(f"deliver:{channel_id}")
