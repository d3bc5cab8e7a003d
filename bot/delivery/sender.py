"""Delivers to one channel: plans, then sends what is due, in order, and writes down what became of it.

The work queue sees to it that a channel is delivered to once at a time; should two run nevertheless
(a process that was thought dead), the ledger's attempts and leases keep them from sending twice.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery import planning
from bot.delivery.contents import Composed, Page, composed
from bot.delivery.platform import Capabilities, ChatPlatform, KeepsTogether, PublishesMessages
from bot.delivery.request import LONGEST_COMPOSING, answer, is_later, keep_pace, pause_for, ready_at
from bot.delivery.retry import RetryDecision, Step, decide, decide_unanswered
from bot.domain.chat import Channel, ChannelId
from bot.domain.delivery import Delivery, DeliveryId, DeliveryKind, Part, PartState, SentMessage
from bot.domain.match import Suppression
from bot.errors import StoreUnavailable
from bot.store import chats, ledger
from bot.store.ledger import Outcome
from bot.store.store import Store

_OF_POSTINGS = frozenset({DeliveryKind.CARD, DeliveryKind.BATCH, DeliveryKind.DIGEST})
_LONGEST_PUBLISHING = timedelta(seconds=5)
"""Well within the margin of a lease: it runs out only after the message counts as sent."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderTimes:
    """How patient a sender is.

    `lease_margin`: how much longer a lease is than a request may take. `settle`: how long a request may
    still arrive after its connection was lost. `find_margin`: how far our clock and the platform's may
    be apart.
    """

    lease_margin: timedelta = timedelta(seconds=15)
    settle: timedelta = timedelta(seconds=5)
    find_margin: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One part whose turn it is, with all that sending it takes.

    `said` is the error instead where it could not be composed. `first` is the delivery's first
    message, None when the part is that itself, or when the first was never sent. `thread`: the message
    under which the whole delivery stands. `publishes`: those who follow the channel get it, too.
    """

    channel: Channel
    platform: ChatPlatform
    part: Part
    said: Composed | Exception
    first: SentMessage | None
    thread: SentMessage | None = None
    publishes: bool = False

    @property
    def parent(self) -> SentMessage | None:
        """The message that it belongs under; None when it stands by itself."""
        if self.thread is not None:
            return self.thread
        if self.first is None or self.channel.settings.in_thread:
            return self.first
        platform = self.platform
        together = isinstance(platform, KeepsTogether) and platform.keeps_together(
            self.channel.ref, self.first
        )
        return self.first if together else None


class ChannelSender:
    """Delivers to channels. `platforms` are by the name that stands in a `ChannelRef`."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, ChatPlatform],
        clock: Callable[[], datetime],
        *,
        times: SenderTimes = SenderTimes(),
        pause: Callable[[timedelta], Awaitable[None]] = pause_for,
        random: Random | None = None,
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._times = times
        self._pause = pause
        self._random = random or Random()  # noqa: S311 (jitter is no secret)

    async def deliver(self, channel_id: ChannelId) -> None:
        """Plan the channel and send what is due there, in order, until nothing is or something is in the way.

        What the platform refuses is written down and never raised. A channel of a platform that this
        process is not connected to is left alone.
        """
        async with self._store.write() as c:
            await ledger.lock_channel(c, channel_id)  # before its settings are read
            channel = await chats.channel(c, channel_id)
            platform = self._platforms.get(channel.ref.platform)
            if platform is None:
                log.warning("delivery_not_ours", channel=channel_id, platform=channel.ref.platform)
                return
            await planning.plan_channel(c, channel, platform.capabilities, self._clock())
            if channel.dead_reason is not None:
                await ledger.fail_unresolved(c, channel_id, channel.dead_reason)
        if channel.dead_reason is not None or is_later(channel.due_at, self._clock()):
            return
        sent = 0
        while (turn := await self._next_turn(channel, platform)) is not None:
            if not await self._take(turn):
                break
            sent += 1
        log.info("delivered", channel=channel_id, platform=platform.name, messages=sent)

    async def create_digest(
        self, c: AsyncConnection, channel: Channel, request_id: str, now: datetime
    ) -> DeliveryId | None:
        """Owe the channel a digest of everything that waits there, for `digest now`.

        It is sent by the next `deliver`. None when nothing waits, or when the request has made its digest.
        """
        platform = self._platforms[channel.ref.platform]
        return await planning.create_digest(c, channel, platform.capabilities, request_id=request_id, now=now)

    async def _next_turn(self, channel: Channel, platform: ChatPlatform) -> _Turn | None:
        """The earliest part that is still owed, when it may be tried now: nothing overtakes it."""
        async with self._store.read() as c:
            part = await ledger.next_part(c, channel.id)
            if part is None or is_later(ready_at(part), self._clock()):
                return None
            last = await ledger.last_sent_at(c, channel.id)
            delivery = await ledger.delivery(c, part.delivery_id)
            siblings = await ledger.parts_of(c, part.delivery_id)
            thread = await _thread_of(c, delivery)
        await keep_pace(last, platform.capabilities.pace, now=self._clock(), pause=self._pause)
        page = Page.of(part, delivery, len(siblings))
        said = await answer(self._compose(channel, part, page, platform.capabilities), LONGEST_COMPOSING)
        if isinstance(said, StoreUnavailable):
            raise said
        first = siblings[0].sent if part.position > 0 else None
        return _Turn(
            channel=channel,
            platform=platform,
            part=part,
            said=said,
            first=first,
            thread=thread,
            publishes=channel.settings.publish and delivery.kind in _OF_POSTINGS,
        )

    async def _compose(
        self, channel: Channel, part: Part, page: Page, capabilities: Capabilities
    ) -> Composed:
        async with self._store.read() as c:
            return await composed(c, channel, part, page=page, capabilities=capabilities, now=self._clock())

    async def _take(self, turn: _Turn) -> bool:
        """Send the part, or find it; False when the channel has to wait or somebody else has the part."""
        if turn.part.state is PartState.PENDING:
            return await self._send(turn, blind=False)
        if not turn.platform.capabilities.can_find:
            return await self._send(turn, blind=True)
        found = await answer(self._find(turn), _find_time(turn.platform))
        if isinstance(found, Exception):
            return await self._unanswered(turn, found)
        if found is None:
            return await self._send(turn, blind=False)
        return await self._sent(turn, turn.part.attempt, found)

    async def _find(self, turn: _Turn) -> SentMessage | None:
        """Ask where the message is expected and, should the thread setting have changed, beside it."""
        part = turn.part
        since = (part.first_attempt_at or part.due_at) - self._times.find_margin
        places = {None, turn.first, turn.thread} - {turn.parent}
        for parent in (turn.parent, *places):
            found = await turn.platform.find(turn.channel.ref, part.key, since, parent)
            if found is not None:
                return found
        return None

    async def _unanswered(self, turn: _Turn, error: Exception) -> bool:
        now = self._clock()
        waited = now - (turn.part.first_attempt_at or now)
        decision = decide_unanswered(error, waited=waited, now=now, jitter=self._random.random())
        _report("find_failed", turn, decision, error)
        if decision.step is Step.AGAIN:
            return await self._send(turn, blind=True)
        return await self._follow(turn, turn.part.attempt, decision, asking=True)

    async def _send(self, turn: _Turn, *, blind: bool) -> bool:
        """Commit *sending*, make the request, write its outcome: in this order, whatever happens."""
        timeout = turn.platform.capabilities.send_timeout
        lease = timeout + self._times.lease_margin
        begun = self._clock()
        said = turn.said
        told = {} if isinstance(said, Exception) else said.told
        async with self._store.write() as c:
            blind = blind and not isinstance(said, Exception)
            attempt = await ledger.begin_attempt(c, turn.part, now=begun, lease=lease, blind=blind, told=told)
        if attempt is None or self._clock() + timeout > begun + lease:
            return False  # somebody else has it, or we slept through our lease: it will be asked for
        if isinstance(said, Exception):
            return await self._failed(turn, attempt, said)
        request = turn.platform.send(turn.channel.ref, said.message, turn.part.key, turn.parent)
        sent = await answer(request, timeout)
        if isinstance(sent, Exception):
            return await self._failed(turn, attempt, sent)
        if blind:
            log.warning("sent_unasked", channel=turn.channel.id, key=turn.part.key)
        return await self._sent(turn, attempt, sent)

    async def _failed(self, turn: _Turn, attempt: int, error: Exception) -> bool:
        decision = decide(
            error,
            attempt=attempt,
            now=self._clock(),
            settle=self._times.settle,
            jitter=self._random.random(),
        )
        _report("send_failed", turn, decision, error)
        return await self._follow(turn, attempt, decision, asking=False)

    async def _follow(self, turn: _Turn, attempt: int, decision: RetryDecision, *, asking: bool) -> bool:
        """Write down what was decided; True when the channel's next part may be tried at once.

        While `asking`, the part stays *sending*: it may have arrived.
        """
        match decision.step:
            case Step.FAIL:
                failed = Outcome(state=PartState.FAILED, failure=decision.reason)
                return await self._finish(turn, attempt, failed)
            case Step.CHANNEL_DEAD | Step.WORKSPACE_DEAD:
                await self._bury(turn, decision)
            case _:
                async with self._store.write() as c:
                    await ledger.finish_attempt(
                        c, turn.part.id, attempt, _waiting(decision, asking=asking), now=self._clock()
                    )
                    if decision.step is Step.PARK and decision.at is not None:
                        await chats.park(c, turn.channel.id, decision.at)
        return False

    async def _sent(self, turn: _Turn, attempt: int, sent: SentMessage) -> bool:
        """Publish it before it counts as sent: after a crash it is found again, and published then."""
        if turn.publishes and isinstance(turn.platform, PublishesMessages):
            published = await answer(turn.platform.publish(turn.channel.ref, sent), _LONGEST_PUBLISHING)
            if isinstance(published, Exception):
                log.warning("not_published", channel=turn.channel.id, key=turn.part.key, why=str(published))
        return await self._finish(turn, attempt, Outcome(state=PartState.SENT, sent=sent))

    async def _finish(self, turn: _Turn, attempt: int, outcome: Outcome) -> bool:
        async with self._store.write() as c:
            written = await ledger.finish_attempt(c, turn.part.id, attempt, outcome, now=self._clock())
        if not written:
            log.warning("outcome_too_late", channel=turn.channel.id, key=turn.part.key, attempt=attempt)
        return written

    async def _bury(self, turn: _Turn, decision: RetryDecision) -> None:
        """Stop the channel, or all of its workspace: nothing is owed there any more."""
        channel = turn.channel
        async with self._store.write() as c:
            dead: tuple[ChannelId, ...] = (channel.id,)
            if decision.step is Step.WORKSPACE_DEAD:
                dead = await ledger.live_channels(c, channel.workspace_id)
                await chats.remove_workspace(c, channel.workspace_id, self._clock())
            for channel_id in dead:
                await chats.mark_dead(c, channel_id, decision.reason)
                await ledger.suppress_waiting(c, channel_id, Suppression.CHANNEL_DEAD)
                await ledger.fail_unresolved(c, channel_id, decision.reason)


