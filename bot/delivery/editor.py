"""Changes what was posted where it is not so any more: acts on what `closing` decides.

It works beside the sender, under a key of its own in the work queue, so that no message waits for it.
Should two edit one channel at once nevertheless, the ledger's attempts keep them apart; and what is done
twice is done once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import structlog

from bot.delivery.closing import EditDecision, EditStep, Look, decide_edit, look
from bot.delivery.contents import Composed, Page, composed
from bot.delivery.platform import Capabilities, ChatPlatform, EditsMessages
from bot.delivery.request import LONGEST_COMPOSING, answer, is_later, keep_pace, pause_for, ready_at
from bot.domain.chat import Channel, ChannelId
from bot.domain.delivery import Part
from bot.errors import DeliveryError, MessageGone, StoreUnavailable
from bot.store import chats, ledger
from bot.store.store import Store

MOST_AT_ONCE = 10
"""Messages of a channel that one turn looks at; the sweep brings the next ones."""

LEASE_MARGIN = timedelta(seconds=15)
"""How much longer a message is claimed than a request may take."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One message that does not say what is so, and the platform that can change it, with its limits."""

    channel: Channel
    part: Part
    platform: EditsMessages
    capabilities: Capabilities


class MessageEditor:
    """Edits channels. `platforms` are by the name that stands in a `ChannelRef`."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, ChatPlatform],
        clock: Callable[[], datetime],
        *,
        lease_margin: timedelta = LEASE_MARGIN,
        pause: Callable[[timedelta], Awaitable[None]] = pause_for,
        random: Random | None = None,
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._lease_margin = lease_margin
        self._pause = pause
        self._random = random or Random()  # noqa: S311 (jitter is no secret)

    async def edit(self, channel_id: ChannelId) -> None:
        """Look at the channel's messages that are due, and change what is not so: some, the oldest first.

        What the platform refuses is written down and never raised. Where messages cannot be changed,
        nothing is; a channel of a platform that this process is not connected to is left alone, and so is
        one to which a message is to be sent now: after a rate limit, that message goes first.
        """
        async with self._store.read() as c:
            channel = await chats.channel(c, channel_id)
            due = await ledger.edits_due(c, channel_id, self._clock(), MOST_AT_ONCE)
            owed = await ledger.next_part(c, channel_id)
        platform = self._platforms.get(channel.ref.platform)
        if not due or platform is None or _must_wait(channel, owed, self._clock()):
            return
        if not isinstance(platform, EditsMessages):
            async with self._store.write() as c:
                await ledger.forget_edits(c, channel_id)
            return
        turns = [
            _Turn(channel=channel, part=part, platform=platform, capabilities=platform.capabilities)
            for part in due
        ]
        edited = await self._take_all(turns)
        log.info("edited", channel=channel_id, platform=platform.name, messages=edited, looked_at=len(due))

    async def _take_all(self, turns: Sequence[_Turn]) -> int:
        """Take the turns until one of them has to wait; returns how many messages were changed or left."""
        last: datetime | None = None
        for_nothing = 0
        for done, turn in enumerate(turns):
            if not await self._needs_edit(turn.part):
                for_nothing += 1
                continue
            await keep_pace(last, turn.capabilities.pace, now=self._clock(), pause=self._pause)
            if not await self._take(turn):
                return done - for_nothing
            last = self._clock()
        return len(turns) - for_nothing

    async def _needs_edit(self, part: Part) -> bool:
        """Whether the message has to be changed; one that has not is done with, unless that changes now."""
        async with self._store.read() as c:
            so = await ledger.told_by_match(c, part.match_ids)
        seen = look(part, so, self._clock())
        if seen is Look.EDIT:
            return True
        async with self._store.write() as c:
            if seen is Look.TRUE:
                await ledger.finish_edit(c, part, part.edit_attempts, so, self._clock())
            else:
                await ledger.put_off_edit(c, part.id, part.edit_attempts, None)
        return False

    async def _take(self, turn: _Turn) -> bool:
        """Claim the message, change it, write the outcome; False when the channel has to wait."""
        said = await answer(self._compose(turn), LONGEST_COMPOSING)
        if isinstance(said, StoreUnavailable):
            raise said
        timeout = turn.capabilities.send_timeout
        lease = timeout + self._lease_margin
        begun = self._clock()
        async with self._store.write() as c:
            attempt = await ledger.begin_edit(c, turn.part, now=begun, lease=lease)
        if attempt is None or self._clock() + timeout > begun + lease:
            return False  # somebody else has it, or we slept through our lease
        if isinstance(said, Exception):
            return await self._failed(turn, attempt, said)
        failure = await answer(self._request(turn, said), timeout)
        if failure is not None:
            return await self._failed(turn, attempt, failure)
        async with self._store.write() as c:
            return await ledger.finish_edit(c, turn.part, attempt, said.told, self._clock())

    async def _request(self, turn: _Turn, said: Composed) -> None:
        if turn.part.sent is None:
            raise MessageGone("Nobody knows where the message is.")
        await turn.platform.edit(turn.channel.ref, turn.part.sent, said.message)

    async def _compose(self, turn: _Turn) -> Composed:
        async with self._store.read() as c:
            delivery = await ledger.delivery(c, turn.part.delivery_id)
            siblings = await ledger.parts_of(c, turn.part.delivery_id)
            page = Page.of(turn.part, delivery, len(siblings))
            now = self._clock()
            return await composed(
                c, turn.channel, turn.part, page=page, capabilities=turn.capabilities, now=now
            )

    async def _failed(self, turn: _Turn, attempt: int, error: Exception) -> bool:
        decision = decide_edit(error, attempt=attempt, now=self._clock(), jitter=self._random.random())
        _report(turn, decision, error)
        parked = decision.step is EditStep.PARK
        async with self._store.write() as c:
            if parked and decision.at is not None:
                await chats.park(c, turn.channel.id, decision.at)
            await ledger.put_off_edit(c, turn.part.id, attempt, decision.at, counts=not parked)
        return decision.step is EditStep.LEAVE


def _must_wait(channel: Channel, owed: Part | None, now: datetime) -> bool:
    """Whether nothing may be changed in the channel now; `owed` is the next message to it, if any."""
    resting = channel.dead_reason is not None or is_later(channel.due_at, now)
    return resting or (owed is not None and not is_later(ready_at(owed), now))


def _report(turn: _Turn, decision: EditDecision, error: Exception) -> None:
    log.warning(
        "edit_failed",
        channel=turn.channel.id,
        key=turn.part.key,
        step=decision.step.value,
        reason=decision.reason,
        detail=getattr(error, "detail", ""),
        exc_info=None if isinstance(error, DeliveryError | TimeoutError) else error,
    )
