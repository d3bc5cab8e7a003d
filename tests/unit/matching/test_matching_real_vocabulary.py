"""Parsing with the vocabulary that ships."""

from pathlib import Path

import pytest

from bot.extraction.loading import load_vocabulary
from bot.extraction.vocabulary import EntryKind, Vocabulary
from bot.matching import parse


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(Path(__file__).parents[3] / "config" / "vocabulary", None)


@pytest.mark.parametrize("kind", EntryKind)
def test_every_spelling_is_understood_and_its_canonical_form_is_the_same_query(
    kind: EntryKind, vocabulary: Vocabulary
) -> None:
    wrong = []
    for entry in vocabulary.entries(kind):
        for spelling in (entry.key, entry.name, *entry.aliases):
            parsed = parse(f'"x" {spelling}', vocabulary)
            again = parse(str(parsed), vocabulary)
            kinds = {kind for account in parsed.understood[1:] for kind in account.kind.split(" or ")}
            if (again, again.root) != (parsed, parsed.root) or kind.value not in kinds:
                wrong.append((spelling, str(parsed), str(again)))
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("senior backend, Go", ["level", "role", "skill"]),
        ("Senior Backend Engineer", ["level", "role"]),
        ("staff+ | principal", ["level", "level"]),
        ("machine learning engineer", ["role"]),
        ("C++, C#, .NET, Node.js", ["skill"] * 4),
        ("part-time contractor", ["employment", "employment"]),
        ("150k, in:San Francisco, remote:EU", ["salary", "place", "remote region"]),
        ("blorbtech", ["text"]),
    ],
)
def test_words_mean_what_job_seekers_mean(typed: str, kinds: list[str], vocabulary: Vocabulary) -> None:
    assert [account.kind for account in parse(typed, vocabulary).understood] == kinds


@pytest.mark.parametrize(
    "typed",
    [
        *("in:Berlin", "in:Germany", "in:NYC", "in:UK", "in:USA", "in:Washington DC", "in:California"),
        *(
            "in:São Paulo",
            'in:"San Francisco, CA"',
            "in:DACH",
            "in:EMEA",
            "remote:worldwide",
            "remote:North America",
        ),
    ],
)
def test_a_place_has_one_canonical_spelling(typed: str, vocabulary: Vocabulary) -> None:
    parsed = parse(typed, vocabulary)
    again = parse(str(parsed), vocabulary)
    assert (again, again.root) == (parsed, parsed.root)


def test_places_that_are_the_same_make_equal_queries(vocabulary: Vocabulary) -> None:
    assert parse("in:NYC", vocabulary) == parse("in:New York", vocabulary)
    assert parse("in:US", vocabulary) == parse('in:"United States"', vocabulary)
    assert parse("in:UK", vocabulary) == parse("in:Britain", vocabulary)
