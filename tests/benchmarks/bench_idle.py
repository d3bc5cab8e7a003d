"""What the clock's tick costs when nothing is due: 200 sources, 20,000 postings, 100 channels.

python -m tests.benchmarks.bench_idle
"""

import asyncio
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import structlog

from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting
from bot.domain.source import Source, Validators
from bot.scheduling.sweep import Sweep
from bot.store import sources
from bot.store.arrivals import Arrival, insert_all
from tests.acceptance.poll_house import PollHouse

SOURCES = 200
POSTINGS = 20_000
CHANNELS = 100
TICKS = 300


async def fill(house: PollHouse) -> None:
    """A house that has been running for a while."""
    there: list[Source] = []
    for number in range(CHANNELS):
        await house.subscribe("senior backend, Go", channel=f"channel-{number}")
    for number in range(SOURCES):
        source = await house.source(f"/source-{number}")
        there.append(source)
        async with house.store.write() as c:
            later = house.now + timedelta(days=1)
            await sources.record_read(
                c, source.id, validators=Validators(), now=house.now, next_poll_at=later, baseline=True
            )
    for source in there:
        async with house.store.write() as c:
            new = [arrival(source, number) for number in range(POSTINGS // SOURCES)]
            await insert_all(c, source, new, house.now)


def arrival(source: Source, number: int) -> Arrival:
    """A posting of a usual length."""
    title = f"Engineer {source.id}-{number}"
    posting = Posting(native_id=str(number), title=title, body="We look for somebody. " * 100)
    reading = Reading(
        title=title,
        company="Acme",
        text=posting.body,
        language="en",
        posted_on=None,
        openings=(Facets(title=title),),
    )
    return Arrival(posting=posting, reading=reading, content_hash="hash", keys=())


async def run(directory: Path) -> None:
    """Print the figures."""
    async with PollHouse.open(f"sqlite+aiosqlite:///{directory / 'bench.db'}") as house:
        await fill(house)
        sweep = Sweep(house.store, house.queue, clock=lambda: house.now)
        await sweep.tick()
        begun = time.process_time()
        for _ in range(TICKS):
            house.later(seconds=1)
            await sweep.tick()
        cost = (time.process_time() - begun) / TICKS
    print(f"idle: a tick with nothing due costs {1000 * cost:.2f} ms: {100 * cost:.2f} % of a CPU")


def main() -> None:
    """Measure in a fresh database."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory() as directory:
        asyncio.run(run(Path(directory)))


if __name__ == "__main__":
    main()
