"""What the Slack app works with, and what is under way in it; built once, in wiring."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from slack_bolt.authorization.async_authorize import AsyncAuthorize

from adapters.slack.clients import Clients
from adapters.slack.installations import Installations
from bot.commands.dispatch import Dispatcher
from bot.commands.services import Services


class Underway:
    """The requests that are being answered: whoever stops the app waits for them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def begin(self) -> None:
        """The current task answers a request, until it ends."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def drain(self, patience: timedelta) -> None:
        """Wait until every request is answered, at most so long."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience.total_seconds())


class Seen:
    """Commands and presses that were begun, by Slack's trigger id; the oldest are forgotten.

    Slack sends one again only over Socket Mode, when its acknowledgement was lost: to the same process, or
    to the one that takes its place, which then does what the other did not.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._ids: OrderedDict[str, None] = OrderedDict()

    def is_new(self, id_: str) -> bool:
        """Whether it was never asked about before."""
        if id_ in self._ids:
            return False
        self._ids[id_] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return True


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
