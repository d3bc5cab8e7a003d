"""Checks what lies between Jobwire and Slack, and says of each fault how to mend it. It changes nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import posting_client
from adapters.slack.connecting import installations_of
from adapters.slack.failures import WORKSPACE_GONE, answer_of
from adapters.slack.manifest import HISTORY_SCOPES, INSTALL_PATH, bot_scopes
from adapters.slack.oauth import ExchangeClient
from bot.errors import ConfigurationError, StoreUnavailable
from bot.findings import Finding, fault, note, well
from bot.settings_slack import SlackMode, SlackSettings
from bot.store.store import Store

MOST_SKEW = timedelta(minutes=2)
"""Slack's signatures are refused after five: https://docs.slack.dev/authentication/verifying-requests-from-slack"""

_AGAIN = "Reinstall the app in the workspace, and put the new token into the settings."
_SCOPES = "Put it into the app (`jobwire slack manifest` prints all that is needed), then reinstall the app."
_ADVICE = {
    "invalid_auth": "Copy the token from the app's page at https://api.slack.com/apps once more, whole.",
    "not_authed": "Copy the token from the app's page at https://api.slack.com/apps once more, whole.",
    "not_allowed_token_type": "The two tokens are not interchangeable: xoxb- is the bot's, xapp- the app's.",
    "token_revoked": _AGAIN,
    "token_expired": "Switch token rotation off for the app, and reinstall it.",
    "account_inactive": _AGAIN,
    "missing_scope": "Give the app-level token the scope connections:write.",
    "invalid_client_id": "Copy the Client ID from the app's Basic Information.",
    "bad_client_secret": "Copy the Client Secret from the app's Basic Information.",
    "ratelimited": "Wait a minute, and try again.",
}
_CODE = "jobwire-doctor"
"""No code that Slack has given out: a good client is told so, a bad one is told that it is bad."""


class Answer(NamedTuple):
    """What Slack answered: an error code, empty when all is well, what it told, and its headers."""

    error: str
    told: dict[str, Any]
    headers: dict[str, str]


