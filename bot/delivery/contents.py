"""Reads from the store what messages are composed of, and composes a delivery's messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery import compose
from bot.delivery.compose import CardContent, DigestHeading
from bot.delivery.fit import fit_one
from bot.delivery.message import Message
from bot.delivery.platform import Capabilities
from bot.domain.chat import Channel, ChannelId
from bot.domain.delivery import Delivery, DeliveryKind, DigestLayout, Notice, Part, Told
from bot.domain.facts import facts_of
from bot.domain.match import Match, MatchId
from bot.domain.posting import StoredPosting
from bot.domain.subscription import Subscription
from bot.feeds.terms import link_of
from bot.store import ledger, subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message, and what it says of its postings."""

    message: Message
    told: Mapping[MatchId, Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which message of a delivery is to be composed. `part` counts from 1; `total` is of all postings.

    `mentions`: its first message mentions whom the channel wants mentioned.
    """

    kind: DeliveryKind
    slot: str
    total: int
    part: int = 1
    parts: int = 1
    notice: Notice | None = None
    mentions: bool = False
    layout: DigestLayout | None = None

    @classmethod
    def of(cls, part: Part, delivery: Delivery, parts: int) -> Self:
        """The page that a part is, of a delivery with that many."""
        return cls(
            kind=delivery.kind,
            slot=delivery.slot,
            total=len(delivery.match_ids),
            part=part.position + 1,
            parts=parts,
            notice=delivery.notice,
            mentions=delivery.mentions,
            layout=delivery.layout,
        )


async def composed(
    c: AsyncConnection, channel: Channel, part: Part, *, page: Page, capabilities: Capabilities, now: datetime
) -> Composed:
    """What one part says now, as the platform can carry it."""
    contents = await contents_of(c, channel.id, part.match_ids)
    return Composed(
        message=fit_one(message_of(contents, page, channel, now), capabilities),
        told={one.match_id: _told(one.posting) for one in contents if one.match_id is not None},
    )


async def contents_of(
    c: AsyncConnection, channel_id: ChannelId, match_ids: Sequence[MatchId]
) -> tuple[CardContent, ...]:
    """What those matches are composed of, in their order."""
    matches = await ledger.matches_by_ids(c, match_ids)
    shown = await ledger.shown_postings(c, [match.posting_id for match in matches])
    numbered = sorted(await subscriptions.of_channel(c, channel_id), key=lambda one: one.number)
    return tuple(
        CardContent(
            posting=shown[match.posting_id].posting,
            source=shown[match.posting_id].source,
            source_link=link_of(shown[match.posting_id].source),
            opening=match.opening,
            reasons=match.reasons,
            match_id=match.id,
            query=served.query if served else None,
            number=served.number if served else 0,
        )
        for match in matches
        if match.posting_id in shown
        for served in (_first_served(match, numbered),)
    )


def message_of(contents: Sequence[CardContent], page: Page, channel: Channel, now: datetime) -> Message:
    """The message of one part, as it is to be said now."""
    mention = channel.settings.mention if page.mentions and page.part == 1 else None
    if page.notice is not None:
        if page.kind is DeliveryKind.REMINDER and contents:
            return compose.reminder(contents[0], page.notice, now=now, mention=page.notice.mention)
        return compose.notice(page.notice)
    if page.kind is DeliveryKind.CARD and contents:
        return compose.card(contents[0], now=now, mention=mention)
    if page.kind is DeliveryKind.BATCH:
        return compose.batch(contents, now=now, mention=mention)
    today = now.astimezone(ZoneInfo(channel.settings.timezone)).date()
    heading = DigestHeading(
        title=compose.digest_title(page.slot, today),
        total=page.total,
        part=page.part,
        parts=page.parts,
        layout=page.layout or DigestLayout(),
    )
    return compose.digest(contents, heading, now=now, mention=mention)


def _told(posting: StoredPosting) -> Told:
    return Told(closed=posting.closed_at is not None, facts=facts_of(posting.reading))


def _first_served(match: Match, numbered: Sequence[Subscription]) -> Subscription | None:
    return next((one for one in numbered if one.id in match.subscription_ids), None)
