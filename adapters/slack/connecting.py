"""Slack, put together from its settings: who speaks, what is served, and what runs."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from aiohttp import web

from adapters.slack.app import build_app
from adapters.slack.calls import call
from adapters.slack.clients import Clients, FixedClients
from adapters.slack.encryption import TokenCipher
from adapters.slack.failures import WORKSPACE_GONE
from adapters.slack.installations import Installations
from adapters.slack.oauth import Pages, States
from adapters.slack.platform import PLATFORM, SlackPlatform
from adapters.slack.running import PATIENCE, run_socket, web_routes
from adapters.slack.services import SlackServices
from adapters.slack.stored_clients import StoredClients
from bot.commands.dispatch import Dispatcher
from bot.commands.services import Services
from bot.errors import ConfigurationError, Fault
from bot.settings_slack import SlackMode, SlackSettings
from bot.store import chats
from bot.store.store import Store

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """What the core needs of Slack before it runs. `installations` and `pages` are those of HTTP."""

    settings: SlackSettings
    platform: SlackPlatform
    clients: Clients
    installations: Installations | None = None
    pages: Pages | None = None


def slack_of(settings: SlackSettings, store: Store) -> Slack:
    """Slack as the settings want it; their `mode` is not None."""
    if settings.mode is SlackMode.SOCKET:
        clients = FixedClients(settings.bot_token.get_secret_value(), api_url=settings.api_url)
        return Slack(settings=settings, platform=SlackPlatform(clients), clients=clients)
    installations = installations_of(settings, store)
    stored = StoredClients(installations, api_url=settings.api_url)
    pages = Pages(settings, installations, States(store))
    return Slack(
        settings=settings,
        platform=SlackPlatform(stored),
        clients=stored,
        installations=installations,
        pages=pages,
    )


def installations_of(settings: SlackSettings, store: Store) -> Installations:
    """The installations of the app that the settings name."""
    keys = [key.get_secret_value() for key in settings.encryption_keys]
    return Installations(store, client_id=settings.client_id, cipher=TokenCipher(keys))


@asynccontextmanager
async def run_slack(
    slack: Slack, core: Services, dispatcher: Dispatcher
) -> AsyncGenerator[list[web.RouteDef]]:
    """Answer Slack while the block runs; gives the routes that are to be served meanwhile.

    Raises ConfigurationError when Slack refuses a token. A Slack that cannot be reached is waited for.
    """
    services = SlackServices(
        core=core, dispatcher=dispatcher, clients=slack.clients, installations=slack.installations
    )
    settings = slack.settings
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_in_brief)
    app = build_app(
        services, signing_secret=settings.signing_secret.get_secret_value(), api_url=settings.api_url
    )
    if settings.mode is SlackMode.SOCKET:
        await _be_back(slack, core.store)
        async with run_socket(app, settings.app_token.get_secret_value(), services.underway):
            yield []
    else:
        yield web_routes(app, slack.pages)
        await services.underway.drain(PATIENCE)


async def _be_back(slack: Slack, store: Store) -> None:
    """Where the one workspace had refused its token before, what that had ended goes on with a good one."""
    outcome = await call(slack.clients, "", lambda client: client.auth_test())
    if outcome.problem in WORKSPACE_GONE:
        wanted = "the Bot User OAuth Token that Slack shows under OAuth & Permissions"
        problem = f"Slack refuses it ({outcome.problem})"
        raise ConfigurationError([Fault("Slack", "slack.bot_token", problem, wanted)])
    if outcome.problem:
        _log.warning("slack cannot be reached, or knows no answer", problem=outcome.problem)
        return
    team = str(outcome.told["team_id"])
    async with store.write() as c:
        await chats.bring_back(c, PLATFORM, team)
    _log.info("slack knows the bot token", team=team)


def _in_brief(record: logging.LogRecord) -> bool:
    """What Bolt and the SDK say: that Slack cannot be reached in one line, without where that was noticed.

    Bolt looks for a token in the environment by itself, and says that it does not use it: not at all.
    """
    if record.getMessage().startswith("Failed to connect"):
        record.exc_info = None
    return "`token` will be unused" not in record.getMessage()
