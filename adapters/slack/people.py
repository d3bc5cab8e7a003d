"""Who asks, and where: people and channels as Slack knows them, remembered for some minutes."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog

from adapters.slack.calls import Outcome, Request, call
from adapters.slack.clients import Clients
from adapters.slack.origin import Origin
from adapters.slack.platform import PLATFORM
from bot.commands.context import Context
from bot.domain.chat import ChannelRef, UserRef

REMEMBERED = timedelta(minutes=5)
"""How long somebody who has become an administrator, or is none any more, may wait for that to count."""

PATIENCE = 2
"""Seconds that Slack may take to tell: a form must be answered within three."""

USER_ID = re.compile(r"[UW][A-Z0-9]{7,}")

_MOST_REMEMBERED = 10_000
_UNNAMED = {"directmessage": "direct messages", "privategroup": ""}
"""What Slack says in place of a name. A private channel's own name is asked for."""

_NOT_THERE = ("channel_not_found", "not_in_channel")

_T = TypeVar("_T")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, as Slack shows them."""

    name: str
    is_admin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel, as Slack shows it to the bot."""

    name: str
    is_private: bool


class People:
    """Asks Slack, and remembers. Where Slack does not answer, a person is nobody's administrator."""

    def __init__(self, clients: Clients, clock: Callable[[], datetime]) -> None:
        self._clients = clients
        self._persons: _Memory[Person] = _Memory(clock)
        self._places: _Memory[Place] = _Memory(clock)
        self._members: _Memory[frozenset[str]] = _Memory(clock)

    async def context(self, origin: Origin) -> Context:
        """The context of a request."""
        person = await self.person(origin.team, origin.user)
        return Context(
            channel=ChannelRef(platform=PLATFORM, workspace=origin.team, channel=origin.channel),
            channel_name=await self._channel_name(origin),
            workspace_name=origin.team_name,
            user=UserRef(
                platform=PLATFORM,
                workspace=origin.team,
                user=origin.user,
                name=person.name if person else origin.user,
                is_admin=person is not None and person.is_admin,
            ),
        )

    async def person(self, team: str, user: str) -> Person | None:
        """Somebody of a workspace; None when Slack does not tell."""
        return await self._persons.get((team, user), lambda: self._ask_person(team, user))

    async def place(self, team: str, channel: str) -> Place | None:
        """A channel; None when the bot may not see it, or Slack does not tell."""
        return await self._places.get((team, channel), lambda: self._ask_place(team, channel))

    async def may_see(self, team: str, channel: str, user: str) -> bool:
        """Whether a channel is public, or the person is in it. What Slack does not tell is not seen."""
        place = await self.place(team, channel)
        if place is None or not place.is_private:
            return place is not None
        members = await self._members.get((team, channel), lambda: self._ask_members(team, channel))
        return members is not None and user in members

    async def bot_is_missing(self, team: str, channel: str) -> bool:
        """Whether Slack says that the bot is not in the channel. It is asked anew each time."""
        outcome = await self._ask(team, lambda client: client.conversations_info(channel=channel))
        if outcome.problem:
            return outcome.problem in _NOT_THERE
        told = outcome.told["channel"]
        return not (told.get("is_im") or told.get("is_mpim") or told.get("is_member", True))

    def forget_channel(self, team: str, channel: str) -> None:
        """Ask anew about a channel: it has changed."""
        self._places.forget((team, channel))
        self._members.forget((team, channel))

    async def _channel_name(self, origin: Origin) -> str:
        told = origin.channel_name
        name = _UNNAMED.get(told, told)
        if name:
            return name if told in _UNNAMED else f"#{name}"
        place = await self.place(origin.team, origin.channel) if origin.channel else None
        return place.name if place else "this channel"

    async def _ask_person(self, team: str, user: str) -> Person | None:
        outcome = await self._ask(team, lambda client: client.users_info(user=user))
        return None if outcome.problem else person_of(outcome.told["user"], team)

    async def _ask_place(self, team: str, channel: str) -> Place | None:
        outcome = await self._ask(team, lambda client: client.conversations_info(channel=channel))
        return None if outcome.problem else _place(outcome.told["channel"])

    async def _ask_members(self, team: str, channel: str) -> frozenset[str] | None:
        members: set[str] = set()
        cursor = ""
        while True:
            outcome = await self._ask(team, _members_request(channel, cursor))
            if outcome.problem:
                return None
            members |= set(outcome.told["members"])
            cursor = (outcome.told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return frozenset(members)

    async def _ask(self, team: str, request: Request) -> Outcome:
        try:
            async with asyncio.timeout(PATIENCE):
                outcome = await call(self._clients, team, request)
        except TimeoutError:
            outcome = Outcome(told={}, problem="too slow")
        if outcome.problem:
            _log.info("slack does not tell", team=team, problem=outcome.problem)
        return outcome


def person_of(told: Mapping[str, Any], team: str) -> Person:
    """Somebody as users.info tells of them; a guest from elsewhere administers nothing here."""
    profile = told.get("profile") or {}
    name = profile.get("display_name") or told.get("real_name") or told.get("name") or told["id"]
    teams = (told.get("team_id", team), *(told.get("enterprise_user") or {}).get("teams", ()))
    is_admin = bool(told.get("is_admin") or told.get("is_owner"))
    return Person(name=name, is_admin=is_admin and team in teams)


def _place(told: Mapping[str, Any]) -> Place:
    if told.get("is_im"):
        return Place(name="direct messages", is_private=True)
    return Place(name=f"#{told['name']}", is_private=bool(told.get("is_private") or told.get("is_mpim")))


def _members_request(channel: str, cursor: str) -> Request:
    return lambda client: client.conversations_members(channel=channel, cursor=cursor or None, limit=1000)


class _Memory(Generic[_T]):
    """Answers for some minutes, the oldest forgotten first. That there was no answer is not remembered."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[datetime, _T]] = OrderedDict()

    async def get(self, key: tuple[str, str], ask: Callable[[], Awaitable[_T | None]]) -> _T | None:
        known = self._known.get(key)
        if known is not None and known[0] > self._clock():
            return known[1]
        answer = await ask()
        if answer is not None:
            self._known[key] = (self._clock() + REMEMBERED, answer)
            self._known.move_to_end(key)
            if len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
        return answer

    def forget(self, key: tuple[str, str]) -> None:
        self._known.pop(key, None)
