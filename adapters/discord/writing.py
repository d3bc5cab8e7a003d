"""Writes an answer's commands as Discord takes them: `/jobs subscribe query:senior Go cadence:daily`. Pure.

The core writes a command as it is typed on one line. Here each option has a field of its own, and some
names are others (`declared.path_of`).
"""

import re

from adapters.discord.declared import ROOT, path_of, usage_of
from bot.commands.declaration import COMMANDS
from bot.commands.option import Command
from bot.commands.parse import Typed, parse_command
from bot.delivery.message import Message, Text
from bot.delivery.rewording import reworded
from bot.domain.subscription import Cadence
from bot.errors import CommandError

_USAGES = {command.usage: usage_of(command) for command in COMMANDS}
_GROUPED = {
    command.name: " ".join(path_of(command))
    for command in COMMANDS
    if " ".join(path_of(command)) != command.name
}
_INSIDE = "|".join(sorted({path_of(command)[-1] for command in COMMANDS if len(path_of(command)) > 1}))
_NAMED = re.compile(
    rf"/{ROOT} (?P<name>{'|'.join(name for name in _GROUPED)})"
    rf"(?! (?:{_INSIDE})\b)(?![\w-])"
)
_AT_THE_END = re.compile(rf"(?<=: )/{ROOT} .+$")
"""A command that an error ends with, as an example or as what to do."""

_MEANT = re.compile(rf"(?<=Did you mean )/{ROOT} help [^?]+(?=\?)")
_ALIASES = re.compile(rf"^Also: /{ROOT} [^.]*\.\s*")
"""Discord knows each command by one name."""

_CADENCES = frozenset(cadence.value for cadence in Cadence)
_OPTION_NAMES = {option.name.upper(): option.name for command in COMMANDS for option in command.options}
_OF_SERVER = re.compile(r"\b(?P<which>this|This) workspace\b")
"""What the core calls a workspace is a server here."""


def as_on_discord(message: Message) -> Message:
    """The message with its commands as they are typed on Discord."""
    return reworded(message, _said)


def as_typed(command: Command, values: dict[str, str]) -> str:
    """A command with its options, as it is typed on Discord."""
    options = (f" {name}:{value}" for name, value in values.items())
    return f"/{ROOT} {' '.join(path_of(command))}{''.join(options)}"


def _said(text: Text) -> str:
    if text.code or text.text in _USAGES:
        return _written(text.text)
    if text.bold and text.text in _OPTION_NAMES:
        return _OPTION_NAMES[text.text]
    said = _AT_THE_END.sub(lambda found: _written(found[0]), text.text)
    said = _MEANT.sub(lambda found: _written(found[0]), said)
    said = _ALIASES.sub("", said)
    said = _NAMED.sub(lambda found: f"/{ROOT} {_GROUPED[found['name']]}", said)
    return _OF_SERVER.sub(lambda found: f"{found['which']} server", said)


def _written(text: str) -> str:
    """What is to be typed; what is no command stays as it is."""
    if text in _USAGES:
        return _USAGES[text]
    if text in _CADENCES:
        return f"cadence:{text}"
    if not text.startswith(f"/{ROOT} "):
        return text
    try:
        typed = parse_command(text)
    except CommandError:
        return text
    return _with_options(typed)


def _with_options(typed: Typed) -> str:
    order = [option.name for option in typed.command.options if option.name in typed.values]
    return as_typed(typed.command, {name: typed.values[name].removeprefix(f"{name} ") for name in order})
