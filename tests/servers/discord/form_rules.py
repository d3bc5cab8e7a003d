"""What Discord wants of modals, of autocomplete choices and of command declarations, beyond its OpenAPI."""

import re
from typing import Any

from .component_rules import SELECTS, check_options, check_select, walk
from .model import Json
from .refusal import Form

TEXT_INPUT, LABEL, RADIO, CHECKBOXES, CHECKBOX = 4, 18, 21, 22, 23
NAME = re.compile(r"^[-_'\w]{1,32}$")
MOST_COMMANDS = 100
MOST_COMMAND_TEXT = 8000
SUBCOMMAND, GROUP, STRING = 1, 2, 3


def check_modal(form: Form, data: Json) -> None:
    """Add what is wrong with the data of an answer of type 9."""
    form.length(("data", "title"), data.get("title"), 1, 45)
    form.length(("data", "custom_id"), data.get("custom_id"), 1, 100)
    form.length(("data", "components"), data.get("components"), 1, 5)
    known = set()
    for path, one in walk(data.get("components"), ("data", "components")):
        custom_id = one.get("custom_id")
        if custom_id in known:
            form.add(
                (*path, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        if custom_id:
            known.add(custom_id)
        _check_field(form, path, one)


def _check_field(form: Form, path: tuple[str | int, ...], one: Json) -> None:
    kind = one.get("type")
    if kind == LABEL:
        form.length((*path, "label"), one.get("label"), 1, 45)
        form.longest((*path, "description"), one.get("description"), 100)
    elif kind == TEXT_INPUT:
        _check_input(form, path, one)
    elif kind in SELECTS:
        check_select(form, path, one)
    elif kind in (RADIO, CHECKBOXES):
        form.length((*path, "options"), one.get("options"), 2 if kind == RADIO else 1, 10)
        check_options(form, path, one.get("options"))
    if kind in (RADIO, CHECKBOXES, CHECKBOX):
        form.length((*path, "custom_id"), one.get("custom_id"), 1, 100)


def _check_input(form: Form, path: tuple[str | int, ...], one: Json) -> None:
    form.length((*path, "custom_id"), one.get("custom_id"), 1, 100)
    form.longest((*path, "label"), one.get("label"), 45)
    form.longest((*path, "placeholder"), one.get("placeholder"), 100)
    if path[-1] != "component" and not one.get("label"):
        form.add((*path, "label"), "BASE_TYPE_REQUIRED", "This field is required")
    least, most = one.get("min_length") or 0, one.get("max_length") or 4000
    form.longest((*path, "value"), one.get("value"), most)
    if least > most:
        form.add((*path, "min_length"), "TEXT_INPUT_BAD_LENGTHS", "min_length exceeds max_length")


def check_choices(form: Form, choices: Any, path: tuple[str | int, ...]) -> None:
    """Add what is wrong with the choices of an option or of an autocomplete answer."""
    if not isinstance(choices, list):
        return
    form.length(path, choices, 0, 25)
    for index, choice in enumerate(choices):
        form.length((*path, index, "name"), choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            form.length((*path, index, "value"), choice["value"], 1, 100)
    names = [choice.get("name") for choice in choices]
    if len(set(names)) < len(names):
        form.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE", "Choice names must be unique")


def check_commands(form: Form, commands: list[Json]) -> None:
    """Add what is wrong with a whole set of commands."""
    slash = [one for one in commands if one.get("type", 1) == 1]
    if len(slash) > MOST_COMMANDS:
        form.add((), "APPLICATION_COMMAND_TOO_MANY", f"Maximum number of commands reached ({MOST_COMMANDS})")
    names = [(one.get("type", 1), one.get("name")) for one in commands]
    if len(set(names)) < len(names):
        form.add((), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    for index, one in enumerate(commands):
        if one.get("type", 1) != 1:
            continue
        _check_named(form, (index,), one)
        _check_options(form, (index, "options"), one.get("options"))
        if _length(one) > MOST_COMMAND_TEXT:
            form.add((index,), "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _check_named(form: Form, path: tuple[str | int, ...], one: Json) -> None:
    name = one.get("name")
    form.length((*path, "name"), name, 1, 32)
    form.length((*path, "description"), one.get("description"), 1, 100)
    if isinstance(name, str) and name and (not NAME.match(name) or name != name.lower()):
        form.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(form: Form, path: tuple[str | int, ...], options: Any) -> None:
    if not isinstance(options, list):
        return
    form.length(path, options, 0, 25)
    optional = False
    for index, one in enumerate(options):
        place = (*path, index)
        _check_named(form, place, one)
        if one.get("required") and optional:
            form.add(
                place,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional = optional or not one.get("required")
        if one.get("autocomplete") and one.get("choices"):
            form.add(place, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "No choices beside autocomplete")
        check_choices(form, one.get("choices"), (*place, "choices"))
        _check_options(form, (*place, "options"), one.get("options"))
    names = [one.get("name") for one in options]
    if len(set(names)) < len(names):
        form.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names must be unique")
    kinds = {one.get("type") in (SUBCOMMAND, GROUP) for one in options}
    if len(kinds) > 1:
        form.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and options are exclusive")


def _length(one: Json) -> int:
    """Characters of names, descriptions and values, all levels; the longest localisation counts."""
    own = [str(one.get("name") or ""), str(one.get("description") or "")]
    localised = [one.get("name_localizations") or {}, one.get("description_localizations") or {}]
    total = sum(
        max(len(text), *map(len, there.values()), 0) for text, there in zip(own, localised, strict=True)
    )
    total += sum(
        len(str(choice.get("value", ""))) + len(choice.get("name", "")) for choice in one.get("choices") or []
    )
    return total + sum(_length(inner) for inner in one.get("options") or [])
