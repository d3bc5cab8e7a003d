"""What a query means: which openings meet it, with which words, and what is said of a miss."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.match import Reason
from bot.domain.opening import EmploymentType, Evidence, Facets, Level, Strength, Visa, Workplace
from bot.matching import explain
from tests.unit.matching.small_vocabulary import (
    BERLIN,
    EU,
    GERMANY,
    LONDON,
    NEW_YORK,
    NOW,
    SENIOR_GO_POSTING,
    US,
    WORLDWIDE,
    candidate,
    pay,
    query,
    skills,
)


def opening(**facets: Any) -> Facets:
    return Facets(title=facets.pop("title", "Engineer"), **facets)


def met(typed: str, *openings: Facets, **more: Any) -> bool:
    return explain(query(typed), candidate(*openings, **more), now=more.get("now", NOW)).met


@pytest.mark.parametrize(
    ("typed", "levels", "expected"),
    [
        ("senior", (Level.SENIOR,), True),
        ("senior", (Level.SENIOR, Level.STAFF), True),
        ("senior", (Level.STAFF,), False),
        ("senior", (), False),
        ("senior+", (Level.STAFF,), True),
        ("senior+", (Level.LEAD,), True),
        ("senior+", (Level.MID,), False),
        ("staff+", (Level.PRINCIPAL,), True),
        ("staff+", (Level.SENIOR,), False),
        ("-senior", (), True),
        ("-senior", (Level.SENIOR, Level.STAFF), False),
        ("-senior", (Level.STAFF,), True),
    ],
)
def test_levels(typed: str, levels: tuple[Level, ...], expected: bool) -> None:
    assert met(typed, opening(levels=levels)) is expected


@pytest.mark.parametrize(
    ("typed", "roles", "expected"),
    [
        ("backend", ("backend",), True),
        ("backend", ("fullstack",), False),
        ("software engineer", ("backend",), True),
        ("software engineer", ("sre",), False),
        ("engineer", ("sre",), True),
        ("developer", ("data-engineer",), True),
        ("engineer", (), False),
        ("-frontend", ("backend", "frontend"), False),
    ],
)
def test_roles(typed: str, roles: tuple[str, ...], expected: bool) -> None:
    assert met(typed, opening(roles=roles)) is expected


@pytest.mark.parametrize(
    ("typed", "title", "role", "expected"),
    [
        ("security", "Senior IT Auditor", "security", True),
        ("security engineer", "Senior IT Auditor", "security", False),
        ("security engineer", "Security Engineers (all levels)", "security", True),
        ("security engineer", "DevSecOps", "security", True),
        ("security analyst", "Security Engineer", "security", False),
        ("security analyst", "SOC Analyst", "security", True),
        ("engineer", "Compliance Analyst", "security", False),
        ("engineer", "Backend, Payments", "backend", True),
        ("software architect", "Software Engineer", "backend", False),
        ("software architect", "Software Architect", "software", True),
        ("-security engineer", "Senior IT Auditor", "security", True),
    ],
)
def test_a_profession_is_asked_of_the_title(typed: str, title: str, role: str, expected: bool) -> None:
    assert met(typed, opening(title=title, roles=(role,))) is expected


def test_a_miss_by_profession_says_so() -> None:
    missed = explain(
        query("security engineer"), candidate(opening(title="IT Auditor", roles=("security",))), now=NOW
    )
    assert missed.missed is not None
    assert missed.missed.why == 'role: the title "IT Auditor" names no engineer'


@pytest.mark.parametrize(
    ("typed", "strength", "expected"),
    [
        ("Java", Strength.TITLE, True),
        ("Java", Strength.CORE, True),
        ("Java", Strength.PASSING, False),
        ("Java", Strength.NEGATED, False),
        ("-Java", Strength.CORE, False),
        ("-Java", Strength.PASSING, True),
        ("-Java", Strength.NEGATED, True),
    ],
)
def test_a_skill_counts_where_it_is_part_of_the_job(typed: str, strength: Strength, expected: bool) -> None:
    assert met(typed, opening(skills=skills("Java", strength=strength))) is expected


def test_a_skill_that_implies_another_meets_it() -> None:
    assert met("SQL", opening(skills=skills("PostgreSQL")))
    assert not met("PostgreSQL", opening(skills=skills("SQL")))


def test_a_word_with_two_meanings_is_met_by_either() -> None:
    assert met("embedded", opening(roles=("embedded",)))
    assert met("embedded", opening(skills=skills("Embedded systems")))
    assert not met("-embedded", opening(skills=skills("Embedded systems")))


REMOTE = {"workplace": Workplace.REMOTE}


@pytest.mark.parametrize(
    ("typed", "facets", "expected"),
    [
        ("in:Germany", {"places": (BERLIN,)}, True),
        ("in:Europe", {"places": (BERLIN,)}, True),
        ("in:Berlin", {"places": (GERMANY,)}, False),
        ("in:Germany", {"places": (LONDON,)}, False),
        ("in:Germany", {"places": (LONDON, BERLIN)}, True),
        ("in:Germany", {**REMOTE, "remote_regions": (GERMANY,)}, True),
        ("in:Europe", {**REMOTE, "remote_regions": (GERMANY,)}, True),
        ("in:Germany", {**REMOTE, "remote_regions": (WORLDWIDE,)}, False),
        ("in:Germany", {"workplace": Workplace.HYBRID, "remote_regions": (GERMANY,)}, False),
        ("in:Germany", REMOTE, False),
        ("in:Germany", {}, False),
        ("-in:Germany", {"places": (BERLIN,)}, False),
        ("remote", REMOTE, True),
        ("remote", {"workplace": Workplace.HYBRID}, False),
        ("remote", {}, False),
        ("remote:EU", {**REMOTE, "remote_regions": (EU,)}, True),
        ("remote:EU", {**REMOTE, "remote_regions": (GERMANY,)}, True),
        ("remote:Germany", {**REMOTE, "remote_regions": (EU,)}, True),
        ("remote:EU", {**REMOTE, "remote_regions": (US,)}, False),
        ("remote:EU", {**REMOTE, "remote_regions": (US, EU)}, True),
        ("remote:EU", {**REMOTE, "remote_regions": (WORLDWIDE,)}, True),
        ("remote:EU", {**REMOTE, "places": (BERLIN,)}, True),
        ("remote:EU", {**REMOTE, "places": (NEW_YORK,)}, False),
        ("remote:EU", REMOTE, False),
        ("remote:EU", {"workplace": Workplace.ONSITE, "places": (BERLIN,)}, False),
    ],
)
def test_places(typed: str, facets: dict[str, Any], expected: bool) -> None:
    assert met(typed, opening(**facets)) is expected


@pytest.mark.parametrize(
    ("typed", "stated", "expected"),
    [
        ("salary>=150k USD", pay(120_000, 150_000), True),
        ("salary>=150k USD", pay(120_000, 149_000), False),
        ("salary>150k USD", pay(120_000, 150_000), False),
        ("salary>=150k USD", pay(85, 85, "USD", "hour"), True),
        ("salary>=150k USD", pay(70, 70, "USD", "hour"), False),
        ("salary>=150k USD", pay(500, 600, "USD", "day"), True),
        ("salary>=150k USD", pay(12_000, 13_000, "USD", "month"), True),
        ("salary>=150k USD", pay(None, 140_000, "EUR"), True),
        ("salary>=150k USD", pay(None, 140_000, "CAD"), False),
        ("salary>=150k USD", pay(160_000, None), True),
        ("salary>=150k USD", pay(None, 900_000, "XTS"), False),
        ("salary>=150k USD", None, False),
        ("salary<100k USD", None, False),
        ("salary<100k USD", pay(80_000, 90_000), True),
        ("salary<100k USD", pay(80_000, 100_000), False),
        ("salary<=100k USD", pay(80_000, 100_000), True),
        ("salary=100k USD", pay(80_000, 100_000), True),
        ("salary>=150k | salary:unknown", None, True),
        ("salary:unknown", pay(1, 2), False),
        ("-salary:unknown", pay(1, 2), True),
    ],
)
def test_pay(typed: str, stated: Any, expected: bool) -> None:
    assert met(typed, opening(pay=stated)) is expected


@pytest.mark.parametrize(
    ("typed", "years", "expected"),
    [
        ("years<=3", 3, True),
        ("years<=3", 5, False),
        ("years<=3", None, False),
        ("years<3", 3, False),
        ("years>=5", 5, True),
        ("years:5", 5, True),
    ],
)
def test_years(typed: str, years: float | None, expected: bool) -> None:
    assert met(typed, opening(years_min=years)) is expected


@pytest.mark.parametrize(
    ("typed", "facets", "expected"),
    [
        ("contract", {"employment_type": EmploymentType.CONTRACT}, True),
        ("contractor", {"employment_type": EmploymentType.FULL_TIME}, False),
        ("part time", {"employment_type": EmploymentType.PART_TIME}, True),
        ("contract", {}, False),
        ("visa:yes", {"visa": Visa.OFFERS}, True),
        ("visa:yes", {}, False),
        ("visa:no", {"visa": Visa.REFUSES}, True),
        ("visa:no", {"visa": Visa.OFFERS}, False),
    ],
)
def test_employment_and_visa(typed: str, facets: dict[str, Any], expected: bool) -> None:
    assert met(typed, opening(**facets)) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fintech", True),
        ("fin", False),
        ("payment", True),
        ("payments", True),
        ('"event sourcing"', True),
        ('"sourcing event"', False),
        ('"C"', False),
        ('"c++"', True),
        ('".net 8"', True),
        ('"net"', True),
        ("clearance", False),
        ('"result grows"', True),
        ('"net 8 our"', False),
        ("title:Platform", True),
        ("title:payments", False),
        ('title:"platform engineer"', True),
        ("company:acme", True),
        ("company:acm", False),
        ('company:"acme inc"', True),
        ("-company:Acme", False),
        ("source:remotive", True),
        ("source:remote", False),
        ("lang:en", True),
        ("lang:de", False),
    ],
)
def test_words_of_text_title_company_and_source(typed: str, expected: bool) -> None:
    title = "Platform Engineer (Fintech)"
    text = "We do event-sourcing of payments in C++ and .NET 8. Our net result grows."
    assert met(typed, opening(title=title), text=text, company="Acme, Inc.") is expected


@pytest.mark.parametrize(
    ("typed", "posted_on", "first_seen_at", "expected"),
    [
        ("posted<7d", date(2026, 11, 19), NOW, True),
        ("posted<7d", date(2026, 11, 17), NOW, False),
        ("posted>7d", date(2026, 11, 1), NOW, True),
        ("posted<7d", None, NOW - timedelta(days=2), True),
        ("posted<7d", None, NOW - timedelta(days=8), False),
        ("posted<6h", date(2026, 11, 25), NOW - timedelta(hours=8), False),
        ("posted<6h", date(2026, 11, 25), NOW - timedelta(hours=5), True),
        ("posted:2w", date(2026, 11, 15), NOW, True),
    ],
)
def test_age(typed: str, posted_on: date | None, first_seen_at: datetime, expected: bool) -> None:
    assert met(typed, opening(), posted_on=posted_on, first_seen_at=first_seen_at) is expected


def test_all_clauses_are_met_by_one_opening() -> None:
    senior_frontend = opening(levels=(Level.SENIOR,), roles=("frontend",))
    junior_backend = opening(levels=(Level.JUNIOR,), roles=("backend",))
    senior_backend = opening(levels=(Level.SENIOR,), roles=("backend",))
    wanted = query("senior backend")
    assert not explain(wanted, candidate(senior_frontend, junior_backend), now=NOW).met
    explanation = explain(wanted, candidate(senior_frontend, senior_backend), now=NOW)
    assert explanation.opening == 1


def test_an_exclusion_holds_for_one_opening_alone() -> None:
    posting = candidate(opening(skills=skills("Go", "Java")), opening(skills=skills("Go")))
    assert explain(query("Go, -Java"), posting, now=NOW).opening == 1


def test_reasons_carry_the_words_of_the_posting() -> None:
    wanted = query('senior, Go, "event sourcing", -Rust')
    explanation = explain(wanted, SENIOR_GO_POSTING, now=NOW)
    assert explanation.reasons == (
        Reason(clause="senior", words=("Senior",)),
        Reason(clause="Go", words=("services in Go",)),
        Reason(clause="-Rust", words=()),
        Reason(clause='"event sourcing"', words=("event-sourcing",)),
    )


@pytest.mark.parametrize(
    ("typed", "clause", "why"),
    [
        ("senior, staff+", "staff+", "level: the posting says Senior"),
        ("Java", "Java", 'skill: the posting names Java only in passing: "customers use Java"'),
        ("Rust", "Rust", "skill: the posting does not name Rust"),
        ("frontend", "frontend", "role: the posting says Backend"),
        ("hybrid", "hybrid", "workplace: the posting says Remote"),
        (
            "in:London",
            'in:"London, United Kingdom"',
            "place: the posting is in Berlin, Germany, not in London",
        ),
        (
            "remote:US",
            'remote:"United States"',
            "remote: the posting is remote from EU, not from United States",
        ),
        ("salary>=200k", "salary>=200k USD", "is about 156,000 USD a year"),
        ("years<=3", "years<=3", "years: the posting asks for 5"),
        ("-Go", "-Go", 'the query excludes Go, and the posting has it ("services in Go")'),
        ("fintech", "fintech", 'the word "fintech" is neither in the title nor in the text'),
        ("company:Other", "company:other", "the company is Acme, Inc."),
        ("Rust | C++", "C++ | Rust", "skill: the posting names neither C++ nor Rust"),
        ("Rust | fintech", "Rust | fintech", "does not name Rust; text: the word"),
        ("posted<2d", "posted<2d", "the posting is of 2026-11-20"),
        ("lang:de", "lang:de", "the posting's language is en"),
        ("salary:unknown", "salary:unknown", "states its pay: 110,000 - 140,000 EUR a year"),
    ],
)
def test_a_miss_names_the_clause_and_what_the_posting_says(typed: str, clause: str, why: str) -> None:
    missed = explain(query(typed), SENIOR_GO_POSTING, now=NOW).missed
    assert missed is not None
    assert (missed.clause, missed.opening) == (clause, 0)
    assert why in missed.why


def test_a_miss_by_level_names_the_wider_word_that_would_match() -> None:
    staff = candidate(opening(levels=(Level.STAFF,)))
    missed = explain(query("senior"), staff, now=NOW).missed
    assert missed is not None
    assert missed.why == "level: the posting says Staff; `senior+` would match"


def test_a_miss_is_told_of_the_nearest_opening() -> None:
    far = opening(levels=(Level.JUNIOR,))
    near = opening(levels=(Level.SENIOR,), roles=("backend",))
    missed = explain(query("senior backend Go"), candidate(far, near), now=NOW).missed
    assert missed is not None
    assert (missed.opening, missed.clause) == (1, "Go")


def test_a_posting_without_stated_pay_says_what_would_keep_it() -> None:
    missed = explain(query("150k"), candidate(opening()), now=NOW).missed
    assert missed is not None
    assert "`salary:unknown` would keep it" in missed.why


def test_words_of_the_negated_mention_are_told() -> None:
    evidence = (Evidence(facet="skills", value="Java", words="no Java needed", field="body"),)
    facets = opening(skills=skills("Java", strength=Strength.NEGATED), evidence=evidence)
    missed = explain(query("Java"), candidate(facets), now=NOW).missed
    assert missed is not None
    assert missed.why == 'skill: the posting says that Java is not needed: "no Java needed"'
