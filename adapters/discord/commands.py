"""What a slash command does: runs, completes, or opens a form where its query was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from adapters.discord.declared import (
    GROUP,
    INTEGER,
    LONGEST_HELP,
    MOST_CHOICES,
    SUBCOMMAND,
    command_at,
    kind_of,
)
from adapters.discord.editing import Editing
from adapters.discord.forms import CADENCE, EDIT, QUERY, SUBSCRIBE, Form
from adapters.discord.mentions import unknown_mention
from adapters.discord.people import Interaction, context_of
from adapters.discord.replies import Answers
from bot.commands.completion import Choice
from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.commands.option import Command, Completions
from bot.commands.parse import parse_command
from bot.commands.reply import Reply
from bot.errors import CommandError

_STARTS = (
    "senior backend, Go | Rust, remote:EU",
    "data engineer, in:Berlin, salary>=80k EUR",
    "staff | principal, platform, -company:Acme",
)
"""What an empty query may become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A command as Discord sends it: its path behind /jobs, the options given, and which one is typed in."""

    path: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    focused: str = ""


def sent_of(data: Mapping[str, Any]) -> Sent:
    """What an interaction's data says."""
    path: list[str] = []
    options: Sequence[Mapping[str, Any]] = data.get("options") or ()
    while options and options[0].get("type") in (SUBCOMMAND, GROUP):
        path.append(options[0]["name"])
        options = options[0].get("options") or ()
    focused = next((one["name"] for one in options if one.get("focused")), "")
    return Sent(path=tuple(path), values={one["name"]: str(one["value"]) for one in options}, focused=focused)


class JobsCommand:
    """Answers `/jobs ...`."""

    def __init__(self, dispatcher: Dispatcher, answers: Answers, editing: Editing) -> None:
        self._dispatcher = dispatcher
        self._answers = answers
        self._editing = editing

    async def sent(self, interaction: Interaction) -> None:
        """A command that somebody sent."""
        sent = sent_of(_data(interaction))
        command = command_at(sent.path)
        form = None if command is None else _form(command, sent.values)
        if form is not None:
            await self._editing.open(interaction, form)
            return
        context = context_of(interaction)
        await self._answers.give(interaction, self._run(command, sent, context))

    async def typed(self, interaction: Interaction) -> None:
        """Somebody types into an option: what it may become, best first."""
        sent = sent_of(_data(interaction))
        command = command_at(sent.path)
        option = command.option(sent.focused) if command is not None else None
        typed = sent.values.get(sent.focused, "")
        if option is None:
            choices: tuple[Choice, ...] = ()
        elif option.completions is Completions.VOCABULARY and not typed.strip():
            choices = tuple(Choice(value=start, label=start) for start in _STARTS)
        else:
            choices = await self._dispatcher.choices(option, typed, context_of(interaction))
        whole_numbers = option is not None and kind_of(option) == INTEGER
        await self._answers.complete(interaction, offered(choices, whole_numbers=whole_numbers))

    async def _run(self, command: Command | None, sent: Sent, context: Context) -> Reply:
        name = " ".join(sent.path) if command is None else command.name
        values = sent.values if command is None else with_cadence(command, sent.values)
        refused = None if command is None else unknown_mention(command, values)
        reply = refused or await self._dispatcher.invoke(name, values, context)
        return await self._editing.with_buttons(reply, name, values, context)


def with_cadence(command: Command, values: Mapping[str, str]) -> Mapping[str, str]:
    """The options, where somebody has written all of them into the query: `senior Go daily`."""
    query = values.get(QUERY)
    if not query or command.option(CADENCE) is None or CADENCE in values:
        return values
    try:
        typed = parse_command(f"{SUBSCRIBE} {query}")
    except CommandError:
        return values
    return {**values, **typed.values}


def offered(
    choices: Sequence[Choice], *, whole_numbers: bool = False
) -> list[discord.app_commands.Choice[str | int | float]]:
    """As Discord shows them: a value that is longer than it takes is not offered, a label is cut."""
    return [
        discord.app_commands.Choice(
            name=_shortened(one.label), value=int(one.value) if whole_numbers else one.value
        )
        for one in choices
        if 0 < len(one.value) <= LONGEST_HELP
    ][:MOST_CHOICES]


def _form(command: Command, values: Mapping[str, str]) -> Form | None:
    """The form that a command opens, when nothing is said of what it should do."""
    if command.name == SUBSCRIBE and not values.get(QUERY, "").strip():
        return Form(command=SUBSCRIBE, cadence=values.get(CADENCE, ""))
    if command.name == EDIT and set(values) == {"id"}:
        return Form(command=EDIT, number=int(values["id"]))
    return None


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return dict(interaction.data or {})


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_HELP else f"{text[: LONGEST_HELP - 1]}…"