async def check_slack(
    settings: SlackSettings, store: Store | None, clock: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """Everything about Slack, as it is found. `store` is None where the database cannot be used."""
    if settings.mode is SlackMode.SOCKET:
        token = settings.bot_token.get_secret_value()
        async for finding in _bot(token, settings.api_url, "The bot token", clock):
            yield finding
        yield await _socket(settings)
        return
    yield await _client(settings)
    if settings.public_url:
        yield await _public(settings.public_url)
    else:
        yield note(
            "slack.public_url is not set.",
            "Set it (JOBWIRE_SLACK_PUBLIC_URL) to see here whether Slack can reach Jobwire.",
        )
    if store is not None:
        async for finding in _installed(settings, store, clock):
            yield finding


async def _installed(
    settings: SlackSettings, store: Store, clock: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    installations = installations_of(settings, store)
    try:
        bots = await installations.bots()
        outdated = await installations.outdated()
    except (ConfigurationError, StoreUnavailable) as error:
        yield fault("The installations cannot be read.", str(error))
        return
    page = f"{settings.public_url or 'the public address'}{INSTALL_PATH}"
    if not bots:
        yield note("No workspace has installed Jobwire yet.", f"While Jobwire runs, open {page}.")
    for bot in bots:
        where = f"{bot.team_name or bot.enterprise_name or ''} ({bot.team_id or bot.enterprise_id})".strip()
        again = f"Install Jobwire there again: {page}"
        async for finding in _bot(bot.bot_token, settings.api_url, f"The token of {where}", clock, again):
            yield finding
    if outdated:
        yield note(
            f"{outdated} stored tokens are encrypted with an older key.",
            "`jobwire slack rotate-keys` encrypts them with the newest; then the older one can go.",
        )


async def _bot(
    token: str, api_url: str, name: str, clock: Callable[[], datetime], again: str = ""
) -> AsyncIterator[Finding]:
    """A bot's token: whether it is good, what it may do, and, on the way, whose clock is wrong.

    `again`: how to come by another one where nobody has put it into the settings.
    """
    client = posting_client(token, api_url=api_url)
    answer = await _ask(client.auth_test, api_url)
    if isinstance(answer, Finding):
        yield answer
        return
    if answer.error:
        lost = again if answer.error in WORKSPACE_GONE else ""
        yield fault(f"{name} is refused: {answer.error}.", lost or _advice(answer.error))
        return
    who = f"{answer.told.get('user', 'the bot')} in {answer.told.get('team', 'the workspace')}"
    yield well(f"{name} is good: {who}.")
    yield _skew(answer.headers, clock())
    for finding in _scopes(answer.headers, name):
        yield finding


def _scopes(headers: dict[str, str], name: str) -> list[Finding]:
    if "x-oauth-scopes" not in headers:
        return [note(f"Slack does not say which scopes {name[0].lower()}{name[1:]} has.")]
    has = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    missing = [scope for scope in bot_scopes() if scope not in has]
    if not missing:
        return [well(f"{name} has every scope.")]
    findings = [
        fault(f"{name} lacks the scope {scope}.", _SCOPES) for scope in missing if scope not in HISTORY_SCOPES
    ]
    kinds = {"channels:history": "public", "groups:history": "private"}
    return findings + [
        note(
            f"{name} lacks the scope {scope}: in {kinds[scope]} channels Jobwire cannot look for a card that "
            "was perhaps posted, and posts it again.",
            _SCOPES,
        )
        for scope in missing
        if scope in HISTORY_SCOPES
    ]


def _skew(headers: dict[str, str], now: datetime) -> Finding:
    try:
        skew = now - parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return note("Slack does not say what time it is.")
    seconds = round(abs(skew).total_seconds())
    if abs(skew) < MOST_SKEW:
        return well(f"The clock agrees with Slack's ({seconds} s).")
    way = "ahead" if skew > timedelta() else "behind"
    return fault(
        f"The clock of this machine is {seconds} s {way}; Slack's requests are refused at 300 s.",
        "Let the machine keep its clock by NTP.",
    )


async def _socket(settings: SlackSettings) -> Finding:
    client = AsyncWebClient(base_url=settings.api_url, retry_handlers=[], timeout=10)
    token = settings.app_token.get_secret_value()
    answer = await _ask(lambda: client.apps_connections_open(app_token=token), settings.api_url)
    if isinstance(answer, Finding):
        return answer
    if answer.error:
        advice = _ADVICE.get(answer.error, f"{_advice(answer.error)} Is Socket Mode on for the app?")
        return fault(f"Socket Mode is refused: {answer.error}.", advice)
    return well("Socket Mode can be opened.")


async def _client(settings: SlackSettings) -> Finding:
    """Whether Slack knows the app: a code that never was is the fault, unless the client is."""
    client = ExchangeClient(settings.api_url)
    secret = settings.client_secret.get_secret_value()
    answer = await _ask(
        lambda: client.oauth_v2_access(client_id=settings.client_id, client_secret=secret, code=_CODE),
        settings.api_url,
    )
    if isinstance(answer, Finding):
        return answer
    if answer.error == "invalid_code":
        return well("Slack knows the app's client id and secret.")
    return fault(f"Slack does not know the app: {answer.error}.", _advice(answer.error))


async def _public(url: str) -> Finding:
    time_limit = aiohttp.ClientTimeout(total=10)
    try:
        async with (
            aiohttp.ClientSession(timeout=time_limit) as session,
            session.get(f"{url}/healthz") as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        status, problem = 0, type(error).__name__
    else:
        problem = f"status {status}"
    if status == 200:  # noqa: PLR2004
        return well(f"Jobwire answers at {url}.")
    return note(
        f"Jobwire does not answer at {url} ({problem}).",
        "If it is running, check the name, the certificate and what stands before web.port.",
    )


async def _ask(call: Callable[[], Awaitable[Any]], api_url: str) -> Answer | Finding:
    try:
        answer = await call()
    except SlackApiError as error:
        response: Any = error.response
        refusal = answer_of(error)
        if not refusal.code:
            return _no_slack(api_url, f"status {refusal.status}")
        return Answer(refusal.code, dict(response.data), _lower(response.headers))
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return fault(
            f"Slack cannot be reached at {api_url} ({type(error).__name__}).",
            "Check slack.api_url, this machine's name resolution, and its way out (firewall, proxy).",
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # slack_sdk on what is no JSON
        return _no_slack(api_url, type(error).__name__)
    return Answer("", answer.data, _lower(answer.headers))


def _no_slack(api_url: str, why: str) -> Finding:
    return fault(
        f"What answers at {api_url} does not speak as Slack's Web API does ({why}).",
        "Check slack.api_url (https://slack.com/api/ but for GovSlack) and what stands between: a proxy, a "
        "firewall. If it is Slack itself that has trouble, wait a minute, and try again.",
    )


def _lower(headers: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in dict(headers).items()}


def _advice(code: str) -> str:
    return _ADVICE.get(code, f"Look it up: https://docs.slack.dev/reference/methods ({code}).")
