"""Which subscription posts much that nobody uses, so that something smaller may be suggested. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.match import Match, MatchState
from bot.domain.posting import PostingId
from bot.domain.subscription import Subscription, SubscriptionId

LOOKED_BACK = timedelta(days=28)
FEWEST_POSTED = 20
"""Below that in four weeks nothing is too much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """A subscription that posted so many postings in four weeks, none of which was used."""

    subscription: Subscription
    posted: int


def idlest(
    there: Sequence[Subscription], matches: Sequence[Match], used: Collection[PostingId], now: datetime
) -> Idle | None:
    """The one that posted most, of those that are as old as four weeks and go on; None where all are used.

    `matches` are the channel's of the last four weeks.
    """
    posted = _posted(matches)
    idle = [
        Idle(subscription=one, posted=len(posted.get(one.id, ())))
        for one in there
        if one.created_at <= now - LOOKED_BACK
        and (one.paused_until is None or one.paused_until <= now)
        and posted.get(one.id, frozenset()).isdisjoint(used)
    ]
    much = [one for one in idle if one.posted >= FEWEST_POSTED]
    return max(much, key=lambda one: (one.posted, -one.subscription.number), default=None)


def _posted(matches: Sequence[Match]) -> Mapping[SubscriptionId, frozenset[PostingId]]:
    found: dict[SubscriptionId, set[PostingId]] = {}
    for match in matches:
        for id_ in match.subscription_ids if match.state is MatchState.PLANNED else ():
            found.setdefault(id_, set()).add(match.posting_id)
    return {id_: frozenset(some) for id_, some in found.items()}
