"""Takes `/jobs subscribe senior backend, Go daily` apart by the declarations. Pure; checks no value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from unicodedata import category

from rapidfuzz import fuzz, process

from bot.commands.declaration import COMMANDS, by_name
from bot.commands.option import FREE_TEXT, Command, Option, OptionType
from bot.errors import BadOption, UnknownCommand

LONGEST_INPUT = 4000
"""Characters of one command; the longest query is shorter, and so is what a platform lets one type."""

_LONGEST_SHOWN = 60
_NEAR = 60
_BLANKS = "\u00a0\t\r\n\v\f"
_JOINERS = "\u200c\u200d"
"""They shape words of some scripts, and emoji."""

_UNTYPED = ("Cc", "Cf", "Cs", "Zl", "Zp")

_SHAPES: Mapping[OptionType, str] = MappingProxyType(
    {
        OptionType.CADENCE: r"(?:at once|instant|instantly|hourly|daily|weekly)",
        OptionType.NUMBER: r"#?\d+",
        OptionType.TIME: r"[0-9][0-9:.hH]*(?:\s?[ap]\.?m\.?)?|noon|midnight",
        OptionType.DAYS: r"\d+\s?(?:d|days?)",
        OptionType.WEEKDAYS: (
            r"(?:on\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:\s*[-\u2013,]\s*|\s+(?:to|and)\s+|\s+)?)+"
            r"|(?:on\s+)?(?:weekdays|weekends?|workdays|every\s?day|daily)"
        ),
        OptionType.DURATION: r"(?:for\s+)?\d+\s?(?:mo|months?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?)",
        OptionType.HOURS: r"\S.*",
        OptionType.URL: r"\S+",
        OptionType.POSTING: r"\S+",
        OptionType.CHOICE: r"\S+",
    }
)
"""What a value of a type looks like: enough to tell it from its neighbours, not whether it is right."""

_OPERATORS_BEFORE = re.compile(r"(?:[<>=:|(\-]|\bor|\bnot)\s*$", re.IGNORECASE)
_PREFIX = re.compile(r"^\s*(?:/?jobs?(?:\s+|$)|/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command as typed: the declaration and the raw text of each option that was given."""

    command: Command
    values: Mapping[str, str] = field(default_factory=dict)


def parse_command(text: str) -> Typed:
    """The command in a text such as `/jobs edit 2 senior Go`; `/jobs` itself may be missing.

    Raises UnknownCommand with the nearest names, and BadOption on too little, too much, or sheer length.
    """
    if len(text) > LONGEST_INPUT:
        raise BadOption(
            f"That is too long: {len(text):,} characters, at most {LONGEST_INPUT:,} can be read. "
            "Shorten it; several subscriptions do more than one long query."
        )
    rest = _PREFIX.sub("", _readable(text), count=1).strip()
    if not rest:
        return Typed(command=_declared("help"))
    command, rest = _command(rest)
    return Typed(command=command, values=_values(command, rest))


def _readable(text: str) -> str:
    """The text without what nobody types: control characters, marks that turn or hide text."""
    return "".join(
        " " if character in _BLANKS else character
        for character in text
        if character in _BLANKS or character in _JOINERS or category(character) not in _UNTYPED
    )


def missing(command: Command, option: Option) -> BadOption:
    """The error for a required option that was not given."""
    example = f" For example: {command.examples[0]}" if command.examples else ""
    return BadOption(f"{option.name.upper()} is missing: {option.help}.{example}")


