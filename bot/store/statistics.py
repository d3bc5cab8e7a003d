"""What became of a channel's matches, in all and by subscription; how the sources fare."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId
from bot.domain.delivery import PartState
from bot.domain.match import MatchId, MatchState, Suppression
from bot.domain.subscription import SubscriptionId
from bot.store.schema import deliveries, matches, parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What became of matches. Each counts once.

    `posted`: in a message that the platform took. `kept`: waits for a digest or batch. `under_way`:
    not planned yet, or in a message that is not sent yet. `failed`: in a message that was given up.
    `suppressed`: not posted, by reason.
    """

    posted: int = 0
    kept: int = 0
    under_way: int = 0
    failed: int = 0
    suppressed: Mapping[Suppression, int]

    @property
    def found(self) -> int:
        """All of them."""
        return self.posted + self.kept + self.under_way + self.failed + sum(self.suppressed.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelNumbers:
    """A channel's matches. One that serves two subscriptions counts for both, and once in `total`."""

    total: Numbers
    by_subscription: Mapping[SubscriptionId, Numbers]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fate:
    """What became of one match; `suppression` is set where it is that."""

    place: str
    suppression: Suppression | None = None


async def numbers_of(c: AsyncConnection, channel_id: ChannelId, since: datetime) -> ChannelNumbers:
    """What became of the matches that were found for a channel at or after `since`."""
    rows = await c.execute(
        select(matches.c.id, matches.c.subscription_ids, matches.c.state, matches.c.suppression).where(
            matches.c.channel_id == channel_id, matches.c.matched_at >= since
        )
    )
    states = await _part_states(c, channel_id, since)
    fates: list[_Fate] = []
    by_subscription: dict[SubscriptionId, list[_Fate]] = {}
    for row in rows:
        fate = _fate(MatchState(row.state), row.suppression, states.get(row.id))
        fates.append(fate)
        for id_ in row.subscription_ids:
            by_subscription.setdefault(SubscriptionId(id_), []).append(fate)
    return ChannelNumbers(
        total=_numbers(fates), by_subscription={id_: _numbers(some) for id_, some in by_subscription.items()}
    )


async def _part_states(
    c: AsyncConnection, channel_id: ChannelId, since: datetime
) -> Mapping[MatchId, PartState]:
    """The state of the message of every match that is in one made since then."""
    rows = await c.execute(
        select(deliveries.c.match_ids, parts.c.match_ids, parts.c.state)
        .join(deliveries, deliveries.c.id == parts.c.delivery_id)
        .where(deliveries.c.channel_id == channel_id, deliveries.c.created_at >= since)
        .order_by(parts.c.delivery_id, parts.c.position)
    )
    of_messages: dict[MatchId, PartState] = {}
    of_deliveries: dict[MatchId, PartState] = {}  # what a digest shows only on request fares as its last one
    for all_ids, ids, state in rows:
        of_deliveries.update((MatchId(id_), PartState(state)) for id_ in all_ids)
        of_messages.update((MatchId(id_), PartState(state)) for id_ in ids)
    return of_deliveries | of_messages


def _fate(state: MatchState, suppression: str | None, part: PartState | None) -> _Fate:
    if state is MatchState.SUPPRESSED and suppression:
        return _Fate(place="suppressed", suppression=Suppression(suppression))
    if state is MatchState.KEPT:
        return _Fate(place="kept")
    places = {PartState.SENT: "posted", PartState.FAILED: "failed"}
    return _Fate(place=places.get(part, "under_way") if part else "under_way")


def _numbers(fates: Iterable[_Fate]) -> Numbers:
    counts = Counter(fates)
    place = Counter(fate.place for fate in counts.elements())
    return Numbers(
        posted=place["posted"],
        kept=place["kept"],
        under_way=place["under_way"],
        failed=place["failed"],
        suppressed={
            fate.suppression: count
            for fate, count in sorted(counts.items(), key=_by_reason)
            if fate.suppression
        },
    )


def _by_reason(counted: tuple[_Fate, int]) -> str:
    return counted[0].suppression or ""
