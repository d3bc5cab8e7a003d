"""Discord as a chat platform: posts parts with their key, finds them again, changes them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic
from typing import Any

import structlog

from adapters.discord import failures
from adapters.discord.failures import translated
from adapters.discord.finding import CHANNEL, MESSAGE, MESSAGES, THREADS, find_in, find_in_thread, place_of
from adapters.discord.limits import CAPABILITIES
from adapters.discord.marker import Json, Marker, marked, marker_in, marker_of, nonce_of
from adapters.discord.places import Place, Spot, tags_for
from adapters.discord.publishing import Publishing
from adapters.discord.rendering import COMPONENTS_V2, allowed_mentions, title_of, view_of
from adapters.discord.rest import Refused, Rest
from bot.delivery.message import Message
from bot.delivery.platform import Capabilities
from bot.domain.chat import ChannelRef
from bot.domain.delivery import SentMessage
from bot.errors import MessageGone

PLATFORM = "discord"

_PERHAPS_A_FORUM = frozenset({failures.NO_TEXT_CHANNEL, failures.NOT_THIS_CHANNEL})
_OTHER_TAGS = frozenset({failures.UNKNOWN_TAG, failures.TAG_REQUIRED})
_NO_THREAD = frozenset(
    {
        failures.MISSING_PERMISSIONS,
        failures.NOT_THIS_CHANNEL,
        failures.THREAD_LOCKED,
        failures.UNKNOWN_CHANNEL,
        failures.UNKNOWN_MESSAGE,
    }
)
"""Refused as a message of a thread, where it may stand in the channel."""

_FORUM_KNOWN_FOR = 600.0
_MOST_FORUMS = 1000

log = structlog.get_logger(__name__)


class DiscordPlatform:
    """Posts through `rest`, which is the token's. Ids of messages are those of `places.Spot`."""

    def __init__(
        self,
        rest: Rest,
        *,
        capabilities: Capabilities = CAPABILITIES,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._rest = rest
        self._capabilities = capabilities
        self._clock = clock
        self._publishing = Publishing(rest, clock)
        self._forums: dict[str, tuple[Place, float]] = {}  # and when it was told

    @property
    def name(self) -> str:
        """The platform's name in a `ChannelRef`: "discord"."""
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        """Discord's limits. Where a channel's history may not be read, `find` raises NotPermitted."""
        return self._capabilities

    async def send(
        self, channel: ChannelRef, message: Message, key: str, parent: SentMessage | None = None
    ) -> SentMessage:
        """Post the message; its nonce and its marker come from the key. Raises a DeliveryError.

        In a forum it is a post of its own, which has no nonce. Under `parent` it stands in the thread that
        begins there; where there can be none, in the channel, which is written to the log.
        """
        with translated():
            spot = None
            if parent is not None:
                spot = await self._reply(channel, Spot.of(parent, channel), message, key)
            if spot is None:
                spot = await self._post(channel.channel, message, key)
            return spot.sent(channel)

    async def find(
        self, channel: ChannelRef, key: str, since: datetime, parent: SentMessage | None = None
    ) -> SentMessage | None:
        """The message of that key in the channel, or in the thread of `parent`, not older than `since`.

        Raises NotPermitted where the history may not be read.
        """
        marker = marker_of(key)
        with translated(asking=True):
            if parent is None:
                place = await place_of(self._rest, channel.channel)
                spot = await find_in(self._rest, place, marker, since)
            else:
                thread = _thread_of(channel, Spot.of(parent, channel))
                spot = await find_in_thread(self._rest, thread, marker, since)
            return spot.sent(channel) if spot else None

    async def edit(self, channel: ChannelRef, sent: SentMessage, message: Message) -> None:
        """Replace what a message says; its marker stays, and an archived post of ours is archived again.

        Raises MessageGone when it has been deleted, or the thread that it stood in.
        """
        spot = Spot.of(sent, channel)
        with translated():
            try:
                marker = await self._marker_at(spot)
                await self._replace(spot, message, marker)
            except Refused as refused:
                if refused.answer.code == failures.UNKNOWN_CHANNEL and spot.channel != channel.channel:
                    raise MessageGone(
                        "The thread has been deleted in Discord.", detail=str(refused)
                    ) from refused
                raise

    async def publish(self, channel: ChannelRef, sent: SentMessage) -> None:
        """Bring the message to the servers that follow its channel; one in a thread stays there."""
        spot = Spot.of(sent, channel)
        if spot.channel == channel.channel:
            with translated():
                await self._publishing.publish(spot)

    def keeps_together(self, channel: ChannelRef, first: SentMessage) -> bool:
        """Whether `first` began a forum post: what continues it is no post of its own."""
        return Spot.of(first, channel).channel != channel.channel

    async def _post(self, channel: str, message: Message, key: str) -> Spot:
        forum = self._known_forum(channel)
        if forum is None:
            try:
                return await self._message(channel, message, key)
            except Refused as refused:
                if refused.answer.code not in _PERHAPS_A_FORUM:
                    raise
                forum = await self._told_forum(channel)
                if not forum.is_forum:
                    raise
        try:
            return await self._forum_post(forum, message, key)
        except Refused as refused:
            if refused.answer.code not in _OTHER_TAGS:
                raise
            return await self._forum_post(await self._told_forum(channel), message, key)

    async def _message(self, channel: str, message: Message, key: str) -> Spot:
        """A message of a channel or thread; a thread that was archived is opened for it."""
        body = _content(message, key) | {"nonce": nonce_of(key), "enforce_nonce": True}
        try:
            told = await self._rest.request("POST", MESSAGES, body=body, channel_id=channel)
        except Refused as refused:
            if refused.answer.code != failures.THREAD_ARCHIVED:
                raise
            await self._set_archived(channel, archived=False)
            told = await self._rest.request("POST", MESSAGES, body=body, channel_id=channel)
        return Spot(str(told["channel_id"]), str(told["id"]))

    async def _forum_post(self, forum: Place, message: Message, key: str) -> Spot:
        body: Json = {"name": title_of(message), "message": _content(message, key)}
        if tags := tags_for(forum, message):
            body["applied_tags"] = tags
        told = await self._rest.request("POST", THREADS, body=body, channel_id=forum.id)
        return Spot(str(told["id"]), str(told["id"]))

    async def _reply(self, channel: ChannelRef, parent: Spot, message: Message, key: str) -> Spot | None:
        """In the thread of `parent`, None where there can be none. A thread that is there already is used."""
        thread = _thread_of(channel, parent)
        try:
            if thread != parent.channel:
                await self._begin_thread(parent, message)
            return await self._message(thread, message, key)
        except Refused as refused:
            if refused.answer.code not in _NO_THREAD:
                raise
            log.warning("discord_no_thread", channel=channel.channel, key=key, code=refused.answer.code)
            return None

    async def _begin_thread(self, parent: Spot, message: Message) -> None:
        try:
            await self._rest.request(
                "POST",
                f"{MESSAGE}/threads",
                body={"name": title_of(message)},
                channel_id=parent.channel,
                message_id=parent.message,
            )
        except Refused as refused:
            if refused.answer.code != failures.THREAD_EXISTS:
                raise

    async def _marker_at(self, spot: Spot) -> Marker | None:
        """The marker of a message; None where it may not be read, though it may be changed."""
        try:
            told: Mapping[str, Any] = await self._rest.request(
                "GET", MESSAGE, channel_id=spot.channel, message_id=spot.message
            )
        except Refused as refused:
            if refused.answer.code == failures.MISSING_ACCESS:
                return None
            raise
        return marker_in(told)

    async def _replace(self, spot: Spot, message: Message, marker: Marker | None) -> None:
        components = view_of(message)
        body = {
            "components": components if marker is None else marked(components, marker),
            "allowed_mentions": {"parse": []},
        }
        try:
            await self._rest.request(
                "PATCH", MESSAGE, body=body, channel_id=spot.channel, message_id=spot.message
            )
        except Refused as refused:
            if refused.answer.code != failures.THREAD_ARCHIVED:
                raise
            await self._set_archived(spot.channel, archived=False)
            await self._rest.request(
                "PATCH", MESSAGE, body=body, channel_id=spot.channel, message_id=spot.message
            )
            await self._archive_again(spot.channel)

    async def _archive_again(self, thread: str) -> None:
        """So that a change brings nothing back to the top. Threads of others may be opened, not archived."""
        try:
            await self._set_archived(thread, archived=True)
        except Refused as refused:
            log.info("discord_thread_left_open", thread=thread, code=refused.answer.code)

    async def _set_archived(self, thread: str, *, archived: bool) -> None:
        await self._rest.request("PATCH", CHANNEL, body={"archived": archived}, channel_id=thread)

    def _known_forum(self, channel: str) -> Place | None:
        """A forum that was told a short while ago; None when the channel is none, or not known to be one."""
        place, told_at = self._forums.get(channel, (None, 0.0))
        return place if self._clock() - told_at < _FORUM_KNOWN_FOR else None

    async def _told_forum(self, channel: str) -> Place:
        place = await place_of(self._rest, channel)
        if place.is_forum:
            self._forums[channel] = place, self._clock()
        if len(self._forums) > _MOST_FORUMS:
            del self._forums[next(iter(self._forums))]
        return place


def _content(message: Message, key: str) -> Json:
    return {
        "components": view_of(message, key=key),
        "flags": COMPONENTS_V2,
        "allowed_mentions": allowed_mentions(message),
    }


def _thread_of(channel: ChannelRef, parent: Spot) -> str:
    """The thread under a message: of one that stands in a thread or post already, that one."""
    return parent.channel if parent.channel != channel.channel else parent.thread
