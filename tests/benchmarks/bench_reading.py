"""What reading a posting costs, all facets, beside `str.split` of the same text and a regex a skill.

Run: `python -m tests.benchmarks.bench_reading`. Postings are written with a fixed seed, of sentences as
job boards have them, 4 kB of HTML each; where the judged postings are at hand they are read as well.
"""

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from tempfile import gettempdir

from bot.domain.posting import Posting
from bot.extraction import reading
from bot.extraction.loading import load_vocabulary
from bot.extraction.reading import read
from bot.extraction.vocabulary import Vocabulary
from tests.shared import SHARED

SEEN_ON = date(2026, 11, 25)
POSTINGS, ROUNDS, SPLITS = 120, 3, 20
SEARCHED = 5
"""So many postings are searched for skills by regular expressions."""

SENTENCES = (
    "You design and run the services that {thing} depend on, from the first sketch to the pager.",
    "Our stack is {skill}, {skill} and {skill}, and it runs on {skill}.",
    "You have {years}+ years of experience with {skill} or a similar language.",
    "We are a team of {years} who meet {place} twice a year and write everything down.",
    "The base salary is ${pay},000 - ${more},000 per year, depending on where you live.",
    "You can work remotely from anywhere in {place}, with three days a week in the office if you like.",
    "We are unable to sponsor visas for this position.",
    "Customers in thirty countries use our product to keep track of {thing}.",
    "Experience with {skill} is a plus; no {skill} is needed.",
    "This is a full-time position with equity, a pension and time for learning.",
    "You mentor junior colleagues and take part in design reviews.",
    "We value clear writing, small steps and people who ask before they build.",
)
SKILLS = ("Go", "Python", "PostgreSQL", "Kubernetes", "AWS", "React", "Kafka", "Terraform", "Java", "Redis")
THINGS = ("ferries", "hospitals", "wind farms", "libraries", "orchards", "tram drivers")
PLACES = ("Germany", "Europe", "the United States", "Canada", "London", "Lisbon")
TITLES = ("Senior Backend Engineer", "Software Engineer", "Data Scientist", "Product Manager, Growth")
FACETS = (
    "html_to_text", "language_of", "read_posted_on", "find_skills", "read_roles", "read_experience",
    "read_levels", "read_workplace", "read_employment", "read_pay", "read_visa", "read_whereabouts",
)  # fmt: skip


def written(count: int) -> tuple[Posting, ...]:
    """Postings of about 4 kB of HTML."""
    dice = random.Random(7)  # noqa: S311  # a benchmark's dice
    return tuple(_posting(dice, number) for number in range(count))


def _posting(dice: random.Random, number: int) -> Posting:
    def sentence() -> str:
        low = dice.randint(60, 180)
        said = dice.choice(SENTENCES)
        while "{skill}" in said:
            said = said.replace("{skill}", dice.choice(SKILLS), 1)
        return said.format(
            thing=dice.choice(THINGS),
            place=dice.choice(PLACES),
            years=dice.randint(2, 9),
            pay=low,
            more=low + 30,
        )

    parts: list[str] = []
    while sum(map(len, parts)) < 4_000:
        parts += [f"<h3>{dice.choice(('What you do', 'Who you are', 'About us'))}</h3>", "<ul>"]
        parts += [f"<li>{sentence()}</li>" for _ in range(4)] + ["</ul>", f"<p>{sentence()} {sentence()}</p>"]
    return Posting(
        native_id=str(number),
        title=dice.choice(TITLES),
        company="Acme",
        location="Berlin",
        body="".join(parts),
    )


def judged() -> tuple[Posting, ...]:
    """The judged postings, where they are at hand."""
    path = SHARED / "data/matching/postings.jsonl"
    if not path.exists():
        return ()
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    fields = ("title", "company", "location", "workplace", "employment", "salary", "posted")
    return tuple(
        Posting(native_id=line["id"], body=line["body"], **{field: line.get(field) for field in fields})
        for line in lines
    )


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Processor time of one run, the best of a few."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            work()
        best = min(best, (time.process_time() - start) / times)
    return best


@contextmanager
def _timed(name: str, spent: dict[str, float]) -> Iterator[None]:
    """While it lasts, what a facet's reader takes is added up."""
    reader = getattr(reading, name)

    def timed(*given: object, **named: object) -> object:
        start = time.process_time()
        try:
            return reader(*given, **named)
        finally:
            spent[name] += time.process_time() - start

    setattr(reading, name, timed)
    try:
        yield
    finally:
        setattr(reading, name, reader)


def by_facet(postings: tuple[Posting, ...], vocabulary: Vocabulary) -> dict[str, float]:
    """Milliseconds a posting of each facet's reader."""
    spent = dict.fromkeys(FACETS, 0.0)
    with ExitStack() as stack:
        for name in FACETS:
            stack.enter_context(_timed(name, spent))
        for posting in postings:
            read(posting, vocabulary, seen_on=SEEN_ON)
    return {name: 1000 * total / len(postings) for name, total in spent.items()}


def expressions(vocabulary: Vocabulary) -> list[re.Pattern[str]]:
    """For each skill a regular expression that finds its spellings: the plain way to look for skills."""
    spellings: dict[str, list[str]] = {}
    for forms in vocabulary.skill_forms.values():
        for form in forms:
            if form.skill is not None:
                spellings.setdefault(form.skill, []).append(r"\W{0,2}".join(map(re.escape, form.words)))
    return [re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) for words in spellings.values()]


def report(name: str, postings: tuple[Posting, ...], vocabulary: Vocabulary) -> None:
    """Prints the table of one set of postings."""
    texts = [read(posting, vocabulary, seen_on=SEEN_ON).text for posting in postings]
    whole = seconds(lambda: [read(posting, vocabulary, seen_on=SEEN_ON) for posting in postings])
    split = seconds(lambda: [text.split() for text in texts], SPLITS)
    size = sum(len(posting.body) for posting in postings) / len(postings)
    print(f"{name}: {len(postings)} postings of {size:,.0f} characters")
    print(f"  read whole  {1000 * whole / len(postings):6.2f} ms a posting, {whole / split:4.0f} x str.split")
    found = expressions(vocabulary)
    few = texts[:SEARCHED]
    searched = seconds(lambda: [one.search(text) for text in few for one in found]) / len(few)
    ratio = searched * len(postings) / whole
    print(f"  {len(found):,} regular expressions, one a skill: {1000 * searched:.1f} ms, {ratio:.0f} x that")
    for facet, spent in sorted(by_facet(postings, vocabulary).items(), key=lambda one: -one[1]):
        print(f"    {facet:16} {spent:6.2f} ms")


def main() -> None:
    """Prints what reading costs."""
    config = Path(__file__).parents[2] / "config" / "vocabulary"
    vocabulary = load_vocabulary(config, Path(gettempdir()) / "jobwire-bench-vocabulary")
    report("written (seed 7)", written(POSTINGS), vocabulary)
    if real := judged():
        report("judged", real, vocabulary)


if __name__ == "__main__":
    main()
