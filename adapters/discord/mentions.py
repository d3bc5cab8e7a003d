"""Whom a setting may name on Discord: people and roles, chosen from the list that `@` opens. Pure."""

import re
from collections.abc import Mapping

from bot.commands.option import Command
from bot.commands.reply import Reply, error_reply
from bot.commands.values import is_off
from bot.domain.chat import Managers
from bot.errors import BadOption

_PERSON = re.compile(r"<@!?\d{1,20}>|\d{15,20}")
_CALLED = re.compile(r"<@[!&]?\d{1,20}>")
_LONGEST_SHOWN = 60


def unknown_mention(command: Command, values: Mapping[str, str]) -> Reply | None:
    """Why what a setting names is nobody whom Discord knows; None otherwise.

    A name alone (`@anna`) says nothing: Discord puts an id in its place when it is chosen from the list.
    """
    if command.name == "settings mention":
        return _mention(values.get("mention", "").strip())
    if command.name == "settings managers" and values.get("managers", "").casefold() == Managers.LISTED:
        return _people(values.get("people", ""))
    return None


def _mention(given: str) -> Reply | None:
    if not given or is_off(given) or _CALLED.fullmatch(given):
        return None
    return error_reply(
        BadOption(
            f'Discord does not tell who "{given[:_LONGEST_SHOWN]}" is. Type @ and choose one role or one '
            "person from the list that opens, or write off. Everyone at once cannot be mentioned."
        )
    )


def _people(given: str) -> Reply | None:
    strange = [word for word in re.split(r"[\s,;]+", given) if word and not _PERSON.fullmatch(word)]
    if not strange:
        return None
    return error_reply(
        BadOption(
            f'Discord does not tell who "{strange[0][:_LONGEST_SHOWN]}" is. Type @ and choose people from '
            "the list that opens; roles cannot be listed."
        )
    )
