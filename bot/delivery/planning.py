"""Plans one channel: reads what its plan depends on, lets `plan` decide, writes what it decided.

All of it is one transaction of the caller, which holds the channel's lock: a plan is carried out whole.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.announcing import week_text
from bot.delivery.contents import Page
from bot.delivery.keys import part_key
from bot.delivery.plan import BURST, Plan, PlanInput, PlannedDelivery, plan, plan_digest_now
from bot.delivery.platform import Capabilities
from bot.delivery.ranking import choose
from bot.delivery.splitting import entries_of, split
from bot.domain.chat import Channel
from bot.domain.delivery import Delivery, DeliveryId, DeliveryKind, DigestLayout, Notice, Press
from bot.domain.match import MatchId
from bot.scheduling.cadence import in_quiet_hours
from bot.store import chats, components, ledger, reminders, subscriptions
from bot.store.statistics import numbers_of

_SLOTS_LOOKED_AT = timedelta(days=8)
_WEEK = timedelta(days=7)


async def plan_channel(
    c: AsyncConnection, channel: Channel, capabilities: Capabilities, now: datetime
) -> Plan:
    """Plan the channel's waiting matches into deliveries and note when to look at it again."""
    await ledger.lock_channel(c, channel.id)
    decided = plan(await _input(c, channel, now))
    for suppressed_id, suppression in decided.suppressed:
        await ledger.suppress(c, (suppressed_id,), suppression)
    await ledger.keep(c, decided.kept)
    for planned in decided.deliveries:
        await _create(c, channel, planned, capabilities, now)
    reminded_at = await _remind(c, channel, now)
    wake_at = min(filter(None, (decided.wake_at, reminded_at)), default=None)
    await chats.planned(c, channel.id, planned_at=now, wake_at=wake_at)
    return decided


async def create_digest(
    c: AsyncConnection, channel: Channel, capabilities: Capabilities, *, request_id: str, now: datetime
) -> DeliveryId | None:
    """A digest of everything that waits in the channel, for the request of that id.

    None when nothing waits, or when that request has made its digest already.
    """
    await ledger.lock_channel(c, channel.id)
    decided = plan_digest_now(await _input(c, channel, now), request_id=request_id)
    for planned in decided.deliveries:
        return await _create(c, channel, planned, capabilities, now)
    return None


async def _remind(c: AsyncConnection, channel: Channel, now: datetime) -> datetime | None:
    """Owe the reminders whose time has come, none in quiet hours; returns when the next may come."""
    quiet_until = in_quiet_hours(channel.settings, now)
    due = () if quiet_until else await reminders.due(c, channel.id, now)
    for one in due:
        slot = f"reminder:{one.id}"
        key = part_key(channel.ref, DeliveryKind.REMINDER, slot, position=0, created_at=now)
        new = ledger.NewDelivery(
            channel_id=channel.id,
            kind=DeliveryKind.REMINDER,
            slot=slot,
            match_ids=(),
            parts=(ledger.NewPart(key=key, match_ids=(one.match_id,)),),
            notice=Notice(title="Reminder", mention=f"<@{one.user_id}>"),
        )
        await ledger.create_delivery(c, new, now)
    await reminders.done(c, [one.id for one in due])
    following = await reminders.next_at(c, channel.id)
    return max(following, quiet_until or following) if following else None


async def _input(c: AsyncConnection, channel: Channel, now: datetime) -> PlanInput:
    recent = await ledger.deliveries_of(c, channel.id, now - _SLOTS_LOOKED_AT)
    return PlanInput(
        now=now,
        settings=channel.settings,
        subscriptions=await subscriptions.of_channel(c, channel.id),
        waiting=await ledger.waiting(c, channel.id),
        card_times=tuple(one.created_at for one in recent for _ in range(_counted(one))),
        digest_slots=frozenset(one.slot for one in recent if one.kind is DeliveryKind.DIGEST),
        notice_slots=frozenset(one.slot for one in recent if one.kind is DeliveryKind.NOTICE),
        last_posting_at=max((one.created_at for one in recent if one.match_ids), default=None),
        mentioned_at=max((one.created_at for one in recent if one.mentions), default=None),
        planned_at=channel.planned_at,
        alive=channel.dead_reason is None,
    )


