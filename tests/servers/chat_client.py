"""The chat server's platform, as an adapter would write it: a `ChatPlatform` over HTTP."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.delivery.message import Message
from bot.delivery.plain import section_text
from bot.delivery.platform import Capabilities, Limit
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.errors import (
    ChannelGone,
    DeliveryError,
    MessageGone,
    NotPermitted,
    RateLimited,
    Rejected,
    Unavailable,
    Uncertain,
    WorkspaceGone,
)

CAPABILITIES = Capabilities(
    text_characters=Limit(value=4000, source="tests/servers/chat_server.py"),
    blocks=Limit(value=40, source="tests/servers/chat_server.py"),
    actions_per_row=Limit(value=5, source="tests/servers/chat_server.py"),
    label_characters=Limit(value=40, source="tests/servers/chat_server.py"),
    pace=timedelta(0),
    send_timeout=timedelta(seconds=2),
)
_REFUSALS: dict[str, type[DeliveryError]] = {
    "rejected": Rejected,
    "busy": Unavailable,
    "channel_gone": ChannelGone,
    "not_permitted": NotPermitted,
    "workspace_gone": WorkspaceGone,
    "message_gone": MessageGone,
}


class LoopbackChatPlatform:
    """Talks to the chat server at `url`. Close it when done."""

    def __init__(
        self, url: str, *, name: str = "loopback", capabilities: Capabilities = CAPABILITIES
    ) -> None:
        self._url = url.rstrip("/")
        self._name = name
        self._capabilities = capabilities
        self._session: aiohttp.ClientSession | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    async def send(
        self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
    ) -> SentMessage:
        body = {"key": key, "parent": parent.id if parent else None, **_content(message)}
        async with self._request("POST", _messages(channel), json=body) as answer:
            return SentMessage(id=(await answer.json())["id"])

    async def find(
        self,
        channel: ChannelRef,
        key: str,
        since: datetime,
        parent: SentMessage | None = None,  # noqa: ARG002 (history holds replies beside all others)
    ) -> SentMessage | None:
        query = {"since": since.astimezone(UTC).isoformat(timespec="microseconds")}
        while True:
            async with self._request("GET", _messages(channel), params=query) as answer:
                page = await answer.json()
            for one in page["messages"]:
                if one["key"] == key:
                    return SentMessage(id=one["id"])
            if page["before"] is None:
                return None
            query["before"] = str(page["before"])

    async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
        path = f"{_messages(channel)}/{quote(sent.id, safe='')}"
        async with self._request("PATCH", path, json=_content(message)):
            pass

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def _request(
        self, method: str, path: str, **options: Any
    ) -> AsyncGenerator[aiohttp.ClientResponse]:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._capabilities.send_timeout.total_seconds())
            self._session = aiohttp.ClientSession(timeout=timeout)
        try:
            async with self._session.request(method, self._url + path, **options) as answer:
                await _raise_refusal(answer)
                yield answer
        except aiohttp.ClientConnectorError as error:
            raise Unavailable("The chat server cannot be reached.", detail=str(error)) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Uncertain("The chat server did not answer.", detail=repr(error)) from error


async def _raise_refusal(answer: aiohttp.ClientResponse) -> None:
    if answer.status == 200:
        return
    if answer.status == 429:
        pause = timedelta(seconds=float(answer.headers["Retry-After"]))
        raise RateLimited("Too fast for this channel.", retry_after=pause)
    code = (await answer.json())["error"]
    raise _REFUSALS.get(code, Uncertain)(f"The chat server says: {code}.")


def _content(message: Message) -> dict[str, Any]:
    return {
        "summary": message.summary,
        "match_ids": [one.match_id for one in message.sections if one.match_id is not None],
        "sections": [section_text(section) for section in message.sections],
    }


def _messages(channel: ChannelRef) -> str:
    return f"/channels/{quote(channel.workspace, safe='')}/{quote(channel.channel, safe='')}/messages"
