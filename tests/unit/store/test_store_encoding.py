"""JSON values of readings, reasons and settings: nothing is lost, and other versions can be read."""

import json
from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat import ChannelSettings, DigestGroups, DigestSchedule, Managers, QuietHours
from bot.domain.match import Reason
from bot.domain.opening import (
    EmploymentType,
    Evidence,
    Facets,
    Level,
    Pay,
    PayPeriod,
    Place,
    Reading,
    SkillMention,
    Strength,
    Visa,
    Workplace,
)
from bot.store.encoding import (
    reading_from_json,
    reading_to_json,
    reasons_from_json,
    reasons_to_json,
    settings_from_json,
    settings_to_json,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.floats(0, 1e9, allow_nan=False)
PLACES = st.builds(Place, name=WORDS, keys=st.lists(WORDS, max_size=3).map(tuple))


def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


OPENINGS = st.builds(
    Facets,
    title=WORDS,
    levels=some(st.sampled_from(Level)),
    roles=some(WORDS),
    skills=some(st.builds(SkillMention, name=WORDS, strength=st.sampled_from(Strength))),
    workplace=st.sampled_from(Workplace),
    remote_regions=some(PLACES),
    places=some(PLACES),
    pay=st.none()
    | st.builds(
        Pay,
        minimum=st.none() | NUMBERS,
        maximum=st.none() | NUMBERS,
        currency=WORDS,
        period=st.sampled_from(PayPeriod),
    ),
    years_min=st.none() | NUMBERS,
    employment_type=st.sampled_from(EmploymentType),
    visa=st.sampled_from(Visa),
    evidence=some(st.builds(Evidence, facet=WORDS, value=WORDS, words=WORDS, field=WORDS)),
)
READINGS = st.builds(
    Reading,
    title=WORDS,
    company=st.none() | WORDS,
    text=WORDS,
    language=st.sampled_from(["en", "de", "und"]),
    posted_on=st.none() | st.dates(),
    openings=st.lists(OPENINGS, min_size=1, max_size=3).map(tuple),
)
SETTINGS = st.builds(
    ChannelSettings,
    timezone=WORDS,
    currency=WORDS,
    cards_per_hour=st.integers(0, 1000),
    quiet_hours=st.none() | st.builds(QuietHours, start=st.times(), end=st.times()),
    cards_at_once=st.integers(0, 50),
    digest=st.builds(
        DigestSchedule,
        at=st.times(),
        weekdays=some(st.integers(1, 7)),
        chosen_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
    digest_most=st.integers(1, 100),
    digest_by=st.sampled_from(DigestGroups),
    says_nothing_new=st.booleans(),
    in_thread=st.booleans(),
    thread_per_day=st.booleans(),
    mention=st.none() | WORDS,
    mention_pause=st.integers(0, 7 * 86400).map(lambda seconds: timedelta(seconds=seconds)),
    publish=st.booleans(),
    managers=st.sampled_from(Managers),
    listed_managers=some(WORDS),
    muted_companies=some(WORDS),
)


@given(READINGS)
def test_a_reading_survives(reading: Reading) -> None:
    assert reading_from_json(json.loads(json.dumps(reading_to_json(reading)))) == reading


@given(SETTINGS)
def test_settings_survive(settings: ChannelSettings) -> None:
    assert settings_from_json(json.loads(json.dumps(settings_to_json(settings)))) == settings


def test_reasons_survive() -> None:
    reasons = (Reason(clause="senior", words=("Senior", "Sr.")), Reason(clause='"a b"', words=()))
    assert reasons_from_json(json.loads(json.dumps(reasons_to_json(reasons)))) == reasons


FULL = Reading(
    title="Engineer",
    company="Acme",
    text="We write Go.",
    language="en",
    posted_on=date(2026, 11, 25),
    openings=(
        Facets(
            title="Engineer",
            levels=(Level.SENIOR,),
            skills=(SkillMention(name="Go", strength=Strength.CORE),),
            places=(Place(name="Berlin, Germany", keys=("city:berlin,de",)),),
            pay=Pay(minimum=1.0, maximum=2.0, currency="EUR", period=PayPeriod.YEAR),
            workplace=Workplace.REMOTE,
        ),
    ),
)


def test_what_a_newer_version_added_is_ignored() -> None:
    value = reading_to_json(FULL)
    opening = value["openings"][0]
    value["mood"] = opening["mood"] = "cheerful"
    opening["levels"] = ["wizard", "senior"]
    opening["skills"] = [["Go", "core", 0.9], ["Rust", "whispered"]]
    opening["places"][0].append({"latitude": 52.5})
    opening["pay"].append("gross")
    assert reading_from_json(value) == FULL
    opening["workplace"] = "orbit"
    opening["pay"][3] = "sprint"
    (read,) = reading_from_json(value).openings
    assert (read.workplace, read.pay) == (Workplace.UNKNOWN, None)


@pytest.mark.parametrize("value", [{}, {"openings": []}, {"openings": [{}]}, {"openings": None}])
def test_what_an_older_version_did_not_write_is_at_its_default(value: dict[str, object]) -> None:
    assert reading_from_json(value) == Reading(
        title="", company=None, text="", language="und", posted_on=None, openings=(Facets(title=""),)
    )


def test_settings_of_another_version() -> None:
    assert settings_from_json({}) == ChannelSettings()
    assert settings_from_json({"digest": {"at": "07:30:00"}}).digest == DigestSchedule(at=time(7, 30))
    assert settings_from_json({"digest": {"weekdays": [1]}}).digest.at == ChannelSettings().digest.at
    assert settings_from_json({"colour": "blue", "currency": "EUR"}) == ChannelSettings(currency="EUR")


def test_a_rule_of_who_may_manage_that_is_not_known_lets_in_fewer_not_more() -> None:
    assert settings_from_json({"managers": "council"}).managers is Managers.ADMINS


def test_what_a_posting_does_not_state_takes_no_room() -> None:
    reading = Reading(
        title="Engineer", company=None, text="", language="en", posted_on=None, openings=(Facets(title="x"),)
    )
    assert reading_to_json(reading)["openings"] == [{"title": "x"}]
