"""One Web API call as the methods see it: its arguments read from query, form or JSON, and who calls."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .model import Token
from .refusal import Refused
from .state import State

_TRUE = (True, 1, "1", "true", "True")


async def arguments(request: web.Request) -> dict[str, Any]:
    """Arguments of a request."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await _json_body(request)
        given |= body
    elif request.method == "POST":
        given |= dict(await request.post())
    return {name: value for name, value in given.items() if value is not None}


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise Refused("invalid_form_data") from None
    if not isinstance(body, dict):
        raise Refused("invalid_form_data")
    return body


@dataclass(slots=True, kw_only=True)
class Call:
    """`team` is the workspace that the call acts in: the token's, or for an organisation's the one named."""

    method: str
    args: dict[str, Any]
    token: Token
    team: str
    state: State

    def text(self, name: str, default: str = "") -> str:
        return str(self.args.get(name, default))

    def flag(self, name: str) -> bool:
        return self.args.get(name) in _TRUE

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.args.get(name, default))
        except (TypeError, ValueError):
            return default

    def structure(self, name: str, error: str) -> Any:
        """A JSON argument, None when absent; text that is not JSON is refused with `error`."""
        value = self.args.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value) if value else None
            except ValueError:
                raise Refused(error) from None
        return value

    def need_scope(self, scope: str) -> None:
        if scope not in self.token.scopes:
            provided = ",".join(self.token.scopes)
            raise Refused("missing_scope", needed=scope, provided=provided)
