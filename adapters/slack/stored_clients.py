"""Who may speak for a workspace where many have installed the app: the installations say."""

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import API_URL, REQUEST_SECONDS, posting_client
from adapters.slack.installations import Installations
from bot.errors import ConfigurationError, Unavailable, WorkspaceGone


class StoredClients:
    """Clients with the tokens of the installations.

    The token is read anew each time, so that what another process has stored or deleted counts at once;
    a client is made anew when it has changed.
    """

    def __init__(
        self, installations: Installations, *, api_url: str = API_URL, seconds: int = REQUEST_SECONDS
    ) -> None:
        self._installations = installations
        self._api_url = api_url
        self._seconds = seconds
        self._clients: dict[str, AsyncWebClient] = {}

    async def posting(self, workspace: str) -> AsyncWebClient:
        """The workspace's client, without retry handlers.

        Raises WorkspaceGone where Jobwire is not installed, Unavailable where the token cannot be decrypted.
        """
        try:
            bot = await self._installations.bot_of(workspace)
        except ConfigurationError as error:
            raise Unavailable(f"Nothing can be sent to the Slack workspace {workspace}. {error}") from error
        if bot is None:
            self._clients.pop(workspace, None)
            raise WorkspaceGone(
                f"Jobwire is not installed in the Slack workspace {workspace}. Install it there to go on."
            )
        client = self._clients.get(workspace)
        if client is None or client.token != bot.bot_token:
            client = posting_client(
                bot.bot_token,
                api_url=self._api_url,
                team_id=workspace if bot.team_id is None else None,
                seconds=self._seconds,
            )
            self._clients[workspace] = client
        return client

    def forget(self, workspace: str) -> None:
        """Let go of the workspace's client and its token."""
        self._clients.pop(workspace, None)
