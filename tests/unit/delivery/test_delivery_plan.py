from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.folding import same_company
from bot.delivery.plan import Plan, PlanInput, PlannedDelivery, plan, plan_digest_now
from bot.domain.chat import ChannelSettings, DigestSchedule, QuietHours
from bot.domain.delivery import DeliveryKind
from bot.domain.match import MatchState, Suppression, WaitingMatch
from bot.domain.subscription import Cadence, Subscription
from tests.unit.delivery.delivery_values import NOW, SETTINGS, subscription, waiting

KEPT = MatchState.KEPT
NINE = NOW.replace(hour=9)
CARD, BATCH, DIGEST = DeliveryKind.CARD, DeliveryKind.BATCH, DeliveryKind.DIGEST
NOTICE = DeliveryKind.NOTICE


def given_(
    *matches: WaitingMatch,
    subscriptions: tuple[Subscription, ...] = (subscription(),),
    settings: ChannelSettings = SETTINGS,
    now: datetime = NOW,
    **more: object,
) -> PlanInput:
    return PlanInput(now=now, settings=settings, subscriptions=subscriptions, waiting=matches, **more)


def made(kind: DeliveryKind, slot: str, *ids: int, **more: object) -> PlannedDelivery:
    return PlannedDelivery(kind=kind, slot=slot, match_ids=ids, **more)


def said(decided: Plan, slot: str) -> list[str]:
    """What the notices of that slot say, in a line each."""
    notices = [one.notice for one in decided.deliveries if one.slot == slot]
    return [" ".join((one.title, *one.paragraphs)) for one in notices if one is not None]


def test_an_instant_match_is_a_card_named_by_its_posting() -> None:
    decided = plan(given_(waiting(1), waiting(2)))
    assert decided.deliveries == (made(CARD, "1001", 1), made(CARD, "1002", 2))
    assert (decided.kept, decided.suppressed, decided.wake_at) == ((), (), None)


def test_the_fastest_cadence_wins() -> None:
    subscriptions = (subscription(1, Cadence.WEEKLY), subscription(2, Cadence.INSTANT))
    decided = plan(given_(waiting(1, 1, 2), waiting(2, 1), subscriptions=subscriptions))
    assert decided.deliveries == (made(CARD, "1001", 1),)
    assert decided.kept == (2,)


def test_a_paused_subscription_does_not_lend_its_cadence() -> None:
    subscriptions = (
        subscription(1, Cadence.DAILY),
        subscription(2, paused_until=NOW + timedelta(days=1)),
    )
    decided = plan(given_(waiting(1, 1, 2), subscriptions=subscriptions))
    assert (decided.deliveries, decided.kept) == ((), (1,))


@pytest.mark.parametrize(
    ("match", "reason"),
    [
        (waiting(1, closed=True), Suppression.CLOSED),
        (waiting(1, merged=True), Suppression.MERGED),
        (waiting(1, company="ACME  Inc."), Suppression.MUTED),
        (waiting(1, 7), Suppression.UNSUBSCRIBED),
        (waiting(1, 2), Suppression.PAUSED),
        (waiting(1, state=KEPT, closed=True), Suppression.CLOSED),
    ],
)
def test_what_must_not_be_posted_is_suppressed_with_its_reason(
    match: WaitingMatch, reason: Suppression
) -> None:
    settings = replace(SETTINGS, muted_companies=("Acme",))
    subscriptions = (subscription(1), subscription(2, paused_until=NOW + timedelta(seconds=1)))
    decided = plan(given_(match, subscriptions=subscriptions, settings=settings))
    assert decided.suppressed == ((1, reason),)
    assert (decided.deliveries, decided.kept) == ((), ())


def test_a_pause_that_is_over_pauses_nothing() -> None:
    decided = plan(given_(waiting(1), subscriptions=(subscription(1, paused_until=NOW),)))
    assert decided.deliveries == (made(CARD, "1001", 1),)


def test_everything_for_a_dead_channel_is_suppressed() -> None:
    decided = plan(given_(waiting(1), waiting(2, state=KEPT), alive=False))
    assert decided.suppressed == ((1, Suppression.CHANNEL_DEAD), (2, Suppression.CHANNEL_DEAD))


