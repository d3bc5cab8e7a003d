"""Posts chosen postings in a channel at once, through the ledger: each once, whatever came before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.recent import candidate_of
from bot.commands.reply import Reply, say, words
from bot.commands.services import Services
from bot.delivery.keys import part_key
from bot.delivery.wording import count_text
from bot.domain.chat import Channel
from bot.domain.delivery import DeliveryKind
from bot.domain.match import Match, MatchState, NewMatch
from bot.domain.posting import PostingId
from bot.domain.subscription import Subscription, SubscriptionId
from bot.errors import UnknownSubscription
from bot.matching import explain, parse
from bot.store import ledger, subscriptions

_WAITING = (MatchState.PENDING, MatchState.KEPT)


async def post_here(services: Services, channel: Channel, payload: Mapping[str, Any]) -> Reply:
    """Posts the postings that a component holds; those that stand here already are not posted again."""
    now = services.clock()
    async with services.store.write() as c:
        await ledger.lock_channel(c, channel.id)
        there = await subscriptions.of_channel(c, channel.id)
        asked = next((one for one in there if one.id == payload["subscription_id"]), None)
        if asked is None:
            raise UnknownSubscription(
                "That subscription is ended, so nothing is posted for it. /jobs list shows those there are."
            )
        ids = [PostingId(id_) for id_ in payload["posting_ids"]]
        posted = await _record(c, services, channel, asked, ids=ids, now=now)
    await services.deliver_soon(channel.id)
    if not posted:
        return say("They stand here already", words("No posting is posted twice in a channel."))
    return say(
        f"{count_text(posted, 'posting')} on the way", words("New ones follow as they appear."), private=False
    )


async def _record(
    c: AsyncConnection,
    services: Services,
    channel: Channel,
    asked: Subscription,
    *,
    ids: list[PostingId],
    now: datetime,
) -> int:
    query = parse(asked.query, services.vocabulary)
    shown = await ledger.shown_postings(c, ids)
    new = []
    for one in shown.values():
        held = explain(query, candidate_of(one.posting, one.source), now=now)
        new.append(
            NewMatch(
                channel_id=channel.id,
                posting_id=one.posting.id,
                opening=held.opening or 0,
                subscription_ids=(SubscriptionId(asked.id),),
                reasons=held.reasons,
            )
        )
    await ledger.record_matches(c, new, now)
    found = [await ledger.match(c, channel.id, id_) for id_ in reversed(ids) if id_ in shown]
    made = [await _card(c, channel, one, now) for one in found if one and one.state in _WAITING]
    return sum(made)


async def _card(c: AsyncConnection, channel: Channel, match: Match, now: datetime) -> bool:
    """A card of its own, past cadence, limit and quiet hours: somebody has just asked for it."""
    slot = str(match.posting_id)
    key = part_key(channel.ref, DeliveryKind.CARD, slot, position=0, created_at=now)
    made = await ledger.create_delivery(
        c,
        ledger.NewDelivery(
            channel_id=channel.id,
            kind=DeliveryKind.CARD,
            slot=slot,
            match_ids=(match.id,),
            parts=(ledger.NewPart(key=key, match_ids=(match.id,)),),
        ),
        now,
    )
    return made is not None