def nearest(word: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a mistyped word may have meant, nearest first, at most three."""
    found = process.extract(word.casefold(), names, scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
    return tuple(name for name, _, _ in found)


def _declared(name: str) -> Command:
    command = by_name(name)
    if command is None:
        raise LookupError(name)
    return command


def _command(text: str) -> tuple[Command, str]:
    """The command whose name the text begins with, longest name first, and what follows."""
    words = text.split(maxsplit=2)
    if len(words) > 1:
        command = by_name(f"{words[0]} {words[1]}")
        if command is not None:
            return command, words[2] if len(words) > 2 else ""  # noqa: PLR2004
    command = by_name(words[0])
    if command is None:
        raise _unknown(text)
    rest = text[len(words[0]) :].strip()
    if rest and not command.options:
        raise _too_much(command, rest)
    return command, rest


def _unknown(text: str) -> UnknownCommand:
    word = text.split(maxsplit=1)[0]
    shown = _shortened(word)
    meant = {name.split()[0]: c.name.split()[0] for c in reversed(COMMANDS) for name in reversed(c.names)}
    near = dict.fromkeys(meant[name] for name in nearest(word, tuple(meant)))
    if near:
        mended = " or ".join(f"/jobs {name}" for first in near for name in _beginning_with(first))
        return UnknownCommand(f'There is no command "{shown}". Did you mean {mended}?')
    return UnknownCommand(
        f'There is no command "{shown}". /jobs help shows all commands; '
        "to get postings, write /jobs subscribe and what you look for."
    )


def _beginning_with(first: str) -> tuple[str, ...]:
    """The command of that one word; where there is none, those that begin with it."""
    names = tuple(command.name for command in COMMANDS)
    return (first,) if first in names else tuple(name for name in names if name.startswith(f"{first} "))


def _too_much(command: Command, rest: str) -> BadOption:
    under = tuple(c.name for c in COMMANDS if c.name.startswith(f"{command.name.split()[0]} "))
    if under:
        near = nearest(f"{command.name.split()[0]} {rest.split(maxsplit=1)[0]}", under)
        hint = " or ".join(f"/jobs {name}" for name in (near or under))
        return BadOption(f'/jobs {command.name} knows no "{_shortened(rest)}". Did you mean {hint}?')
    return BadOption(f'/jobs {command.name} takes no "{_shortened(rest)}". It is typed: {command.usage}')


def _values(command: Command, rest: str) -> dict[str, str]:
    values, rest = _named(command, rest)
    options = [option for option in command.options if option.name not in values]
    free = next((at for at, option in enumerate(options) if option.type in FREE_TEXT), len(options))
    for option in options[:free]:
        rest = _take_front(option, rest, values)
    for option in reversed(options[free + 1 :]):
        rest = _take_back(option, rest, values)
    if free < len(options):
        if rest:
            values[options[free].name] = rest
    elif rest:
        raise _too_much(command, rest)
    return values


def _named(command: Command, rest: str) -> tuple[dict[str, str], str]:
    """Takes `cadence:daily` out of the text, for the options of the command; not inside quotes."""
    names = "|".join(re.escape(option.name) for option in command.options)
    if not names:
        return {}, rest
    values: dict[str, str] = {}

    def take(found: re.Match[str]) -> str:
        if found["quoted"]:
            return found.group()
        option = command.option(found["name"].casefold())
        if option is None or option.type in FREE_TEXT:
            return found.group()
        values[option.name] = found["value"].strip(",")
        return ""

    pattern = rf'(?P<quoted>"[^"]*")|(?<!\S)(?P<name>{names}):(?P<value>\S+)'
    left = re.sub(pattern, take, rest, flags=re.IGNORECASE)
    return values, left.strip(" ,") if values else left


def _take_front(option: Option, rest: str, values: dict[str, str]) -> str:
    found = re.match(rf"(?:{_SHAPES[option.type]})(?=\s|$)", rest, re.IGNORECASE)
    if found is None and option.required and rest:
        found = re.match(r"\S+", rest)
    if found is None:
        return rest
    values[option.name] = found.group().strip()
    return rest[found.end() :].strip()


def _take_back(option: Option, rest: str, values: dict[str, str]) -> str:
    shape = _SHAPES.get(option.type)
    found = re.search(rf"(?:^|(?<=[\s,]))(?:{shape})$", rest, re.IGNORECASE) if shape else None
    if found is None:
        return rest
    before = rest[: found.start()].rstrip()
    if _OPERATORS_BEFORE.search(before):
        return rest
    values[option.name] = found.group().strip()
    return before.rstrip(", ")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
