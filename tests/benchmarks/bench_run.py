"""What `jobwire run` costs at rest: start-up, memory and idle processor time.

With 200 sources and 20,000 postings stored. Prints figures; goals: start-up under 2 s, under 200 MB
resident, under 1 % of one core.
"""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting
from bot.domain.source import SourceTerms, Validators
from bot.store import postings, sources
from bot.store.migrate import migrate
from bot.store.store import Store, async_url

SOURCES = 200
POSTINGS = 20_000
IDLE_SECONDS = 20
TEXT = "We build payment systems in Go and PostgreSQL on AWS, with a small team that ships daily. " * 20


async def fill(path: Path) -> None:
    now = datetime.now(UTC)
    store = Store.open(async_url(str(path)))
    await migrate(store)
    async with store.write() as c:
        made = [await add_source(c, number, now) for number in range(SOURCES)]
        for number in range(POSTINGS):
            posting = Posting(native_id=str(number), title=f"Engineer {number}", body=TEXT)
            reading = Reading(
                title=f"Engineer {number}",
                company="Example",
                text=TEXT,
                language="en",
                posted_on=None,
                openings=(Facets(title=f"Engineer {number}", roles=("backend",)),),
            )
            await postings.insert(c, made[number % SOURCES], posting, reading, f"{number}", now)
    await store.close()


async def add_source(c, number: int, now: datetime):
    made = await sources.add(
        c,
        name=f"Board {number}",
        url=f"https://board{number}.example/feed",
        format="rss",
        workspace_id=None,
        complete_list=False,
        terms=SourceTerms(),
        now=now,
    )
    later = now + timedelta(days=1)
    await sources.record_read(c, made.id, validators=Validators(), now=now, next_poll_at=later, baseline=True)
    return made


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int) -> float:
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in line]
    return int(line.split()[1]) / 1024


def start(folder: Path) -> tuple[subprocess.Popen[str], float]:
    (folder / "sources.toml").write_text(
        "".join(
            f'[[source]]\nname = "Board {n}"\nurl = "https://board{n}.example/feed"\nformat = "rss"\n'
            for n in range(SOURCES)
        )
    )
    environment = {
        **os.environ,
        "JOBWIRE_FEEDS_SOURCES_FILE": str(folder / "sources.toml"),
        "JOBWIRE_DATABASE_URL": str(folder / "bench.sqlite"),
        "JOBWIRE_CACHE_DIRECTORY": str(folder / "cache"),
        "JOBWIRE_TERMINAL_TRANSCRIPT": str(folder / "transcript.jsonl"),
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        [Path(sys.executable).parent / "jobwire", "run"],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()  # the prompt's greeting: it answers from now on
    return process, time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(fill(folder / "bench.sqlite"))
        process, cold = start(folder)
        stop(process)
        process, warm = start(folder)
        time.sleep(3)
        before = processor_seconds(process.pid)
        time.sleep(IDLE_SECONDS)
        idle = (processor_seconds(process.pid) - before) / IDLE_SECONDS
        memory = resident_megabytes(process.pid)
        stopping = stop(process)
    print(f"start-up: first {cold:.2f} s (compiles the vocabulary), then {warm:.2f} s (goal 2 s)")
    print(f"idle: {idle:.2%} of one core (goal 1 %), {memory:.0f} MB resident (goal 200 MB)")
    print(f"SIGTERM to end: {stopping:.2f} s (goal 5 s)")


def stop(process: subprocess.Popen[str]) -> float:
    began = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
