"""Decides what a channel gets now, later, or not at all. Pure: a table of inputs and outputs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery.announcing import in_threads, in_time, mentioning, nothing_new, over_limit
from bot.delivery.folding import same_company
from bot.delivery.planned import Plan, PlanInput, PlannedDelivery
from bot.domain.delivery import DeliveryKind
from bot.domain.match import MatchId, MatchState, Suppression, WaitingMatch
from bot.domain.subscription import Cadence, Subscription, SubscriptionId
from bot.scheduling.cadence import DueDigest, in_quiet_hours, latest_digest, next_due

__all__ = [
    "BURST",
    "CARD_WINDOW",
    "Plan",
    "PlanInput",
    "PlannedDelivery",
    "fastest",
    "plan",
    "plan_digest_now",
]

CARD_WINDOW = timedelta(hours=1)
"""The hour of `cards_per_hour`."""

MOST_IN_BATCH = 10
"""More than this at once is a digest, not a batch."""

BURST = "burst:"
"""How the slot of a message begins that holds several instant matches."""

_SPEED = {cadence: rank for rank, cadence in enumerate(Cadence)}


@dataclass(slots=True)
class _Sorted:
    """The matches of one planning by what becomes of them. `latest` is the digest that came due last."""

    latest: DueDigest
    cards: list[WaitingMatch] = field(default_factory=list)
    batch: list[WaitingMatch] = field(default_factory=list)
    after_quiet: list[WaitingMatch] = field(default_factory=list)
    digest: list[WaitingMatch] = field(default_factory=list)
    kept: list[MatchId] = field(default_factory=list)
    wakes: list[datetime] = field(default_factory=list)


def plan(given: PlanInput) -> Plan:
    """Decide for every waiting match of a channel: posted now, kept, suppressed, or left for later.

    The fastest cadence among a match's live subscriptions wins. Instant matches are posted at once, at
    most `cards_per_hour` an hour, each as a card or, when many came together, as one message; the rest
    waits for the digest. In quiet hours they wait for their end.
    """
    suppressed: list[tuple[MatchId, Suppression]] = []
    sorted_ = _Sorted(latest=latest_digest(given.settings, given.now))
    live = _live(given)
    for waiting in given.waiting:
        reason = _suppression(waiting, given, live)
        if reason is not None:
            suppressed.append((waiting.match.id, reason))
        else:
            _sort(waiting, fastest(waiting, live.values()), given, sorted_)
    deliveries: Sequence[PlannedDelivery] = (
        *_batches(sorted_),
        *_cards(given, sorted_),
        *_digest(sorted_),
    )
    if given.settings.says_nothing_new and given.alive and live:
        sorted_.wakes.append(next_due(Cadence.WEEKLY, given.settings, given.now))
        deliveries = (*deliveries, *nothing_new(given, live.values(), deliveries))
    return Plan(
        deliveries=mentioning(given, in_threads(given, deliveries)),
        kept=tuple(sorted_.kept),
        suppressed=tuple(suppressed),
        wake_at=min(sorted_.wakes, default=None),
    )


def plan_digest_now(given: PlanInput, *, request_id: str) -> Plan:
    """A digest of everything that waits in the channel, whenever it would have been due."""
    live = _live(given)
    wanted = tuple(one.match.id for one in given.waiting if _suppression(one, given, live) is None)
    if not wanted:
        return Plan()
    asked = PlannedDelivery(kind=DeliveryKind.DIGEST, slot=request_id, match_ids=wanted)
    return Plan(deliveries=mentioning(given, [asked]))


def fastest(waiting: WaitingMatch, live: Iterable[Subscription]) -> Cadence:
    """The fastest cadence among the live subscriptions that a match serves."""
    served = set(waiting.match.subscription_ids)
    return min((one.cadence for one in live if one.id in served), key=_SPEED.__getitem__)


def _live(given: PlanInput) -> Mapping[SubscriptionId, Subscription]:
    return {one.id: one for one in given.subscriptions if not _paused(one, given.now)}


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
        # a weekly one may become daily while it waits: every digest has its time while the bot is up
        daily = next_due(Cadence.DAILY, given.settings, given.now) if cadence is Cadence.WEEKLY else due
        _keep(waiting, min(due, daily), into)
    elif cadence is not Cadence.HOURLY:
        if _may_come(into.latest, given):
            into.digest.append(waiting)
        else:  # it came too late for that digest, or that digest would: the next one has it
            _keep(waiting, next_due(Cadence.DAILY, given.settings, given.now), into)
    elif (quiet_until := in_quiet_hours(given.settings, given.now)) is not None:
        _keep(waiting, quiet_until, into)
    else:
        into.batch.append(waiting)


def _may_come(digest: DueDigest, given: PlanInput) -> bool:
    """Whether a digest that was due may be sent: once, at its time, or late where the bot was down then."""
    had_its_time = given.planned_at is not None and given.planned_at >= digest.due_at
    return digest.slot not in given.digest_slots and not had_its_time and in_time(digest, given.now)


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
    return [_together(group) for group in (sorted_.after_quiet, sorted_.batch) if group]


def _together(group: Sequence[WaitingMatch], prefix: str = "") -> PlannedDelivery:
    """One match is a card, some are a batch, many are a digest that no calendar day claims."""
    ids = tuple(one.match.id for one in group)
    if len(ids) == 1:
        return _card(group[0])
    if len(ids) <= MOST_IN_BATCH:
        return PlannedDelivery(kind=DeliveryKind.BATCH, slot=f"{prefix}{ids[0]}", match_ids=ids)
    return PlannedDelivery(kind=DeliveryKind.DIGEST, slot=f"{prefix or 'batch:'}{ids[0]}", match_ids=ids)


def _cards(given: PlanInput, sorted_: _Sorted) -> list[PlannedDelivery]:
    recent = [at for at in given.card_times if at > given.now - CARD_WINDOW]
    room = max(0, given.settings.cards_per_hour - len(recent))
    at_once, over = sorted_.cards[:room], sorted_.cards[room:]
    kept_before = len(sorted_.kept)
    for one in over:
        _sort_slow(one, Cadence.DAILY, given, sorted_)
    made = [_card(one) for one in at_once]
    if len(at_once) > given.settings.cards_at_once:
        made = [_together(at_once, BURST)]
    return [*made, *over_limit(given, len(sorted_.kept) - kept_before)]


def _card(waiting: WaitingMatch) -> PlannedDelivery:
    match = waiting.match
    return PlannedDelivery(kind=DeliveryKind.CARD, slot=str(match.posting_id), match_ids=(match.id,))


def _digest(sorted_: _Sorted) -> list[PlannedDelivery]:
    if not sorted_.digest:
        return []
    ids = tuple(one.match.id for one in sorted_.digest)
    latest = sorted_.latest
    return [
        PlannedDelivery(kind=DeliveryKind.DIGEST, slot=latest.slot, match_ids=ids, of_week=latest.of_week)
    ]