async def _thread_of(c: AsyncConnection, delivery: Delivery) -> SentMessage | None:
    """The day's message under which a delivery stands; None when it stands in the channel."""
    if delivery.thread is None:
        return None
    part = await ledger.sent_of(c, delivery.channel_id, DeliveryKind.NOTICE, delivery.thread)
    return part.sent if part else None


def _find_time(platform: ChatPlatform) -> timedelta:
    """The time for a question: it may turn several pages, each a request."""
    return 5 * platform.capabilities.send_timeout


def _waiting(decision: RetryDecision, *, asking: bool) -> Outcome:
    """A part that surely was not sent is pending again; one that perhaps was stays *sending*."""
    if asking or decision.step is Step.ASK:
        return Outcome(state=PartState.SENDING, lease_until=decision.at, failure=decision.reason)
    due_at = None if decision.step is Step.PARK else decision.at  # parking is the channel's, not the part's
    return Outcome(state=PartState.PENDING, due_at=due_at, failure=decision.reason)


def _report(event: str, turn: _Turn, decision: RetryDecision, error: Exception) -> None:
    broken = decision.reason.startswith("internal error")
    log.warning(
        event,
        channel=turn.channel.id,
        key=turn.part.key,
        step=decision.step.value,
        reason=decision.reason,
        detail=getattr(error, "detail", ""),
        exc_info=error if broken else None,
    )
