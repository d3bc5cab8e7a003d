"""When things are due, in local time, also where the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat import ChannelSettings, DigestSchedule, QuietHours
from bot.domain.subscription import Cadence
from bot.scheduling.cadence import digest_slot, in_quiet_hours, latest_digest, next_due

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Cairo",
)


def settings_(
    zone: str, at: time = time(9), weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
) -> ChannelSettings:
    return ChannelSettings(timezone=zone, digest=DigestSchedule(at=at, weekdays=weekdays))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


BERLIN_0230 = settings_("Europe/Berlin", time(2, 30))
WORKDAYS = settings_("Europe/Berlin", weekdays=(1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("cadence", "settings", "after", "due"),
    [
        (Cadence.HOURLY, settings_("Europe/Berlin"), "2026-07-28T09:20:01", "2026-07-28T10:00"),
        (Cadence.HOURLY, settings_("Europe/Berlin"), "2026-07-28T10:00", "2026-07-28T11:00"),
        (Cadence.HOURLY, settings_("Asia/Kolkata"), "2026-07-28T10:00", "2026-07-28T10:30"),
        (Cadence.DAILY, settings_("Europe/Berlin"), "2026-07-28T06:59:59", "2026-07-28T07:00"),
        (Cadence.DAILY, settings_("Europe/Berlin"), "2026-07-28T07:00", "2026-07-29T07:00"),
        (Cadence.INSTANT, settings_("Europe/Berlin"), "2026-07-28T07:00", "2026-07-29T07:00"),
        # the local date is another than that of UTC, on either side
        (Cadence.DAILY, settings_("Asia/Kolkata", time(1)), "2026-07-28T19:00", "2026-07-28T19:30"),
        (Cadence.DAILY, settings_("America/New_York", time(21)), "2026-07-29T00:30", "2026-07-29T01:00"),
        # winter and summer
        (Cadence.DAILY, settings_("Europe/Berlin"), "2026-03-28T09:00", "2026-03-29T07:00"),
        (Cadence.DAILY, settings_("Europe/Berlin"), "2026-10-24T09:00", "2026-10-25T08:00"),
        # 02:30 is skipped on 29 March: 03:00 CEST; it comes twice on 25 October: the first
        (Cadence.DAILY, BERLIN_0230, "2026-03-28T12:00", "2026-03-29T01:00"),
        (Cadence.DAILY, BERLIN_0230, "2026-03-29T01:00", "2026-03-30T00:30"),
        (Cadence.DAILY, BERLIN_0230, "2026-10-24T12:00", "2026-10-25T00:30"),
        (Cadence.DAILY, BERLIN_0230, "2026-10-25T00:30", "2026-10-26T01:30"),
        # a Friday's next workday is Monday
        (Cadence.DAILY, WORKDAYS, "2026-07-31T07:00", "2026-08-03T07:00"),
        # weekly: the first allowed weekday of the week
        (Cadence.WEEKLY, settings_("UTC"), "2026-07-28T10:00", "2026-08-03T09:00"),
        (Cadence.WEEKLY, settings_("UTC", weekdays=(5, 7)), "2026-07-28T10:00", "2026-07-31T09:00"),
        (Cadence.WEEKLY, settings_("UTC", weekdays=(5, 7)), "2026-07-31T09:00", "2026-08-07T09:00"),
        # Samoa skipped 30 December 2011, a Friday
        (Cadence.WEEKLY, settings_("Pacific/Apia", weekdays=(5,)), "2011-12-29T00:00", "2012-01-05T19:00"),
        # no weekday at all would mean never: every day is meant
        (Cadence.DAILY, settings_("UTC", weekdays=()), "2026-07-28T10:00", "2026-07-29T09:00"),
    ],
)
def test_the_next_instant_that_is_due(
    cadence: Cadence, settings: ChannelSettings, after: str, due: str
) -> None:
    assert next_due(cadence, settings, utc(after)) == utc(due)


CHANGES = [
    # zone and local time; the instants (UTC) of three digests around one change of the clocks, and the other
    ("UTC", "02:30", "2027-03-27T02:30 2027-03-28T02:30 2027-03-29T02:30"),
    ("UTC", "02:30", "2027-10-30T02:30 2027-10-31T02:30 2027-11-01T02:30"),
    ("Europe/Berlin", "02:30", "2027-03-27T01:30 2027-03-28T01:00 2027-03-29T00:30"),
    ("Europe/Berlin", "02:30", "2027-10-30T00:30 2027-10-31T00:30 2027-11-01T01:30"),
    ("Europe/London", "01:30", "2027-03-27T01:30 2027-03-28T01:00 2027-03-29T00:30"),
    ("Europe/London", "01:30", "2027-10-30T00:30 2027-10-31T00:30 2027-11-01T01:30"),
    ("Europe/Lisbon", "01:15", "2027-03-27T01:15 2027-03-28T01:00 2027-03-29T00:15"),
    ("Europe/Lisbon", "01:15", "2027-10-30T00:15 2027-10-31T00:15 2027-11-01T01:15"),
    ("Europe/Kyiv", "03:30", "2027-03-27T01:30 2027-03-28T01:00 2027-03-29T00:30"),
    ("Europe/Kyiv", "03:30", "2027-10-30T00:30 2027-10-31T00:30 2027-11-01T01:30"),
    ("America/New_York", "02:30", "2027-03-13T07:30 2027-03-14T07:00 2027-03-15T06:30"),
    ("America/New_York", "02:30", "2027-11-06T06:30 2027-11-07T07:30 2027-11-08T07:30"),
    ("America/New_York", "01:30", "2027-03-13T06:30 2027-03-14T06:30 2027-03-15T05:30"),
    ("America/New_York", "01:30", "2027-11-06T05:30 2027-11-07T05:30 2027-11-08T06:30"),
    ("America/Los_Angeles", "02:00", "2027-03-13T10:00 2027-03-14T10:00 2027-03-15T09:00"),
    ("America/Los_Angeles", "02:00", "2027-11-06T09:00 2027-11-07T10:00 2027-11-08T10:00"),
    ("America/St_Johns", "02:30", "2027-03-13T06:00 2027-03-14T05:30 2027-03-15T05:00"),
    ("America/St_Johns", "02:30", "2027-11-06T05:00 2027-11-07T06:00 2027-11-08T06:00"),
    ("America/Havana", "00:30", "2027-03-13T05:30 2027-03-14T05:00 2027-03-15T04:30"),
    ("America/Havana", "00:30", "2027-11-06T04:30 2027-11-07T04:30 2027-11-08T05:30"),
    ("America/Santiago", "00:00", "2027-04-03T03:00 2027-04-04T04:00 2027-04-05T04:00"),
    ("America/Santiago", "00:00", "2027-09-04T04:00 2027-09-05T04:00 2027-09-06T03:00"),
    ("Asia/Beirut", "00:30", "2027-03-27T22:00 2027-03-28T21:30 2027-03-29T21:30"),
    ("Asia/Beirut", "00:30", "2027-10-29T21:30 2027-10-30T22:30 2027-10-31T22:30"),
    ("Africa/Cairo", "00:30", "2027-04-28T22:30 2027-04-29T22:00 2027-04-30T21:30"),
    ("Africa/Cairo", "00:30", "2027-10-27T21:30 2027-10-28T22:30 2027-10-29T22:30"),
    ("Australia/Lord_Howe", "02:15", "2027-10-01T15:45 2027-10-02T15:30 2027-10-03T15:15"),
    ("Australia/Lord_Howe", "02:15", "2027-04-02T15:15 2027-04-03T15:45 2027-04-04T15:45"),
    ("Australia/Sydney", "02:30", "2027-10-01T16:30 2027-10-02T16:00 2027-10-03T15:30"),
    ("Australia/Sydney", "02:30", "2027-04-02T15:30 2027-04-03T15:30 2027-04-04T16:30"),
    ("Pacific/Auckland", "02:30", "2027-09-24T14:30 2027-09-25T14:00 2027-09-26T13:30"),
    ("Pacific/Auckland", "02:30", "2027-04-02T13:30 2027-04-03T13:30 2027-04-04T14:30"),
    ("Pacific/Chatham", "03:00", "2027-09-24T14:15 2027-09-25T14:00 2027-09-26T13:15"),
    ("Pacific/Chatham", "03:00", "2027-04-02T13:15 2027-04-03T13:15 2027-04-04T14:15"),
    ("America/Sao_Paulo", "00:30", "2018-11-03T03:30 2018-11-04T03:00 2018-11-05T02:30"),
    ("America/Sao_Paulo", "00:30", "2019-02-16T02:30 2019-02-17T03:30 2019-02-18T03:30"),
    ("Asia/Kolkata", "09:00", "2027-03-27T03:30 2027-03-28T03:30 2027-03-29T03:30"),
    ("Asia/Kolkata", "09:00", "2027-10-30T03:30 2027-10-31T03:30 2027-11-01T03:30"),
    ("Asia/Kathmandu", "00:10", "2027-03-26T18:25 2027-03-27T18:25 2027-03-28T18:25"),
    ("Asia/Kathmandu", "00:10", "2027-10-29T18:25 2027-10-30T18:25 2027-10-31T18:25"),
    ("Asia/Tokyo", "09:00", "2028-02-28T00:00 2028-02-29T00:00 2028-03-01T00:00"),
    ("Asia/Tokyo", "09:00", "2027-02-28T00:00 2027-03-01T00:00 2027-03-02T00:00"),
]


@pytest.mark.parametrize(("zone", "at", "days"), CHANGES)
def test_the_digests_around_a_change_of_the_clocks(zone: str, at: str, days: str) -> None:
    settings = settings_(zone, time.fromisoformat(at))
    first, *later = map(utc, days.split())
    due = next_due(Cadence.DAILY, settings, first - timedelta(seconds=1))
    assert due == first
    for expected in later:
        due = next_due(Cadence.DAILY, settings, due)
        assert due == expected


def test_a_newer_zone_database_makes_no_second_digest_of_a_day() -> None:
    """The instant of a local time may move between two starts; the digest's name does not."""
    old, new = settings_("Etc/GMT-2"), settings_("Etc/GMT-3")  # as if one zone had changed its offset
    sent = latest_digest(old, utc("2027-06-10T07:00"))
    again = latest_digest(new, utc("2027-06-10T07:30"))
    assert (sent.slot, again.slot) == ("2027-06-10", "2027-06-10")


