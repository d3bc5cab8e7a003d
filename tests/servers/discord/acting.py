"""The part of the control that acts as people: commands, completion, buttons, selects and modals."""

import asyncio
from typing import TYPE_CHECKING

from .filling import pressable, pressed, submitted
from .interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction
from .model import PERMISSIONS, Json
from .permissions import in_channel
from .resolving import Resolved
from .slash import Slash

if TYPE_CHECKING:
    from .server import DiscordServer

PATIENCE = 10.0


class Acting:
    """`wait`: "answer" until there is something to see, "ack" until the first response, "" not at all.

    Each returns what interactions.Interactions.told says. ValueError: the client would not let them.
    """

    def __init__(self, server: "DiscordServer") -> None:
        self._server = server
        self._state = server.state

    async def command(
        self, channel: str, user: str, text: str, options: Json | None = None, *, wait: str = "answer"
    ) -> Json:
        """Send a slash command: command(channel, user, "jobs subscribe", {"query": "go remote"})."""
        self._seen(channel, user)
        data = Slash(self._state).data(self._state.channels[channel], user, text, options or {})
        return await self._told(self._server.interactions.begin(COMMAND, channel, user, data), wait)

    async def complete(
        self, channel: str, user: str, text: str, focused: str, options: Json | None = None
    ) -> Json:
        """Type into an option; `options`: what is typed so far, into it too. See `choices`, `took`."""
        self._seen(channel, user)
        typed = {focused: "", **(options or {})}
        data = Slash(self._state).completing(self._state.channels[channel], user, text, typed, focused)
        return await self._told(self._server.interactions.begin(AUTOCOMPLETE, channel, user, data), "answer")

    async def press(
        self, message: str, user: str, named: str, values: list[str] | None = None, *, wait: str = "answer"
    ) -> Json:
        """Use a component of a message, private ones too, by label, placeholder or custom_id."""
        found = self._message(message, user)
        data = pressed(pressable(found, named), values, self._resolved(found["channel_id"], user))
        begun = self._server.interactions.begin(COMPONENT, found["channel_id"], user, data, message=found)
        return await self._told(begun, wait)

    async def submit(self, interaction: str, values: Json | None = None, *, wait: str = "answer") -> Json:
        """Send the modal that answered an interaction, filled in by custom_id or label."""
        opened = self._server.interactions.all[interaction]
        if opened.modal is None:
            raise ValueError(f"interaction {interaction} opened no modal")
        data = submitted(opened.modal, values or {}, self._resolved(opened.channel, opened.user))
        message = self._message(opened.message, opened.user) if opened.message else None
        begun = self._server.interactions.begin(SUBMIT, opened.channel, opened.user, data, message=message)
        opened.modal = None
        return await self._told(begun, wait)

    async def commands_for(self, channel: str, user: str) -> list[str]:
        """The names of the commands that a person is offered there."""
        found = Slash(self._state).shown_to(self._state.channels[channel], user)
        return [one["name"] for one in found]

    async def interaction(self, interaction: str, *, wait: str = "") -> Json:
        """What became of one; `wait` as above."""
        return await self._told(self._server.interactions.all[interaction], wait)

    async def interactions(self) -> list[Json]:
        """All of them in order: acked, latency, late, took, answer, failed, messages."""
        every = self._server.interactions
        return [every.told(one) for one in every.all.values()]

    def _resolved(self, channel: str, user: str) -> Resolved:
        return Resolved(self._state, self._state.channels[channel], user)

    def _seen(self, channel: str, user: str) -> None:
        where = self._state.channels[channel]
        if where.deleted or not in_channel(self._state, where, user) & PERMISSIONS["view_channel"]:
            raise ValueError(f"{user} does not see {channel}")

    def _message(self, message: str, user: str) -> Json:
        private = self._state.private.get(message)
        if private is not None and private["_seen_by"] != user:
            raise ValueError(f"{message} is not for {user}")
        shown = private or next((of[message] for of in self._state.messages.values() if message in of), None)
        if shown is None:
            raise ValueError(f"no message {message}")
        self._seen(shown["channel_id"], user)
        return shown

    async def _told(self, interaction: Interaction, wait: str) -> Json:
        if wait:
            async with asyncio.timeout(PATIENCE):
                await (interaction.settled if wait == "answer" else interaction.acked).wait()
        return self._server.interactions.told(interaction)
