"""A year of many channels in fast time: what `plan` decides, carried out by a ledger in memory.

Postings come one by one and in bursts; the bot is restarted, dies before a commit, and is down for minutes
or a day; people change times, zones, limits, quiet hours, pause, mute and unsubscribe. What should have
happened is worked out apart from `plan`. As a program: `python -m tests.acceptance.year_of_channels --help`.
"""

import argparse
import heapq
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.delivery.plan import BURST, PlanInput, PlannedDelivery, plan
from bot.domain.chat import ChannelId, ChannelSettings, DigestSchedule, QuietHours, WorkspaceId
from bot.domain.delivery import DeliveryKind
from bot.domain.match import Match, MatchId, MatchState, Suppression, WaitingMatch
from bot.domain.posting import PostingId
from bot.domain.subscription import Cadence, Subscription, SubscriptionId

ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Europe/Kyiv", "America/New_York",
    "America/Los_Angeles", "America/St_Johns", "America/Santiago", "America/Sao_Paulo", "America/Havana",
    "Africa/Cairo", "Africa/Casablanca", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Beirut", "Asia/Tokyo",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
START = datetime(2027, 1, 1, tzinfo=UTC)
_SETTLING = timedelta(days=16)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_LATEST = timedelta(hours=6)
_COMPANIES = ("Acme", "Beta", "Gamma")


@dataclass(slots=True)
class Sent:
    """A delivery, and when it was owed."""

    planned: PlannedDelivery
    at: datetime
    settings: ChannelSettings


@dataclass(slots=True)
class Fate:
    """What became of a match."""

    cadence: Cadence
    at: datetime
    sent_at: list[datetime] = field(default_factory=list)
    suppression: Suppression | None = None


@dataclass(slots=True)
class Year:
    """What to live through, and what went wrong: empty when nothing did."""

    channels: int
    days: int
    seed: int
    troubles: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def end(self) -> datetime:
        """When the last posting comes; what waits then has its time after it."""
        return START + timedelta(days=self.days)

    def live(self) -> None:
        """All of it; only the outages are the same for all channels."""
        outages = Outages(Random(self.seed), self.end)  # noqa: S311  # a seed
        for number in range(self.channels):
            random = Random(f"{self.seed}/{number}")  # noqa: S311
            Life(self, random, outages, edited=number % 2 == 1).live()


class Outages:
    """When the bot is down."""

    def __init__(self, random: Random, end: datetime) -> None:
        self.spans: list[tuple[datetime, datetime]] = []
        at = START
        while at < end:
            at += timedelta(hours=random.expovariate(1 / 200))
            until = at + timedelta(minutes=random.choice([1, 5, 30, 120, 300, 400, 900, 1500]))
            self.spans.append((at, until))
            at = until
        self._starts = [first for first, _ in self.spans]

    def up_from(self, at: datetime) -> datetime:
        """That instant, or the end of the outage that it lies in."""
        place = bisect_right(self._starts, at) - 1
        return max(at, self.spans[place][1]) if place >= 0 and at < self.spans[place][1] else at


