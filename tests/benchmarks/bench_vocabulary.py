"""What loading vocabulary and places costs, from the compiled cache and without it.

Run: `python -m tests.benchmarks.bench_vocabulary`. Each loading is in a process of its own, as after a start.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 7
CONFIG = Path(__file__).parents[2] / "config" / "vocabulary"
LOADING = """
import sys, time
from pathlib import Path
from bot.extraction.loading import load_vocabulary
started = time.process_time()
load_vocabulary(Path(sys.argv[1]), Path(sys.argv[2]))
print(time.process_time() - started)
"""


def loaded(cache: str) -> float:
    """Milliseconds of processor time in a fresh process, its imports left out."""
    command = [sys.executable, "-c", LOADING, str(CONFIG), cache]
    return 1000 * float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Prints what loading costs."""
    with tempfile.TemporaryDirectory() as cache:
        compiled = loaded(cache)
        cached = sorted(loaded(cache) for _ in range(ROUNDS))
    median = cached[ROUNDS // 2]
    print(f"compiled anew {compiled:,.0f} ms; from the cache {cached[0]:.0f} ms (median {median:.0f})")


if __name__ == "__main__":
    main()
