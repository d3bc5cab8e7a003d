"""What happens to channels and installations, told by Slack's events.

An event acts once, whichever process it reaches and however often: its id is noted in the database in the
transaction of what it changes. Bolt acknowledges events before they are worked on; what a process takes to
its grave is made up for later: a delivery finds out what an archived channel or a removed app is, and any
command typed in a channel takes it up again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.slack.people import People
from adapters.slack.platform import PLATFORM
from adapters.slack.replies import Answers
from adapters.slack.services import SlackServices
from adapters.slack.welcome import back_again, welcome
from bot.delivery.message import Message
from bot.domain.chat import Channel, ChannelRef
from bot.store import chats, components, subscriptions

_LEFT = "Jobwire was removed from the channel"
GONE = {
    "channel_archive": "the channel is archived",
    "group_archive": "the channel is archived",
    "channel_deleted": "the channel is deleted",
    "group_deleted": "the channel is deleted",
    "channel_left": _LEFT,
    "group_left": _LEFT,
}
BACK = ("channel_unarchive", "group_unarchive")
RENAMED = ("channel_rename", "group_rename")
REMOVED = ("app_uninstalled", "tokens_revoked")

_SEEN = "slack event"
"""Kind of the component that notes an event."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event, taken apart. `channel` is empty where it concerns none."""

    id: str
    type: str
    team: str | None
    enterprise: str | None
    channel: str
    event: Mapping[str, Any]

    @property
    def ref(self) -> ChannelRef:
        """The channel that it concerns."""
        return ChannelRef(platform=PLATFORM, workspace=self.team or "", channel=self.channel)


class Events:
    """Acts on events. Each method is a listener."""

    def __init__(self, services: SlackServices, people: People, answers: Answers) -> None:
        self._services = services
        self._core = services.core
        self._people = people
        self._answers = answers

    async def joined(self, _ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Somebody is in a channel now; when it is the bot itself, it greets."""
        told = told_of(body)
        if told.event["user"] != bot_of(body):
            return
        self._people.forget_channel(told.ref.workspace, told.channel)
        place = await self._people.place(told.ref.workspace, told.channel)
        async with self._core.store.write() as c:
            if not await self._is_new(c, told):
                return
            greeting, channel = await self._join(c, told, place.name if place else "")
        self._note(told)
        if greeting is not None:
            await self._answers.post(told.ref.workspace, told.channel, greeting)
        await self._core.deliver_soon(channel.id)

    async def gone(self, _ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """A channel is archived or deleted, or has removed the bot: nothing is posted there any more."""
        told = told_of(body)
        async with self._core.store.write() as c:
            channel = await chats.channel_by_ref(c, told.ref)
            if not await self._is_new(c, told) or channel is None or channel.dead_reason is not None:
                return
            await chats.mark_dead(c, channel.id, GONE.get(told.type, _LEFT))
        self._people.forget_channel(told.ref.workspace, told.channel)
        self._note(told)

    async def left(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Somebody has left a channel; when it is the bot itself, the channel has removed it."""
        if body["event"]["user"] == bot_of(body):
            await self.gone(ack, body)

    async def ignored(self, _ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """An event that the app was set up to be told of, but that says nothing to it."""
        _log.debug("slack event ignored", type=body["event"]["type"])

    async def back(self, _ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """A channel is not archived any more: what it asked for goes on."""
        told = told_of(body)
        async with self._core.store.write() as c:
            channel = await chats.channel_by_ref(c, told.ref)
            if not await self._is_new(c, told) or channel is None:
                return
            await chats.revive(c, channel.id)
        self._note(told)
        await self._core.deliver_soon(channel.id)

    async def renamed(self, _ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """A channel has another name; one that is not known stays unknown."""
        told = told_of(body)
        async with self._core.store.write() as c:
            if not await self._is_new(c, told) or await chats.channel_by_ref(c, told.ref) is None:
                return
            await self._known(c, told, f"#{told.event['channel']['name']}")
        self._people.forget_channel(told.ref.workspace, told.channel)
        self._note(told)

    async def removed(self, _ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """The app was uninstalled, or the bot's token revoked: all of the workspace's deliveries stop.

        Its data stays, for when it comes back. People's own tokens are none of ours.
        """
        told = told_of(body)
        if told.type == "tokens_revoked" and not (told.event.get("tokens") or {}).get("bot"):
            return
        whole = is_whole_organisation(body)
        teams = await self._teams(told, whole=whole)
        async with self._core.store.write() as c:
            if not await self._is_new(c, told):
                return
            for team in teams:
                workspace = await chats.workspace_id(c, PLATFORM, team)
                if workspace is not None:
                    await chats.remove_workspace(c, workspace, self._core.clock())
        if self._services.installations is not None:
            await self._services.installations.forget(told.enterprise, None if whole else told.team)
        self._note(told)

    async def _join(self, c: AsyncConnection, told: Told, name: str) -> tuple[Message | None, Channel]:
        """Make the channel known, alive; and what to say there: nothing where it was served all along."""
        before = await chats.channel_by_ref(c, told.ref)
        channel = await self._known(c, told, name)
        there = await subscriptions.of_channel(c, channel.id)
        if channel.dead_reason is not None:
            await chats.revive(c, channel.id)
        if not there:
            return welcome(channel.settings), channel
        was_away = before is not None and before.dead_reason is not None
        return (back_again(len(there)) if was_away else None), channel

    async def _known(self, c: AsyncConnection, told: Told, name: str) -> Channel:
        return await chats.ensure_channel(
            c,
            told.ref,
            workspace_name="",
            channel_name=name,
            settings=self._core.defaults,
            now=self._core.clock(),
        )

    async def _teams(self, told: Told, *, whole: bool) -> tuple[str, ...]:
        if not whole:
            return (told.team,) if told.team else ()
        installations = self._services.installations
        if installations is None or told.enterprise is None:
            return ()
        return await installations.served_by(told.enterprise)

    async def _is_new(self, c: AsyncConnection, told: Told) -> bool:
        return await components.claim(c, noted_as(told.id), _SEEN, self._core.clock())

    def _note(self, told: Told) -> None:
        _log.info("slack event", type=told.type, team=told.team, channel=told.channel or None)


def told_of(body: Mapping[str, Any]) -> Told:
    """The event of a request."""
    event = body["event"]
    channel = event.get("channel") or ""
    return Told(
        id=body["event_id"],
        type=event["type"],
        team=body.get("team_id"),
        enterprise=body.get("enterprise_id"),
        channel=channel["id"] if isinstance(channel, Mapping) else channel,
        event=event,
    )


def bot_of(body: Mapping[str, Any]) -> str | None:
    """The bot's user id in the workspace that is told of the event."""
    return next((one["user_id"] for one in body.get("authorizations") or () if one.get("is_bot")), None)


def is_whole_organisation(body: Mapping[str, Any]) -> bool:
    """Whether an event about the installation is about that of a whole Enterprise Grid organisation."""
    team, enterprise = body.get("team_id"), body.get("enterprise_id")
    if enterprise is None:
        return False
    authorizations = body.get("authorizations") or ()
    return team in (None, enterprise) or any(one.get("is_enterprise_install") for one in authorizations)


def noted_as(event_id: str) -> str:
    """The id under which an event is noted."""
    return hashlib.sha256(f"slack event {event_id}".encode()).hexdigest()[:32]
