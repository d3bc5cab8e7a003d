"""A job board on loopback, for tests: real HTTP, feeds with validators, and every way to misbehave.

    async with JobBoard() as board:
        board.put("/jobs.rss", body, content_type="application/rss+xml")
        board.script("/jobs.rss", answers.status(429, retry_after="120"))   # once, then the feed again
        await fetcher.get(board.url("/jobs.rss"))

The misbehaviours are in `answers`. Nothing here sleeps: a slow answer waits until the board closes.
"""

import asyncio
import hashlib
import zlib
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Self

from aiohttp import web

Answer = Callable[["JobBoard", web.Request], Awaitable[web.StreamResponse]]
LOGIN_PAGE = b"""<!DOCTYPE html><html><head><title>Sign in - Careers</title></head><body>
<form method="post"><input name="email"><input type="password" name="password"></form></body></html>"""
ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "'
    + b"ha" * 5000
    + b'"><!ENTITY b "'
    + b"&a;" * 5000
    + b'">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'
)


@dataclass(frozen=True, slots=True)
class Served:
    """A document at a path."""

    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None


@dataclass(slots=True)
class Asked:
    """One request that came in."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0


class JobBoard:
    """The server; `requests` lists what was asked, in order."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.closing = asyncio.Event()
        self._served: dict[str, Served] = {}
        self._scripts: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self._always: dict[str, Answer] = {}
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, auto_decompress=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def host(self) -> str:
        """What a setting must name, so that this board may be read."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def put(
        self,
        path: str,
        body: bytes,
        *,
        content_type: str = "application/rss+xml",
        etag: bool = True,
        last_modified: str | None = None,
    ) -> None:
        """Serve a document from now on."""
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if etag else None
        self._served[path] = Served(body, content_type, tag, last_modified)

    def remove(self, path: str) -> None:
        """Answer 404 from now on."""
        self._served.pop(path, None)

    def script(self, path: str, *answers_: Answer) -> None:
        """Give these answers first, each once."""
        self._scripts[path].extend(answers_)

    def always(self, path: str, answer: Answer) -> None:
        """Give this answer from now on."""
        self._always[path] = answer

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(request.path, dict(request.headers))
        self.requests.append(asked)
        waiting = self._scripts[request.path]
        if waiting:
            response = await waiting.popleft()(self, request)
        elif request.path in self._always:
            response = await self._always[request.path](self, request)
        else:
            response = self._document(request)
        asked.status = response.status
        return response

    def _document(self, request: web.Request) -> web.StreamResponse:
        document = self._served.get(request.path)
        if document is None:
            return web.json_response({"status": 404, "error": "Job not found"}, status=404)
        headers = {}
        if document.etag:
            headers["ETag"] = document.etag
        if document.last_modified:
            headers["Last-Modified"] = document.last_modified
        unchanged = (document.etag and request.headers.get("If-None-Match") == document.etag) or (
            document.last_modified and request.headers.get("If-Modified-Since") == document.last_modified
        )
        if unchanged:
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = document.content_type
        return web.Response(body=document.body, headers=headers)


def _status(code: int, *, retry_after: str | None = None, body: bytes = b"") -> Answer:
    async def answer(_board: JobBoard, _request: web.Request) -> web.StreamResponse:
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        return web.Response(status=code, body=body, headers=headers)

    return answer


def _page(body: bytes, *, content_type: str = "text/html", encoding: str | None = None) -> Answer:
    async def answer(_board: JobBoard, _request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": content_type}
        if encoding is not None:
            headers["Content-Encoding"] = encoding
        return web.Response(body=body, headers=headers)

    return answer


def _redirect(to: str, *, code: int = 302) -> Answer:
    async def answer(_board: JobBoard, _request: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers={"Location": to})

    return answer


def _endless() -> Answer:
    async def answer(_board: JobBoard, request: web.Request) -> web.StreamResponse:
        turn = int(request.query.get("turn", "0")) + 1
        return web.Response(status=302, headers={"Location": f"{request.path}?turn={turn}"})

    return answer


def _never() -> Answer:
    """Accept the request and say nothing."""

    async def answer(board: JobBoard, _request: web.Request) -> web.StreamResponse:
        await board.closing.wait()
        return web.Response(status=503)

    return answer


def _stalls(start: bytes) -> Answer:
    """Send the start of a body and then nothing more."""

    async def answer(board: JobBoard, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await response.prepare(request)
        await response.write(start)
        await board.closing.wait()
        return response

    return answer


def _truncated(body: bytes) -> Answer:
    """Announce more than is sent, then close the connection."""

    async def answer(_board: JobBoard, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(body) * 2)})
        await response.prepare(request)
        await response.write(body)
        if request.transport is not None:
            request.transport.close()
        return response

    return answer


def _dropped() -> Answer:
    async def answer(_board: JobBoard, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)

    return answer


def _huge(megabytes: int) -> Answer:
    """Stream that much, uncompressed and without a length, for as long as somebody reads."""

    async def answer(_board: JobBoard, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await response.prepare(request)
        for _ in range(megabytes):
            await response.write(b" " * 1_000_000)
        return response

    return answer


def _bomb(megabytes: int) -> Answer:
    """A small gzip body that unpacks to that much."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(megabytes)) + packer.flush()
    return _page(packed, content_type="application/rss+xml", encoding="gzip")


answers = SimpleNamespace(
    status=_status,
    page=_page,
    redirect=_redirect,
    endless=_endless,
    never=_never,
    stalls=_stalls,
    truncated=_truncated,
    dropped=_dropped,
    huge=_huge,
    bomb=_bomb,
)
"""The ways to misbehave, for `JobBoard.script` and `JobBoard.always`."""
