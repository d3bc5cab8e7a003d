"""What stands around a channel's postings: notices, the day's thread, whom a message mentions. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.planned import PlanInput, PlannedDelivery
from bot.delivery.wording import count_text
from bot.domain.chat import ChannelSettings
from bot.domain.delivery import DeliveryKind, Notice
from bot.domain.subscription import Cadence, Subscription
from bot.scheduling.cadence import DueDigest, latest_week, next_due

LATEST_DIGEST = timedelta(hours=6)
"""A digest that was missed by more than this is not made up for: what it would have held is in the next."""

_MOST_SUGGESTED = 200
_WEEK = timedelta(days=7)
_SHOWS_POSTINGS = (DeliveryKind.CARD, DeliveryKind.BATCH, DeliveryKind.DIGEST)
_AT_ONCE = (DeliveryKind.CARD, DeliveryKind.BATCH)


def in_time(digest: DueDigest, now: datetime) -> bool:
    """Whether a digest may still be sent, so long after its time."""
    return now - digest.due_at <= LATEST_DIGEST


def over_limit(given: PlanInput, kept: int) -> list[PlannedDelivery]:
    """Said once a day; to a channel that wants no posting at once it is nothing new."""
    slot = f"over:{_today(given)}"
    if not kept or not given.settings.cards_per_hour or slot in given.notice_slots:
        return []
    due = next_due(Cadence.DAILY, given.settings, given.now)
    notice = over_limit_notice(given.settings, due, given.now)
    return [PlannedDelivery(kind=DeliveryKind.NOTICE, slot=slot, notice=notice)]


def nothing_new(
    given: PlanInput,
    live: Collection[Subscription],
    deliveries: Sequence[PlannedDelivery],
) -> list[PlannedDelivery]:
    """That nothing came for a week, when the week begins: said of whole weeks, and once."""
    week = latest_week(given.settings, given.now)
    slot = f"week:{week.slot}"
    begun = week.due_at - _WEEK
    began_later = all(one.created_at > begun for one in live)
    chosen_at = given.settings.digest.chosen_at
    if (
        slot in given.notice_slots
        or not in_time(week, given.now)
        or began_later
        or (chosen_at is not None and chosen_at >= week.due_at)
        or (given.last_posting_at is not None and given.last_posting_at > begun)
        or any(one.kind in _SHOWS_POSTINGS for one in deliveries)
    ):
        return []
    return [PlannedDelivery(kind=DeliveryKind.NOTICE, slot=slot, notice=nothing_new_notice(len(live)))]


def in_threads(given: PlanInput, deliveries: Sequence[PlannedDelivery]) -> Sequence[PlannedDelivery]:
    """What is posted at once stands under the day's notice, which comes first where it is not there yet."""
    if not given.settings.thread_per_day or not any(one.kind in _AT_ONCE for one in deliveries):
        return deliveries
    slot = f"day:{_today(given)}"
    notice = day_notice(given.now.astimezone(ZoneInfo(given.settings.timezone)).date())
    first = PlannedDelivery(kind=DeliveryKind.NOTICE, slot=slot, notice=notice)
    under = [replace(one, thread=slot) if one.kind in _AT_ONCE else one for one in deliveries]
    return under if slot in given.notice_slots else [first, *under]


def mentioning(given: PlanInput, deliveries: Sequence[PlannedDelivery]) -> tuple[PlannedDelivery, ...]:
    """Postings mention whom the channel wants mentioned, with its pause in between."""
    settings, last = given.settings, given.mentioned_at
    made: list[PlannedDelivery] = []
    for one in deliveries:
        may = last is None or given.now - last >= settings.mention_pause
        mentions = settings.mention is not None and may and one.kind in _SHOWS_POSTINGS
        last = given.now if mentions else last
        made.append(replace(one, mentions=mentions))
    return tuple(made)


def _today(given: PlanInput) -> str:
    return given.now.astimezone(ZoneInfo(given.settings.timezone)).date().isoformat()


def over_limit_notice(settings: ChannelSettings, due: datetime, now: datetime) -> Notice:
    """More came than the channel wants at once; `due` is when the digest comes that has the rest."""
    zone = ZoneInfo(settings.timezone)
    local, today = due.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    named = {0: "today", 1: "tomorrow"}.get(days, f"on {weekday_text(local.date())}")
    most = settings.cards_per_hour
    more = max(most, min(2 * most, _MOST_SUGGESTED))
    return Notice(
        title=f"More than {count_text(most, 'posting')} this hour: the rest comes in the digest",
        paragraphs=(
            f"It comes {named} at {local:%H:%M}.",
            f"`/jobs digest now` posts what waits; `/jobs settings cards {more}` lets more through at once.",
        ),
    )


def nothing_new_notice(subscriptions: int) -> Notice:
    """Nothing was posted for a week."""
    which = "the subscription" if subscriptions == 1 else f"the {subscriptions} subscriptions"
    return Notice(
        title="Nothing new in the last week",
        paragraphs=(
            f"No posting matched {which} here. `/jobs list` shows what is looked for, `/jobs sources` where.",
        ),
    )


def week_text(*, found: int, posted: int, left_out: int) -> str:
    """The last week's figures."""
    said = f"Last 7 days: {count_text(found, 'posting')} found, {posted:,} posted"
    left = f", {left_out:,} left out" if left_out else ""
    return f"{said}{left}. `/jobs stats` tells more."


def day_notice(day: date) -> Notice:
    """Under it stand the postings of one day."""
    return Notice(title=f"Jobs of {weekday_text(day)}", paragraphs=("Today's postings are in this thread.",))


def weekday_text(day: date) -> str:
    """A day with its weekday: "Fri 27 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"
