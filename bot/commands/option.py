"""What a command's declaration is made of. Knows no handler and no platform."""

from dataclasses import dataclass
from enum import StrEnum


class OptionType(StrEnum):
    """What an option's value is: it decides parsing, checking, and the input field of a platform."""

    QUERY = "query"
    CADENCE = "cadence"
    NUMBER = "number"
    TIME = "time"
    ZONE = "zone"
    DAYS = "days"
    WEEKDAYS = "weekdays"
    HOURS = "hours"
    DURATION = "duration"
    URL = "url"
    POSTING = "posting"
    TEXT = "text"
    CHOICE = "choice"


FREE_TEXT = frozenset({OptionType.QUERY, OptionType.ZONE, OptionType.TEXT})
"""Types whose value may hold spaces: such an option takes what the others leave."""


class Completions(StrEnum):
    """Where the completions of an option come from."""

    NONE = "none"
    VOCABULARY = "vocabulary"
    SUBSCRIPTIONS = "subscriptions"
    SOURCES = "sources"
    ZONES = "zones"
    COMMANDS = "commands"
    MUTED = "muted companies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value that a command takes. `choices` are the allowed values of a CHOICE."""

    name: str
    type: OptionType
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()
    completions: Completions = Completions.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, declared once.

    `name` is one or two words as typed behind `/jobs`; `aliases` are other ways to type it.
    `managers_only`: only those may use it who may manage the channel (a setting). `concerns_channel`:
    the answer is for everybody in the channel, else for the person alone. `shows_without_options`:
    typed alone, it only shows what is set, privately and to anybody. `personal`: it serves a person rather
    than a channel, so that it may be used in direct messages where channels alone have subscriptions.
    `needs_publishing`: it is only for platforms where others can follow a channel.
    """

    name: str
    help: str
    options: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    managers_only: bool = False
    concerns_channel: bool = False
    shows_without_options: bool = False
    personal: bool = False
    needs_publishing: bool = False
    examples: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """How it is typed, `/jobs subscribe QUERY [CADENCE]`."""
        shown = (option.name.upper() for option in self.options)
        words = (
            word if option.required else f"[{word}]" for word, option in zip(shown, self.options, strict=True)
        )
        return " ".join(("/jobs", self.name, *words))

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to type its name."""
        return (self.name, *self.aliases)

    def option(self, name: str) -> Option | None:
        """The option of that name."""
        return next((option for option in self.options if option.name == name), None)
