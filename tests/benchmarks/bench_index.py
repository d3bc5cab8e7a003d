"""What holding a posting against all subscriptions costs, beside a plain loop over the facets read from it.

Run: `python -m tests.benchmarks.bench_index [SUBSCRIPTIONS ...]`. Also what grows how: cost, memory, edits,
merges. Times are of the processor; index and loop are measured side by side on the same postings.
"""

import dataclasses
import gc
import math
import pickle
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence

import numpy as np

from bot.domain.subscription import SubscriptionId
from bot.matching import Candidate, Query, StandingQueries, parse
from bot.matching.candidate import CandidateWords, Offer
from bot.matching.explain import holds
from bot.matching.rows import Rows
from tests.benchmarks.asked import Asked
from tests.benchmarks.corpus import NOW, Corpus, corpus, vocabulary
from tests.shared import SHARED

SEED = 5
SIZES = (10_000, 100_000, 227_906, 1_000_000)
"""227,906 is the number of job alerts of a published account of a search engine's percolator."""

LEAST_DISTINCT = 0.6
ROUNDS, MEASURED, EDITS = 3, 100, 1_000
MERGED_EVERY = 50_000
LOOPED = 1_000_000
"""The plain loop looks at about so many (query, posting) pairs in a round, three postings at least."""


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def plain_loop(standing: Sequence[Query], candidate: Candidate) -> list[int]:
    """What the index is measured against: every query, the posting's facets and words read once."""
    words = CandidateWords(candidate)
    offers = [Offer(words, number, NOW) for number in range(len(candidate.reading.openings))]
    return [
        number for number, query in enumerate(standing) if any(holds(query.root, offer) for offer in offers)
    ]


