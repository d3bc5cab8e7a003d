import pytest

from tests.unit.extraction.read_one import opening, reading


def regions(body: str, *, location: str | None = "Remote", title: str = "Clerk") -> list[str]:
    return [place.name for place in opening(body, title=title, location=location).remote_regions]


@pytest.mark.parametrize(
    ("location", "body", "named"),
    [
        ("Remote (EU)", "A post.", ["EU"]),
        ("Remote - US & Canada", "A post.", ["United States", "Canada"]),
        ("Remote (UK & Ireland)", "A post.", ["United Kingdom", "Ireland"]),
        ("Remote - AMER", "A post.", ["Americas"]),
        ("Remote (EMEA)", "A post.", ["EMEA"]),
        ("Remote, APAC", "A post.", ["APAC"]),
        ("LatAm", "This role is fully remote.", ["Latin America"]),
        ("North America", "This is a fully remote role.", ["North America"]),
        (
            "Remote (Africa, South America, the Caribbean)",
            "A post.",
            ["Africa", "South America", "Caribbean"],
        ),
        ("Taiwan (Remote); Japan (Remote)", "A post.", ["Taiwan", "Japan"]),
        ("Remote", "You must be based in Spain or Portugal.", ["Spain", "Portugal"]),
        ("Remote", "You must live in the UK.", ["United Kingdom"]),
        ("Remote", "Candidates must reside in Canada.", ["Canada"]),
        ("Remote", "We hire in Germany, the Netherlands and Poland.", ["Germany", "Netherlands", "Poland"]),
        ("Remote", "We can only hire people in the EU.", ["EU"]),
        ("Remote", "This post is open to candidates in Chile and Peru.", ["Chile", "Peru"]),
        ("Remote", "You can work from anywhere in LATAM.", ["Latin America"]),
        ("Remote", "Only candidates located in South America are read.", ["South America"]),
        ("Remote", "Remote within the United States, excluding California.", ["United States"]),
        ("Remote", "Work from anywhere in the world.", ["Worldwide"]),
        ("Remote", "Fully remote, within 3 hours of CET.", ["Europe"]),
        ("Remote", "Remote worldwide, but in CET \u00b1 3h.", ["Europe"]),
        ("Remote", "You are located in a European time zone.", ["Europe"]),
        ("Remote-Europe", "You work in CET \u00b1 2h.", ["Europe"]),
        ("Remote (US)", "You work within 3 hours of EST.", ["United States"]),
        ("Remote (non-US)", "A post.", []),
        ("Remote", "Our customers are in Japan.", []),
        ("Remote", "A post.", []),
        ("Berlin", "Five days a week in the office; we hire in Germany.", []),
    ],
)
def test_from_where_a_remote_job_may_be_done(location: str | None, body: str, named: list[str]) -> None:
    assert regions(body, location=location) == named


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Ashlar | Rust Engineer | REMOTE (US) | Full-time", ["United States"]),
        ("Ashlar | REMOTE (EU only) | Rust Engineer", ["EU"]),
        ("Ashlar | Rust Engineer | Remote, UTC-3 to UTC+3", ["Europe"]),
        ("Ashlar | Rust Engineer | Remote (CET +/- 2)", ["Europe"]),
        ("Ashlar | Rust Engineer | Remote within Canada", ["Canada"]),
        ("Ashlar | Rust Engineer | REMOTE (Global)", ["Worldwide"]),
        ("Ashlar | Rust Engineer | Austin or REMOTE (US time zones)", ["United States"]),
        ("Ashlar | Rust Engineer | Lisbon | ONSITE", []),
    ],
)
def test_from_where_by_the_heading_of_a_free_text(line: str, named: list[str]) -> None:
    found = reading(f"{line}\nWe cut stone with code.").openings[0]
    assert [place.name for place in found.remote_regions] == named
