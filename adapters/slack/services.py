"""What the Slack app works with; built once, in wiring."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from slack_bolt.authorization.async_authorize import AsyncAuthorize

from adapters.slack.clients import Clients
from adapters.slack.installations import Installations
from bot.commands.dispatch import Dispatcher
from bot.commands.services import Services
from bot.commands.underway import Underway

TeamsOf = Callable[[str], Awaitable[tuple[str, ...]]]
"""The workspaces that an organisation's installation serves."""

Revoked = Callable[[str | None, str | None], Awaitable[None]]
"""Told that Slack took the app's tokens back: (enterprise id, team id), one of which may be None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackServices:
    """The core's services and dispatcher, and who speaks for which workspace.

    `installations` are those of the workspaces that have installed the app; None where there is one fixed
    token.
    """

    core: Services
    dispatcher: Dispatcher
    clients: Clients
    installations: Installations | None = None
    authorize: AsyncAuthorize | None = None
    revoked: Revoked | None = None
    teams_of: TeamsOf | None = None
    underway: Underway = field(default_factory=Underway)