class Bench:
    """An index of so many subscriptions, filled as a poll finds them after a start."""

    def __init__(self, standing: list[Query], postings: Corpus) -> None:
        self.standing = standing
        self.postings = postings
        self.index = StandingQueries()
        self.merges: list[float] = []
        self.filling = seconds(self._fill)
        gc.collect()
        gc.freeze()  # a running bot has none of the benchmark's own million queries
        for each in postings.warming:
            self.index.matches(each, now=NOW)
        self._merge()

    def _fill(self) -> None:
        for number, query in enumerate(self.standing):
            self.index.put(SubscriptionId(number), query)
            if (number + 1) % MERGED_EVERY == 0:
                self._merge()
        self._merge()

    def _merge(self) -> None:
        if self.index.wants_merge:
            self.merges.append(seconds(self.index.merge))

    def found(self, candidate: Candidate) -> list[int]:
        """The subscriptions that it matches."""
        return list(self.index.matches(candidate, now=NOW).ids)

    def report(self) -> float:
        """Prints what a posting costs; returns it in milliseconds, the median of the rounds."""
        size = len(self.standing)
        postings = self.postings.measured[:MEASURED]
        looped = postings[: max(3, min(len(postings), LOOPED // size))]
        rounds = 1 if size * len(looped) > LOOPED else ROUNDS
        indexes, loops = [], []
        expected: list[list[int]] = []
        for number in range(ROUNDS):
            indexes.append(seconds(lambda: [self.found(each) for each in looped]) / len(looped))
            if number < rounds:
                expected.clear()
                spent = seconds(lambda: expected.extend(plain_loop(self.standing, each) for each in looped))
                loops.append(spent / len(looped))
        if [self.found(each) for each in looped] != expected:
            sys.exit("the index and the plain loop disagree")
        ratio = statistics.median(loops) / statistics.median(indexes)
        print(f"  plain loop {shown(loops)} a posting, index {shown(indexes)} on the same: {ratio:.0f} x")
        whole = [
            seconds(lambda: [self.found(each) for each in postings]) / len(postings) for _ in range(ROUNDS)
        ]
        hits = [self.index.matches(each, now=NOW) for each in postings]
        reasons = seconds(lambda: [hit.reasons for found in hits for hit in found]) / len(postings)
        mean = sum(map(len, hits)) / len(hits)
        print(
            f"  index {shown(whole)} a posting over {len(postings)}, every hit fanned out to its subscription"
        )
        print(f"  hits a posting {mean:,.0f}, selectivity {mean / size:.2%};"
              f" why, for all of them: {1000 * reasons:.2f} ms more")  # fmt: skip
        return 1000 * statistics.median(whole)

    def report_edits(self, other: list[Query]) -> None:
        """Prints what it costs to give a subscription another query, and that the next posting sees it."""
        ids = range(0, len(self.standing), max(1, len(self.standing) // EDITS))
        spent = []
        for id_, query in zip(ids, other, strict=False):
            started = time.process_time_ns()
            self.index.put(SubscriptionId(id_), query)
            spent.append((time.process_time_ns() - started) / 1000)
            self.standing[id_] = query
        spent.sort()
        if self.found(self.postings.measured[0]) != plain_loop(self.standing, self.postings.measured[0]):
            sys.exit("an edit is not seen by the next posting")
        median, late = statistics.median(spent), spent[len(spent) * 99 // 100]
        print(
            f"  an edit {median:.0f} µs (median), {late:.0f} (p99); the next posting sees all {len(spent):,}"
        )


def shown(times: Sequence[float]) -> str:
    """Least and median, in milliseconds."""
    return f"{1000 * min(times):.2f} ms (median {1000 * statistics.median(times):.2f})"


def report_memory(index: StandingQueries) -> None:
    """Prints what an index holds that has merged all: its arrays, and the atoms with all that they hold."""
    many = index._many
    if many is None or not len(index):
        return
    columns = many.columns
    fields = [getattr(columns, field.name) for field in dataclasses.fields(columns)]
    arrays = [many.alive, columns.counts.held, columns.counts.new_at, columns.counts.priors]
    arrays += [field for field in fields if isinstance(field, np.ndarray)]
    arrays += [part for field in fields if isinstance(field, Rows) for part in (field.starts, field.values)]
    pickled = pickle.dumps(columns.atoms)
    tracemalloc.start()
    atoms = pickle.loads(pickled)  # noqa: S301  # our own: a copy that shares nothing
    in_atoms = tracemalloc.get_traced_memory()[0] / len(index)
    tracemalloc.stop()
    in_arrays = sum(array.nbytes for array in arrays) / len(index)
    print(
        f"  memory {in_arrays + in_atoms:.1f} bytes a subscription ({in_arrays:.1f} in arrays,"
        f" {in_atoms:.1f} in {len(atoms):,} atoms of {len(columns.clauses):,} clauses)"
    )


def given_selectivity(postings: Corpus) -> str:
    """How often queries that people wrote match the same postings, where these queries are at hand."""
    path = SHARED / "data/matching/queries.tsv"
    if not path.exists():
        return ""
    known = vocabulary()
    queries = [parse(line.split("\t")[1], known) for line in path.read_text("utf-8").splitlines() if line]
    hits = sum(len(plain_loop(queries, each)) for each in postings.measured)
    share = hits / len(queries) / len(postings.measured)
    return f" ({len(queries)} queries that people wrote select {share:.2%} of them)"


def measure(size: int, asked: Asked, postings: Corpus) -> float:
    """Prints the figures of one size; returns the milliseconds of a posting."""
    standing = asked.queries(size)
    distinct = len({query.text for query in standing})
    if distinct < LEAST_DISTINCT * size:
        sys.exit(f"only {distinct} of {size} queries are distinct")
    print(f"{size:,} subscriptions, {distinct:,} groups ({distinct / size:.0%} distinct)")
    bench = Bench(standing, postings)
    merged = f"{len(bench.merges)} merges, the last {bench.merges[-1]:.2f} s" if bench.merges else "no merge"
    print(f"  filled in {bench.filling:.1f} s, {merged}")
    cost = bench.report()
    report_memory(bench.index)
    bench.report_edits(asked.queries(EDITS))
    gc.unfreeze()
    return cost


def main() -> None:
    """Prints the figures of each size."""
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    known = vocabulary()
    postings = corpus(known, seed=SEED)
    print(f"{postings.about}{given_selectivity(postings)}")
    asked = Asked(postings.asked, known, seed=SEED)
    costs = {size: measure(size, asked, postings) for size in sizes}
    if len(costs) > 1:
        logs = np.log([[size, cost] for size, cost in costs.items()])
        exponent = np.polyfit(logs[:, 0], logs[:, 1], 1)[0]
        (first, least), *_, (last, most) = sorted(costs.items())
        ends = math.log(most / least) / math.log(last / first)
        print(f"cost grows with subscriptions to the power {exponent:.2f} ({ends:.2f} from first to last)")


if __name__ == "__main__":
    main()