class Life:
    """One channel's year. In one that nobody edits, the exact time of everything is known beforehand."""

    def __init__(self, year: Year, random: Random, outages: Outages, *, edited: bool) -> None:
        self._year, self._random, self._outages, self._edited = year, random, outages, edited
        self._settings = self._some_settings()
        numbers = range(1, random.randint(2, 4))
        self._subscriptions = [self._subscription(number) for number in numbers]
        self._waiting: dict[MatchId, WaitingMatch] = {}
        self._fates: dict[MatchId, Fate] = {}
        self._sent: list[Sent] = []
        self._slots: set[tuple[str, str]] = set()
        self._ids = count(1)
        self._events: list[tuple[datetime, int, str]] = []
        self._order = count()
        self._wake: datetime | None = None
        self._planned_at: datetime | None = None

    def live(self) -> None:
        """From the first posting to the last, and until what waits then had its time."""
        self._seed_events()
        while self._events and self._events[0][0] < self._year.end + _SETTLING:
            at, _, what = heapq.heappop(self._events)
            if what == "arrive":
                self._arrive(at)
            elif what == "edit" and self._outages.up_from(at) == at:
                self._edit(at)
            elif what == "wake":
                if self._wake != at:
                    continue
                self._wake = None
            up = self._outages.up_from(at)
            if up > at:
                self._put(up, "plan")
            elif self._random.random() < 0.03:  # it dies before the commit, and is restarted
                self._put(at + timedelta(seconds=20), "plan")
            else:
                self._plan(at)
        self._judge()

    def _seed_events(self) -> None:
        at = START
        while (at := at + timedelta(hours=self._random.expovariate(1 / 40))) < self._year.end:
            self._put(at, "arrive")
        if self._edited:
            at = START
            while (at := at + timedelta(days=self._random.expovariate(1 / 12))) < self._year.end:
                self._put(at, "edit")

    def _put(self, at: datetime, what: str) -> None:
        heapq.heappush(self._events, (at, next(self._order), what))

    def _arrive(self, at: datetime) -> None:
        for _ in range(self._random.choice([1, 1, 1, 1, 2, 3, 5, 12])):
            id_ = MatchId(next(self._ids))
            served = self._random.sample(
                self._subscriptions, self._random.randint(1, len(self._subscriptions))
            )
            match = Match(
                id=id_,
                channel_id=ChannelId(1),
                posting_id=PostingId(1000 + id_),
                opening=0,
                subscription_ids=tuple(one.id for one in served),
                reasons=(),
                matched_at=at,
            )
            self._waiting[id_] = WaitingMatch(match=match, company=self._random.choice(_COMPANIES))
            order = list(Cadence)
            self._fates[id_] = Fate(cadence=min((one.cadence for one in served), key=order.index), at=at)

    def _plan(self, now: datetime) -> None:
        recent = [one for one in self._sent[-60:] if one.at > now - timedelta(days=8)]
        decided = plan(
            PlanInput(
                now=now,
                settings=self._settings,
                subscriptions=tuple(self._subscriptions),
                waiting=tuple(self._waiting.values()),
                card_times=tuple(one.at for one in recent for _ in range(_counted(one.planned))),
                digest_slots=_slots(recent, DeliveryKind.DIGEST),
                notice_slots=_slots(recent, DeliveryKind.NOTICE),
                planned_at=self._planned_at,
                last_posting_at=max((one.at for one in recent if one.planned.match_ids), default=None),
            )
        )
        self._planned_at = now
        for id_, suppression in decided.suppressed:
            self._fates[id_].suppression = suppression
            self._explain(id_, suppression, now)
            del self._waiting[id_]
        for id_ in decided.kept:
            known = self._waiting[id_]
            self._waiting[id_] = replace(known, match=replace(known.match, state=MatchState.KEPT))
        for planned in decided.deliveries:
            self._send(planned, now)
        if decided.wake_at is not None and decided.wake_at != self._wake:
            if decided.wake_at <= now:
                raise AssertionError(f"it wakes at {decided.wake_at}, and it is {now}")
            self._put(decided.wake_at, "wake")
        self._wake = decided.wake_at
        if self._wake is None and self._waiting:
            self._trouble(f"{len(self._waiting)} wait at {now} and nothing wakes the channel")

    def _send(self, planned: PlannedDelivery, now: datetime) -> None:
        slot = (planned.kind.value, planned.slot)
        if slot in self._slots:
            self._trouble(f"a second {slot} at {now}")
        self._slots.add(slot)
        self._sent.append(Sent(planned, now, self._settings))
        self._year.counts[planned.kind.value] += 1
        for id_ in planned.match_ids:
            self._fates[id_].sent_at.append(now)
            self._waiting.pop(id_, None)

    def _explain(self, id_: MatchId, suppression: Suppression, now: datetime) -> None:
        waiting = self._waiting[id_]
        served = [one for one in self._subscriptions if one.id in waiting.match.subscription_ids]
        so = {
            Suppression.MUTED: waiting.company in self._settings.muted_companies,
            Suppression.UNSUBSCRIBED: not served,
            Suppression.PAUSED: all(one.paused_until and one.paused_until > now for one in served),
        }
        if not so.get(suppression):
            self._trouble(f"match {id_} is left out as {suppression.value}, which is not so")

    def _edit(self, now: datetime) -> None:
        what = self._random.choice(("time", "zone", "limit", "quiet", "pause", "mute", "cadence", "end"))
        fresh = self._some_settings()
        at = self._random.randrange(len(self._subscriptions))
        one = self._subscriptions[at]
        settings = self._settings
        match what:
            case "time":
                settings = replace(settings, digest=replace(fresh.digest, chosen_at=now))
            case "zone":
                kept = replace(settings.digest, chosen_at=now)
                settings = replace(settings, timezone=fresh.timezone, digest=kept)
            case "limit":
                settings = replace(settings, cards_per_hour=fresh.cards_per_hour)
            case "quiet":
                settings = replace(settings, quiet_hours=fresh.quiet_hours)
            case "mute":
                settings = replace(settings, muted_companies=(self._random.choice(_COMPANIES),))
            case "pause":
                self._subscriptions[at] = replace(one, paused_until=now + timedelta(days=2))
            case "cadence":
                self._subscriptions[at] = replace(one, cadence=self._random.choice(list(Cadence)))
            case _:
                self._subscriptions[at] = self._subscription(one.number + 10)
        self._settings = settings

    def _judge(self) -> None:
        for id_, fate in self._fates.items():
            self._year.counts["matches"] += 1
            told = len(fate.sent_at) + (fate.suppression is not None)
            if told != 1:
                self._trouble(f"match {id_} has {len(fate.sent_at)} deliveries, {fate.suppression}")
            elif fate.suppression is not None:
                self._year.counts[fate.suppression.value] += 1
            elif not self._edited and fate.cadence in {Cadence.DAILY, Cadence.WEEKLY}:
                self._judge_time(id_, fate)
        for one in self._sent:
            self._judge_message(one)

    def _judge_time(self, id_: MatchId, fate: Fate) -> None:
        weekly = fate.cadence is Cadence.WEEKLY
        due = digest_after(self._settings, fate.at, weekly=weekly)
        up = self._outages.up_from(due)
        while up > due and up - due > _LATEST:  # missed for good: the next one, whatever its day, has it
            due = digest_after(self._settings, due, weekly=False)
            up = self._outages.up_from(due)
        if not timedelta(0) <= fate.sent_at[0] - up <= _MINUTE:
            self._trouble(f"match {id_} ({fate.cadence}) was sent at {fate.sent_at[0]}, not at {up}")

    def _judge_message(self, one: Sent) -> None:
        zone = ZoneInfo(one.settings.timezone)
        local = one.at.astimezone(zone)
        quiet = one.settings.quiet_hours
        if one.planned.kind in {DeliveryKind.CARD, DeliveryKind.BATCH} and quiet is not None:
            now = local.time().replace(tzinfo=None)
            inside = quiet.start <= now < quiet.end
            if quiet.start > quiet.end:
                inside = now >= quiet.start or now < quiet.end
            if inside and local.utcoffset() == (local - _DAY).utcoffset():
                self._trouble(f"{one.planned.kind} {one.planned.slot} in quiet hours, {local}")
        if one.planned.kind is DeliveryKind.DIGEST and one.planned.slot[:1] == "2":
            day = date.fromisoformat(one.planned.slot[:10])
            due = local_instant(day, one.settings.digest.at, zone)
            up = self._outages.up_from(due)
            if up - due > _LATEST or not timedelta(0) <= one.at - up <= _MINUTE:
                self._trouble(f"digest {one.planned.slot} came at {one.at}, due {due}, up {up}")
            self._year.counts["digests of a day"] += 1

    def _trouble(self, what: str) -> None:
        self._year.troubles.append(f"{self._settings.timezone} {self._settings.digest.at}: {what}")

    def _subscription(self, number: int) -> Subscription:
        return Subscription(
            id=SubscriptionId(number),
            number=number,
            channel_id=ChannelId(1),
            workspace_id=WorkspaceId(1),
            query=f"query {number}",
            cadence=self._random.choice(list(Cadence)),
            created_by="U1",
            created_at=START,
        )

    def _some_settings(self) -> ChannelSettings:
        random = self._random
        days = (tuple(range(1, 8)), (1, 2, 3, 4, 5), (2, 4), (7,))
        quiet = QuietHours(start=time(22, 30), end=time(6, 45)) if random.random() < 0.3 else None
        return ChannelSettings(
            timezone=random.choice(ZONES),
            digest=DigestSchedule(
                at=time(random.choice([0, 1, 2, 3, 9, 12, 23]), random.choice([0, 15, 30, 59])),
                weekdays=random.choice(days),
            ),
            cards_per_hour=random.choice([0, 2, 6, 20]),
            quiet_hours=quiet,
            says_nothing_new=random.random() < 0.5,
            thread_per_day=random.random() < 0.2,
        )