def test_what_is_over_the_hourly_limit_is_kept_for_the_digest() -> None:
    settings = replace(SETTINGS, cards_per_hour=3)
    recent = (NOW - timedelta(minutes=59), NOW - timedelta(minutes=61))
    matches = [waiting(number) for number in range(1, 5)]
    decided = plan(given_(*matches, settings=settings, card_times=recent))
    assert decided.deliveries[:2] == (made(CARD, "1001", 1), made(CARD, "1002", 2))
    assert decided.kept == (3, 4)
    assert decided.wake_at == NINE + timedelta(days=1)
    (told,) = said(decided, "over:2026-07-28")
    assert told == (
        "More than 3 postings this hour: the rest comes in the digest It comes tomorrow at 09:00. "
        "`/jobs digest now` posts what waits; `/jobs settings cards 6` lets more through at once."
    )


def test_the_limit_is_said_once_a_day() -> None:
    settings = replace(SETTINGS, cards_per_hour=1)
    matches = [waiting(number) for number in range(1, 3)]
    told = plan(given_(*matches, settings=settings, notice_slots=frozenset({"over:2026-07-28"})))
    assert told.deliveries == (made(CARD, "1001", 1),)
    none_at_once = plan(given_(*matches, settings=replace(SETTINGS, cards_per_hour=0)))
    assert (none_at_once.deliveries, none_at_once.kept) == ((), (1, 2))


@pytest.mark.parametrize(
    ("number", "most", "kind", "kept"),
    [(3, 20, CARD, 0), (4, 20, BATCH, 0), (9, 6, BATCH, 3), (15, 20, DIGEST, 0)],
)
def test_many_that_are_found_together_are_one_message(
    number: int, most: int, kind: DeliveryKind, kept: int
) -> None:
    settings = replace(SETTINGS, cards_per_hour=most)
    decided = plan(given_(*(waiting(one) for one in range(1, number + 1)), settings=settings))
    posted = [one for one in decided.deliveries if one.kind is kind]
    if kind is CARD:
        assert len(posted) == number
    else:
        assert posted == [made(kind, "burst:1", *range(1, number - kept + 1))]
    assert len(decided.kept) == kept


def test_what_was_kept_over_the_limit_is_never_a_card_later() -> None:
    assert plan(given_(waiting(1, state=KEPT), now=NOW + timedelta(hours=2))).deliveries == ()
    tomorrow = NINE + timedelta(days=1)
    decided = plan(given_(waiting(1, state=KEPT), now=tomorrow))
    assert decided.deliveries == (made(DIGEST, "2026-07-29", 1),)


QUIET = replace(SETTINGS, quiet_hours=QuietHours(start=time(22), end=time(7)))
NIGHT = NOW.replace(hour=23)
MORNING = NIGHT.replace(day=29, hour=7)


def test_quiet_hours_leave_instant_matches_pending_until_they_end() -> None:
    decided = plan(given_(waiting(1, at=NIGHT), settings=QUIET, now=NIGHT))
    assert (decided.deliveries, decided.kept, decided.wake_at) == ((), (), MORNING)


@pytest.mark.parametrize(
    ("number", "kind", "slot"), [(1, CARD, "1001"), (10, BATCH, "1"), (11, DIGEST, "batch:1")]
)
def test_after_quiet_hours_what_waited_comes_at_once(number: int, kind: DeliveryKind, slot: str) -> None:
    matches = [waiting(one, at=NIGHT) for one in range(1, number + 1)]
    decided = plan(given_(*matches, settings=QUIET, now=MORNING))
    assert decided.deliveries == (made(kind, slot, *range(1, number + 1)),)


def test_an_hourly_match_waits_for_the_hour_and_is_one_batch() -> None:
    hourly = (subscription(1, Cadence.HOURLY),)
    at = NOW + timedelta(minutes=20)
    early = plan(given_(waiting(1, at=at), waiting(2, at=at), subscriptions=hourly, now=at))
    assert (early.deliveries, early.kept, early.wake_at) == ((), (1, 2), NOW + timedelta(hours=1))
    later = [waiting(1, at=at, state=KEPT), waiting(2, at=at, state=KEPT)]
    due = plan(given_(*later, subscriptions=hourly, now=NOW + timedelta(hours=1)))
    assert due.deliveries == (made(BATCH, "1", 1, 2),)


