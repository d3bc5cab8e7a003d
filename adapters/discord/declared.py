"""`/jobs` as Discord's typed slash commands, out of the one declaration. Pure.

Discord has subcommands and groups of subcommands, and a name is one or the other: what is `/jobs digest`
beside `/jobs digest off` elsewhere is `/jobs digest set` here, one of the names that it has anyway.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.commands.declaration import COMMANDS, by_name
from bot.commands.option import Command, Completions, Option, OptionType
from bot.commands.values import MOST_DAYS
from bot.matching.lexer import LONGEST_QUERY

Json = dict[str, Any]

ROOT = "jobs"
ROOT_HELP = "Job postings for this channel: subscribe, search, digest, settings"

CHAT_INPUT = 1
SUBCOMMAND, GROUP, STRING, INTEGER = 1, 2, 3, 4
"""https://docs.discord.com/developers/interactions/application-commands: types of commands and options."""

GUILD_INSTALL = 0
GUILDS, BOT_DM = 0, 1
"""Installation and interaction contexts, on the same page."""

LONGEST_HELP = 100
MOST_CHOICES = 25

Localised = Mapping[str, Mapping[str, str]]
"""For a path ("jobs", "jobs subscribe", "jobs subscribe query"): its name by Discord's locale."""

_LONGEST_ROOTED = 2
_FORMS = ("subscribe", "edit")
"""Commands that open a form when the query is left out; what says so stands in `forms.py`."""


def declaration(localised: Localised = MappingProxyType({})) -> list[Json]:
    """All global commands, as Discord is sent them.

    Everybody may see `/jobs`: who may change a channel is that channel's own setting, and a server's
    administrators can narrow it further under Server Settings, Integrations.
    """
    options = [_subcommand(command, localised) for command in COMMANDS if len(path_of(command)) == 1]
    options += [_group(name, localised) for name in _group_names()]
    root = {
        "type": CHAT_INPUT,
        "name": ROOT,
        "description": ROOT_HELP,
        "options": options,
        "default_member_permissions": None,
        "integration_types": [GUILD_INSTALL],
        "contexts": [GUILDS, BOT_DM],
        "nsfw": False,
    }
    return [_named(root, ROOT, localised)]


def digest_of(commands: Sequence[Json]) -> str:
    """What a declaration is recognised by."""
    written = json.dumps(commands, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def path_of(command: Command) -> tuple[str, ...]:
    """The words behind `/jobs` that name a command here."""
    words = tuple(command.name.split())
    if len(words) == 1 and words[0] in _group_names():
        return next(tuple(alias.split()) for alias in command.aliases if alias.startswith(f"{words[0]} "))
    return words


def command_at(path: Sequence[str]) -> Command | None:
    """The command that a path names; None when there is none of that name (any more)."""
    return by_name(" ".join(path))


def kind_of(option: Option) -> int:
    """Discord's type of an option."""
    return INTEGER if option.type in (OptionType.NUMBER, OptionType.DAYS) else STRING


def usage_of(command: Command) -> str:
    """How it is typed here: `/jobs pause id:… [for:…]`."""
    words = (
        f"{option.name}:…"
        if option.required and not _is_asked_in_a_form(command, option)
        else f"[{option.name}:…]"
        for option in command.options
    )
    return " ".join((f"/{ROOT}", *path_of(command), *words))


def _group_names() -> tuple[str, ...]:
    two = (command.name.split()[0] for command in COMMANDS if len(command.name.split()) == _LONGEST_ROOTED)
    return tuple(dict.fromkeys(two))


def _group(name: str, localised: Localised) -> Json:
    inside = [command for command in COMMANDS if path_of(command)[0] == name]
    own = by_name(name)
    return _named(
        {
            "type": GROUP,
            "name": name,
            "description": _help(own.help if own else name),
            "options": [_subcommand(command, localised) for command in inside],
        },
        f"{ROOT} {name}",
        localised,
    )


def _subcommand(command: Command, localised: Localised) -> Json:
    path = " ".join((ROOT, *path_of(command)))
    return _named(
        {
            "type": SUBCOMMAND,
            "name": path_of(command)[-1],
            "description": _help(command.help),
            "options": _required_first(
                _option(command, option, path, localised) for option in command.options
            ),
        },
        path,
        localised,
    )


def _option(command: Command, option: Option, path: str, localised: Localised) -> Json:
    declared: Json = {
        "type": kind_of(option),
        "name": option.name,
        "description": _help(option.help),
        "required": option.required and not _is_asked_in_a_form(command, option),
    }
    match option.type:
        case OptionType.NUMBER:
            declared["min_value"] = 0
        case OptionType.DAYS:
            declared |= {"min_value": 1, "max_value": MOST_DAYS}
        case OptionType.QUERY:
            declared["max_length"] = LONGEST_QUERY
    if option.choices:
        declared["choices"] = [{"name": choice, "value": choice} for choice in option.choices]
    elif option.completions is not Completions.NONE:
        declared["autocomplete"] = True
    return _named(declared, f"{path} {option.name}", localised)


def _is_asked_in_a_form(command: Command, option: Option) -> bool:
    return option.type is OptionType.QUERY and command.name in _FORMS


def _required_first(options: Iterable[Json]) -> list[Json]:
    return sorted(options, key=lambda option: not option["required"])


def _named(declared: Json, path: str, localised: Localised) -> Json:
    names = localised.get(path)
    return declared | ({"name_localizations": dict(names)} if names else {})


def _help(text: str) -> str:
    """A description of at most 100 characters, cut between words."""
    whole = f"{text[:1].upper()}{text[1:]}"
    if len(whole) <= LONGEST_HELP:
        return whole
    return f"{whole[: LONGEST_HELP - 1].rsplit(' ', 1)[0]}…"
