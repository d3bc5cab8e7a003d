"""Evidence is the words that say it and no more: cards mark them, and `why` shows them."""

import pytest

from tests.unit.extraction.read_one import opening

SAID = (
    ("levels", "Senior Backend Engineer, Payments", "", "senior", ["Senior"]),
    ("levels", "Senior Staff Engineer", "", "staff", ["Staff"]),
    ("levels", "Software Engineer II", "", "mid", ["Engineer II"]),
    ("levels", "Associate Software Engineer", "", "junior", ["Associate"]),
    ("levels", "Sr. Developer", "", "senior", ["Sr"]),
    ("levels", "Developer", "We are looking for a senior Go developer.", "senior", ["senior Go developer"]),
    ("levels", "Developer", "Seniority: mid", "mid", ["Seniority: mid"]),
    (
        "levels",
        "Developer",
        "You have 5+ years of professional experience, and write software code in Python.",
        "senior",
        ["5+ years of professional experience"],
    ),
    ("roles", "Senior Backend Engineer, Payments", "", "backend", ["Backend Engineer"]),
    ("roles", "Engineering Manager, Data Platform", "", "engineering-manager", ["Engineering Manager"]),
    ("roles", "Software Engineer, Data Platform", "", "data-engineer", ["Data Platform"]),
    ("roles", "(Senior) Data  Scientist (m/w/d)", "", "data-scientist", ["Data Scientist"]),
    (
        "roles",
        "Software Engineer",
        "You build the Backend: Kafka and PostgreSQL behind every backend call.",
        "backend",
        ["Backend", "Kafka", "PostgreSQL"],
    ),
    ("skills", "Engineer", "A dozen services written in Go.", "Go", ["Go"]),
    (
        "workplace",
        "Engineer",
        "This is a fully remote role within Canada.",
        "remote",
        ["This is a fully remote"],
    ),
    ("pay", "Engineer", "Base salary: €70,000 - €90,000 per year.", None, ["€70,000 - €90,000 per year"]),
    ("years_min", "Engineer", "You bring at least 3 years in sales.", "3", ["3 years in sales"]),
    ("visa", "Engineer", "We will sponsor your visa, and lunch.", "offers", ["We will sponsor your visa"]),
)


@pytest.mark.parametrize(("facet", "title", "body", "value", "words"), SAID)
def test_words(facet, title, body, value, words):
    evidence = [one for one in opening(body or "A post.", title=title).evidence if one.facet == facet]
    assert [one.words for one in evidence if value is None or one.value == value] == words


def test_words_of_the_text_are_better_than_a_tag():
    body = "The queue that must never be wrong is written in Go."
    evidence = opening(body, title="Engineer", tags=("go",)).evidence
    assert [(one.words, one.field) for one in evidence if one.value == "Go"] == [("Go", "body")]
