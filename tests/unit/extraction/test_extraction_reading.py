"""Whole postings: free texts, several openings, dates, languages, and that nothing makes reading fail."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.dates import parse_day
from bot.extraction.extract_record import extract_record
from bot.extraction.language import language_of
from tests.shared import shared
from tests.unit.extraction.read_one import SEEN_ON, opening, reading

HEADINGS = (
    (
        "Acme | Senior Go Engineer | Berlin, Germany | ONSITE | Full-time | €80k-€95k",
        "Senior Go Engineer",
        "Acme",
    ),
    ("Acme (YC W24) is hiring a Staff Engineer", "Staff Engineer", "Acme"),
    ("Acme — Product Designer — Remote (EU)", "Product Designer", "Acme"),
    ("PhD position | Acme University | Sweden | ONSITE", "PhD position", "Acme University"),
    ("Senior Data Engineer\nAcme builds canals.", "Senior Data Engineer", None),
    (
        "Explore Senior and Staff Backend Engineer jobs and discover more.",
        "Senior and Staff Backend Engineer",
        None,
    ),
)


@pytest.mark.parametrize(("body", "title", "company"), HEADINGS)
def test_title_and_company_of_a_free_text(body, title, company):
    read = reading(body)
    assert (read.title, read.company) == (title, company)


AT_COMPANY = (
    (
        "Senior Data Engineer, Sightings at Glasswing Labs",
        "Senior Data Engineer, Sightings",
        "Glasswing Labs",
    ),
    ("Software Engineer @ Acme (Remote)", "Software Engineer (Remote)", "Acme"),
    ("Account Executive at Ernst & Young", "Account Executive", "Ernst & Young"),
    ("Data Engineer at Bank of America", "Data Engineer", "Bank of America"),
    ("Engineering Manager at 1Password", "Engineering Manager", "1Password"),
    ("Software Engineer at Scale", "Software Engineer at Scale", None),
    ("Designer at our London office", "Designer at our London office", None),
    ("Engineer at Berlin", "Engineer at Berlin", None),
    ("Breakfast at Tiffany", "Breakfast at Tiffany", None),
)


@pytest.mark.parametrize(("given_title", "title", "company"), AT_COMPANY)
def test_company_of_a_title_where_the_source_names_none(given_title, title, company):
    read = reading("A post.", title=given_title)
    assert (read.title, read.openings[0].title, read.company) == (title, title, company)


def test_a_company_that_the_source_names_leaves_the_title_alone():
    read = reading("A post.", title="Engineer at Acme", company="Acme Inc")
    assert (read.title, read.company) == ("Engineer at Acme", "Acme Inc")


def test_heading_gives_the_facets():
    body = "Acme | Senior Go Engineer | Berlin, Germany | HYBRID | Part-time | €80k-€95k<p>Join us."
    facets = reading(body).openings[0]
    assert [level.value for level in facets.levels] == ["senior"]
    assert (facets.workplace.value, facets.employment_type.value) == ("hybrid", "part-time")
    assert [place.name for place in facets.places] == ["Berlin, Germany"]
    assert facets.pay is not None
    assert (facets.pay.minimum, facets.pay.maximum) == (80000, 95000)


SEVERAL = (
    "Acme | Multiple roles | REMOTE (EU)<p>We run ferries with Python.<p>Open roles:"
    "<p>- Senior Backend Engineer (Hamburg): Go and Kafka, €90k-€110k"
    "<p>- Product Designer: Figma, €60k-€70k<p>Apply: mail us"
)


def test_several_openings_keep_their_own_facets():
    backend, design = reading(SEVERAL).openings
    assert (backend.roles, design.roles) == (("backend",), ("design",))
    assert [level.value for level in backend.levels] == ["senior"]
    assert design.levels == ()
    assert backend.pay is not None
    assert design.pay is not None
    assert (backend.pay.maximum, design.pay.maximum) == (110000, 70000)
    skills = [{skill.name for skill in facets.skills} for facets in (backend, design)]
    assert {"Go", "Kafka", "Python"} <= skills[0]
    assert {"Figma", "Python"} <= skills[1]
    assert "Go" not in skills[1]


def test_titles_listed_in_the_heading_are_openings():
    titles = [
        facets.title for facets in reading("Acme | Data Engineer, Product Manager | London | Onsite").openings
    ]
    assert titles == ["Data Engineer", "Product Manager"]


def test_a_sentence_about_colleagues_is_no_opening():
    body = (
        "Senior Software Engineer\n- Collaborate with product managers, designers\n"
        "- Mentor junior engineers: weekly"
    )
    assert len(reading(body).openings) == 1


def test_record_is_the_union_of_openings():
    record = extract_record("7", reading(SEVERAL))
    assert record["roles"] == ["backend", "design"]
    assert record["pay"] == {"min": 90000, "max": 110000, "currency": "EUR", "period": "year"}
    assert (record["workplace"], record["remote_region"]) == ("remote", "EU")
    assert json.loads(json.dumps(record)) == record


DAYS = (
    ("2025-09-15T10:00:00Z", date(2025, 9, 15)),
    ("15/09/2025", date(2025, 9, 15)),
    ("09/15/2025", date(2025, 9, 15)),
    ("Sep 15, 2025", date(2025, 9, 15)),
    ("Mon, 15 Sep 2025 10:00:00 +0000", date(2025, 9, 15)),
    ("1757930400", date(2025, 9, 15)),
    ("1757930400000", date(2025, 9, 15)),
    ("3 days ago", date(2026, 2, 27)),
    ("yesterday", date(2026, 3, 1)),
    ("soon", None),
    ("2025-13-45", None),
)


@pytest.mark.parametrize(("words", "day"), DAYS)
def test_day(words, day):
    assert parse_day(words, SEEN_ON) == day


def test_posted_line_of_the_text_and_no_day_to_come():
    assert reading("Posted on: 15/09/2025\nClerk").posted_on == date(2025, 9, 15)
    assert reading("x", title="Clerk", posted="2031-01-01").posted_on is None


LANGUAGES = (
    ("We are looking for a clerk who is good with people and numbers.", "en"),
    ("Wir suchen eine Person, die mit uns an der Küste arbeitet und das Meer mag.", "de"),
    ("Nous cherchons une personne pour les travaux de la mer, avec vous et nos clients.", "fr"),
    ("Мы ищем инженера", "ru"),
    ("エンジニアを募集", "ja"),
    ("SQL", "und"),
)


@pytest.mark.parametrize(("text", "code"), LANGUAGES)
def test_language(text, code):
    assert language_of(text) == code


PIECES = ("|", "$", "9" * 30, "k", "-", "remote", "years", "\n", "Engineer", "(", "<p>", "5", ".", "to", "€")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)),
    st.one_of(st.none(), st.text(max_size=40)),
)
def test_nothing_makes_reading_fail(body, field):
    read = reading(
        body, title=field, salary=field, location=field, employment=field, posted=field, workplace=field
    )
    assert read.openings
    for facets in read.openings:
        assert all(len(one.words) <= 120 for one in facets.evidence)


def test_every_facet_has_evidence():
    facets = opening(
        "You write Go and use PostgreSQL. 4 years of experience. "
        "Visa sponsorship is available. Salary: $100,000. Fully remote within Canada.",
        title="Senior Backend Engineer",
        location="Toronto, Canada",
        employment="FullTime",
    )
    named = {one.facet for one in facets.evidence}
    assert named == {
        "levels",
        "roles",
        "skills",
        "workplace",
        "remote_regions",
        "places",
        "pay",
        "years_min",
        "employment_type",
        "visa",
    }


def test_seeds_read_as_expected():
    folder = shared("data/seeds")
    for name, want in json.loads((folder / "expected.json").read_text(encoding="utf-8")).items():
        record = extract_record(name, reading((folder / name).read_text(encoding="utf-8")))
        assert set(record["seniority"]) == set(want["levels"]), name
        assert record["roles"] == want["roles"], name
        assert record["years_min"] == want["years_min"], name
        assert record["posted_on"] == want.get("posted_on"), name
        assert set(want["skills"]) <= set(record["skills"]), name
