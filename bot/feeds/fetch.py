"""Fetches a feed safely: conditional, bounded in size and time, never from a private network.

The only file that knows the HTTP client. It says what the server answered; whether that is a feed is
for `formats` to say.
"""

import asyncio
import hashlib
import socket
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.domain.source import Validators
from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.addresses import AddressPolicy, is_public, refused, shown
from bot.feeds.backoff import parse_retry_after
from bot.feeds.credentials import Credential
from bot.feeds.fetched import Fetched, FetchLimits, NotModified
from bot.feeds.unpacking import SUPPORTED, TooLarge, Unpackable, Unpacker

__all__ = ["FetchLimits", "Fetched", "Fetcher", "NotModified"]

MAX_REDIRECTS = 5
PER_HOST = 3
"""Requests to one host at a time: several boards answer 429 beyond that."""

_LONGEST_VALIDATOR = 1000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_USUAL = FetchLimits()
_NOTHING_READ = Validators()
_ACCEPT = (
    "application/feed+json, application/json, application/atom+xml, application/rss+xml, "
    "application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.3"
)


class _Refused(OSError):
    """A private address, noticed where the connection is made."""

    def __init__(self, address: str) -> None:
        super().__init__(f"refused: {address}")
        self.address = address


class _Guard(AbstractResolver):
    """Resolves names and opens sockets for the client, and refuses private addresses at both places."""

    def __init__(self, policy: AddressPolicy, resolver: AbstractResolver) -> None:
        self._policy = policy
        self._resolver = resolver
        self._named: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if self._policy.names(host, port):
            self._named.update((result["host"], port) for result in found)
            return found
        permitted = [result for result in found if self._policy.permits(host, result["host"], port)]
        if found and not permitted:
            raise _Refused(found[0]["host"])
        return permitted

    def open_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """A socket for the very address that will be connected to."""
        family, kind, protocol, _, target = info
        address, port = str(target[0]), int(target[1])
        if not (is_public(address) or (address, port) in self._named or self._policy.names(address, port)):
            raise _Refused(address)
        return socket.socket(family=family, type=kind, proto=protocol)

    async def close(self) -> None:
        await self._resolver.close()


