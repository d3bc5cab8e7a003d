"""What a half-typed command may become: names of commands, then values of the option being typed."""

from collections.abc import Iterable
from zoneinfo import available_timezones

from bot.commands.context import Context
from bot.commands.declaration import COMMANDS, by_name
from bot.commands.option import Command, Completions, Option, OptionType
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
_WORD_ENDS = ' ,|()-"'


async def complete(services: Services, text: str, context: Context) -> tuple[str, ...]:
    """Whole texts that `text` may become, likeliest first."""
    prefix, rest = _split_prefix(text)
    command, typed = _command(rest)
    if command is None:
        return _most(f"{prefix}{name}" for name in _names(rest))
    begun = prefix + rest[: len(rest) - len(typed)]
    words = typed.split(" ")
    option = _option_at(command, words)
    if option is None:
        return ()
    values = await complete_option(
        services, option, words[-1] if option.type is not OptionType.QUERY else typed, context
    )
    if option.type is OptionType.QUERY:
        return _most(begun + value for value in values)
    before = " ".join(words[:-1])
    return _most(f"{begun}{before}{' ' if before else ''}{value}" for value in values)


async def complete_option(
    services: Services, option: Option, typed: str, context: Context
) -> tuple[str, ...]:
    """Values that what is typed of an option may become; a query is completed at its last word."""
    if option.choices:
        return _starting(option.choices, typed)
    match option.completions:
        case Completions.VOCABULARY:
            return complete_query(typed, services.vocabulary)
        case Completions.ZONES:
            return _zones(typed)
        case Completions.COMMANDS:
            return _starting((command.name for command in COMMANDS), typed)
        case Completions.SUBSCRIPTIONS | Completions.SOURCES | Completions.MUTED:
            return _starting(await _stored(services, option.completions, context), typed)
        case Completions.NONE:
            return ()


def complete_query(typed: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The query with its last word completed by the vocabulary and the names of fields."""
    at = max((typed.rfind(end) for end in _WORD_ENDS), default=-1) + 1
    head, word = typed[:at], typed[at:].casefold()
    if not word:
        return ()
    spellings = [
        spelling
        for kind in EntryKind
        for entry in vocabulary.entries(kind)
        for spelling in dict.fromkeys((entry.key, entry.name, *entry.aliases))
        if spelling.casefold().startswith(word)
    ]
    spellings += [field for field in _FIELDS if field.startswith(word)]
    shortest_first = sorted(
        dict.fromkeys(spellings), key=lambda spelling: (len(spelling), spelling.casefold())
    )
    return _most(head + spelling for spelling in shortest_first)


async def _stored(services: Services, wanted: Completions, context: Context) -> tuple[str, ...]:
    async with services.store.read() as c:
        channel = await chats.channel_by_ref(c, context.channel)
        if channel is None:
            return ()
        if wanted is Completions.MUTED:
            return channel.settings.muted_companies
        if wanted is Completions.SOURCES:
            own = await sources.visible_to(c, channel.workspace_id)
            return tuple(one.name for one in own if one.workspace_id is not None)
        return tuple(str(one.number) for one in await subscriptions.of_channel(c, channel.id))


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


def _names(rest: str) -> tuple[str, ...]:
    return _starting((command.name for command in COMMANDS), rest)


def _option_at(command: Command, words: list[str]) -> Option | None:
    """The option that is being typed: the first that takes free text keeps all that follows."""
    for at, option in enumerate(command.options):
        if at == len(words) - 1 or option.type in (OptionType.QUERY, OptionType.ZONE, OptionType.TEXT):
            return option
    return None


def _zones(typed: str) -> tuple[str, ...]:
    wanted = typed.casefold().replace(" ", "_")
    zones = sorted(available_timezones())
    starting = [zone for zone in zones if zone.casefold().startswith(wanted)]
    cities = [zone for zone in zones if zone.rpartition("/")[2].casefold().startswith(wanted)]
    return _most(dict.fromkeys((*starting, *cities)) if typed else ())


def _starting(values: Iterable[str], typed: str) -> tuple[str, ...]:
    return _most(value for value in values if value.casefold().startswith(typed.casefold()))


def _most(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)[:MOST]
