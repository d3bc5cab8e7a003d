"""Suggests something smaller where a subscription posts much that nobody uses: once a month in a channel."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.stored_actions import run_action
from bot.delivery.noticing import owe_notice
from bot.delivery.wording import count_text
from bot.domain.chat import ChannelId
from bot.domain.delivery import Notice, Press
from bot.domain.idle import FEWEST_POSTED, LOOKED_BACK, Idle, idlest
from bot.domain.subscription import Cadence
from bot.scheduling.cadence import in_quiet_hours
from bot.store import busy, chats, ledger, subscriptions, uses
from bot.store.store import Store

_SLOWER = {
    Cadence.INSTANT: Cadence.DAILY,
    Cadence.HOURLY: Cadence.DAILY,
    Cadence.DAILY: Cadence.WEEKLY,
}
_LONGEST_QUERY = 200

_log = structlog.get_logger(__name__)


class IdleWatch:
    """One process's watch; two that look at once suggest nothing twice."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def look(self, now: datetime) -> None:
        """Owe a suggestion to every channel with an idle subscription that had none for four weeks."""
        async with self._store.read() as c:
            there = await busy.channels_with(c, FEWEST_POSTED, now - LOOKED_BACK, without_notice=_SLOT)
        for channel_id in there:
            async with self._store.write() as c:
                await _suggest(c, channel_id, now)


_SLOT = "idle:"
"""How the slots of these notices begin; the month follows."""


async def _suggest(c: AsyncConnection, channel_id: ChannelId, now: datetime) -> None:
    channel = await chats.channel(c, channel_id)
    if in_quiet_hours(channel.settings, now) is not None:
        return
    since = now - LOOKED_BACK
    used = await uses.of_channel(c, channel_id, since)
    found = idlest(
        await subscriptions.of_channel(c, channel_id),
        await ledger.matches_of(c, channel_id, since),
        frozenset(used),
        now,
    )
    if found is None:
        return
    notice = idle_notice(found, await _presses(c, found, now))
    if await owe_notice(c, channel, notice, f"{_SLOT}{now:%Y-%m}", now):
        _log.info("smaller subscription suggested", channel=channel_id, posted=found.posted)


def idle_notice(idle: Idle, presses: tuple[Press, ...]) -> Notice:
    """What is suggested, and that nothing has to be done."""
    one = idle.subscription
    query = one.query.replace("`", "'")
    query = query if len(query) <= _LONGEST_QUERY else f"{query[:_LONGEST_QUERY]}…"
    seen = "As far as this chat tells Jobwire, nobody has pressed anything under one."
    narrower = f"`/jobs edit {one.number}` and a longer query makes it narrower."
    return Notice(
        title=f"Number {one.number} posted {count_text(idle.posted, 'job')} in four weeks: too many?",
        paragraphs=(
            f"It looks for `{query}`. {seen}",
            f"{narrower} If it is right as it is, there is nothing to do: this is said once a month at most.",
        ),
        presses=presses,
    )


async def _presses(c: AsyncConnection, idle: Idle, now: datetime) -> tuple[Press, ...]:
    one = idle.subscription
    slower = _SLOWER.get(one.cadence)
    asked = [("End it", f"unsubscribe {one.number}")]
    if slower is not None:
        asked.insert(0, (f"Make it {slower}", f"edit {one.number} {slower}"))
    actions = [await run_action(c, label, text, now) for label, text in asked]
    return tuple(Press(label=action.label, component=action.value) for action in actions)
