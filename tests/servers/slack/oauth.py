"""OAuth v2: the page where somebody installs the app, and the exchange of the code for a token."""

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from .model import Token, Workspace
from .refusal import Refused
from .settings import Settings
from .state import Json, State


@dataclass(slots=True, kw_only=True)
class Install:
    """What the person at the page will do: install in a workspace or a whole organisation, or refuse."""

    team: str = ""
    user: str = ""
    whole_organisation: bool = False
    refuse: bool = False


@dataclass(slots=True, kw_only=True)
class _Code:
    install: Install
    scopes: list[str]
    redirect_uri: str
    made_at: float


class OAuth:
    """`next_install` says who comes to the page; without it, the first workspace installs."""

    def __init__(self, state: State, settings: Settings) -> None:
        self._state = state
        self._settings = settings
        self._codes: dict[str, _Code] = {}
        self._made = 0
        self.next_install = Install()

    async def authorize(self, request: web.Request) -> web.Response:
        """What a browser gets after somebody pressed Allow: back to the app with code and state."""
        asked = request.query
        back = asked.get("redirect_uri", "")
        if asked.get("client_id") != self._state.app.client_id or urlsplit(back).scheme not in (
            "http",
            "https",
        ):
            return web.Response(status=400, text="invalid client_id or redirect_uri")
        install = self.next_install
        if install.refuse:
            answer = {"error": "access_denied", "state": asked.get("state", "")}
        else:
            answer = {"code": self._code(asked, install, back), "state": asked.get("state", "")}
        return web.Response(status=302, headers={"Location": f"{back}?{urlencode(answer)}"})

    def _code(self, asked: Any, install: Install, back: str) -> str:
        self._made += 1
        code = f"code-{self._made}"
        scopes = [scope for scope in asked.get("scope", "").split(",") if scope]
        self._codes[code] = _Code(
            install=install, scopes=scopes, redirect_uri=back, made_at=self._state.clock.now()
        )
        return code

    def access(self, args: Json, authorization: str) -> Json:
        """oauth.v2.access, which is called without a token."""
        self._known_client(args, authorization)
        if args.get("grant_type", "authorization_code") != "authorization_code":
            raise Refused("invalid_grant_type")
        code = self._codes.pop(str(args.get("code", "")), None)
        if code is None or self._state.clock.now() - code.made_at > self._settings.code_lifetime:
            raise Refused("invalid_code")
        if "redirect_uri" in args and args["redirect_uri"] != code.redirect_uri:
            raise Refused("bad_redirect_uri")
        if not code.scopes:
            raise Refused("no_scopes")
        return self._installed(code)

    def _known_client(self, args: Json, authorization: str) -> None:
        client, secret = str(args.get("client_id", "")), str(args.get("client_secret", ""))
        if authorization.startswith("Basic "):
            try:
                client, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
            except ValueError:
                raise Refused("invalid_client_id") from None
        if client != self._state.app.client_id:
            raise Refused("invalid_client_id")
        if secret != self._state.app.client_secret:
            raise Refused("bad_client_secret")

    def _installed(self, code: _Code) -> Json:
        install = code.install
        team = install.team or next(iter(self._state.workspaces))
        workspace = self._state.workspaces[team]
        workspace.installed = True
        self._state.keep(workspace)
        token = self.issue(workspace, code.scopes, whole_organisation=install.whole_organisation)
        enterprise = None
        if workspace.enterprise_id:
            enterprise = {"id": workspace.enterprise_id, "name": workspace.enterprise_name}
        user = install.user or next(
            (one.id for one in self._state.users.values() if one.team_id == team and not one.is_bot), ""
        )
        return {
            "app_id": self._state.app.app_id,
            "authed_user": {"id": user},
            "scope": ",".join(code.scopes),
            "token_type": "bot",
            "access_token": token.value_,
            "bot_user_id": token.bot_user_id,
            "team": None if install.whole_organisation else {"id": team, "name": workspace.name},
            "enterprise": enterprise,
            "is_enterprise_install": install.whole_organisation,
        }

    def issue(self, workspace: Workspace, scopes: list[str], *, whole_organisation: bool = False) -> Token:
        """A new bot token. That of a whole organisation serves all of its workspaces."""
        token = Token(
            value_=f"xoxb-{workspace.id}-{len(self._state.tokens) + 1}-test",
            team_id="" if whole_organisation else workspace.id,
            bot_user_id=workspace.bot_user_id,
            bot_id=workspace.bot_id,
            enterprise_id=workspace.enterprise_id,
            is_enterprise_install=whole_organisation,
            scopes=scopes,
        )
        self._state.keep(token)
        return token