def test_an_hourly_batch_waits_for_the_end_of_quiet_hours() -> None:
    hourly = (subscription(1, Cadence.HOURLY),)
    match = waiting(1, at=NIGHT, state=KEPT)
    decided = plan(given_(match, subscriptions=hourly, settings=QUIET, now=NIGHT + timedelta(hours=2)))
    assert (decided.deliveries, decided.wake_at) == ((), MORNING)


DAILY = (subscription(1, Cadence.DAILY),)


def test_a_digest_comes_once_a_local_day_and_a_late_match_waits_for_the_next() -> None:
    before = waiting(1, at=NINE - timedelta(minutes=1), state=KEPT)
    assert plan(given_(before, subscriptions=DAILY, now=NINE)).deliveries == (made(DIGEST, "2026-07-28", 1),)
    slots = frozenset({"2026-07-28"})
    late = plan(given_(before, subscriptions=DAILY, now=NINE, digest_slots=slots))
    assert (late.deliveries, late.wake_at) == ((), NINE + timedelta(days=1))


def test_a_match_after_the_digest_time_opens_no_digest_of_today() -> None:
    decided = plan(given_(waiting(1, at=NOW), subscriptions=DAILY, now=NOW))
    assert (decided.deliveries, decided.kept) == ((), (1,))
    assert decided.wake_at == NINE + timedelta(days=1)


def test_a_bot_that_was_down_for_days_sends_one_digest() -> None:
    matches = [waiting(day, at=NOW - timedelta(days=day), state=KEPT) for day in (3, 2, 1)]
    decided = plan(given_(*matches, subscriptions=DAILY, now=NOW))
    assert decided.deliveries == (made(DIGEST, "2026-07-28", 3, 2, 1),)


@pytest.mark.parametrize(("late", "sent"), [(0, True), (6 * 60, True), (6 * 60 + 1, False), (20 * 60, False)])
def test_a_missed_digest_is_made_up_for_within_six_hours_else_the_next_has_it(
    late: int, *, sent: bool
) -> None:
    match = waiting(1, at=NINE - timedelta(hours=1), state=KEPT)
    decided = plan(given_(match, subscriptions=DAILY, now=NINE + timedelta(minutes=late)))
    assert decided.deliveries == ((made(DIGEST, "2026-07-28", 1),) if sent else ())
    assert decided.wake_at == (None if sent else NINE + timedelta(days=1))
    following = plan(given_(match, subscriptions=DAILY, now=NINE + timedelta(days=1)))
    assert following.deliveries == (made(DIGEST, "2026-07-29", 1),)


def test_a_digest_that_had_its_time_is_not_made_up_for() -> None:
    """At 11:00 a weekly subscription becomes daily: what waits comes tomorrow at 9:00, not at once."""
    match = waiting(1, at=NINE - timedelta(hours=1), state=KEPT)
    eleven = NINE + timedelta(hours=2)
    decided = plan(given_(match, subscriptions=DAILY, now=eleven, planned_at=NINE))
    assert (decided.deliveries, decided.wake_at) == ((), NINE + timedelta(days=1))
    was_down = plan(given_(match, subscriptions=DAILY, now=eleven, planned_at=NINE - timedelta(seconds=1)))
    assert was_down.deliveries == (made(DIGEST, "2026-07-28", 1),)


def test_a_digest_set_to_an_earlier_time_comes_first_at_that_time() -> None:
    """At noon somebody chooses 10:00: what waits comes tomorrow at 10:00, not at once."""
    settings = replace(SETTINGS, digest=DigestSchedule(at=time(10), chosen_at=NOW))
    match = waiting(1, at=NOW - timedelta(hours=20), state=KEPT)
    decided = plan(given_(match, subscriptions=DAILY, settings=settings, now=NOW))
    assert (decided.deliveries, decided.wake_at) == ((), NINE + timedelta(hours=25))