@pytest.mark.parametrize(
    ("chosen_at", "now", "slot"),
    [
        (None, "2026-07-28T08:00", "2026-07-28"),
        ("2026-07-27T10:00", "2026-07-28T08:00", "2026-07-28"),
        ("2026-07-28T05:00", "2026-07-28T08:00", "2026-07-28T09:00"),
    ],
)
def test_on_the_day_on_which_a_time_is_chosen_the_digest_is_named_by_it(
    chosen_at: str | None, now: str, slot: str
) -> None:
    schedule = DigestSchedule(at=time(9), chosen_at=utc(chosen_at) if chosen_at else None)
    settings = replace(settings_("Europe/Berlin"), digest=schedule)
    assert latest_digest(settings, utc(now)).slot == slot


def test_no_digest_comes_at_a_time_that_had_passed_when_it_was_chosen() -> None:
    schedule = DigestSchedule(at=time(9), chosen_at=utc("2026-07-28T10:00"))
    settings = replace(settings_("Europe/Berlin"), digest=schedule)
    assert next_due(Cadence.DAILY, settings, utc("2026-07-20T10:00")) == utc("2026-07-29T07:00")


def test_the_gap_of_half_an_hour_ends_at_half_past() -> None:
    settings = settings_("Australia/Lord_Howe", time(2, 15))
    due = next_due(Cadence.DAILY, settings, utc("2026-10-03T00:00"))
    assert due.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 30)


