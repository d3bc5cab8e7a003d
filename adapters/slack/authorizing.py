"""Whether a request's workspace has the app, where there is one fixed token. Slack itself is not asked."""

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.clients import Clients
from bot.errors import WorkspaceGone


class ByClients(AsyncAuthorize):
    """Socket Mode: a workspace has the app when somebody may speak for it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_actor: str | None,
    ) -> AuthorizeResult | None:
        """None when it has not."""
        del context
        try:
            client = await self._clients.posting(team_id or "")
        except WorkspaceGone:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=client.token
        )