def test_a_digest_set_to_a_later_time_comes_that_day_though_one_came_already() -> None:
    settings = replace(SETTINGS, digest=DigestSchedule(at=time(17), chosen_at=NOW))
    match = waiting(1, at=NOW - timedelta(hours=1), state=KEPT)
    five = NOW.replace(hour=17)
    sent = frozenset({"2026-07-28"})
    decided = plan(given_(match, subscriptions=DAILY, settings=settings, now=five, digest_slots=sent))
    assert decided.deliveries == (made(DIGEST, "2026-07-28T17:00", 1),)
    assert plan(
        given_(waiting(2, at=NOW, state=KEPT), subscriptions=DAILY, settings=settings, now=five)
    ).deliveries == (made(DIGEST, "2026-07-28T17:00", 2),)


MONDAY = datetime(2026, 7, 27, 9, tzinfo=UTC)
TELLING = replace(SETTINGS, says_nothing_new=True)


@pytest.mark.parametrize(
    ("now", "more", "told"),
    [
        (MONDAY, {}, True),
        (MONDAY + timedelta(hours=6), {}, True),
        (MONDAY + timedelta(hours=7), {}, False),
        (MONDAY - timedelta(minutes=1), {}, False),
        (MONDAY, {"notice_slots": frozenset({"week:2026-07-27"})}, False),
        (MONDAY, {"last_posting_at": MONDAY - timedelta(days=6)}, False),
        (MONDAY, {"last_posting_at": MONDAY - timedelta(days=8)}, True),
        (MONDAY, {"settings": SETTINGS}, False),
        (MONDAY, {"subscriptions": ()}, False),
        (MONDAY, {"subscriptions": (subscription(created_at=MONDAY - timedelta(days=3)),)}, False),
        (MONDAY, {"alive": False}, False),
    ],
)
def test_a_week_without_a_posting_is_said_once_where_the_channel_wants_it(
    now: datetime, more: dict[str, object], *, told: bool
) -> None:
    decided = plan(given_(**{"settings": TELLING, "now": now, **more}))
    assert [one.slot for one in decided.deliveries] == (["week:2026-07-27"] if told else [])


def test_a_channel_that_wants_to_hear_of_empty_weeks_is_woken_for_it() -> None:
    assert plan(given_(settings=TELLING, now=NOW)).wake_at == MONDAY + timedelta(days=7)


def test_a_posting_of_that_moment_ends_the_empty_week() -> None:
    decided = plan(given_(waiting(1), settings=TELLING, now=MONDAY))
    assert [one.kind for one in decided.deliveries] == [CARD]


def test_the_digest_with_which_the_week_begins_is_known() -> None:
    match = waiting(1, at=MONDAY - timedelta(hours=1), state=KEPT)
    assert plan(given_(match, subscriptions=DAILY, now=MONDAY)).deliveries == (
        made(DIGEST, "2026-07-27", 1, of_week=True),
    )


def test_a_thread_a_day_holds_what_is_posted_at_once() -> None:
    settings = replace(SETTINGS, thread_per_day=True)
    first = plan(given_(waiting(1), waiting(2), settings=settings))
    assert [one.slot for one in first.deliveries] == ["day:2026-07-28", "1001", "1002"]
    assert [one.thread for one in first.deliveries] == [None, "day:2026-07-28", "day:2026-07-28"]
    assert said(first, "day:2026-07-28") == ["Jobs of Tue 28 Jul Today's postings are in this thread."]
    later = plan(given_(waiting(3), settings=settings, notice_slots=frozenset({"day:2026-07-28"})))
    assert later.deliveries == (made(CARD, "1003", 3, thread="day:2026-07-28"),)


def test_a_digest_stands_in_the_channel_and_opens_no_thread() -> None:
    settings = replace(SETTINGS, thread_per_day=True)
    match = waiting(1, at=NINE - timedelta(hours=1), state=KEPT)
    decided = plan(given_(match, subscriptions=DAILY, settings=settings, now=NINE))
    assert decided.deliveries == (made(DIGEST, "2026-07-28", 1),)