def digest_after(settings: ChannelSettings, after: datetime, *, weekly: bool) -> datetime:
    """The first digest later than that, worked out day by day."""
    zone = ZoneInfo(settings.timezone)
    days = settings.digest.weekdays
    allowed = {min(days)} if weekly else set(days)
    day = after.astimezone(zone).date() - _DAY
    while True:
        due = local_instant(day, settings.digest.at, zone)
        if day.isoweekday() in allowed and due > after:
            return due
        day += _DAY


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first minute whose local time is that or, where the clocks skip it, later."""
    wanted = datetime.combine(day, at)
    guess = wanted.replace(tzinfo=zone).astimezone(UTC)
    before, after = guess - timedelta(hours=3), guess + timedelta(hours=3)
    if before.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset():
        return guess
    while before.astimezone(zone).replace(tzinfo=None) < wanted:  # the clocks change: look at each minute
        before += _MINUTE
    return before


def _counted(planned: PlannedDelivery) -> int:
    counts = planned.kind is DeliveryKind.CARD or planned.slot.startswith(BURST)
    return len(planned.match_ids) if counts else 0


def _slots(recent: list[Sent], kind: DeliveryKind) -> frozenset[str]:
    return frozenset(one.planned.slot for one in recent if one.planned.kind is kind)


def main() -> None:
    """Live through it and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=200)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    year = Year(channels=given.channels, days=given.days, seed=given.seed)
    began = perf_counter()
    year.live()
    print(f"{perf_counter() - began:.1f} s", dict(year.counts))
    print("\n".join(year.troubles[:20]) or "nothing went wrong")


if __name__ == "__main__":
    main()
