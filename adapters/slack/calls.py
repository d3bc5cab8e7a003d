"""One call of the Web API as whoever may speak for a workspace; what goes wrong is a word, not an error.

For answers, forms and questions, where nobody is left to tell. Deliveries have `platform.py`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import Clients
from adapters.slack.failures import answer_of, translated
from bot.errors import DeliveryError, StoreUnavailable

Request = Callable[[AsyncWebClient], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What Slack told, and the error code or the kind of failure; empty when all went well."""

    told: Mapping[str, Any]
    problem: str = ""


async def call(clients: Clients, team: str, request: Request) -> Outcome:
    """Make the request once."""
    try:
        with translated():
            client = await clients.posting(team)
            try:
                response = await request(client)
            except SlackApiError as error:
                answer = answer_of(error)
                return Outcome(told={}, problem=answer.code or f"HTTP {answer.status}")
            return Outcome(told=dict(response.data))
    except (DeliveryError, StoreUnavailable) as error:
        return Outcome(told={}, problem=type(error).__name__)
