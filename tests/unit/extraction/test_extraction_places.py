import pytest

from bot.extraction.places import find_places
from tests.unit.extraction.loaded import vocabulary


def names(location: str) -> list[str]:
    return [place.name for place, _ in vocabulary().gazetteer.find(location)]


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("Berlin", ["Berlin, Germany"]),
        ("Berlin, Connecticut", ["Berlin, United States"]),
        ("Paris, TX", ["Paris, United States"]),
        ("London, Ontario", ["London, Canada"]),
        ("Cambridge, MA", ["Cambridge, United States"]),
        ("Tbilisi, Georgia", ["Tbilisi, Georgia"]),
        ("Savannah, Georgia", ["Savannah, United States"]),
        ("Berlin or Munich, Germany; Remote - US", ["Berlin, Germany", "Munich, Germany", "United States"]),
        ("San Francisco, CA, New York, NY", ["San Francisco, United States", "New York, United States"]),
        ("USA - Provo UT", ["Provo, United States"]),
        ("US-CA-San Francisco", ["San Francisco, United States"]),
        ("Vandenberg, CA", ["Vandenberg, United States"]),
        ("Washington, D.C.", ["Washington, United States"]),
        ("NYC", ["New York, United States"]),
        ("München", ["Munich, Germany"]),
        ("Sao Paulo, São Paulo, Brazil", ["São Paulo, Brazil"]),
        ("Remote-Friendly, United States", ["United States"]),
        ("Seattle, WA", ["Seattle, United States"]),
        ("Remote (EU)", ["EU"]),
        ("LatAm", ["Latin America"]),
        ("Remote", []),
        ("Home Office", []),
        ("AI", []),
        ("Remote or hybrid", []),
    ],
)
def test_places_of_a_location_field(location: str, found: list[str]) -> None:
    assert names(location) == found


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("berlin", "Berlin, Germany"),
        ("uk", "United Kingdom"),
        ("Deutschland", "Germany"),
        ("san francisco, ca", "San Francisco, United States"),
        ("california", "California, United States"),
        ("eu", "EU"),
        ("new york", "New York, United States"),
        ("Tel-Aviv", "Tel Aviv, Israel"),
    ],
)
def test_a_typed_place_is_resolved(typed: str, name: str) -> None:
    place = vocabulary().gazetteer.resolve(typed)
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize("typed", ["remote", "nowhereville", "", "berlin and munich", "backend"])
def test_what_is_no_place(typed: str) -> None:
    assert vocabulary().gazetteer.resolve(typed) is None


@pytest.mark.parametrize(
    ("inner", "outer", "lies_in"),
    [
        ("Berlin", "Germany", True),
        ("Berlin", "Europe", True),
        ("Berlin", "EU", True),
        ("London", "EU", False),
        ("London", "Europe", True),
        ("Berlin, Connecticut", "Germany", False),
        ("Berlin, Connecticut", "USA", True),
        ("SF Bay Area", "California", True),
        ("Tampa Bay Area", "California", False),
        ("Tbilisi, Georgia", "USA", False),
        ("Germany", "DACH", True),
        ("Santo Domingo", "Latin America", True),
        ("EU", "Europe", True),
        ("Europe", "EU", False),
    ],
)
def test_what_lies_in_what(inner: str, outer: str, *, lies_in: bool) -> None:
    gazetteer = vocabulary().gazetteer
    one, other = gazetteer.resolve(inner), gazetteer.resolve(outer)
    assert one is not None
    assert other is not None
    assert (other.keys[0] in one.keys) is lies_in


@pytest.mark.parametrize(
    "name", ["Berlin, Germany", "New York, United States", "São Paulo, Brazil", "Worldwide"]
)
def test_a_shown_name_is_itself_resolved(name: str) -> None:
    place = vocabulary().gazetteer.resolve(name)
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize(
    ("location", "title", "text", "places"),
    [
        ("Berlin", "Engineer (London)", "Our office is in Paris.", ["Berlin, Germany"]),
        (None, "Engineer (Singapore)", "", ["Singapore"]),
        (None, "Engineer", "Acme | Engineer | Lisbon, Portugal | Onsite\nWe ...", ["Lisbon, Portugal"]),
        (None, "Engineer", "Location: Munich or Berlin", ["Munich, Germany", "Berlin, Germany"]),
        (None, "Engineer", "You work in our office in Oslo.", ["Oslo, Norway"]),
        ("Remote - APAC", "Engineer", "We are based in New York.", []),
        ("Remote", "Engineer", "We are based in New York.", []),
        ("Berlin; Remote - US", "Engineer", "", ["Berlin, Germany"]),
        ("Remote - USA", "Engineer", "", ["United States"]),
        ("Remote-Illinois; New York", "Engineer", "", ["New York, United States", "Illinois, United States"]),
        (None, "AI Engineer, QA", "Nothing.", []),
    ],
)
def test_where_a_job_is(location: str | None, title: str, text: str, places: list[str]) -> None:
    found, evidence = find_places(location, title, text, vocabulary())
    assert [place.name for place in found] == places
    assert len(evidence) == len(found)