class Fetcher:
    """Fetches feeds for as long as the bot lives; `close` it in the end.

    `allowed_private` are hosts or host:port that a setting names. `credentials` are shown to their hosts
    alone, over https. `clock` is asked only when a Retry-After names a date.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allowed_private: frozenset[str] = frozenset(),
        limits: FetchLimits = _USUAL,
        credentials: tuple[Credential, ...] = (),
        resolver: AbstractResolver | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._user_agent = user_agent
        self._policy = AddressPolicy(frozenset(name.strip().lower() for name in allowed_private))
        self._limits = limits
        self._credentials = credentials
        self._resolver = resolver
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(PER_HOST))

    async def get(
        self, url: str, validators: Validators = _NOTHING_READ, *, json_body: bytes | None = None
    ) -> Fetched | NotModified:
        """Fetch, following at most five redirects. With `json_body` it is POSTed, and followed by a GET.

        Raises NoSuchFeed (404, 410, 401), RefusedAddress, or FetchFailed for everything else that is
        no answer; only the latter may carry `retry_after`.
        """
        target = url
        for _ in range(MAX_REDIRECTS + 1):
            self._policy.check(target)
            async with self._answer(target, _headers(validators), json_body) as answer:
                if answer.status in _REDIRECTS and "Location" in answer.headers:
                    target = self._redirected(target, answer.headers["Location"])
                    json_body = None
                    continue
                if answer.status == HTTPStatus.NOT_MODIFIED and validators != _NOTHING_READ:
                    return NotModified(validators=validators, final_url=target)
                self._raise_for(answer, target)
                return await self._read(answer, target, validators)
        raise FetchFailed(
            f"{shown(url)} redirects more than {MAX_REDIRECTS} times. Open it in a browser and give the "
            "address where it ends."
        )

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def _answer(
        self, url: str, headers: Mapping[str, str], json_body: bytes | None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        async with self._hosts[urlsplit(url).netloc]:
            with _Translated(url, self._limits):
                credential = self._credential(url)
                if credential is not None:
                    headers = {**headers, **credential.headers}
                wire = url if credential is None else credential.shown_to(url)
                method = "GET" if json_body is None else "POST"
                if json_body is not None:
                    headers = {**headers, "Content-Type": "application/json"}
                async with self._opened().request(
                    method, wire, headers=headers, data=json_body, allow_redirects=False
                ) as answer:
                    yield answer

    def _credential(self, url: str) -> Credential | None:
        """What this host wants to be shown: over https, or where a setting names the host."""
        parts = urlsplit(url)
        in_clear = self._policy.names(parts.hostname or "", parts.port or 80)
        return next((one for one in self._credentials if one.belongs_to(url, in_clear=in_clear)), None)

    def _redirected(self, url: str, location: str) -> str:
        """Where a redirect leads, without the keys that it may repeat."""
        target = urljoin(url, location)
        for one in self._credentials:
            target = one.hidden_from(target)
        return target

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            guard = _Guard(self._policy, self._resolver or aiohttp.ThreadedResolver())
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=guard, socket_factory=guard.open_socket, limit=50),
                timeout=aiohttp.ClientTimeout(total=self._limits.total, sock_connect=self._limits.connect),
                headers={"User-Agent": self._user_agent, "Accept": _ACCEPT, "Accept-Encoding": SUPPORTED},
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        return self._session

    def _raise_for(self, answer: aiohttp.ClientResponse, url: str) -> None:
        if answer.status == HTTPStatus.OK:
            return
        said = f"{shown(url)} answers {answer.status} {answer.reason or ''}".rstrip()
        if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise NoSuchFeed(f"{said}: there is no feed. Check the address; an unknown board answers so too.")
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise NoSuchFeed(f"{said}: it wants a login. Give the address of a public feed.")
        wish = parse_retry_after(answer.headers.get("Retry-After"), now=self._clock())
        raise FetchFailed(f"{said}. {_advice(answer.status)}", retry_after=wish)

    async def _read(
        self, answer: aiohttp.ClientResponse, url: str, before: Validators
    ) -> Fetched | NotModified:
        body = await self._body(answer, url)
        validators = Validators(
            etag=answer.headers.get("ETag"),
            last_modified=answer.headers.get("Last-Modified"),
            body_hash=hashlib.sha256(body).hexdigest(),
        )
        if validators.body_hash == before.body_hash:
            return NotModified(validators=validators, final_url=url)
        kind = answer.headers.get("Content-Type")
        return Fetched(body=body, content_type=kind, final_url=url, validators=validators)

    async def _body(self, answer: aiohttp.ClientResponse, url: str) -> bytes:
        try:
            unpacker = Unpacker(answer.headers.get("Content-Encoding", ""), limit=self._limits.body)
            async for chunk in answer.content.iter_chunked(1 << 16):
                unpacker.feed(chunk)
            return unpacker.finish()
        except TooLarge:
            size = f"{self._limits.body / 1_000_000:g} MB"
            raise FetchFailed(
                f"{shown(url)} is larger than {size} unpacked and was left unread. Take a smaller feed of "
                "this site, such as one category."
            ) from None
        except Unpackable as error:
            raise FetchFailed(
                f"{shown(url)} sent a body that cannot be unpacked. That often passes.",
                detail=str(error),
            ) from error


def _headers(validators: Validators) -> dict[str, str]:
    pairs = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {
        name: value
        for name, value in pairs.items()
        if value and value.isprintable() and len(value) < _LONGEST_VALIDATOR
    }


def _advice(status: int) -> str:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "It asks us to come less often. That often passes."
    if status == HTTPStatus.FORBIDDEN:
        return "It refuses us for now. If that lasts, the site does not want to be read by bots."
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "The server has trouble. That often passes."
    return "That is no feed and no plain refusal. Check the address if it lasts."


def _said(error: BaseException) -> str:
    """What the client says went wrong, without the address, which may hold a secret."""
    if isinstance(error, aiohttp.ClientResponseError):
        return f"{error.status}, {error.message}"
    if isinstance(error, aiohttp.InvalidURL):
        return error.description or "not a web address"
    return str(error)


class _Translated:
    """Turns the HTTP client's errors into FetchFailed, each with what to do."""

    def __init__(self, url: str, limits: FetchLimits) -> None:
        self._url = url
        self._limits = limits

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (aiohttp.ClientError, TimeoutError, OSError, UnicodeError, ValueError)):
            raise self._translation(error) from error

    def _translation(self, error: BaseException) -> FetchFailed:
        cause = getattr(error, "os_error", error)
        if isinstance(cause, _Refused):
            return refused(self._url, cause.address)
        return FetchFailed(
            f"{shown(self._url)} {self._problem(error)}", detail=f"{type(error).__name__}: {_said(error)}"
        )

    def _problem(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"did not answer within {self._limits.total:g} s. That often passes."
        if isinstance(error, (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError, ssl.SSLError)):
            return "has a certificate or TLS set-up that cannot be trusted. Its operator must mend that."
        if isinstance(error, aiohttp.ClientConnectorDNSError):
            return "has a host name that cannot be found. Check its spelling."
        if isinstance(error, (aiohttp.InvalidURL, UnicodeError)):
            return "is not a web address. Give one such as https://example.com/jobs.rss"
        if isinstance(error, aiohttp.ClientPayloadError):
            return "sent an answer that ends too early. That often passes."
        return "could not be reached. That often passes."
