"""Postings for benchmarks: real ones of several kinds where they are at hand, else of our own writing."""

import gzip
import json
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from bot.domain.posting import Posting
from bot.extraction.loading import load_vocabulary
from bot.extraction.reading import read
from bot.extraction.vocabulary import EntryKind, Vocabulary
from bot.matching import Candidate
from tests.benchmarks.bench_reading import PLACES, SENTENCES, THINGS
from tests.shared import SHARED

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SEEN_ON = date(2026, 11, 25)
KINDS = {"ashby": 480, "hn": 260, "greenhouse_cyber": 100, "uber": 100, "glassdoor": 120, "nofluff": 140}
"""How many postings of each kind: boards of all trades, free texts with several openings, one employer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Postings, read: to draw queries from (`asked`), to learn filing from (`warming`), to measure with."""

    about: str
    asked: tuple[Candidate, ...]
    warming: tuple[Candidate, ...]
    measured: tuple[Candidate, ...]


def vocabulary() -> Vocabulary:
    """The project's, from a compiled cache of the benchmarks' own."""
    config = Path(__file__).parents[2] / "config" / "vocabulary"
    return load_vocabulary(config, Path(gettempdir()) / "jobwire-bench-vocabulary")


def corpus(known: Vocabulary, *, seed: int) -> Corpus:
    """The same one for the same seed."""
    real = (SHARED / "data/postings").is_dir()
    postings = _real() if real else _written(known, sum(KINDS.values()), seed)
    random.Random(seed).shuffle(postings)  # noqa: S311  # a benchmark's dice
    read_ones = [_candidate(posting, known) for posting in postings]
    half, quarter = len(read_ones) // 2, len(read_ones) * 3 // 4
    openings = sum(len(each.reading.openings) for each in read_ones) / len(read_ones)
    what = (
        f"real postings ({', '.join(KINDS)})" if real else "postings of our own writing (no real ones here)"
    )
    return Corpus(
        about=f"{len(read_ones):,} {what}, {openings:.2f} openings each, seed {seed}",
        asked=tuple(read_ones[:half]),
        warming=tuple(read_ones[half:quarter]),
        measured=tuple(read_ones[quarter:]),
    )


def _candidate(posting: Posting, known: Vocabulary) -> Candidate:
    reading = read(posting, known, seen_on=SEEN_ON)
    source = posting.native_id.partition("-")[0]
    return Candidate(posting=posting, reading=reading, source=source, first_seen_at=NOW)


def _real() -> list[Posting]:
    found = []
    for kind, count in KINDS.items():
        with gzip.open(SHARED / f"data/postings/{kind}_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        spread = records[:: max(1, len(records) // count)][:count]
        found += [_real_posting(kind, at, record) for at, record in enumerate(spread)]
    return found


def _real_posting(kind: str, at: int, record: dict[str, Any]) -> Posting:
    """Its fields, whatever the file calls them."""

    def field(*names: str) -> str | None:
        return next((str(record[name]) for name in names if record.get(name)), None)

    return Posting(
        native_id=f"{kind}-{at}",
        title=field("title", "Job Title", "position"),
        company=field("company", "Company Name"),
        location=field("location", "Location"),
        employment=field("employment_type"),
        salary=field("salary_summary", "Salary Estimate"),
        posted=field("published_at"),
        body=field("text_html", "description", "Job Description") or "",
    )


def _written(known: Vocabulary, count: int, seed: int) -> list[Posting]:
    """Of bench_reading's sentences, with the vocabulary's skills and roles, the first of them most often."""
    dice = random.Random(seed)  # noqa: S311
    skills = tuple(entry.name for entry in known.entries(EntryKind.SKILL))
    roles = tuple(entry.name for entry in known.entries(EntryKind.ROLE))
    return [_written_posting(dice, number, skills, roles) for number in range(count)]


def _written_posting(
    dice: random.Random, number: int, skills: tuple[str, ...], roles: tuple[str, ...]
) -> Posting:
    def often_first(names: tuple[str, ...]) -> str:
        return names[int(len(names) ** dice.random()) - 1]

    def sentence() -> str:
        said = dice.choice(SENTENCES)
        while "{skill}" in said:
            said = said.replace("{skill}", often_first(skills), 1)
        low = dice.randint(60, 180)
        place = dice.choice(PLACES)
        return said.format(
            thing=dice.choice(THINGS), place=place, years=dice.randint(2, 9), pay=low, more=low + 30
        )

    level = dice.choice(("Senior", "Senior", "Staff", "Junior", "Lead", ""))
    return Posting(
        native_id=f"written-{number}",
        title=f"{level} {often_first(roles)}".strip(),
        company=f"Acme {number % 97}",
        location=dice.choice(("Berlin", "London", "Remote", "New York", "Paris", "Toronto")),
        body="".join(f"<li>{sentence()}</li>" for _ in range(40)),
    )
