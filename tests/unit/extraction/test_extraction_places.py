import pytest

from bot.extraction.places import find_places
from tests.unit.extraction.loaded import vocabulary
from tests.unit.extraction.read_one import opening, reading


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
        ("Washington, D.C.", ["Washington, DC, United States"]),
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
        ("LA", ["Los Angeles, United States"]),
        (
            "SF, LA, NYC",
            ["San Francisco, United States", "Los Angeles, United States", "New York, United States"],
        ),
        ("New Orleans, LA", ["New Orleans, United States"]),
        ("Washington", ["Washington, United States"]),
        ("Seattle, Washington", ["Seattle, United States"]),
        ("Annapolis Junction, MD", ["Annapolis Junction, United States"]),
        ("Essex County, MA", ["Essex County, United States"]),
        ("Pelham Manor, New York", ["Pelham Manor, United States"]),
        ("Dallas Metro, TX", ["Dallas, United States"]),
        ("Greater Toronto Area, Ontario", ["Toronto, Canada"]),
        ("Tijuana, BC", ["Tijuana, Mexico"]),
        ("Vancouver, BC", ["Vancouver, Canada"]),
        ("Cambridge, UK", ["Cambridge, United Kingdom"]),
        ("Birmingham, AL", ["Birmingham, United States"]),
        ("Birmingham, England", ["Birmingham, United Kingdom"]),
        ("Durham NC", ["Durham, United States"]),
        ("Durham, UK", ["Durham, United Kingdom"]),
        ("Valencia, CA", ["Valencia, United States"]),
        ("Valencia", ["Valencia, Spain"]),
        ("Naples, FL", ["Naples, United States"]),
        ("Melbourne, FL", ["Melbourne, United States"]),
        ("Portland, Maine", ["Portland, United States"]),
        ("San Jose, Costa Rica", ["San Jose, Costa Rica"]),
        ("Richmond, BC", ["Richmond, Canada"]),
        ("C\u00f3rdoba, Argentina", ["C\u00f3rdoba, Argentina"]),
        ("Remote (non-U.S.)", []),
        ("Anywhere in the US except California", ["Worldwide", "United States"]),
        ("US & Canada", ["United States", "Canada"]),
        ("Taiwan, Singapore, Australia", ["Taiwan", "Singapore", "Australia"]),
        ("Stockholm, SWE", ["Stockholm, Sweden"]),
        ("SWE, SDN, GTM", []),
        ("contract-to-hire", []),
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


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Wien", "Vienna, Austria"),
        ("Viena", "Vienna, Austria"),
        ("Mailand", "Milan, Italy"),
        ("Genf", "Geneva, Switzerland"),
        ("Ginebra", "Geneva, Switzerland"),
        ("Zurigo", "Zurich, Switzerland"),
        ("Prag", "Prague, Czech Republic"),
        ("Praga", "Prague, Czech Republic"),
        ("Rom", "Rome, Italy"),
        ("Athen", "Athens, Greece"),
        ("Londres", "London, United Kingdom"),
        ("Londyn", "London, United Kingdom"),
        ("Parigi", "Paris, France"),
        ("Varsovie", "Warsaw, Poland"),
        ("Kopenhagen", "Copenhagen, Denmark"),
        ("Bruselas", "Brussels, Belgium"),
        ("P\u00e9kin", "Beijing, China"),
        ("Tokio", "Tokyo, Japan"),
        ("Nueva York", "New York, United States"),
        ("Monaco di Baviera", "Munich, Germany"),
        ("Nizza", "Nice, France"),
        ("Kairo", "Cairo, Egypt"),
        ("Lissabon", "Lisbon, Portugal"),
    ],
)
def test_cities_are_known_in_other_languages(written: str, name: str) -> None:
    assert names(written) == [name]


def test_a_city_that_is_its_country_counts_for_the_country() -> None:
    gazetteer = vocabulary().gazetteer
    typed = gazetteer.resolve("Singapore")
    (city, _), *_ = gazetteer.find("Singapore")
    (_, _), (land, _) = gazetteer.find("Taiwan, Singapore")
    assert typed is not None
    assert typed.keys[0] in city.keys
    assert typed.keys[0] in land.keys


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
        ("Berlin; Remote - US", "Engineer", "", ["Berlin, Germany", "United States"]),
        ("Austin; Remote - US", "Engineer", "", ["Austin, United States"]),
        ("Remote - USA", "Engineer", "", ["United States"]),
        ("Remote-Illinois; New York", "Engineer", "", ["New York, United States", "Illinois, United States"]),
        (None, "AI Engineer, QA", "Nothing.", []),
    ],
)
def test_where_a_job_is(location: str | None, title: str, text: str, places: list[str]) -> None:
    found, evidence = find_places(location, title, text, vocabulary())
    assert [place.name for place in found] == places
    assert len(evidence) == len(found)


