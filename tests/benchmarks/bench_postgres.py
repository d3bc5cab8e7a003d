"""The index beside PostgreSQL's `tsvector @@ tsquery`, over all subscriptions and keyed by the rarest term.

Run: `python -m tests.benchmarks.bench_postgres [SUBSCRIPTIONS]`. PostgreSQL is given what was read: an
opening's keys are its vector, so the queries mean the same, but for what a text query cannot say: pay, years
and age are not compared (stated pay or years are asked for instead), phrases are words that follow each other
in pairs, titles that a role asks for are left out. One process, no parallel workers; its processor time where
the system tells it, else the clock's.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import psycopg

from bot.domain.subscription import SubscriptionId
from bot.matching import Candidate, Query, StandingQueries
from bot.matching.candidate import CandidateWords
from bot.matching.keys import keys_of_openings, rarest, required_keys
from bot.matching.query import AllOf, AnyOf, Literal, Node
from tests.benchmarks.asked import Asked
from tests.benchmarks.bench_index import ROUNDS, SEED, seconds, shown
from tests.benchmarks.corpus import NOW, corpus, vocabulary
from tests.databases import postgres_server

SIZE = 100_000
POSTINGS = 12

TABLES = """
CREATE TABLE standing (id int PRIMARY KEY, query tsquery NOT NULL);
CREATE TABLE keyed (term text NOT NULL, id int NOT NULL, query tsquery NOT NULL);
"""
INDEXED = "CREATE INDEX ON keyed (term); ANALYZE"
SETTINGS = """
SET max_parallel_workers_per_gather = 0; SET jit = off; SET work_mem = '64MB';
SET enable_hashjoin = off; SET enable_mergejoin = off
"""
"""The planner guesses the number of keys wrong and would read all of `keyed`."""

SEQUENTIAL = "SELECT id FROM standing WHERE array_to_tsvector(%(keys)s::text[]) @@ query"
KEYED = """
SELECT DISTINCT id FROM unnest(%(keys)s::text[]) AS yielded (term) JOIN keyed USING (term)
WHERE array_to_tsvector(%(keys)s::text[]) @@ query
"""


def translated(node: Node) -> str | None:
    """A node as text of a tsquery; None where that says nothing of it."""
    match node:
        case Literal():
            sets = node.term.requires()
            if not sets or (node.negated and not node.term.keyed):
                return None
            said = " & ".join(f"({' | '.join(map(_lexeme, sorted(keys)))})" for keys in sets)
            return f"!({said})" if node.negated else f"({said})"
        case AllOf():
            parts = [said for part in node.parts if (said := translated(part)) is not None]
            return " & ".join(parts) or None
        case AnyOf():
            alternatives = [translated(part) for part in node.parts]
            known = [f"({said})" for said in alternatives if said is not None]
            return f"({' | '.join(known)})" if len(known) == len(alternatives) else None


def _lexeme(key: str) -> str:
    quoted = key.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


class Rival:
    """The queries in PostgreSQL."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        connection.execute(SETTINGS)
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        self._spent = Path(f"/proc/{row[0]}/schedstat") if row else Path(os.devnull)

    def fill(self, queries: Sequence[Query], share: Callable[[str], float]) -> int:
        """Stores them; returns how many a tsquery can say."""
        said = [(number, translated(query.root)) for number, query in enumerate(queries)]
        stored = [(number, text) for number, text in said if text is not None]
        self._connection.execute(TABLES)
        self._copy("standing (id, query)", stored)
        self._copy(
            "keyed (term, id, query)",
            (
                (term, number, text)
                for number, text in stored
                for term in rarest(required_keys(queries[number].root, share), share) or ()
            ),
        )
        self._connection.execute(INDEXED)
        return len(stored)

    def found(self, statement: str, keys: Sequence[frozenset[str]]) -> set[int]:
        """The subscriptions that one of the openings meets."""
        rows = [self._connection.execute(statement, {"keys": sorted(own)}).fetchall() for own in keys]
        return {id_ for found in rows for (id_,) in found}

    def seconds(self, work: Callable[[], object]) -> float:
        """What its process spends on something."""
        started = self._clock()
        work()
        return self._clock() - started

    def _clock(self) -> float:
        if self._spent.is_file():
            return int(self._spent.read_text().split()[0]) / 1e9
        return time.perf_counter()

    def _copy(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        with self._connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:  # type: ignore[call-overload]
            for row in rows:
                copy.write_row(row)


def shares(postings: Iterable[Candidate]) -> Callable[[str], float]:
    """How often keys are seen, learnt from postings."""
    seen = Counter(key for each in postings for key in frozenset().union(*_keys(each)))
    return lambda key: float(seen[key] + 1)


def _keys(candidate: Candidate) -> tuple[frozenset[str], ...]:
    return keys_of_openings(CandidateWords(candidate))


def compare(rival: Rival, queries: list[Query], warming: Sequence[Candidate], held: list[Candidate]) -> None:
    """Prints the figures."""
    index = StandingQueries()
    for number, query in enumerate(queries):
        index.put(SubscriptionId(number), query)
    index.merge()
    for each in warming:
        index.matches(each, now=NOW)
    index.merge()
    said = rival.fill(queries, shares(warming))
    keys = [_keys(each) for each in held]
    hits = [set(index.matches(each, now=NOW).ids) for each in held]
    times: dict[str, list[float]] = {"index": [], "sequential": [], "keyed": []}
    for _ in range(ROUNDS):
        times["index"].append(
            seconds(lambda: [index.matches(each, now=NOW).ids for each in held]) / len(held)
        )
        for name, statement in (("sequential", SEQUENTIAL), ("keyed", KEYED)):
            spent = rival.seconds(lambda text=statement: [rival.found(text, each) for each in keys])
            times[name].append(spent / len(held))
    selected = [rival.found(SEQUENTIAL, each) for each in keys]
    missed = sum(len(ours - theirs) for ours, theirs in zip(hits, selected, strict=True))
    more = sum(len(theirs - ours) for ours, theirs in zip(hits, selected, strict=True))
    print(f"  {said:,} can be said as a tsquery; of {sum(map(len, hits)):,} hits of ours it lacks {missed:,},"
          f" and has {more:,} that we do not")  # fmt: skip
    for name, spent in times.items():
        print(f"  {name:10} {shown(spent)} a posting, {min(spent) / min(times['index']):6.0f} x the index")


def main() -> None:
    """Prints the figures."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    known = vocabulary()
    postings = corpus(known, seed=SEED)
    queries = Asked(postings.asked, known, seed=SEED).queries(size)
    print(f"{postings.about}; {size:,} subscriptions, {len({query.text for query in queries}):,} groups")
    with postgres_server() as server, server.database(migrated=False) as url:
        plain = url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(plain, autocommit=True) as connection:
            compare(Rival(connection), queries, postings.warming, list(postings.measured[:POSTINGS]))


if __name__ == "__main__":
    main()
