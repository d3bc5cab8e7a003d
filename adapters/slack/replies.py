"""Takes a command's answer to the person who asked, or to the channel: by response_url while that lives.

A response_url serves five answers within 30 minutes
(https://docs.slack.dev/interactivity/handling-user-interaction#message_responses); what it does not take
goes through the Web API.
"""

from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.calls import call
from adapters.slack.clients import Clients
from adapters.slack.limits import CAPABILITIES
from adapters.slack.naming import Naming
from adapters.slack.origin import Origin
from adapters.slack.people import People
from adapters.slack.rendering import blocks_of, fallback_of
from bot.commands.reply import Reply, words
from bot.delivery.message import Message, Section
from bot.delivery.whole_answers import whole

PATIENCE = 10
"""Seconds until Slack must have taken an answer."""

_HTTP_OK = 200
_INVITATION = Section(
    blocks=(words("Jobwire is not in this channel, so nothing can be posted here yet: `/invite @Jobwire`"),)
)

_log = structlog.get_logger(__name__)


class Answers:
    """Gives answers. It never raises for what Slack refuses: that is logged, for nobody is left to tell."""

    def __init__(self, clients: Clients, people: People, naming: Naming) -> None:
        self._clients = clients
        self._people = people
        self._naming = naming

    async def give(self, origin: Origin, reply: Reply, *, only_to_person: bool = False) -> None:
        """Show a reply, in as many messages as it needs, to the person alone or to the channel.

        What concerns the channel also says when the bot is not in it. `only_to_person`: even then the
        person alone sees it.
        """
        message = await self._naming.named(reply.message, origin)
        if not reply.private and await self._people.bot_is_missing(origin.team, origin.channel):
            message = replace(message, sections=(*message.sections, _INVITATION))
        private = reply.private or only_to_person
        by_url = origin.response_url is not None
        for content in _contents(message):
            by_url = by_url and await self._respond(origin, content, private=private)
            if not by_url:
                await self._call(origin, content, private=private)

    async def post(self, team: str, channel: str, message: Message) -> bool:
        """Post a message in a channel that nobody has asked in; False when Slack does not take it."""
        origin = Origin(team=team, channel=channel, user="")
        taken = [await self._call(origin, content, private=False) for content in _contents(message)]
        return all(taken)

    async def _respond(self, origin: Origin, content: dict[str, Any], *, private: bool) -> bool:
        """Whether the response_url has taken it, or may have: nothing is shown twice to a channel."""
        body = content | {
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": False,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if origin.thread:
            body["thread_ts"] = origin.thread
        client = AsyncWebhookClient(origin.response_url or "", timeout=PATIENCE, retry_handlers=[])
        try:
            response = await client.send_dict(body)
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("answer uncertain", team=origin.team, problem=type(error).__name__)
            return not private
        return response.status_code == _HTTP_OK

    async def _call(self, origin: Origin, content: dict[str, Any], *, private: bool) -> bool:
        request: dict[str, Any] = {"channel": origin.channel, **content}
        if origin.thread:
            request["thread_ts"] = origin.thread
        if private:
            outcome = await call(
                self._clients,
                origin.team,
                lambda client: client.chat_postEphemeral(user=origin.user, **request),
            )
        else:
            quiet: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
            outcome = await call(
                self._clients, origin.team, lambda client: client.chat_postMessage(**request, **quiet)
            )
        if outcome.problem:
            _log.warning("answer lost", team=origin.team, channel=origin.channel, problem=outcome.problem)
        return not outcome.problem


def _contents(message: Message) -> list[dict[str, Any]]:
    """The text and blocks of each message that it takes."""
    return [{"text": fallback_of(part), "blocks": blocks_of(part)} for part in whole(message, CAPABILITIES)]
