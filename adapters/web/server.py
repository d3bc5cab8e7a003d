"""Serves the routes that it is given, and /healthz; it knows nothing of who answers them."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.errors import ConfigurationError, Fault, StoreUnavailable

HEALTH_PATH = "/healthz"
MOST_BYTES = 2 * 1024 * 1024
"""Of one request; Slack's are far smaller."""

EVERYWHERE = "0.0.0.0"  # noqa: S104  # the world calls it

_STOP_SECONDS = 4.0

Healthy = Callable[[], Awaitable[None]]
"""Returns when all is well; raises StoreUnavailable when the database is not."""

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def serve(
    routes: Sequence[web.AbstractRouteDef],
    *,
    host: str = EVERYWHERE,
    port: int,
    healthy: Healthy,
) -> AsyncGenerator[int]:
    """Serve while the block runs; gives the port. Requests under way at its end are answered.

    Raises ConfigurationError when the port cannot be taken.
    """
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes([web.get(HEALTH_PATH, _health(healthy)), *routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            problem = f"{port} cannot be served on ({error.strerror})"
            raise ConfigurationError([Fault("settings", "web.port", problem, "a free port")]) from error
        bound: int = runner.addresses[0][1]
        _log.info("serving", port=bound)
        yield bound
    finally:
        await runner.cleanup()


def _health(healthy: Healthy) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        try:
            await healthy()
        except StoreUnavailable:
            return web.json_response({"status": "the database cannot be reached"}, status=503)
        return web.json_response({"status": "ok"})

    return answer
