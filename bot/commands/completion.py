"""What a half-typed command may become: names of commands, then values of the option being typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from bot.commands.context import Context
from bot.commands.declaration import COMMANDS, by_name
from bot.commands.option import Command, Completions, Option, OptionType
from bot.commands.permissions import is_offered
from bot.commands.services import Services
from bot.extraction.vocabulary import EntryKind, Vocabulary
from bot.store import chats, sources, subscriptions

MOST = 25
"""Discord shows no more."""

_FIELDS = (
    "in:",
    "remote:",
    "salary>=",
    "years<=",
    "company:",
    "title:",
    "source:",
    "visa:yes",
    "posted<",
    "lang:",
)
_TERM_ENDS = ",|()"
_PLACE = re.compile(r"-?(?P<field>in|remote):\"?(?P<name>[^\"]*)$", re.IGNORECASE)
_NEGATION = re.compile(r"(?:-|not\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that an option may get, and the words that it is offered with."""

    value: str
    label: str


async def complete(services: Services, text: str, context: Context) -> tuple[str, ...]:
    """Whole texts that `text` may become, likeliest first."""
    prefix, rest = _split_prefix(text)
    command, typed = _command(rest)
    if command is None:
        return _most(f"{prefix}{name}" for name in _names(services, rest, context))
    begun = prefix + rest[: len(rest) - len(typed)]
    words = typed.split(" ")
    option = _option_at(command, words)
    if option is None:
        return ()
    whole = option.type is OptionType.QUERY
    choices = await complete_option(services, option, typed if whole else words[-1], context)
    if whole:
        return _most(begun + choice.value for choice in choices)
    before = " ".join(words[:-1])
    return _most(f"{begun}{before}{' ' if before else ''}{choice.value}" for choice in choices)


async def complete_option(
    services: Services, option: Option, typed: str, context: Context
) -> tuple[Choice, ...]:
    """What may be chosen for an option of which so much is typed; a query is completed at its last term."""
    if option.choices:
        return _plain(_starting(option.choices, typed))
    match option.completions:
        case Completions.VOCABULARY:
            return _plain(complete_query(typed, services.vocabulary))
        case Completions.ZONES:
            return _plain(_zones(typed))
        case Completions.COMMANDS:
            return _plain(_names(services, typed, context))
        case Completions.SUBSCRIPTIONS | Completions.SOURCES | Completions.MUTED:
            return await _stored(services, option.completions, typed, context)
        case Completions.NONE:
            return ()


def complete_query(typed: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The query with its last term completed by the vocabulary, places, and the names of fields.

    The longest beginning goes first: "machine lea" is machine learning before it is a lead.
    """
    begin = max(typed.rfind(end) for end in _TERM_ENDS) + 1
    completed: dict[str, None] = {}
    for word in re.finditer(r"\S+", typed[begin:]):
        start = begin + word.start()
        place = _PLACE.match(typed, start)
        if place:
            names = vocabulary.gazetteer.starting(place["name"], MOST)
            head = typed[: place.start("field")] + f"{place['field']}:"
            return _most((*completed, *(head + _quoted(name) for name in names)))
        negation = _NEGATION.match(typed, start)
        start = negation.end() if negation else start
        words = typed[start:].casefold()
        if words and typed.count('"') % 2 == 0:
            completed |= dict.fromkeys(typed[:start] + spelling for spelling in _spelled(words, vocabulary))
    return _most(completed)


def _spelled(words: str, vocabulary: Vocabulary) -> list[str]:
    """A spelling of every entry that has one which begins so, the shortest first; and fields."""
    spellings = {field: field for field in _FIELDS if field.startswith(words)}
    for kind in EntryKind:
        for entry in vocabulary.entries(kind):
            for spelling in (entry.key, entry.name, *entry.aliases):
                if spelling.casefold().startswith(words):
                    spellings.setdefault(spelling.casefold(), spelling)
                    break
    return sorted(spellings.values(), key=lambda spelling: (len(spelling), spelling.casefold()))


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


async def _stored(
    services: Services, wanted: Completions, typed: str, context: Context
) -> tuple[Choice, ...]:
    async with services.store.read() as c:
        channel = await chats.channel_by_ref(c, context.channel)
        if channel is None:
            return ()
        if wanted is Completions.MUTED:
            return _plain(_starting(channel.settings.muted_companies, typed))
        if wanted is Completions.SOURCES:
            own = await sources.visible_to(c, channel.workspace_id)
            return _plain(_starting((one.name for one in own if one.workspace_id is not None), typed))
        there = await subscriptions.suggested(c, channel.id, typed, MOST)
    return tuple(Choice(value=str(one.number), label=f"{one.number} {one.query}") for one in there)


def _split_prefix(text: str) -> tuple[str, str]:
    stripped = text.lstrip()
    for prefix in ("/jobs ", "jobs "):
        if stripped.casefold().startswith(prefix):
            rest = stripped[len(prefix) :]
            return stripped[: len(prefix)], rest.lstrip()
    return "/jobs ", "" if "/jobs".startswith(stripped.casefold()) else stripped.lstrip("/")


def _command(rest: str) -> tuple[Command | None, str]:
    """The command that is complete (a blank follows its name), and the options typed so far."""
    words = rest.split(" ")
    for length in (2, 1):
        command = by_name(" ".join(words[:length])) if len(words) > length else None
        if command is not None:
            return command, " ".join(words[length:])
    return None, rest


def _names(services: Services, typed: str, context: Context) -> tuple[str, ...]:
    platform = services.platforms.get(context.channel.platform)
    return _starting((command.name for command in COMMANDS if is_offered(command, platform)), typed)


def _option_at(command: Command, words: list[str]) -> Option | None:
    """The option that is being typed: the first that takes free text keeps all that follows."""
    for at, option in enumerate(command.options):
        if at == len(words) - 1 or option.type in (OptionType.QUERY, OptionType.ZONE, OptionType.TEXT):
            return option
    return None


def _zones(typed: str) -> tuple[str, ...]:
    wanted = typed.casefold().replace(" ", "_")
    zones = _all_zones()
    starting = [zone for zone in zones if zone.casefold().startswith(wanted)]
    cities = [zone for zone in zones if zone.rpartition("/")[2].casefold().startswith(wanted)]
    return _most(dict.fromkeys((*starting, *cities)) if typed else ())


@cache
def _all_zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _plain(values: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, label=value) for value in values)


def _starting(values: Iterable[str], typed: str) -> tuple[str, ...]:
    return _most(value for value in values if value.casefold().startswith(typed.casefold()))


def _most(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)[:MOST]
