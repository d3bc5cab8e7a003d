"""The server as a process of its own, which keeps what it accepted while the bot dies and returns.

    python -m tests.servers.slack --port 0 --state FILE --seed N --drop 0.05

It prints its port. With the same state file a new process goes on where the old one ended.
"""

import argparse
import asyncio
from pathlib import Path

from .server import SlackServer
from .settings import Settings

RATES = {
    "drop": "drop_after",
    "drop-before": "drop_before",
    "rate-limited": "rate_limited",
    "error-before": "error_before",
    "error-after": "error_after",
}
"""Option → behaviour of chat.postMessage, see faults."""


async def serve(server: SlackServer, port: int) -> None:
    """Serve on loopback for ever; the port is printed once connections are taken."""
    print(await server.start(port), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--post-interval", type=float, default=1.0, help="seconds between posts of a channel")
    parser.add_argument("--tiers", action="store_true", help="limit the other methods by their tiers")
    for option in RATES:
        parser.add_argument(f"--{option}", type=float, default=0.0)
    given = vars(parser.parse_args())
    rates = {do: given[option.replace("-", "_")] for option, do in RATES.items()}
    settings = Settings(
        post_interval=given["post_interval"],
        tiers=given["tiers"],
        rates={do: rate for do, rate in rates.items() if rate},
    )
    asyncio.run(serve(SlackServer(given["state"], seed=given["seed"], settings=settings), given["port"]))


if __name__ == "__main__":
    main()
