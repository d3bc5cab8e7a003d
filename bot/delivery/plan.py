"""Decides what a channel gets now, later, or not at all. Pure: a table of inputs and outputs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.chat import ChannelSettings
from bot.domain.delivery import DeliveryKind
from bot.domain.match import MatchId, MatchState, Suppression, WaitingMatch
from bot.domain.subscription import Cadence, Subscription, SubscriptionId
from bot.scheduling.cadence import digest_slot, in_quiet_hours, next_due

CARD_WINDOW = timedelta(hours=1)
"""The hour of `cards_per_hour`."""

MOST_IN_BATCH = 10
"""More than this at once is a digest, not a batch."""

_SPEED = {cadence: rank for rank, cadence in enumerate(Cadence)}
_LEGAL_FORM = re.compile(r"[\s,]+(inc|llc|ltd|limited|gmbh|ag|corp|corporation|co|plc|s\.?a|b\.?v)\.?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """All that planning one channel depends on.

    `waiting` are its pending and kept matches, oldest first. `card_times` are when its cards of the
    last hour were created. `digest_slots` are the slots of its recent digests. `alive` is False when
    the platform said that the channel is gone.
    """

    now: datetime
    settings: ChannelSettings
    subscriptions: tuple[Subscription, ...]
    waiting: tuple[WaitingMatch, ...]
    card_times: tuple[datetime, ...] = ()
    digest_slots: frozenset[str] = frozenset()
    alive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDelivery:
    """A delivery to create: its matches in the order in which they are shown."""

    kind: DeliveryKind
    slot: str
    match_ids: tuple[MatchId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to create, in order; what to keep for later; what never to post, and why.

    `wake_at` is when planning this channel again has something to do; None: when something new comes.
    """

    deliveries: tuple[PlannedDelivery, ...] = ()
    kept: tuple[MatchId, ...] = ()
    suppressed: tuple[tuple[MatchId, Suppression], ...] = ()
    wake_at: datetime | None = None


@dataclass(slots=True)
class _Sorted:
    """The matches of one planning, each with the subscriptions that it lives for, by what becomes of it."""

    cards: list[WaitingMatch] = field(default_factory=list)
    batch: list[WaitingMatch] = field(default_factory=list)
    after_quiet: list[WaitingMatch] = field(default_factory=list)
    digest: list[WaitingMatch] = field(default_factory=list)
    kept: list[MatchId] = field(default_factory=list)
    wakes: list[datetime] = field(default_factory=list)


def plan(given: PlanInput) -> Plan:
    """Decide for every waiting match of a channel: posted now, kept, suppressed, or left for later.

    The fastest cadence among a match's live subscriptions wins. Instant matches are cards, at most
    `cards_per_hour` an hour, and the rest waits for the digest; in quiet hours they wait for their end.
    """
    suppressed: list[tuple[MatchId, Suppression]] = []
    sorted_ = _Sorted()
    live = {one.id: one for one in given.subscriptions if not _paused(one, given.now)}
    for waiting in given.waiting:
        reason = _suppression(waiting, given, live)
        if reason is not None:
            suppressed.append((waiting.match.id, reason))
        else:
            _sort(waiting, fastest(waiting, live.values()), given, sorted_)
    deliveries = (
        *_batches(sorted_),
        *_cards(given, sorted_),
        *_digest(given, sorted_, live),
    )
    return Plan(
        deliveries=deliveries,
        kept=tuple(sorted_.kept),
        suppressed=tuple(suppressed),
        wake_at=min(sorted_.wakes, default=None),
    )


def plan_digest_now(given: PlanInput, *, request_id: str) -> Plan:
    """A digest of everything that waits in the channel, whenever it would have been due."""
    live = {one.id: one for one in given.subscriptions if not _paused(one, given.now)}
    wanted = [one for one in given.waiting if _suppression(one, given, live) is None]
    if not wanted:
        return Plan()
    shown = _grouped(wanted, live)
    return Plan(deliveries=(PlannedDelivery(kind=DeliveryKind.DIGEST, slot=request_id, match_ids=shown),))


def fastest(waiting: WaitingMatch, live: Iterable[Subscription]) -> Cadence:
    """The fastest cadence among the live subscriptions that a match serves."""
    served = set(waiting.match.subscription_ids)
    return min((one.cadence for one in live if one.id in served), key=_SPEED.__getitem__)


def same_company(one: str, other: str) -> bool:
    """Whether two names are of one company: case, spacing and the legal form do not count."""
    return _company_key(one) == _company_key(other)


def _company_key(name: str) -> str:
    return _LEGAL_FORM.sub("", " ".join(name.casefold().split()))


def _paused(subscription: Subscription, now: datetime) -> bool:
    return subscription.paused_until is not None and subscription.paused_until > now


