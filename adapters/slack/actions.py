"""Actions pressed in messages, on cards and in answers, however old: what they do is in the database."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack.origin import of_press
from adapters.slack.people import People
from adapters.slack.replies import Answers
from bot.commands.dispatch import Dispatcher
from bot.commands.reply import say, words
from bot.delivery.message import ActionKind

PRESSED = re.compile(rf"^({'|'.join(re.escape(kind.value) for kind in ActionKind)}):\d+$")
"""The action ids that rendering.py gives: KIND:N."""


class PressedActions:
    """Answers presses, to the person alone unless it concerns the channel."""

    def __init__(self, dispatcher: Dispatcher, people: People, answers: Answers) -> None:
        self._dispatcher = dispatcher
        self._people = people
        self._answers = answers

    async def pressed(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """An action that we know. A link is opened by Slack itself; that it was is counted, and no more."""
        await ack()
        action = body["actions"][0]
        kind = ActionKind(action["action_id"].partition(":")[0])
        if kind is ActionKind.OPEN and not action.get("value"):
            return
        origin = of_press(body)
        context = await self._people.context(origin)
        reply = await self._dispatcher.press(kind, action.get("value", ""), context)
        if kind is not ActionKind.OPEN:
            await self._answers.give(origin, reply)

    async def unknown(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """An action of another version of Jobwire."""
        await ack()
        told = words("It belongs to another version of Jobwire. `/jobs help` shows all commands.")
        await self._answers.give(of_press(body), say("That button does nothing any more", told))
