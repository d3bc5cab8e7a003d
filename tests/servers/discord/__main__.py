"""The server as a process of its own, which keeps what it accepted while the bot dies and returns.

    python -m tests.servers.discord --port 0 --state FILE --seed N --drop 0.05

It prints its port. With the same state file a new process goes on where the old one ended.
"""

import argparse
import asyncio
from pathlib import Path

from .server import DiscordServer
from .settings import Settings

RATES = {
    "drop": "drop_after",
    "drop-before": "drop_before",
    "rate-limited": "rate_limited",
    "global-limited": "global_limited",
    "error-before": "error_before",
    "error-after": "error_after",
}
"""Option → behaviour of posting, see faults."""


async def serve(server: DiscordServer, port: int) -> None:
    """Serve on loopback for ever; the port is printed once connections are taken."""
    print(await server.start(port), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-buckets", action="store_true", help="no limits of routes")
    parser.add_argument("--global-per-second", type=int, default=50, help="0: no global limit")
    parser.add_argument("--nonce-window", type=float, default=300.0, help="seconds in which a nonce is known")
    parser.add_argument("--heartbeat", type=float, default=41.25, help="seconds between heartbeats")
    parser.add_argument(
        "--retry-after", type=float, default=1.0, help="seconds that a drawn 429 tells to wait"
    )
    for option in RATES:
        parser.add_argument(f"--{option}", type=float, default=0.0)
    given = vars(parser.parse_args())
    rates = {do: given[option.replace("-", "_")] for option, do in RATES.items()}
    settings = Settings(
        buckets=not given["no_buckets"],
        global_per_second=given["global_per_second"],
        nonce_window=given["nonce_window"],
        heartbeat_interval=given["heartbeat"],
        rates={do: rate for do, rate in rates.items() if rate},
    )
    server = DiscordServer(given["state"], seed=given["seed"], settings=settings)
    server.faults.seconds = given["retry_after"]
    asyncio.run(serve(server, given["port"]))


if __name__ == "__main__":
    main()