@pytest.mark.parametrize(
    ("at", "now", "slot"),
    [
        (time(9), "2026-07-28T07:00", date(2026, 7, 28)),
        (time(9), "2026-07-28T06:59", date(2026, 7, 27)),  # yesterday's, if it is still owed
        (time(23, 59), "2026-07-28T22:30", date(2026, 7, 28)),  # half an hour into the 29th
        (time(2, 30), "2026-03-29T01:00", date(2026, 3, 29)),
        (time(2, 30), "2026-03-29T00:59", date(2026, 3, 28)),
        (time(2, 30), "2026-10-25T01:45", date(2026, 10, 25)),
    ],
)
def test_a_digest_is_named_by_the_local_date_on_which_it_was_due(at: time, now: str, slot: date) -> None:
    assert digest_slot(DigestSchedule(at=at), "Europe/Berlin", utc(now)) == slot


def test_the_slot_on_a_day_without_digest_is_that_of_the_last_one() -> None:
    sunday = utc("2026-08-02T12:00")
    assert digest_slot(WORKDAYS.digest, "Europe/Berlin", sunday) == date(2026, 7, 31)


NIGHT = replace(settings_("Europe/Berlin"), quiet_hours=QuietHours(start=time(22), end=time(7)))
NOON = replace(settings_("Europe/Berlin"), quiet_hours=QuietHours(start=time(12), end=time(13, 30)))
EARLY = replace(settings_("Europe/Berlin"), quiet_hours=QuietHours(start=time(1), end=time(2, 30)))


