"""A vocabulary small enough to hold in the head, with the interface of the real one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

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
from bot.domain.posting import Posting
from bot.extraction.vocabulary import Entry, EntryKind, Vocabulary
from bot.matching import Candidate, Query, parse

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def entry(kind: EntryKind, key: str, *aliases: str, name: str = "", covers: tuple[str, ...] = ()) -> Entry:
    return Entry(kind=kind, key=key, name=name or key, aliases=aliases, covers=covers or (key,))


LEVELS = ("intern", "junior", "mid", "senior", "staff", "principal", "lead", "manager", "director")
ROLES = (
    "backend",
    "frontend",
    "fullstack",
    "data-engineer",
    "sre",
    "devops",
    "engineering-manager",
    "embedded",
)
ENTRIES = (
    *(entry(EntryKind.LEVEL, level) for level in LEVELS),
    entry(EntryKind.LEVEL, "senior+", covers=("senior", "staff", "principal", "lead")),
    entry(EntryKind.LEVEL, "staff+", covers=("staff", "principal")),
    *(entry(EntryKind.ROLE, role, name=role.replace("-", " ")) for role in ROLES),
    entry(
        EntryKind.ROLE,
        "software",
        "software engineer",
        "java developer",
        "software architect",
        covers=("software", "backend", "frontend", "fullstack"),
    ),
    entry(EntryKind.ROLE, "engineer", "developer", covers=(*ROLES, "software", "security")),
    entry(EntryKind.ROLE, "security", "security analyst", "soc analyst", name="security engineer"),
    entry(EntryKind.ROLE, "ml-engineer", "ml engineer", name="machine learning engineer"),
    entry(EntryKind.SKILL, "Machine learning", "ml"),
    entry(EntryKind.SKILL, "Go", "golang"),
    entry(EntryKind.SKILL, "Java"),
    entry(EntryKind.SKILL, "Rust"),
    entry(EntryKind.SKILL, "AWS", "amazon web services"),
    entry(EntryKind.SKILL, "C++"),
    entry(EntryKind.SKILL, "C#"),
    entry(EntryKind.SKILL, ".NET", "dotnet"),
    entry(EntryKind.SKILL, "CI/CD"),
    entry(EntryKind.SKILL, "Weights & Biases"),
    entry(EntryKind.SKILL, "Kubernetes", "k8s"),
    entry(EntryKind.SKILL, "SQL", covers=("SQL", "PostgreSQL")),
    entry(EntryKind.SKILL, "PostgreSQL", "postgres"),
    entry(EntryKind.SKILL, "Embedded systems", "embedded"),
    entry(EntryKind.WORKPLACE, "remote"),
    entry(EntryKind.WORKPLACE, "hybrid"),
    entry(EntryKind.WORKPLACE, "onsite", "on-site"),
    entry(EntryKind.EMPLOYMENT, "contract", "contractor"),
    entry(EntryKind.EMPLOYMENT, "internship"),
    entry(EntryKind.EMPLOYMENT, "part-time", "part time"),
)

EUROPE = Place(name="Europe", keys=("region:europe",))
EU = Place(name="EU", keys=("region:eu", "region:europe"))
GERMANY = Place(name="Germany", keys=("country:de", "region:eu", "region:europe"))
BERLIN = Place(name="Berlin, Germany", keys=("city:berlin,de", *GERMANY.keys))
LONDON = Place(name="London, United Kingdom", keys=("city:london,gb", "country:gb", "region:europe"))
US = Place(name="United States", keys=("country:us",))
NEW_YORK = Place(name="New York, United States", keys=("city:new york,us", "country:us"))
WORLDWIDE = Place(name="Worldwide", keys=("region:worldwide",))
PLACES = {
    "europe": EUROPE,
    "eu": EU,
    "germany": GERMANY,
    "berlin": BERLIN,
    "london": LONDON,
    "us": US,
    "new york": NEW_YORK,
    "nyc": NEW_YORK,
    "worldwide": WORLDWIDE,
    **{place.name.lower(): place for place in (BERLIN, LONDON, US, NEW_YORK)},
}


class SmallGazetteer:
    def resolve(self, text: str) -> Place | None:
        return PLACES.get(text.lower())


class SmallVocabulary:
    def __init__(self) -> None:
        self.gazetteer = SmallGazetteer()
        self._by_words: dict[tuple[str, ...], list[Entry]] = {}
        for each in ENTRIES:
            for spelling in dict.fromkeys((each.key.lower(), each.name.lower(), *each.aliases)):
                self._by_words.setdefault(tuple(spelling.split()), []).append(each)

    def entries_at(self, words: Sequence[str], at: int) -> tuple[tuple[Entry, int], ...]:
        found = []
        for length in (3, 2, 1):
            if len(words[at : at + length]) == length:
                found += [(each, length) for each in self._by_words.get(tuple(words[at : at + length]), ())]
        return tuple(found)

    def entry(self, kind: EntryKind, key: str) -> Entry | None:
        return next((each for each in ENTRIES if each.kind is kind and each.key == key), None)

    def suggest(self, word: str) -> str | None:
        return {"kuberntes": "kubernetes", "berln": "berlin", "posgres": "postgres"}.get(word.lower())


VOCABULARY = cast("Vocabulary", cast("Any", SmallVocabulary()))


def query(text: str, currency: str = "USD") -> Query:
    return parse(text, VOCABULARY, currency=currency)


def skills(*names: str, strength: Strength = Strength.CORE) -> tuple[SkillMention, ...]:
    return tuple(SkillMention(name=name, strength=strength) for name in names)


def pay(minimum: float | None, maximum: float | None, currency: str = "USD", period: str = "year") -> Pay:
    return Pay(minimum=minimum, maximum=maximum, currency=currency, period=PayPeriod(period))


def candidate(*openings: Facets, title: str = "", text: str = "", **more: Any) -> Candidate:
    reading = Reading(
        title=title or (openings[0].title if openings else ""),
        company=more.get("company"),
        text=text,
        language=more.get("language", "en"),
        posted_on=more.get("posted_on"),
        openings=openings or (Facets(title=title),),
    )
    return Candidate(
        posting=Posting(native_id="1", body=text),
        reading=reading,
        source=more.get("source", "Remotive"),
        first_seen_at=more.get("first_seen_at", NOW),
    )


SENIOR_GO = Facets(
    title="Senior Backend Engineer",
    levels=(Level.SENIOR,),
    roles=("backend",),
    skills=(*skills("Go", "AWS"), *skills("Java", strength=Strength.PASSING)),
    workplace=Workplace.REMOTE,
    remote_regions=(EU,),
    places=(BERLIN,),
    pay=pay(110_000, 140_000, "EUR"),
    years_min=5,
    employment_type=EmploymentType.FULL_TIME,
    visa=Visa.OFFERS,
    evidence=(
        Evidence(facet="levels", value="senior", words="Senior", field="title"),
        Evidence(facet="skills", value="Go", words="services in Go", field="body"),
        Evidence(facet="skills", value="Java", words="customers use Java", field="body"),
    ),
)
SENIOR_GO_POSTING = candidate(
    SENIOR_GO,
    text="We do event-sourcing for payments. Our services in Go run on AWS; our customers use Java.",
    company="Acme, Inc.",
    posted_on=date(2026, 11, 20),
)
