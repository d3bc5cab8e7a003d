"""The control over HTTP: POST /control/NAME, and a client with the same names."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Self

import aiohttp
from aiohttp import web

from .control import Control


def control_routes(control: Control) -> list[web.RouteDef]:
    """The endpoint for every public coroutine of Control."""

    async def handle(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        action = None if name.startswith("_") else getattr(control, name, None)
        if action is None:
            return web.json_response({"error": f"there is no control {name}"}, status=404)
        try:
            return web.json_response({"result": await action(**(await request.json()))})
        except (ValueError, TypeError, KeyError, TimeoutError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return [web.post("/control/{name}", handle)]


class ControlFailed(Exception):
    """The server did not understand, or waited in vain."""


class RemoteControl:
    """`Control` of a server in another process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        signature = inspect.signature(getattr(Control, name))

        async def call(*given: Any, **named: Any) -> Any:
            assert self._session is not None
            arguments = signature.bind(self, *given, **named).arguments
            del arguments["self"]
            for keywords in ("more", "numbers", "rates"):
                arguments |= arguments.pop(keywords, {})
            async with self._session.post(f"{self._url}/control/{name}", json=arguments) as response:
                body = await response.json()
            if "error" in body:
                raise ControlFailed(body["error"])
            return body["result"]

        return call