@pytest.mark.parametrize(
    ("settings", "now", "end"),
    [
        (settings_("UTC"), "2026-07-28T03:00", None),
        (NIGHT, "2026-07-28T20:00", "2026-07-29T05:00"),
        (NIGHT, "2026-07-28T19:59:59", None),
        (NIGHT, "2026-07-29T04:59:59", "2026-07-29T05:00"),
        (NIGHT, "2026-07-29T05:00", None),
        (NIGHT, "2026-03-28T23:00", "2026-03-29T05:00"),  # the night is an hour shorter
        (NOON, "2026-07-28T10:00", "2026-07-28T11:30"),
        (NOON, "2026-07-28T11:30", None),
        (EARLY, "2026-03-29T00:59", "2026-03-29T01:00"),  # 02:30 is skipped
        (EARLY, "2026-10-25T00:45", None),  # 02:30 has been, though it comes again
        (
            replace(NIGHT, quiet_hours=QuietHours(start=time(9), end=time(9))),
            "2026-07-28T07:00",
            None,
        ),
    ],
)
def test_quiet_hours(settings: ChannelSettings, now: str, end: str | None) -> None:
    assert in_quiet_hours(settings, utc(now)) == (utc(end) if end else None)


instants = st.datetimes(
    datetime(2011, 1, 1),  # noqa: DTZ001  hypothesis puts the zone in
    datetime(2031, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
some_days = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))


@given(st.sampled_from(list(Cadence)), st.sampled_from(ZONES), minutes, some_days, instants)
def test_what_is_due_next_is_later(
    cadence: Cadence, zone: str, at: time, weekdays: tuple[int, ...], after: datetime
) -> None:
    due = next_due(cadence, settings_(zone, at, weekdays), after)
    assert after < due
    assert due - after <= (timedelta(hours=1) if cadence is Cadence.HOURLY else timedelta(days=15))


@given(st.sampled_from(ZONES), minutes, instants)
def test_a_daily_digest_skips_no_day_and_none_comes_twice(zone: str, at: time, after: datetime) -> None:
    settings = settings_(zone, at)
    due = next_due(Cadence.DAILY, settings, after)
    slots = []
    for _ in range(5):
        slots.append(digest_slot(settings.digest, zone, due))
        assert digest_slot(settings.digest, zone, due - timedelta(seconds=1)) < slots[-1]
        due = next_due(Cadence.DAILY, settings, due)
    steps = {later - earlier for earlier, later in pairwise(slots)}
    assert steps <= {timedelta(days=1), timedelta(days=2)}
    if zone != "Pacific/Apia":  # which had no 30 December in 2011
        assert steps == {timedelta(days=1)}


@given(st.sampled_from(ZONES), minutes, minutes, instants)
def test_quiet_hours_end_later_than_now_and_are_over_then(
    zone: str, start: time, end: time, now: datetime
) -> None:
    settings = replace(settings_(zone), quiet_hours=QuietHours(start=start, end=end))
    until = in_quiet_hours(settings, now)
    if until is not None:
        assert now < until <= now + timedelta(hours=26)
        assert in_quiet_hours(settings, until) is None
