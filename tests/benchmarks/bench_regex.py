"""The index beside one regular expression a query, as bots for feeds filter.

Run: `python -m tests.benchmarks.bench_regex [SUBSCRIPTIONS ...]`. An expression looks for the words of its
query, as whole words anywhere in title and text; pay, years and age it cannot compare, and leaves out.
"""

import re
import sys
from collections.abc import Iterator

from bot.domain.subscription import SubscriptionId
from bot.matching import Candidate, Query, StandingQueries
from bot.matching.place_terms import InTerm, RemoteFromTerm
from bot.matching.query import AllOf, AnyOf, Literal, Node
from bot.matching.terms import Term, VocabularyTerm
from bot.matching.text_terms import PhraseTerm, WordTerm
from tests.benchmarks.asked import Asked
from tests.benchmarks.bench_index import SEED, seconds
from tests.benchmarks.corpus import NOW, corpus, vocabulary

SIZES = (10_000, 100_000)
COMPILED = 10_000
"""So many expressions are compiled and timed; for more subscriptions their time is multiplied."""

POSTINGS = 5


def words_of(term: Term) -> Iterator[str]:
    """The words by which a term is looked for; none where words cannot say it."""
    match term:
        case VocabularyTerm():
            for meaning in term.meanings:
                yield from (meaning.name, *meaning.accepts)
        case InTerm() | RemoteFromTerm():
            yield term.place.name.partition(",")[0]
        case WordTerm() | PhraseTerm():
            yield " ".join(term.words)


def expression(node: Node) -> str:
    """Lookaheads that hold where the words of a query stand."""
    match node:
        case AllOf():
            return "".join(expression(part) for part in node.parts)
        case AnyOf():
            return f"(?:{'|'.join(expression(part) for part in node.parts)})"
        case Literal():
            words = "|".join(re.escape(word) for word in dict.fromkeys(words_of(node.term)))
            return rf"(?{'!' if node.negated else '='}.*?(?<!\w)(?:{words})(?!\w))" if words else ""


def compiled(query: Query) -> re.Pattern[str]:
    """The expression of a query."""
    return re.compile(expression(query.root), re.IGNORECASE | re.DOTALL)


def matched(expressions: list[re.Pattern[str]], candidate: Candidate) -> int:
    """How many of them hold for a posting."""
    text = f"{candidate.reading.title}\n{candidate.reading.text}"
    return sum(each.match(text) is not None for each in expressions)


def measure(size: int, asked: Asked, postings: tuple[Candidate, ...]) -> None:
    """Prints the figures of one size."""
    standing = asked.queries(size)
    index = StandingQueries()
    for number, query in enumerate(standing):
        index.put(SubscriptionId(number), query)
        if index.wants_merge:
            index.merge()
    for each in postings:
        index.matches(each, now=NOW)
    expressions = [compiled(query) for query in standing[:COMPILED]]
    times = size / len(expressions)
    held = postings[:POSTINGS]
    by_regex = seconds(lambda: [matched(expressions, each) for each in held]) * times / len(held)
    by_index = seconds(lambda: [index.matches(each, now=NOW).ids for each in held]) / len(held)
    share = sum(matched(expressions, each) for each in held) / len(held) / len(expressions)
    print(
        f"{size:,} subscriptions, {len({query.text for query in standing}):,} groups: regular expressions"
        f" {1000 * by_regex:,.0f} ms a posting{'' if times == 1 else f' ({COMPILED:,} of them timed)'},"
        f" which select {share:.2%}; index {1000 * by_index:.2f} ms; {by_regex / by_index:,.0f} x"
    )


def main() -> None:
    """Prints the figures of each size."""
    known = vocabulary()
    postings = corpus(known, seed=SEED)
    print(postings.about)
    asked = Asked(postings.asked, known, seed=SEED)
    for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
        measure(size, asked, postings.measured[:100])


if __name__ == "__main__":
    main()