def _suppression(
    waiting: WaitingMatch, given: PlanInput, live: Mapping[SubscriptionId, Subscription]
) -> Suppression | None:
    served = set(waiting.match.subscription_ids)
    company, muted = waiting.company, given.settings.muted_companies
    checks = (
        (not given.alive, Suppression.CHANNEL_DEAD),
        (waiting.closed, Suppression.CLOSED),
        (waiting.merged, Suppression.MERGED),
        (company is not None and any(same_company(company, one) for one in muted), Suppression.MUTED),
        (served.isdisjoint(one.id for one in given.subscriptions), Suppression.UNSUBSCRIBED),
        (served.isdisjoint(live), Suppression.PAUSED),
    )
    return next((suppression for holds, suppression in checks if holds), None)


def _sort(waiting: WaitingMatch, cadence: Cadence, given: PlanInput, into: _Sorted) -> None:
    """Put a match where it belongs now. A kept match of an instant subscription is over the limit."""
    match = waiting.match
    if cadence is Cadence.INSTANT and match.state is MatchState.PENDING:
        _sort_instant(waiting, given, into)
        return
    _sort_slow(waiting, Cadence.DAILY if cadence is Cadence.INSTANT else cadence, given, into)


def _sort_slow(waiting: WaitingMatch, cadence: Cadence, given: PlanInput, into: _Sorted) -> None:
    """An hourly match joins the batch of its hour, a slower one the digest of its day, or is kept for it."""
    due = next_due(cadence, given.settings, waiting.match.matched_at)
    if due > given.now:
        _keep(waiting, due, into)
    elif cadence is not Cadence.HOURLY:
        if _slot(given) not in given.digest_slots:
            into.digest.append(waiting)
        else:  # it came too late for that digest: the next one has it
            _keep(waiting, next_due(cadence, given.settings, given.now), into)
    elif (quiet_until := in_quiet_hours(given.settings, given.now)) is not None:
        _keep(waiting, quiet_until, into)
    else:
        into.batch.append(waiting)


def _sort_instant(waiting: WaitingMatch, given: PlanInput, into: _Sorted) -> None:
    quiet_until = in_quiet_hours(given.settings, given.now)
    if quiet_until is not None:
        into.wakes.append(quiet_until)  # it stays pending: after the quiet hours it is posted, not kept
    elif in_quiet_hours(given.settings, waiting.match.matched_at) is not None:
        into.after_quiet.append(waiting)
    else:
        into.cards.append(waiting)


def _keep(waiting: WaitingMatch, due: datetime, into: _Sorted) -> None:
    if waiting.match.state is MatchState.PENDING:
        into.kept.append(waiting.match.id)
    into.wakes.append(due)


def _batches(sorted_: _Sorted) -> list[PlannedDelivery]:
    return [_at_once(group) for group in (sorted_.after_quiet, sorted_.batch) if group]


def _at_once(group: list[WaitingMatch]) -> PlannedDelivery:
    """One match is a card, some are a batch, many are a digest that no calendar day claims."""
    ids = tuple(one.match.id for one in group)
    if len(ids) == 1:
        return _card(group[0])
    kind = DeliveryKind.BATCH if len(ids) <= MOST_IN_BATCH else DeliveryKind.DIGEST
    slot = str(ids[0]) if kind is DeliveryKind.BATCH else f"batch:{ids[0]}"
    return PlannedDelivery(kind=kind, slot=slot, match_ids=ids)


def _cards(given: PlanInput, sorted_: _Sorted) -> list[PlannedDelivery]:
    recent = [at for at in given.card_times if at > given.now - CARD_WINDOW]
    room = max(0, given.settings.cards_per_hour - len(recent))
    for over in sorted_.cards[room:]:
        _sort_slow(over, Cadence.DAILY, given, sorted_)
    return [_card(one) for one in sorted_.cards[:room]]


def _card(waiting: WaitingMatch) -> PlannedDelivery:
    match = waiting.match
    return PlannedDelivery(kind=DeliveryKind.CARD, slot=str(match.posting_id), match_ids=(match.id,))


def _digest(
    given: PlanInput, sorted_: _Sorted, live: Mapping[SubscriptionId, Subscription]
) -> list[PlannedDelivery]:
    if not sorted_.digest:
        return []
    shown = _grouped(sorted_.digest, live)
    return [PlannedDelivery(kind=DeliveryKind.DIGEST, slot=_slot(given), match_ids=shown)]


def _grouped(
    group: Iterable[WaitingMatch], live: Mapping[SubscriptionId, Subscription]
) -> tuple[MatchId, ...]:
    """By the first subscription that each serves, then as they came."""

    def first_number(waiting: WaitingMatch) -> int:
        return min(live[id_].number for id_ in waiting.match.subscription_ids if id_ in live)

    return tuple(one.match.id for one in sorted(group, key=first_number))


def _slot(given: PlanInput) -> str:
    """The local date of the digest that is due: with it, one digest a day and no second."""
    return digest_slot(given.settings.digest, given.settings.timezone, given.now).isoformat()