def _counted(delivery: Delivery) -> int:
    """How many postings of a delivery count for the limit of those that are posted at once."""
    if delivery.kind is DeliveryKind.CARD or delivery.slot.startswith(BURST):
        return len(delivery.match_ids)
    return 0


async def _create(
    c: AsyncConnection,
    channel: Channel,
    planned: PlannedDelivery,
    capabilities: Capabilities,
    now: datetime,
) -> DeliveryId | None:
    if planned.kind is DeliveryKind.DIGEST:
        written = await _laid_out(c, channel, planned, capabilities, now)
    elif planned.kind is DeliveryKind.BATCH:
        groups = await split(
            c, channel, _page(planned), planned.match_ids, capabilities=capabilities, now=now
        )
        written = _Written(groups=groups, match_ids=planned.match_ids)
    else:
        written = _Written(groups=(planned.match_ids,), match_ids=planned.match_ids)
    new_parts = tuple(
        ledger.NewPart(
            key=part_key(channel.ref, planned.kind, planned.slot, position=position, created_at=now),
            match_ids=ids,
        )
        for position, ids in enumerate(written.groups)
    )
    new = ledger.NewDelivery(
        channel_id=channel.id,
        kind=planned.kind,
        slot=planned.slot,
        match_ids=written.match_ids,
        parts=new_parts,
        notice=planned.notice,
        thread=planned.thread,
        mentions=planned.mentions,
        layout=written.layout,
    )
    return await ledger.create_delivery(c, new, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What each message of a delivery shows, and the delivery's postings in their order."""

    groups: tuple[tuple[MatchId, ...], ...]
    match_ids: tuple[MatchId, ...]
    layout: DigestLayout | None = None


async def _laid_out(
    c: AsyncConnection,
    channel: Channel,
    planned: PlannedDelivery,
    capabilities: Capabilities,
    now: datetime,
) -> _Written:
    """A digest's best lines, and how to see the others."""
    settings = channel.settings
    entries = await entries_of(c, channel, planned.match_ids, now)
    choice = choose(entries, most=settings.digest_most, by=settings.digest_by)
    shown = [one.match_id for line in choice.shown for one in line]
    rest = [one.match_id for line in choice.rest for one in line]
    more = None
    if rest:
        text = f"digest more {shown[0]}"
        component = await components.put(c, components.RUN, {"text": text, "page": 0}, now)
        more = Press(label=f"{len(rest)} more", component=component)
    week = None
    if planned.of_week:
        week = await _week(c, channel, planned, now)
    layout = DigestLayout(by=settings.digest_by, more=more, week=week)
    page = replace(_page(planned), layout=layout)
    groups = await split(c, channel, page, shown, capabilities=capabilities, now=now)
    lines = {line[0].match_id: tuple(one.match_id for one in line) for line in choice.shown}
    return _Written(
        groups=tuple(tuple(id_ for lead in group for id_ in lines[lead]) for group in groups),
        match_ids=(*shown, *rest),
        layout=layout,
    )


async def _week(c: AsyncConnection, channel: Channel, planned: PlannedDelivery, now: datetime) -> str:
    """The last week's figures, in which this digest counts as posted."""
    numbers = (await numbers_of(c, channel.id, now - _WEEK)).total
    coming = min(len(planned.match_ids), numbers.kept)
    return week_text(
        found=numbers.found,
        posted=numbers.posted + numbers.under_way + coming,
        left_out=sum(numbers.suppressed.values()),
    )


def _page(planned: PlannedDelivery) -> Page:
    return Page(
        kind=planned.kind,
        slot=planned.slot,
        total=len(planned.match_ids),
        notice=planned.notice,
        mentions=planned.mentions,
    )
