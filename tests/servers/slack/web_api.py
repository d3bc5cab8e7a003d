"""/api/METHOD: who may call what with which arguments, and what goes wrong on purpose on the way."""

import asyncio
from collections.abc import Callable
from email.utils import formatdate

from aiohttp import web

from .call import Call, arguments
from .conversations import Conversations
from .faults import Faults, Step
from .limits import Limits
from .messages import Messages
from .methods import METHODS
from .model import Token
from .oauth import OAuth
from .people import People
from .refusal import Refused
from .settings import Settings
from .socket_mode import SocketMode
from .state import Json, State
from .views import Views

_WITHOUT_TOKEN = "oauth.v2.access"
_OF_THE_APP = "apps.connections.open"


class WebApi:
    """`requests` lists every call in order: method, arguments, team, and how it was answered."""

    def __init__(self, state: State, settings: Settings, faults: Faults, oauth: OAuth) -> None:
        self._state = state
        self._faults = faults
        self._oauth = oauth
        self.limits = Limits(state.clock, settings)
        self.messages = Messages(state, self.limits)
        self.requests: list[Json] = []
        self._methods: dict[str, Callable[[Call], Json]] = {
            **self.messages.methods,
            **Conversations(state, settings).methods,
            **People(state).methods,
        }

    def serve(self, views: Views, socket: SocketMode) -> None:
        """Add what needs the rest of the server."""
        self._methods |= views.methods
        self._methods[_OF_THE_APP] = lambda _call: {"url": socket.new_url()}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        record: Json = {
            "method": method,
            "verb": request.method,
            "at": self._state.clock.now(),
            "arguments": {},
            "team": "",
            "fault": "",
            "accepted": False,
            "answer": "",
        }
        self.requests.append(record)
        try:
            args = await arguments(request)
            authorization = request.headers.get("Authorization", "")
            bearer = args.pop("token", "") or authorization.removeprefix("Bearer ")
            known = self._state.tokens.get(bearer)
            record |= {"arguments": args, "team": self._team_of(known, args)}
            record["scopes"] = known.scopes if known is not None else []
            return await self._answer(request, record, bearer)
        except Refused as refused:
            return self._refusal(record, refused)
        finally:
            self._state.touch()

    async def _answer(self, request: web.Request, record: Json, bearer: str) -> web.StreamResponse:
        method, args = record["method"], record["arguments"]
        if method not in METHODS:
            raise Refused("unknown_method")
        step = self._faults.next(method, record["team"], str(args.get("channel", "")))
        record["fault"] = step.do
        self._state.touch()
        authorization = request.headers.get("Authorization", "")
        try:
            answered = await self._before(request, step)
            body = {} if answered is not None else self._documented(record, bearer, authorization)
        except Refused:
            self._faults.count(step, refused=True)
            raise
        self._faults.count(step)
        if answered is not None:
            record["answer"] = step.do
            return answered
        body["ok"] = record["accepted"] = True
        return await self._after(request, step, record, body)

    def _documented(self, record: Json, bearer: str, authorization: str) -> Json:
        """The method's answer; a refusal that its documentation does not know is this server's own fault."""
        try:
            return self._call(record, bearer, authorization)
        except Refused as refused:
            known = METHODS[record["method"]].may_answer(refused.error)
            assert known, f"{record['method']} never answers {refused.error}"
            raise

    def _call(self, record: Json, bearer: str, authorization: str) -> Json:
        method, args = record["method"], record["arguments"]
        description = METHODS[method]
        unknown = description.strange(args)
        if unknown:
            raise Refused("invalid_arg_name", messages=[f"[ERROR] unknown argument: {', '.join(unknown)}"])
        if method == _WITHOUT_TOKEN:
            return self._oauth.access(args, authorization)
        token = self._authenticated(method, bearer)
        missing = [name for name in description.required if name not in args]
        if missing:
            messages = [f"[ERROR] missing required field: {name}" for name in missing]
            raise Refused("invalid_arguments", messages=messages)
        call = Call(method=method, args=args, token=token, team=record["team"], state=self._state)
        if description.scope is not None and "*" not in description.scope and method != _OF_THE_APP:
            call.need_scope(description.scope)
        self.limits.count_call(method, record["team"])
        return self._methods[method](call)

    def _authenticated(self, method: str, bearer: str) -> Token:
        if not bearer:
            raise Refused("not_authed")
        of_the_app = bearer == self._state.app.app_token
        if of_the_app and method == _OF_THE_APP:
            return Token(value_=bearer, team_id="", bot_user_id="", bot_id="", scopes=["connections:write"])
        token = self._state.tokens.get(bearer)
        if of_the_app or (token is not None and method == _OF_THE_APP):
            raise Refused("not_allowed_token_type")
        if token is None:
            raise Refused("invalid_auth")
        if token.refused:
            raise Refused(token.refused)
        return token

    def _team_of(self, token: Token | None, args: Json) -> str:
        """The workspace that a call acts in; an organisation's token acts where its arguments say."""
        if token is None or not token.is_enterprise_install:
            return token.team_id if token is not None else ""
        members = [w.id for w in self._state.workspaces.values() if w.enterprise_id == token.enterprise_id]
        channel = self._state.channels.get(str(args.get("channel", "")))
        user = self._state.users.get(str(args.get("user_id", args.get("user", ""))))
        named = [args.get("team_id"), args.get("team"), channel and channel.team_id, user and user.team_id]
        return next((str(team) for team in named if team in members), members[0] if members else "")

    async def _before(self, request: web.Request, step: Step) -> web.StreamResponse | None:
        match step.do:
            case "drop_before":
                return dropped(request)
            case "rate_limited":
                raise Refused("ratelimited", retry_after=max(1, round(step.seconds)))
            case "error_before":
                return web.json_response({"ok": False, "error": "internal_error"}, status=500)
            case "busy":
                return web.json_response({"ok": False, "error": "service_unavailable"}, status=503)
            case "error":
                raise Refused(step.error)
            case "late":
                await asyncio.sleep(step.seconds)
            case "hold_before":
                await self._faults.released.wait()
        return None

    async def _after(self, request: web.Request, step: Step, record: Json, body: Json) -> web.StreamResponse:
        record["answer"] = "ok"
        match step.do:
            case "drop_after":
                record["answer"] = step.do
                return dropped(request)
            case "error_after":
                record["answer"] = step.do
                return web.json_response({"ok": False, "error": "internal_error"}, status=500)
            case "error_code_after":
                raise Refused(step.error)
            case "slow":
                await asyncio.sleep(step.seconds)
            case "hold_after":
                await self._faults.released.wait()
        return self._json(record, body)

    def _refusal(self, record: Json, refused: Refused) -> web.Response:
        record["answer"] = refused.error
        if refused.retry_after is None:
            return self._json(record, refused.body())
        headers = {"Retry-After": str(refused.retry_after)}
        return web.json_response(refused.body(), status=429, headers=headers)

    def _json(self, record: Json, body: Json) -> web.Response:
        headers = {"Date": formatdate(self._state.clock.now(), usegmt=True), "X-Slack-Req-Id": "test"}
        if record["team"]:
            headers["X-OAuth-Scopes"] = ",".join(record["scopes"])
            accepted = METHODS.get(record["method"])
            headers["X-Accepted-OAuth-Scopes"] = (accepted and accepted.scope) or ""
        return web.json_response(body, headers=headers)


def dropped(request: web.Request) -> web.Response:
    """Cut the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
