"""Plans one channel: reads what its plan depends on, lets `plan` decide, writes what it decided.

All of it is one transaction of the caller, which holds the channel's lock: a plan is carried out whole.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.contents import Page, contents_of, message_of
from bot.delivery.fit import fit
from bot.delivery.keys import part_key
from bot.delivery.message import Message
from bot.delivery.plan import CARD_WINDOW, Plan, PlanInput, PlannedDelivery, plan, plan_digest_now
from bot.delivery.platform import Capabilities, Limit
from bot.domain.chat import Channel
from bot.domain.delivery import DeliveryId, DeliveryKind
from bot.domain.match import MatchId
from bot.errors import StoreUnavailable
from bot.store import chats, ledger, subscriptions

_SLOTS_LOOKED_AT = timedelta(days=8)
_AT_ONCE = 200
"""Postings whose texts are held in memory at once to be split into messages."""

_HEADROOM_CHARACTERS = 400
_HEADROOM_BLOCKS = 4
"""Left free when a delivery is split: its later parts get headings of their own when they are sent."""

_log = structlog.get_logger(__name__)


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
    await chats.set_wake(c, channel.id, decided.wake_at)
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


async def _input(c: AsyncConnection, channel: Channel, now: datetime) -> PlanInput:
    recent = await ledger.deliveries_of(c, channel.id, now - _SLOTS_LOOKED_AT)
    return PlanInput(
        now=now,
        settings=channel.settings,
        subscriptions=await subscriptions.of_channel(c, channel.id),
        waiting=await ledger.waiting(c, channel.id),
        card_times=tuple(
            one.created_at
            for one in recent
            if one.kind is DeliveryKind.CARD and one.created_at > now - CARD_WINDOW
        ),
        digest_slots=frozenset(one.slot for one in recent if one.kind is DeliveryKind.DIGEST),
        alive=channel.dead_reason is None,
    )


async def _create(
    c: AsyncConnection,
    channel: Channel,
    planned: PlannedDelivery,
    capabilities: Capabilities,
    now: datetime,
) -> DeliveryId | None:
    groups: Sequence[tuple[MatchId, ...]] = (planned.match_ids,)
    if planned.kind is not DeliveryKind.CARD:
        groups = await _split(c, channel, planned, capabilities, now)
    new_parts = tuple(
        ledger.NewPart(
            key=part_key(channel.ref, planned.kind, planned.slot, position=position, created_at=now),
            match_ids=ids,
        )
        for position, ids in enumerate(groups)
    )
    new = ledger.NewDelivery(
        channel_id=channel.id,
        kind=planned.kind,
        slot=planned.slot,
        match_ids=planned.match_ids,
        parts=new_parts,
    )
    return await ledger.create_delivery(c, new, now)


async def _split(
    c: AsyncConnection,
    channel: Channel,
    planned: PlannedDelivery,
    capabilities: Capabilities,
    now: datetime,
) -> tuple[tuple[MatchId, ...], ...]:
    """Which postings each message of a delivery shows, so that each fits with its heading."""
    page = Page(kind=planned.kind, slot=planned.slot, total=len(planned.match_ids))
    room = _with_headroom(capabilities)

    async def groups_of(ids: Sequence[MatchId]) -> list[tuple[MatchId, ...]]:
        try:
            contents = await contents_of(c, channel.id, ids)
            fitted = fit(message_of(contents, page, channel, now), room)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  # that posting gets a part of its own, which fails alone
            if len(ids) == 1:
                _log.error("posting cannot be composed", match=ids[0], exc_info=error)
                return [tuple(ids)]
            half = len(ids) // 2
            return [*await groups_of(ids[:half]), *await groups_of(ids[half:])]
        return [group for message in fitted if (group := _shown(message))]

    chunks = (planned.match_ids[at : at + _AT_ONCE] for at in range(0, len(planned.match_ids), _AT_ONCE))
    return tuple([group for ids in chunks for group in await groups_of(ids)])


def _shown(message: Message) -> tuple[MatchId, ...]:
    return tuple(section.match_id for section in message.sections if section.match_id is not None)


def _with_headroom(capabilities: Capabilities) -> Capabilities:
    def less(limit: Limit, headroom: int) -> Limit:
        return replace(limit, value=max(limit.value // 2, limit.value - headroom))

    return replace(
        capabilities,
        text_characters=less(capabilities.text_characters, _HEADROOM_CHARACTERS),
        blocks=less(capabilities.blocks, _HEADROOM_BLOCKS),
    )
