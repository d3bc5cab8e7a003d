"""Slack as a chat platform: posts parts with their key, finds them again, changes them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.clients import Clients
from adapters.slack.failures import NO_THREAD, TOO_LONG, answer_of, translated
from adapters.slack.limits import CAPABILITIES, HISTORY_PAGE
from adapters.slack.rendering import blocks_of, carries, fallback_of, metadata_of
from adapters.slack.rich_text import Json
from bot.delivery.fit import fit_one
from bot.delivery.measure import message_blocks, message_characters
from bot.delivery.message import Message
from bot.delivery.platform import Capabilities, Limit
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.errors import RateLimited, StoreUnavailable, Unavailable

PLATFORM = "slack"

_MOST_KEPT_PLACES = 1000
_MOST_HALVINGS = 2

log = structlog.get_logger(__name__)

_Method = Callable[..., Awaitable[AsyncSlackResponse]]
_Place = tuple[ChannelRef, str, str | None]
"""A question: channel, key, and the thread it asks in."""


class SlackPlatform:
    """Posts through the Web API; `clients` knows who speaks for a workspace."""

    def __init__(self, clients: Clients, *, capabilities: Capabilities = CAPABILITIES) -> None:
        self._clients = clients
        self._capabilities = capabilities
        self._turned: dict[_Place, str] = {}  # the next page of questions that had to be broken off

    @property
    def name(self) -> str:
        """The platform's name in a `ChannelRef`: "slack"."""
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        """Slack's limits. Where a channel's history may not be read, `find` raises NotPermitted."""
        return self._capabilities

    async def send(
        self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
    ) -> SentMessage:
        """Post the message with its key as metadata; the id is Slack's `ts`. Raises a DeliveryError.

        Where Slack takes no reply, it stands in the channel; what Slack finds too long is shortened. Both
        are better than nothing, and written to the log.
        """
        client = await self._client(channel)
        request = {
            "channel": channel.channel,
            "metadata": metadata_of(key),
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            **_content(message, self._capabilities, key),
        }
        if parent is not None:
            request["thread_ts"] = parent.id
        with translated():
            answer = await self._request(client.chat_postMessage, request, message, key)
            return SentMessage(id=str(_told(answer)["ts"]))

    async def find(
        self, channel: ChannelRef, key: str, since: datetime, parent: SentMessage | None = None
    ) -> SentMessage | None:
        """The message of that key in the channel, or under `parent`, not older than `since`.

        A question that a rate limit breaks off goes on where it was when it is asked again. Raises
        NotPermitted where the history may not be read.
        """
        client = await self._client(channel)
        place = (channel, key, parent.id if parent else None)
        cursor = self._turned.pop(place, "")
        try:
            while True:
                page = await _page(client, channel, since=since, parent=parent, cursor=cursor)
                for told in page.get("messages") or ():
                    if carries(told, key):
                        return SentMessage(id=str(told["ts"]))
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return None
        except (RateLimited, asyncio.CancelledError):
            self._keep_place(place, cursor)
            raise

    async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
        """Replace a message's blocks and text; its key stays. Raises Rejected when it is gone."""
        client = await self._client(channel)
        content = _content(message, self._capabilities)
        request = {"channel": channel.channel, "ts": sent.id, **content}
        with translated():
            await self._request(client.chat_update, request, message)

    async def _request(
        self, method: _Method, request: Json, message: Message, key: str | None = None
    ) -> AsyncSlackResponse:
        """What Slack surely did not take for its thread or its length is tried in a milder form."""
        halvings = 0
        while True:
            try:
                return await method(**request)
            except SlackApiError as error:
                code = answer_of(error).code
                if code in TOO_LONG and halvings < _MOST_HALVINGS:
                    halvings += 1
                    request |= _content(message, _less(message, self._capabilities, 2**halvings), key)
                elif code not in NO_THREAD or request.pop("thread_ts", None) is None:
                    raise
                log.warning("slack_milder_message", channel=request["channel"], key=key, code=code)
                await asyncio.sleep(self._capabilities.pace.total_seconds())

    async def _client(self, channel: ChannelRef) -> AsyncWebClient:
        try:
            return await self._clients.posting(channel.workspace)
        except StoreUnavailable as error:
            raise Unavailable(str(error), detail=error.detail) from error

    def _keep_place(self, place: _Place, cursor: str) -> None:
        if cursor:
            self._turned[place] = cursor
        if len(self._turned) > _MOST_KEPT_PLACES:
            del self._turned[next(iter(self._turned))]


def _content(message: Message, capabilities: Capabilities, key: str | None = None) -> Json:
    return {"text": fallback_of(message), "blocks": blocks_of(fit_one(message, capabilities), key=key)}


def _less(message: Message, capabilities: Capabilities, share: int) -> Capabilities:
    """Limits for a `share`-th of the message, in which every section keeps a block."""
    characters = min(capabilities.text_characters.value, message_characters(message)) // share
    blocks = max(min(capabilities.blocks.value, message_blocks(message)) // share, len(message.sections))
    source = "ours: a part of what Slack found too long"
    return replace(
        capabilities,
        text_characters=Limit(value=characters, source=source),
        blocks=Limit(value=blocks, source=source),
    )


async def _page(
    client: AsyncWebClient,
    channel: ChannelRef,
    *,
    since: datetime,
    parent: SentMessage | None,
    cursor: str,
) -> Mapping[str, Any]:
    """A page of the channel, newest first, or of the thread; {} when there is no such thread (any more)."""
    asked: Json = {
        "channel": channel.channel,
        "oldest": f"{since.timestamp():.6f}",
        "inclusive": True,
        "limit": HISTORY_PAGE.value,
        "include_all_metadata": True,
    }
    if cursor:
        asked["cursor"] = cursor
    with translated(asking=True):
        if parent is None:
            return _told(await client.conversations_history(**asked))
        try:
            return _told(await client.conversations_replies(ts=parent.id, **asked))
        except SlackApiError as error:
            if answer_of(error).code == "thread_not_found":
                return {}
            raise


def _told(answer: AsyncSlackResponse) -> Mapping[str, Any]:
    """What an answer says. Raises TypeError when it is no JSON object."""
    if not isinstance(answer.data, dict):
        raise TypeError("not a JSON object")
    return answer.data