@pytest.mark.parametrize(
    ("ago", "pause", "mentions"),
    [
        (None, 60, [True, False]),
        (59, 60, [False, False]),
        (60, 60, [True, False]),
        (1, 0, [True, True]),
    ],
)
def test_a_mention_keeps_its_own_pause(ago: int | None, pause: int, mentions: list[bool]) -> None:
    settings = replace(SETTINGS, mention="here", mention_pause=timedelta(minutes=pause))
    last = NOW - timedelta(minutes=ago) if ago else None
    decided = plan(given_(waiting(1), waiting(2), settings=settings, mentioned_at=last))
    assert [one.mentions for one in decided.deliveries] == mentions


def test_no_notice_mentions_anybody() -> None:
    settings = replace(SETTINGS, mention="here", cards_per_hour=1, thread_per_day=True)
    decided = plan(given_(waiting(1), waiting(2), settings=settings))
    assert [(one.kind, one.mentions) for one in decided.deliveries] == [
        (NOTICE, False),
        (CARD, True),
        (NOTICE, False),
    ]


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_one_digest_on_the_days_when_the_clocks_change(day: datetime) -> None:
    settings = replace(SETTINGS, timezone="Europe/Berlin", digest=DigestSchedule(at=time(2, 30)))
    match = waiting(1, at=day - timedelta(hours=12), state=KEPT)
    slots: set[str] = set()
    for quarter in range(4 * 24):
        now = day - timedelta(hours=2) + timedelta(minutes=15 * quarter)
        decided = plan(
            given_(match, subscriptions=DAILY, settings=settings, now=now, digest_slots=frozenset(slots))
        )
        slots.update(one.slot for one in decided.deliveries)
    assert slots == {day.date().isoformat()}


def test_digest_now_takes_all_that_waits_and_names_the_request() -> None:
    subscriptions = (subscription(1), subscription(2, Cadence.WEEKLY))
    matches = (waiting(1, 2), waiting(2, 1), waiting(3, 1, closed=True))
    decided = plan_digest_now(given_(*matches, subscriptions=subscriptions), request_id="r-7")
    assert decided.deliveries == (made(DIGEST, "r-7", 1, 2),)
    assert plan_digest_now(given_(matches[2]), request_id="r-8").deliveries == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Acme", "ACME, Inc.", True),
        ("Acme GmbH", "acme", True),
        ("Acme", "Acme Labs", False),
        ("Co", "CO", True),
    ],
)
def test_the_legal_form_does_not_make_another_company(one: str, other: str, *, same: bool) -> None:
    assert same_company(one, other) is same


cadences = st.sampled_from(list(Cadence))
matches = st.lists(
    st.tuples(
        st.sets(st.integers(1, 4), min_size=1),
        st.integers(0, 60 * 72),
        st.sampled_from([MatchState.PENDING, KEPT]),
        st.booleans(),
    ),
    max_size=30,
)


@given(matches, st.lists(cadences, min_size=1, max_size=3), st.integers(0, 5), st.booleans())
def test_every_match_has_exactly_one_fate(
    drawn: list[tuple[set[int], int, MatchState, bool]],
    speeds: list[Cadence],
    limit: int,
    quiet: bool,
) -> None:
    settings = replace(QUIET if quiet else SETTINGS, cards_per_hour=limit)
    waited = [
        waiting(number, *ids, at=NOW - timedelta(minutes=age), state=state, closed=closed)
        for number, (ids, age, state, closed) in enumerate(drawn, 1)
    ]
    subscriptions = tuple(subscription(number, speed) for number, speed in enumerate(speeds, 1))
    decided = plan(given_(*waited, subscriptions=subscriptions, settings=settings))
    planned = [id_ for one in decided.deliveries for id_ in one.match_ids]
    fates = [*planned, *decided.kept, *(id_ for id_, _ in decided.suppressed)]
    assert len(fates) == len(set(fates))
    left = {one.match.id for one in waited} - set(fates)
    if left:
        assert decided.wake_at is not None
        assert decided.wake_at > NOW
    assert sum(one.kind is CARD for one in decided.deliveries) <= limit + 2