@pytest.mark.parametrize(
    ("fields", "body", "places"),
    [
        ({"location": "Virginia"}, "Location: Arlington, Virginia.", ["Arlington, United States"]),
        ({"location": "Germany"}, "Our office is in Kassel.", ["Kassel, Germany"]),
        ({"location": "Germany"}, "Our head office is in Boston, MA.", ["Germany"]),
        ({"location": "Germany", "workplace": "remote"}, "Our office is in Kassel.", ["Germany"]),
        ({"location": "Oslo"}, "We have offices in Rome and Lima.", ["Oslo, Norway"]),
        (
            {"location": "Oslo"},
            "We have offices in Oslo and Bergen, and this role is available in either location.",
            ["Oslo, Norway", "Bergen, Norway"],
        ),
        (
            {"location": "Oslo"},
            "This role will be based in our Bergen office.",
            ["Oslo, Norway", "Bergen, Norway"],
        ),
        ({"location": "Oslo"}, "For Bergen-based roles: NOK 800,000.", ["Oslo, Norway"]),
        ({"location": "Madrid"}, "This post requires relocation to our Luxembourg office.", ["Luxembourg"]),
        ({"location": "Madrid"}, "This post requires relocation to our Porto office.", ["Porto, Portugal"]),
        ({"location": "Madrid"}, "We help with relocation to Spain.", ["Madrid, Spain"]),
        ({"location": "Istanbul; Remote-Bulgaria"}, "A post.", ["Istanbul, Turkey", "Bulgaria"]),
        ({"location": "Austin or Remote (US time zones)"}, "A post.", ["Austin, United States"]),
        ({"location": "Remote US (office in NYC or SF)"}, "A post.",
         ["New York, United States", "San Francisco, United States"]),
        ({"title": "Engineer (US & Canada)", "location": "United States", "workplace": "remote"}, "A post.",
         ["United States", "Canada"]),
        ({"title": "Account Executive (Japan)", "location": "London"}, "A post.", ["London, United Kingdom"]),
        ({"title": "Recruiter (contract-to-hire)"}, "A post.", []),
        ({}, "The workshop is located near Delft.", ["Delft, Netherlands"]),
        ({}, "ONSITE in Turin and Genoa.", ["Turin, Italy", "Genoa, Italy"]),
        ({}, "In-person, Ghent.", ["Ghent, Belgium"]),
    ],
)  # fmt: skip
def test_what_title_and_text_add(fields: dict[str, str], body: str, places: list[str]) -> None:
    assert [place.name for place in opening(body, **fields).places] == places


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Ashlar | Rust Engineer | Lisbon, Portugal | ONSITE | Full-time", ["Lisbon, Portugal"]),
        ("Ashlar | Lisbon | Rust Engineer | Hybrid", ["Lisbon, Portugal"]),
        ("Ashlar | ONSITE Lisbon | Rust Engineer", ["Lisbon, Portugal"]),
        ("Ashlar | Rust Engineer | SF | Sunnyvale | Onsite",
         ["San Francisco, United States", "Sunnyvale, United States"]),
        ("Ashlar | Rust Engineer | NYC / Remote (US) | Full-time", ["New York, United States"]),
        ("Ashlar | Rust Engineer | Remote (US only)", ["United States"]),
        ("Ashlar | Rust Engineer | Austin or Remote (US time zones) | Contract", ["Austin, United States"]),
        ("Ashlar (Ghent, Belgium) | Rust Engineer | Onsite", []),
        ("Ashlar \u2014 Rust Engineer \u2014 Ghent, Belgium \u2014 onsite", ["Ghent, Belgium"]),
        ("Ashlar | Rust Engineer | Paris, TX | Onsite", ["Paris, United States"]),
        ("Ashlar | Rust Engineer | Cambridge, MA or Cambridge, UK | Hybrid",
         ["Cambridge, United States", "Cambridge, United Kingdom"]),
    ],
)  # fmt: skip
def test_the_places_of_a_heading(line: str, places: list[str]) -> None:
    assert [place.name for place in reading(f"{line}\nWe cut stone with code.").openings[0].places] == places


BESIDE = (
    ("Germany; Kiel, Germany", "We fish.", ["Kiel, Germany"]),
    ("Norway; Kiel, Germany", "We fish.", ["Norway", "Kiel, Germany"]),
    (
        "Fresno, CA",
        "For Oakland, CA-based roles: $80,000.",
        ["Fresno, United States", "Oakland, United States"],
    ),
    ("Fresno, CA", "For Boston, MA-based roles: $80,000.", ["Fresno, United States"]),
    ("Bogota, Colombia", "We fish.", ["Bogot\u00e1, Colombia"]),
    ("Boston; US East Coast", "We fish.", ["Boston, United States"]),
    (None, "We are open to candidates located in Oslo and Bergen.", []),
    (None, "The job is located in Oslo.", ["Oslo, Norway"]),
)


@pytest.mark.parametrize(("location", "text", "places"), BESIDE)
def test_which_places_beside_others_are_the_jobs(location: str | None, text: str, places: list[str]) -> None:
    assert [place.name for place in opening(text, location=location).places] == places
