"""Discord's REST API through discord.py's HTTP client: within one budget, and each request once.

discord.py repeats a request that a server error answered, and on some systems one whose connection was
lost; a forum post would stand there twice. It sleeps through a 429, while the message's lease runs out. Both
are decided here, in what aiohttp offers for it: a trace that looks at every request of a session and may end
it with an error. Rates of single routes stay discord.py's own business.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
from discord.http import HTTPClient, Route

from adapters.discord.budget import RateBudget

API_URL = "https://discord.com/api/v10"

REQUEST_SECONDS = 8
"""Time for one request; the sender's patience (`limits.CAPABILITIES`) is that of several."""

_EXEMPT = ("/interactions/", "/webhooks/")
"""Answers to interactions: outside of the global limit, and in a hurry."""

_TOKEN_REFUSED = 60.0
_DEFAULT_PAUSE = 60.0
_UNAUTHORIZED, _FORBIDDEN, _TOO_MANY, _ERRORS = 401, 403, 429, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that says no. `code` 0: it has none of Discord's. `retry_after`: seconds, of a 429."""

    status: int
    code: int = 0
    message: str = ""
    errors: str = ""
    retry_after: float | None = None

    def __str__(self) -> str:
        said = f"HTTP {self.status} {self.code or 'without a code'} {self.message}"
        return f"{said}: {self.errors}" if self.errors else said


class Refused(Exception):
    """Discord, or what stands before it, said no."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer))
        self.answer = answer


class Resting(Exception):
    """The request was not made: it has to wait for `seconds`, in a pause or behind too many others."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not before {seconds:.0f} s have passed")
        self.seconds = seconds


class Unopened(Exception):
    """The request was not made: who the bot is could not be asked before. Its cause says why."""


class Rest:
    """The requests of one bot token. `trace` puts another discord.py client into the same budget.

    discord.py knows one address of Discord a process: opening sets it.
    """

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        seconds: float = REQUEST_SECONDS,
        budget: RateBudget | None = None,
    ) -> None:
        self.budget = budget or RateBudget()
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._opening = asyncio.Lock()
        self._http: HTTPClient | None = None
        self._user_id = ""

    async def user_id(self) -> str:
        """The bot's own id; raises what `request` raises."""
        await self._opened()
        return self._user_id

    async def request(
        self, method: str, path: str, *, body: Any = None, query: Mapping[str, str] | None = None, **ids: str
    ) -> Any:
        """Make the request once; `ids` fill the path. What Discord answers, None for nothing.

        Raises Refused, Resting, Unopened, aiohttp.ClientError and TimeoutError.
        """
        http = await self._opened()
        self._keep_rest()
        more: dict[str, Any] = {"timeout": self._timeout}
        if body is not None:
            more["json"] = body
        if query:
            more["params"] = query
        return _parsed(await http.request(Route(method, path, **ids), **more))

    async def close(self) -> None:
        """Close the connections; the next request opens them again."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    @property
    def trace(self) -> aiohttp.TraceConfig:
        """What `discord.Client(http_trace=...)` takes, so that its requests are of this budget, too."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._begins)
        trace.on_request_end.append(self._counts)
        return trace

    async def _opened(self) -> HTTPClient:
        async with self._opening:
            if self._http is None:
                self._keep_rest()
                self._http = await self._open()
            return self._http

    async def _open(self) -> HTTPClient:
        """Asks who the bot is: discord.py opens no session without that."""
        Route.BASE = self._api_url
        trace = self.trace
        trace.on_request_end.append(self._ends)
        trace.on_request_exception.append(_fails)
        http = HTTPClient(asyncio.get_running_loop(), http_trace=trace)
        try:
            async with asyncio.timeout(self._timeout.total):
                self._user_id = str((await http.static_login(self._token))["id"])
        except BaseException as error:
            await http.close()
            if isinstance(error, Refused | aiohttp.ClientError | TimeoutError | LookupError | TypeError):
                raise Unopened(repr(error)) from error
            raise
        return http

    def _keep_rest(self) -> None:
        if away := self.budget.away():
            raise Resting(away)

    async def _begins(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        about: aiohttp.TraceRequestStartParams,
    ) -> None:
        path = str(about.url).removeprefix(self._api_url)
        if path != str(about.url) and not path.startswith(_EXEMPT):
            await self.budget.turn()

    async def _counts(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, about: aiohttp.TraceRequestEndParams
    ) -> None:
        """Note what Discord counts as invalid, and pauses that are for all requests."""
        answer, headers = about.response, about.response.headers
        shared = headers.get("X-RateLimit-Scope") == "shared"
        if answer.status in (_UNAUTHORIZED, _FORBIDDEN) or (answer.status == _TOO_MANY and not shared):
            self.budget.count_invalid()
        if answer.status == _UNAUTHORIZED and not str(about.url).removeprefix(self._api_url).startswith(
            _EXEMPT
        ):
            self.budget.pause(_TOKEN_REFUSED)
        by_an_outsider = answer.status == _TOO_MANY and "Via" not in headers
        if by_an_outsider or headers.get("X-RateLimit-Global"):
            self.budget.pause(_seconds(headers.get("Retry-After")))

    async def _ends(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, about: aiohttp.TraceRequestEndParams
    ) -> None:
        """Takes every answer out of discord.py's hands that it might repeat the request for."""
        try:
            body = await about.response.read()
        except OSError as error:
            raise aiohttp.ServerDisconnectedError("lost within the answer") from error
        if about.response.status >= _ERRORS:
            raise Refused(_answer(about.response, body))


async def _fails(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, about: aiohttp.TraceRequestExceptionParams
) -> None:
    """A reset connection that discord.py would try again: errno 54 (BSD, macOS) and 10054 (Windows)."""
    error = about.exception
    if isinstance(error, OSError) and error.errno in (54, 10054):
        raise aiohttp.ServerDisconnectedError("the connection was reset") from error


def _answer(response: aiohttp.ClientResponse, body: bytes) -> Answer:
    told = _json(body)
    told = told if isinstance(told, dict) else {}
    code, errors = told.get("code"), told.get("errors")
    limited = response.status == _TOO_MANY
    pause = told.get("retry_after", response.headers.get("Retry-After"))
    return Answer(
        status=response.status,
        code=code if isinstance(code, int) else 0,
        message=str(told.get("message") or ""),
        errors=json.dumps(errors) if errors else "",
        retry_after=_seconds(pause) if limited else None,
    )


def _parsed(answer: Any) -> Any:
    """discord.py reads JSON only where the content type is exactly application/json."""
    return answer if not isinstance(answer, str) else _json(answer.encode()) if answer else None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _seconds(given: object) -> float:
    try:
        return max(0.0, float(str(given)))
    except ValueError:
        return _DEFAULT_PAUSE
