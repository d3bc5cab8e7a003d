"""Watches how the sources fare, and tells the channels that depend on one when it has a lasting trouble.

Its end is told, too, and each once: `trouble` and `health_notices` decide, each telling is a delivery.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.stored_actions import run_action
from bot.delivery.health_notices import over_notice, trouble_notice
from bot.delivery.noticing import owe_notice
from bot.domain.chat import Channel, ChannelId
from bot.domain.delivery import Notice, Press
from bot.domain.source import Source, SourceId
from bot.domain.trouble import SourceTrouble, all_fail, trouble_of
from bot.errors import QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.matching import parse
from bot.matching.naming import names_source
from bot.scheduling.cadence import in_quiet_hours
from bot.store import chats, sources, troubles
from bot.store.store import Store

LATELY = timedelta(days=30)
"""A channel depends on a shared source that brought it something in so many days before the trouble."""

_log = structlog.get_logger(__name__)


class SourceWatch:
    """One process's watch; two that look at once tell nothing twice."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary

    async def look(self, now: datetime) -> None:
        """Note which troubles have begun and ended, and owe every channel concerned its notice.

        A channel in its quiet hours is told by a later look. Where nothing at all can be read, it is rather
        Jobwire that is cut off, and nobody is told.
        """
        async with self._store.read() as c:
            there = {one.id: one for one in await sources.polled(c)}
        if all_fail(tuple(there.values())):
            _log.warning("no source can be read", sources=len(there))
            return
        async with self._store.write() as c:
            await _note(c, there, now)
            pending = await troubles.unsettled(c)
        for trouble in pending:
            async with self._store.write() as c:
                await self._tell(c, trouble, there.get(trouble.source_id), now)

    async def _tell(
        self, c: AsyncConnection, trouble: SourceTrouble, source: Source | None, now: datetime
    ) -> None:
        if source is None:  # it was removed or switched off: whoever did that knows
            await troubles.settle(c, trouble.id, now)
        elif trouble.ended_at is None:
            await self._tell_trouble(c, trouble, source, now)
        else:
            await _tell_end(c, trouble, source, now)

    async def _tell_trouble(
        self, c: AsyncConnection, trouble: SourceTrouble, source: Source, now: datetime
    ) -> None:
        concerned = await self._dependent(c, trouble, source)
        for channel in await _awake(c, concerned, _slot(trouble), now):
            presses = await _presses(c, source, now)
            zone = channel.settings.timezone
            notice = trouble_notice(source, trouble, now=now, zone=zone, presses=presses)
            await _owe(c, channel, notice, _slot(trouble), now)

    async def _dependent(
        self, c: AsyncConnection, trouble: SourceTrouble, source: Source
    ) -> tuple[ChannelId, ...]:
        """Of its workspace every channel that has subscriptions; of a shared one, who named it or got it."""
        if source.workspace_id is not None:
            return await troubles.subscribed_channels(c, source.workspace_id)
        brought = await troubles.channels_brought(c, source.id, trouble.since - LATELY)
        asking = await troubles.queries_with(c, "source:")
        naming = {id_ for id_, query in asking if self._names(query, source)}
        return tuple(sorted(brought | naming))

    def _names(self, query: str, source: Source) -> bool:
        try:
            return names_source(parse(query, self._vocabulary), source.name)
        except QueryError:  # written by a version that knew more
            return False


async def _note(c: AsyncConnection, there: dict[SourceId, Source], now: datetime) -> None:
    going_on = {one.source_id: one for one in await troubles.unsettled(c) if one.ended_at is None}
    for source in there.values():
        trouble, known = trouble_of(source), going_on.get(source.id)
        if trouble is not None and known is None:
            await troubles.begin(c, source.id, trouble, now)
            _log.warning("source has a trouble", source=source.name, source_id=source.id, kind=trouble.kind)
        elif known is not None and trouble is None and source.failures == 0:
            await troubles.end(c, known.id, now)
            _log.info("source is well again", source=source.name, source_id=source.id)


async def _tell_end(c: AsyncConnection, trouble: SourceTrouble, source: Source, now: datetime) -> None:
    """Only those who were told of the trouble; when all of them are, it is settled."""
    slot = f"{_slot(trouble)}:over"
    told = await troubles.told_channels(c, _slot(trouble))
    for channel in await _awake(c, told, slot, now):
        await _owe(c, channel, over_notice(source, trouble), slot, now)
    if len(await troubles.has_notice(c, told, slot)) == len(told):
        await troubles.settle(c, trouble.id, trouble.ended_at or now)


async def _awake(
    c: AsyncConnection, channel_ids: Collection[ChannelId], slot: str, now: datetime
) -> list[Channel]:
    """The channels that have not been told yet and are not in their quiet hours."""
    done = await troubles.has_notice(c, tuple(channel_ids), slot)
    left = [await chats.channel(c, id_) for id_ in channel_ids if id_ not in done]
    return [one for one in left if in_quiet_hours(one.settings, now) is None]


async def _owe(c: AsyncConnection, channel: Channel, notice: Notice, slot: str, now: datetime) -> None:
    if await owe_notice(c, channel, notice, slot, now):
        _log.info("channel told of a source", channel=channel.id, slot=slot)


async def _presses(c: AsyncConnection, source: Source, now: datetime) -> tuple[Press, ...]:
    if source.workspace_id is None:
        return ()
    asked = (("Try it now", f"sources test {source.url}"), ("Stop reading it", f"sources remove {source.id}"))
    actions = [await run_action(c, label, text, now) for label, text in asked]
    return tuple(Press(label=one.label, component=one.value) for one in actions)


def _slot(trouble: SourceTrouble) -> str:
    return f"source:{trouble.id}"
