"""Installing the app by its own pages."""

import logging
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import MetaData, delete

from adapters.slack.installations import Installations
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, bot_scopes
from adapters.slack.tables import STATES, states_table
from bot.errors import StoreUnavailable
from bot.settings_slack import SlackSettings
from bot.store.store import Store

STATE_SECONDS = 600
"""How long a person may take at Slack's page."""

_WHY = {
    "access_denied": "You have not allowed it.",
    "invalid_browser": "This is not the browser in which you began, or it keeps no cookies.",
    "invalid_state": "You took longer than ten minutes, or opened this page twice.",
    "invalid_code": "Slack did not confirm it.",
    "unreachable": "Slack or the database cannot be reached now.",
}

_log = structlog.get_logger(__name__)


class States(AsyncSQLAlchemyOAuthStateStore):
    """slack_sdk's store of installations under way; each is used once, whoever asks at the same time."""

    def __init__(self, store: Store) -> None:
        self.expiration_seconds = STATE_SECONDS
        self.metadata = MetaData()
        self.oauth_states = states_table(self.metadata)
        self.engine = store.engine.execution_options(jobwire_immediate=True)
        self._store = store
        self._logger = logging.getLogger(STATES)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new one. Forgets those that are too old: whoever opens the page of installation begins one."""
        async with self._store.write() as c:
            await c.execute(delete(self.oauth_states).where(self.oauth_states.c.expire_at <= _as_stored()))
        state: str = await super().async_issue(*args, **kwargs)
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether that installation was begun here, and not too long ago; it is used up then."""
        states = self.oauth_states.c
        this = delete(self.oauth_states).where(states.state == state, states.expire_at > _as_stored())
        async with self._store.write() as c:
            return bool((await c.execute(this.returning(states.id))).scalars().all())


def _as_stored() -> datetime:
    """Now, as the SDK stores instants: in UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


class Pages:
    """The pages by which a workspace installs the app (`running.InstallPages`)."""

    def __init__(self, settings: SlackSettings, installations: Installations, states: States) -> None:
        public = settings.public_url
        self._flow = AsyncOAuthFlow(
            client=_TellingClient(settings.api_url),
            logger=_quiet(),
            settings=AsyncOAuthSettings(
                client_id=settings.client_id,
                client_secret=settings.client_secret.get_secret_value(),
                scopes=bot_scopes(),
                user_scopes=(),
                redirect_uri=f"{public}{REDIRECT_PATH}" if public else None,
                install_path=INSTALL_PATH,
                install_page_rendering_enabled=False,
                redirect_uri_path=REDIRECT_PATH,
                callback_options=AsyncCallbackOptions(success=_installed, failure=_refused),
                authorization_url=urljoin(settings.api_url, "/oauth/v2/authorize"),
                installation_store=installations,
                state_store=states,
            ),
        )

    async def install(self, request: web.Request) -> web.StreamResponse:
        """Sends the person to Slack's page. `?team=T...` asks for that workspace."""
        try:
            return await to_aiohttp_response(
                await self._flow.handle_installation(await to_bolt_request(request))
            )
        except StoreUnavailable as error:
            return _unreachable(error)

    async def oauth_redirect(self, request: web.Request) -> web.StreamResponse:
        """The person comes back from Slack: the installation is kept, or the page says why not."""
        try:
            return await to_aiohttp_response(await self._flow.handle_callback(await to_bolt_request(request)))
        except (StoreUnavailable, aiohttp.ClientError, TimeoutError, OSError) as error:
            return _unreachable(error)


class ExchangeClient(AsyncWebClient):
    """Exchanges a code for a token."""

    def __init__(self, api_url: str) -> None:
        super().__init__(base_url=api_url, retry_handlers=[], logger=_quiet())

    async def oauth_v2_access(
        self, *, client_id: str, client_secret: str, code: str | None = None, **more: Any
    ) -> AsyncSlackResponse:
        """As the SDK's, with the secret in the body: the SDK's way is deprecated by its HTTP client."""
        form = {"client_id": client_id, "client_secret": client_secret, "code": code, **more}
        given = {name: value for name, value in form.items() if value is not None}
        return await self.api_call("oauth.v2.access", data=given)


class _TellingClient(ExchangeClient):
    """Logs why Slack gave no token, which Bolt says only together with the code."""

    async def oauth_v2_access(self, **form: Any) -> AsyncSlackResponse:
        """As of an ExchangeClient."""
        try:
            return await super().oauth_v2_access(**form)
        except SlackApiError as error:
            _log.warning("slack gave no token", problem=error.response.get("error"))
            raise


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    made = args.installation
    where = made.team_name or made.enterprise_name or "your workspace"
    _log.info("slack installed", team=made.team_id, enterprise=made.enterprise_id, scopes=made.bot_scopes)
    return _page(
        HTTPStatus.OK,
        f"Jobwire is installed in {where}.",
        "Go to the channel that shall get job postings, type /invite @Jobwire there, and then /jobs.",
    )


async def _refused(args: AsyncFailureArgs) -> BoltResponse:
    _log.warning("slack not installed", reason=args.reason)
    return _page(HTTPStatus(args.suggested_status_code), *_not_installed(args.reason))


def _unreachable(error: Exception) -> web.Response:
    _log.warning("slack not installed", reason=type(error).__name__)
    page = _html(*_not_installed("unreachable"))
    return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, text=page, content_type="text/html")


def _not_installed(reason: str) -> tuple[str, str]:
    why = _WHY.get(reason, f"Slack says: {reason}.")
    return "Jobwire was not installed.", f"{why} Begin again at {INSTALL_PATH}."


def _page(status: HTTPStatus, title: str, text: str) -> BoltResponse:
    html = {"Content-Type": "text/html; charset=utf-8"}
    return BoltResponse(status=status, body=_html(title, text), headers={**html})


def _html(title: str, text: str) -> str:
    """What is said may come from a workspace's name or from the address: it is never markup."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Jobwire</title>'
        '<body style="font:1.1rem/1.5 sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem">'
        f"<h1>{escape(title)}</h1><p>{escape(text)}</p></body></html>"
    )


def _quiet() -> logging.Logger:
    """At ERROR whatever the root's level is: Bolt's and the SDK's lines on the way hold codes and tokens."""
    logger = logging.getLogger("jobwire.slack.oauth")
    logger.setLevel(logging.ERROR)
    return logger
