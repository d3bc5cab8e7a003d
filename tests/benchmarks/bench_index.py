"""How much faster the index of standing queries is than holding every query against every posting.

Run: `python -m tests.benchmarks.bench_index [SUBSCRIPTIONS ...]` (10,000 and 100,000 when none is named).
Queries and postings are drawn with a fixed seed: skills, roles and words follow a Zipf law, as on job boards.
"""

import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.opening import Facets, Level, Pay, PayPeriod, Reading, SkillMention, Strength, Workplace
from bot.domain.posting import Posting
from bot.domain.subscription import SubscriptionId
from bot.extraction.loading import load_vocabulary
from bot.extraction.vocabulary import EntryKind, Vocabulary
from bot.matching import Candidate, Query, StandingQueries, parse
from bot.matching.candidate import CandidateWords, Offer
from bot.matching.explain import holds

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SIZES = (10_000, 100_000)
WARMING, MEASURED = 300, 40
LEAST_DISTINCT = 0.6
CITIES = (
    "Berlin",
    "London",
    "Paris",
    "New York",
    "Toronto",
    "Madrid",
    "Amsterdam",
    "Warsaw",
    "Dublin",
    "Boston",
)
PAY = Pay(minimum=100_000, maximum=150_000, currency="USD", period=PayPeriod.YEAR)
WORDS = tuple(f"word{number}" for number in range(3000))


class Draw:
    """Random choices in which the first of a list is the most frequent."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # a benchmark's dice

    def one(self, choices: tuple[str, ...]) -> str:
        rank = int(len(choices) ** self.random.random()) - 1
        return choices[rank]

    def some(self, choices: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.one(choices) for _ in range(self.random.randint(1, most))))

    def chance(self, share: float) -> bool:
        return self.random.random() < share


def query_text(draw: Draw, roles: tuple[str, ...], skills: tuple[str, ...]) -> str:
    clauses = []
    if draw.chance(0.6):
        clauses.append(draw.one(("senior", "senior+", "staff | principal", "junior", "mid", "lead")))
    if draw.chance(0.8):
        clauses.append(draw.one(roles))
    clauses.extend(" | ".join(draw.some(skills, 2)) for _ in range(draw.random.randint(1, 3)))
    if draw.chance(0.4):
        clauses.append(draw.one(("remote", "in:Berlin", "in:London", "remote:EU", "in:Europe", "hybrid")))
    if draw.chance(0.3):
        clauses.append(f"salary>={draw.random.randint(8, 24)}0k | salary:unknown")
    if draw.chance(0.2):
        clauses.append(draw.one(WORDS))
    if draw.chance(0.3):
        clauses.append(f"-{draw.one(skills)}")
    return ", ".join(clauses) or draw.one(skills)


def drawn_queries(draw: Draw, vocabulary: Vocabulary, count: int) -> list[Query]:
    roles = tuple(entry.name for entry in vocabulary.entries(EntryKind.ROLE))
    skills = tuple(entry.name for entry in vocabulary.entries(EntryKind.SKILL))
    return [parse(query_text(draw, roles, skills), vocabulary) for _ in range(count)]


def drawn_candidate(draw: Draw, vocabulary: Vocabulary) -> Candidate:
    roles = tuple(entry.key for entry in vocabulary.entries(EntryKind.ROLE))
    skills = tuple(entry.key for entry in vocabulary.entries(EntryKind.SKILL))
    place = vocabulary.gazetteer.resolve(draw.one(CITIES))
    facets = Facets(
        title="Engineer",
        levels=(Level(draw.one(("senior", "mid", "staff", "junior", "lead"))),),
        roles=draw.some(roles, 2),
        skills=tuple(
            SkillMention(name=name, strength=Strength.CORE if draw.chance(0.7) else Strength.PASSING)
            for name in draw.some(skills, 10)
        ),
        workplace=Workplace(draw.one(("onsite", "remote", "hybrid", "unknown"))),
        places=(place,) if place else (),
        pay=Pay(minimum=1e5, maximum=1.5e5, currency="USD", period=PayPeriod.YEAR)
        if draw.chance(0.4)
        else None,
    )
    text = " ".join(draw.one(WORDS) for _ in range(350))
    reading = Reading(
        title="Engineer", company="Acme", text=text, language="en", posted_on=None, openings=(facets,)
    )
    return Candidate(
        posting=Posting(native_id="1", body=text), reading=reading, source="board", first_seen_at=NOW
    )


def plain_loop(standing: list[Query], candidate: Candidate) -> set[int]:
    """What the index is measured against: every query, facets and words read once."""
    offer = Offer(CandidateWords(candidate), 0, NOW)
    return {number for number, query in enumerate(standing) if holds(query.root, offer)}


def measure(size: int, vocabulary: Vocabulary) -> None:
    draw = Draw(seed=size)
    standing = drawn_queries(draw, vocabulary, size)
    index = StandingQueries()
    for number, query in enumerate(standing):
        index.put(SubscriptionId(number), query)
        if index.wants_merge:
            index.merge()
    distinct = len({query.text for query in standing})
    if distinct < LEAST_DISTINCT * size:
        sys.exit(f"only {distinct} of {size} queries are distinct")
    for _ in range(WARMING):
        index.matches(drawn_candidate(draw, vocabulary), now=NOW)
    candidates = [drawn_candidate(draw, vocabulary) for _ in range(MEASURED)]
    started = time.perf_counter()
    indexed = [{int(hit.subscription_id) for hit in index.matches(each, now=NOW)} for each in candidates]
    by_index = time.perf_counter() - started
    started = time.perf_counter()
    looped = [plain_loop(standing, each) for each in candidates]
    by_loop = time.perf_counter() - started
    if indexed != looped:
        sys.exit("the index and the plain loop disagree")
    hits = sum(len(found) for found in looped) / MEASURED
    index_ms, loop_ms = by_index / MEASURED * 1000, by_loop / MEASURED * 1000
    print(
        f"{size:,} subscriptions ({distinct / size:.0%} distinct), a posting hits {hits:.0f}:"
        f" index {index_ms:.2f} ms, plain loop {loop_ms:.1f} ms, ratio {loop_ms / index_ms:.0f}"
    )


def main() -> None:
    vocabulary = load_vocabulary(Path(__file__).parents[2] / "config" / "vocabulary", None)
    for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
        measure(size, vocabulary)


if __name__ == "__main__":
    main()
