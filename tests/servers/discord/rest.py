"""/api/v10: who may call which route how often, and what goes wrong on purpose on the way."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from .call import Answer, Call, Route
from .faults import CHANGES, Faults, Step
from .limits import Limits, Verdict
from .model import Json
from .openapi import OpenApi
from .refusal import Form, Refused
from .settings import Settings
from .state import State

_BODIES = ("POST", "PUT", "PATCH")
Change = Callable[[str, str], None]


class Rest:
    """`requests` lists every request in order, and how it was answered."""

    def __init__(self, state: State, settings: Settings, *, faults: Faults, openapi: OpenApi) -> None:
        self._state = state
        self._settings = settings
        self._faults = faults
        self._openapi = openapi
        self.limits = Limits(state.clock, settings)
        self.requests: list[Json] = []
        self._routes: list[Route] = []
        self._change: Change = lambda _do, _channel: None

    def serve(self, routes: list[Route], change: Change) -> None:
        """Add routes; `change` makes one of faults.CHANGES happen to a channel."""
        self._routes += sorted(routes, key=lambda route: route.template.count("{"))
        self._change = change

    @property
    def names(self) -> set[str]:
        return {route.name for route in self._routes}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        record: Json = {
            "method": request.method,
            "path": path,
            "route": "",
            "channel": "",
            "guild": "",
            "body": None,
            "at": self._state.clock.now(),
            "received": time.time(),
            "fault": "",
            "accepted": False,
            "status": None,
            "code": None,
        }
        self.requests.append(record)
        try:
            return await self._answer(request, record, path)
        finally:
            self._state.touch()

    async def _answer(self, request: web.Request, record: Json, path: str) -> web.StreamResponse:
        if self.limits.is_banned():
            return self._banned(record)
        found = self._route(request.method, path)
        if found is None:
            return self._json(record, 404, {"message": "404: Not Found", "code": 0}, {})
        route, params = found
        channel = self._state.channels.get(params.get("channel_id", ""))
        guild = params.get("guild_id", channel.guild_id if channel else "")
        record |= {"route": route.name, "channel": params.get("channel_id", ""), "guild": guild}
        record["exempt"] = route.exempt
        step = self._faults.next(route.name, record["channel"], guild)
        record["fault"] = step.do if step.do != "accept" else ""
        body = await _body(request)
        record["body"] = None if body is _NOT_JSON else body
        self._state.touch()
        answered = await self._before(request, step, record)
        if answered is not None:
            self._faults.count(step)
            return answered
        verdict = self._verdict(request, route, params)
        if verdict.retry_after is not None:
            self._faults.count(step, refused=True)
            return self._limited(record, verdict)
        return await self._judged(
            request,
            step,
            Call(
                route=route,
                params=params,
                query=dict(request.query),
                body=body,
                record=record,
                check=lambda form, body: self._check(route, form, body),
            ),
            verdict,
        )

    async def _judged(
        self, request: web.Request, step: Step, call: Call, verdict: Verdict
    ) -> web.StreamResponse:
        record = call.record
        try:
            answer = self._handled(request, step, call)
        except Refused as refused:
            self._faults.count(step, refused=True)
            record["errors"] = refused.errors
            headers = dict(verdict.headers)
            if refused.status == 429:
                limited = Verdict(headers=headers, retry_after=refused.retry_after or 1, scope="shared")
                headers = limited.limited_headers()
            return self._json(record, refused.status, refused.body(), headers)
        self._faults.count(step)
        record["accepted"] = True
        status = 204 if answer is None else 200
        if call.route.name == "POST /channels/{channel_id}/threads":
            status = 201
        return await self._after(request, step, record, (status, answer, verdict.headers))

    def _handled(self, request: web.Request, step: Step, call: Call) -> Answer:
        self._authenticate(request, call)
        if step.do == "refuse":
            raise Refused(step.code, status=step.status, retry_after=step.seconds)
        return call.route.handler(call)

    def _authenticate(self, request: web.Request, call: Call) -> None:
        given = request.headers.get("Authorization", "")
        if call.route.bot:
            if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
                raise Refused(40333)
            if given != f"Bot {self._state.app.token}" or self._state.app.token_refused:
                raise Refused(0)
        if request.method in _BODIES and call.body is _NOT_JSON:
            raise Refused(50109)

    def _check(self, route: Route, form: Form, body: Any) -> None:
        if self._settings.openapi:
            self._openapi.check(form, route.method, route.template, body)

    def _verdict(self, request: web.Request, route: Route, params: dict[str, str]) -> Verdict:
        known = request.headers.get("Authorization") == f"Bot {self._state.app.token}"
        if route.bot and not known:
            return Verdict()
        return self.limits.ask(route.bucket(params), route.limit, exempt=route.exempt)

    def _route(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        for route in self._routes:
            if route.method == method and (match := route.pattern.fullmatch(path)):
                return route, match.groupdict()
        return None

    async def _before(self, request: web.Request, step: Step, record: Json) -> web.StreamResponse | None:
        match step.do:
            case "drop_before":
                record["status"] = 0
                return dropped(request)
            case "rate_limited" | "global_limited":
                scope = "global" if step.do == "global_limited" else step.scope
                return self._limited(record, Verdict(retry_after=step.seconds, scope=scope))
            case "banned":
                return self._banned(record)
            case "error_before":
                return self._json(
                    record, step.status or 500, {"message": "Internal Server Error", "code": 0}, {}
                )
            case "hold_before":
                await self._faults.released.wait()
            case change if change in CHANGES:
                self._change(change, record["channel"])
        guild = self._state.guilds.get(record["guild"])
        if guild is not None and guild.unavailable:
            return self._json(record, 503, {"message": "503: Service Unavailable", "code": 0}, {})
        return None

    async def _after(
        self, request: web.Request, step: Step, record: Json, answer: tuple[int, Any, dict[str, str]]
    ) -> web.StreamResponse:
        self._state.touch()
        match step.do:
            case "drop_after":
                record["status"] = 0
                return dropped(request)
            case "error_after":
                return self._json(
                    record, step.status or 500, {"message": "Internal Server Error", "code": 0}, {}
                )
            case "slow":
                await asyncio.sleep(step.seconds)
            case "hold_after":
                await self._faults.released.wait()
        return self._json(record, *answer)

    def _limited(self, record: Json, verdict: Verdict) -> web.Response:
        is_global = verdict.scope == "global"
        body = {
            "message": "You are being rate limited.",
            "retry_after": round(verdict.retry_after or 0, 3),
            "global": is_global,
        }
        return self._json(record, 429, body, verdict.limited_headers())

    def _banned(self, record: Json) -> web.Response:
        record |= {"status": 429, "code": None, "banned": True}
        return web.Response(status=429, text="error code: 1015", content_type="text/plain")

    def _json(self, record: Json, status: int, body: Any, headers: dict[str, str]) -> web.Response:
        """Content-Type is exactly application/json: discord.py compares the whole header."""
        record["status"] = status
        if status >= 400:
            record["code"] = body.get("code")
        if status in (401, 403) or (status == 429 and headers.get("X-RateLimit-Scope") != "shared"):
            self.limits.count_invalid()
            record["invalid"] = True
        if status == 204:
            return web.Response(status=204, headers=headers)
        return web.Response(
            status=status,
            body=json.dumps(body).encode(),
            headers=headers | {"Content-Type": "application/json"},
        )


_NOT_JSON = object()


async def _body(request: web.Request) -> Any:
    """JSON; of a form with files, its payload_json."""
    if request.method not in _BODIES:
        return None
    if request.content_type == "multipart/form-data":
        return json.loads(str((await request.post()).get("payload_json", "{}")))
    raw = await request.read()
    if not raw:
        return None
    try:
        return json.loads(raw) if request.content_type == "application/json" else _NOT_JSON
    except ValueError:
        return _NOT_JSON


def dropped(request: web.Request) -> web.Response:
    """Cut the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
