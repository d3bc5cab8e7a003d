"""What extraction reads out of a posting: facets, one set per opening, with the words that say so."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Levels of a position, as job seekers order them (INTERN lowest)."""

    INTERN = "intern"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"
    PRINCIPAL = "principal"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    EXECUTIVE = "executive"


class Workplace(StrEnum):
    """Where the work is done. REMOTE: fully remote from at least some region."""

    REMOTE = "remote"
    HYBRID = "hybrid"
    ONSITE = "onsite"
    UNKNOWN = "unknown"


class EmploymentType(StrEnum):
    """The kind of contract; schema.org `employmentType` in our words."""

    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    CONTRACT = "contract"
    INTERNSHIP = "internship"
    TEMPORARY = "temporary"
    UNKNOWN = "unknown"


class Visa(StrEnum):
    """Whether the employer sponsors a visa."""

    OFFERS = "offers"
    REFUSES = "refuses"
    UNKNOWN = "unknown"


class PayPeriod(StrEnum):
    """The period that a stated pay is for."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


class Strength(StrEnum):
    """How strongly a text speaks of a skill, strongest first.

    TITLE: in the title. CORE: used, required, a plus, or one of alternatives that are asked for.
    PASSING: named only (what customers use, an illustrative list). NEGATED: "no Java".
    """

    TITLE = "title"
    CORE = "core"
    PASSING = "passing"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Base pay as stated, in the stated period. "Up to": minimum None. "From": maximum None."""

    minimum: float | None
    maximum: float | None
    currency: str
    period: PayPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place, resolved against the gazetteer.

    `name` is how it is shown ("Berlin, Germany"; a country alone: "Germany"). `keys` are the
    gazetteer keys of the place and of everything that it lies in, innermost first, so that
    `in:Europe` is a plain membership test: ("city:berlin,de", "country:de", "region:eu",
    "region:europe", "region:emea").
    """

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMention:
    """A skill (canonical name, such as "Go") with the strongest way in which the text speaks of it."""

    name: str
    strength: Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words of the posting that a facet value was read from.

    `facet` is a field name of `Facets` ("levels", "skills", ...), `value` the value as text
    ("senior", "Go"), `words` the words as they stand in the posting (at most 120 characters), and
    `field` the posting's field that holds them ("title", "body", "location", "salary", ...).
    """

    facet: str
    value: str
    words: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What one opening offers. An empty tuple or UNKNOWN or None: the posting does not say.

    `places` are where the job is based. `remote_regions` are the places from which a remote job may
    be done, empty when none is named; `Place` "Worldwide" (key "region:worldwide") when anywhere.
    `skills` holds each name once, strongest mention. Roles are role keys of the vocabulary
    ("backend", "data-engineer").
    """

    title: str
    levels: tuple[Level, ...] = ()
    roles: tuple[str, ...] = ()
    skills: tuple[SkillMention, ...] = ()
    workplace: Workplace = Workplace.UNKNOWN
    remote_regions: tuple[Place, ...] = ()
    places: tuple[Place, ...] = ()
    pay: Pay | None = None
    years_min: float | None = None
    employment_type: EmploymentType = EmploymentType.UNKNOWN
    visa: Visa = Visa.UNKNOWN
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A posting, read. `openings` holds at least one; a Hacker News post often holds several.

    `text` is the body as plain text (paragraphs and list entries on lines of their own), `title` and
    `company` are the given ones or what the first line of a free text says. `language` is an
    ISO 639-1 code, "und" when it cannot be told.
    """

    title: str
    company: str | None
    text: str
    language: str
    posted_on: date | None
    openings: tuple[Facets, ...]
