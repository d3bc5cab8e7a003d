"""Who may speak for a workspace: Web API clients that try once, so that nothing is posted twice."""

import logging
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

API_URL = "https://slack.com/api/"

REQUEST_SECONDS = 10
"""Time for one request; the sender's patience (`limits.CAPABILITIES`) is a little longer."""


class Clients(Protocol):
    """Gives the client that speaks for a workspace."""

    async def posting(self, workspace: str) -> AsyncWebClient:
        """A client without retry handlers. Raises WorkspaceGone when there is no installation."""
        ...


class FixedClients:
    """One bot token, whichever workspace is asked for: Slack itself refuses the channels of others."""

    def __init__(self, token: str, *, api_url: str = API_URL, seconds: int = REQUEST_SECONDS) -> None:
        self._client = posting_client(token, api_url=api_url, seconds=seconds)

    async def posting(self, workspace: str) -> AsyncWebClient:  # noqa: ARG002 (there is only one)
        """The one client."""
        return self._client


def posting_client(
    token: str, *, api_url: str = API_URL, team_id: str | None = None, seconds: int = REQUEST_SECONDS
) -> AsyncWebClient:
    """A client that sends each request once. `team_id`: where a token of a whole organisation acts.

    The SDK's default repeats a request when the connection is lost, also after Slack has accepted it.
    Without a session of its own the client connects anew for each request, so that a connection that went
    stale is never mistaken for a request that was lost.
    """
    return AsyncWebClient(
        token,
        base_url=api_url,
        timeout=seconds,
        team_id=team_id,
        logger=_logger(),
        retry_handlers=[],
    )


def _logger() -> logging.Logger:
    """At INFO whatever the root's level is: the SDK's DEBUG lines hold the texts of messages."""
    logger = logging.getLogger("slack_sdk.posting")
    logger.setLevel(logging.INFO)
    return logger
