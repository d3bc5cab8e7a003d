"""How many postings a second go through a whole poll: fetch, parse, read, match, commit.

python -m tests.benchmarks.bench_poll
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

import structlog

from tests.acceptance.poll_house import Job, PollHouse

POSTINGS = 1_000
SUBSCRIPTIONS = 200

_SKILLS = ("Go", "Rust", "Python", "Java", "Kotlin", "TypeScript", "React", "AWS", "Kafka", "PostgreSQL")
_TITLES = (
    "Backend Engineer",
    "Frontend Developer",
    "Data Engineer",
    "SRE",
    "Product Designer",
    "Office Manager",
)
_LEVELS = ("Senior", "Junior", "Staff", "Lead", "Principal", "")
_PLACES = ("Berlin, Germany", "London, UK", "Remote - EU", "New York, NY", "Toronto, Canada")
_PROSE = (
    "<p>We build software that logistics companies plan their tours with, and we look for somebody who "
    "cares about the people who use it. You work in a team of six, review each other's changes and ship "
    "several times a day.</p><h3>What you bring</h3><ul>{items}</ul><h3>What we offer</h3><p>30 days of "
    "holiday, a budget for learning, $120,000 to $150,000 a year, and a desk or none, as you like. We "
    "welcome applications from everybody.</p>"
)


def jobs(number: int, *, first: int, seed: int = 7) -> list[Job]:
    """Postings of a usual length, each of its own."""
    draw = random.Random(seed)  # noqa: S311  reproducible, not secret
    made = []
    for id_ in range(first, first + number):
        items = "".join(
            f"<li>{draw.randint(1, 9)} years of {skill} in production, and the wish to learn more of it</li>"
            for skill in draw.sample(_SKILLS, 6)
        )
        made.append(
            Job(
                id_,
                f"{draw.choice(_LEVELS)} {draw.choice(_TITLES)}".strip(),
                company=f"Company {draw.randint(1, 300)}",
                location=draw.choice(_PLACES),
                content=_PROSE.format(items=items * 3),
            )
        )
    return made


def queries() -> list[str]:
    """Standing queries as people write them."""
    return [
        f"{level} {role}, {skill}".strip()
        for level in ("senior", "junior", "staff+", "")
        for role in ("backend", "frontend", "data engineer", "SRE", "product designer")
        for skill in _SKILLS
    ]


async def timed_poll(house: PollHouse, *there: Job) -> float:
    """Seconds that one poll takes in which all of these are new."""
    source = await house.polled(
        "/bench", Job(1, "Office Manager", content="<p>You look after our office.</p>")
    )
    house.lists("/bench", Job(1, "Office Manager", content="<p>You look after our office.</p>"), *there)
    house.later()
    begun = time.perf_counter()
    await house.poll(source)
    return time.perf_counter() - begun


async def run(directory: Path) -> None:
    """Print the figures."""
    async with PollHouse.open(f"sqlite+aiosqlite:///{directory / 'bench.db'}") as house:
        for number, query in enumerate(queries()[:SUBSCRIPTIONS]):
            await house.subscribe(query, channel=f"channel-{number % 20}")
        seconds = await timed_poll(house, *jobs(POSTINGS, first=10))
        stored = len(await house.stored())
    print(
        f"poll: {POSTINGS} new postings, {SUBSCRIPTIONS} subscriptions: {seconds:.1f} s, "
        f"{POSTINGS / seconds:.0f} postings a second ({stored - 1} stored)"
    )


def main() -> None:
    """Measure in a fresh database."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory() as directory:
        asyncio.run(run(Path(directory)))


if __name__ == "__main__":
    main()
