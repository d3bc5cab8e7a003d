"""The Home tab: shown when somebody opens it, and shown anew after what they press there."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.slack.calls import call
from adapters.slack.form import filled
from adapters.slack.home_view import MOST_CHANNELS, HomeChannel, HomeContent, HomePress, home_view
from adapters.slack.modal import Form
from adapters.slack.naming import Naming
from adapters.slack.origin import Origin, team_of
from adapters.slack.people import People
from adapters.slack.platform import PLATFORM
from adapters.slack.replies import Answers
from adapters.slack.services import SlackServices
from bot.commands.permissions import may_manage
from bot.commands.reply import Reply
from bot.delivery.message import Actions, Message
from bot.domain.chat import Channel, UserRef
from bot.domain.posting import PostingId
from bot.domain.subscription import Subscription
from bot.store import chats, saved, sources, statistics, subscriptions

_WEEK = timedelta(days=7)
_MOST_ASKED = 40
"""Channels that Slack is asked about for one tab: it answers some 50 such questions a minute."""

_log = structlog.get_logger(__name__)


class Home:
    """Shows the tab. What a person may not see or do is not in it; the commands check again."""

    def __init__(self, services: SlackServices, people: People, answers: Answers, *, form: Form) -> None:
        self._services = services
        self._people = people
        self._answers = answers
        self._naming = Naming(people, services.core.store)
        self._form = form

    async def opened(self, _ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Somebody opens the app: its Home tab, or its messages."""
        event = body["event"]
        if event.get("tab", "home") == "home":
            await self._show(body["team_id"], event["user"])

    async def subscribing(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """A new subscription: the form, which then also asks for the channel."""
        await ack()
        origin = Origin(team=team_of(body), channel="", user=body["user"]["id"])
        await self._form.opened(origin, body["trigger_id"])

    async def submitted(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """That form, filled in."""
        done = await self._form.subscribe(ack, body)
        if done is not None:
            channel = filled(body["view"]).channel
            await self._told(Origin(team=team_of(body), channel=channel, user=body["user"]["id"]), done)

    async def pressed(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Do what the command does, tell the channel what concerns it, and show how things are now."""
        await ack()
        press = HomePress.of(body["actions"][0]["value"])
        origin = Origin(team=team_of(body), channel=press.channel, user=body["user"]["id"])
        if press.unsave is not None:
            await self._unsave(origin, PostingId(press.unsave))
            await self._show(origin.team, origin.user)
            return
        context = await self._people.context(origin)
        await self._told(origin, await self._services.dispatcher.run(press.text, context))

    async def _told(self, origin: Origin, done: Reply) -> None:
        """Show the answer at the top of the tab, and in its channel when it concerns that."""
        await self._show(origin.team, origin.user, await self._notice(done, origin))
        if not done.private:
            await self._answers.post(origin.team, origin.channel, done.message)

    async def _unsave(self, origin: Origin, posting_id: PostingId) -> None:
        user = UserRef(platform=PLATFORM, workspace=origin.team, user=origin.user, name=origin.user)
        async with self._services.core.store.write() as c:
            await saved.unsave(c, user, posting_id)

    async def _show(self, team: str, user: str, notice: Message | None = None) -> None:
        view = home_view(replace(await self._content(team, user), notice=notice))
        outcome = await call(
            self._services.clients, team, lambda client: client.views_publish(user_id=user, view=view)
        )
        if outcome.problem:
            _log.warning("home not shown", team=team, problem=outcome.problem)

    async def _notice(self, done: Reply, origin: Origin) -> Message:
        """What was done, without its actions: in the tab they would have no channel."""
        message = await self._naming.named(done.message, origin)
        sections = tuple(
            replace(one, blocks=tuple(block for block in one.blocks if not isinstance(block, Actions)))
            for one in message.sections
        )
        return replace(message, sections=sections)

    async def _content(self, team: str, user: str) -> HomeContent:
        core = self._services.core
        person = await self._people.person(team, user)
        who = UserRef(
            platform=PLATFORM,
            workspace=team,
            user=user,
            name=person.name if person else user,
            is_admin=person is not None and person.is_admin,
        )
        content = HomeContent(now=core.clock(), zone=core.defaults.timezone)
        async with core.store.read() as c:
            workspace = await chats.workspace_id(c, PLATFORM, team)
            kept = await saved.saved_by(c, who)
            if workspace is None:
                return replace(content, saved=kept)
            there = [
                (channel, await subscriptions.of_channel(c, channel.id))
                for channel in await chats.channels(c, workspace)
            ]
            read = await sources.visible_to(c, workspace)
        asking = [(channel, some) for channel, some in there if some]
        seen = await self._seen(asking, user)
        async with core.store.read() as c:
            shown = [await _channel(c, channel, some, content, who) for channel, some in seen]
        return replace(
            content,
            channels=tuple(shown),
            left_out=sum(len(some) for _, some in asking) - sum(len(some) for _, some in seen),
            saved=kept,
            sources=tuple(read),
            sources_channel=next((one.id for one in shown if one.may_manage), None),
        )

    async def _seen(
        self, asking: list[tuple[Channel, tuple[Subscription, ...]]], user: str
    ) -> list[tuple[Channel, tuple[Subscription, ...]]]:
        """The first channels that the person may see: private ones only where they are in them."""
        some = asking[:_MOST_ASKED]
        sees = await asyncio.gather(
            *(self._people.may_see(one.ref.workspace, one.ref.channel, user) for one, _ in some)
        )
        return [one for one, visible in zip(some, sees, strict=True) if visible][:MOST_CHANNELS]


async def _channel(
    c: AsyncConnection,
    channel: Channel,
    there: tuple[Subscription, ...],
    content: HomeContent,
    who: UserRef,
) -> HomeChannel:
    numbers = await statistics.numbers_of(c, channel.id, content.now - _WEEK)
    none = statistics.Numbers(suppressed={})
    return HomeChannel(
        id=channel.ref.channel,
        name=channel.name,
        dead_reason=channel.dead_reason,
        may_manage=may_manage(who, channel.settings),
        numbers=numbers.total,
        subscriptions=tuple((one, numbers.by_subscription.get(one.id, none)) for one in there),
    )
