"""Buttons under messages, of this process or of years ago: their `custom_id` says all that they do."""

import re
from typing import Any, Self

import discord

from adapters.discord.custom_ids import TEMPLATE, pressed
from adapters.discord.editing import Editing
from adapters.discord.people import Interaction, context_of
from adapters.discord.replies import Answers
from bot.commands.dispatch import Dispatcher
from bot.commands.reply import Reply, say, words
from bot.delivery.message import ActionKind

PRESS = "jobwire_press"
"""The event of discord.py's client that a pressed button becomes, so that errors are handled in one place."""


class PressedButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=re.compile(TEMPLATE, re.DOTALL)):
    """Every button that tells us something. It holds nothing but what it was pressed as."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """The button of a message that was sent at any time."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101  # no other item of ours has such an id
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """It was pressed."""
        interaction.client.dispatch(PRESS, interaction, self.custom_id)


class Presses:
    """Answers presses, to the person alone unless it concerns the channel."""

    def __init__(self, dispatcher: Dispatcher, answers: Answers, editing: Editing) -> None:
        self._dispatcher = dispatcher
        self._answers = answers
        self._editing = editing

    async def pressed(self, interaction: Interaction, custom_id: str) -> None:
        """A button of ours, perhaps of another version of Jobwire."""
        asked = pressed(custom_id)
        if asked is None:
            await self._answers.show(interaction, _UNKNOWN)
        elif asked.kind is ActionKind.FORM:
            await self._editing.pressed(interaction, asked.value)
        else:
            work = self._dispatcher.press(asked.kind, asked.value, context_of(interaction))
            await self._answers.give(interaction, work)


_UNKNOWN: Reply = say(
    "That button does nothing any more",
    words("It belongs to another version of Jobwire. `/jobs help` shows all commands."),
)
