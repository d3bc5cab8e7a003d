"""Every command, declared once.

Parsing, help, completion, permissions and the README's table come from here, and so do an adapter's
typed commands. What a command does is in its handler.
"""

from dataclasses import replace

from bot.commands.declared_channel import DIGEST_COMMANDS, SETTINGS_COMMANDS
from bot.commands.option import Command, Completions, Option, OptionType
from bot.domain.subscription import Cadence

__all__ = ["COMMANDS", "Command", "Completions", "Option", "OptionType", "by_name"]

CADENCES = tuple(cadence.value for cadence in Cadence)

_QUERY = Option(
    name="query",
    type=OptionType.QUERY,
    help="what the job should be, such as: senior backend, Go | Rust, remote:EU",
    required=True,
    completions=Completions.VOCABULARY,
)
_CADENCE = Option(
    name="cadence",
    type=OptionType.CADENCE,
    help="when to post: instant (the default), hourly, daily or weekly",
    choices=CADENCES,
)
_DAYS = Option(name="days", type=OptionType.DAYS, help="how many days to look back: 1 to 30, 14 by default")


def _subscription(*, required: bool, help_text: str = "the subscription's number in /jobs list") -> Option:
    return Option(
        name="id",
        type=OptionType.NUMBER,
        help=help_text,
        required=required,
        completions=Completions.SUBSCRIPTIONS,
    )


def _source(help_text: str) -> Option:
    return Option(
        name="source", type=OptionType.TEXT, help=help_text, required=True, completions=Completions.SOURCES
    )


_URL = Option(
    name="url",
    type=OptionType.URL,
    help="a feed, a careers page, or a job board's address",
    required=True,
)

_POSTING = Option(
    name="posting", type=OptionType.POSTING, help="the posting's link, or its number", required=True
)

_SUBSCRIPTION_COMMANDS = (
    Command(
        name="subscribe",
        help="post matching jobs here; says how the query was understood and what it would have posted",
        options=(_QUERY, _CADENCE),
        aliases=("sub", "add"),
        managers_only=True,
        concerns_channel=True,
        examples=(
            "/jobs subscribe senior backend, Go, AWS",
            '/jobs subscribe staff | principal, "event sourcing", remote:EU daily',
        ),
    ),
    Command(
        name="list",
        help="this channel's subscriptions, with their last week's numbers",
        aliases=("ls", "subscriptions"),
        examples=("/jobs list",),
    ),
    Command(
        name="edit",
        help="change a subscription's query, its cadence, or both",
        options=(_subscription(required=True), replace(_QUERY, required=False), _CADENCE),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs edit 2 senior backend, Go, -company:Acme", "/jobs edit 2 daily"),
    ),
    Command(
        name="unsubscribe",
        help="end a subscription; what it found and has not posted yet is dropped",
        options=(_subscription(required=True),),
        aliases=("unsub",),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs unsubscribe 2",),
    ),
    Command(
        name="pause",
        help="post nothing for a subscription, or for all of this channel, for a while",
        aliases=("snooze",),
        options=(
            _subscription(required=False, help_text="the subscription's number; all of them without it"),
            Option(
                name="for", type=OptionType.DURATION, help="how long, such as 3d; until resumed without it"
            ),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs pause 2 for 3d", "/jobs pause"),
    ),
    Command(
        name="resume",
        help="post again what was paused",
        options=(
            _subscription(required=False, help_text="the subscription's number; all of them without it"),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs resume 2", "/jobs resume"),
    ),
)

_READING_COMMANDS = (
    Command(
        name="preview",
        help="what a query would have posted here, without subscribing",
        options=(_QUERY, _DAYS, _CADENCE),
        aliases=("try",),
        examples=("/jobs preview senior backend, Go", "/jobs preview data engineer, in:Berlin days:30"),
    ),
    Command(
        name="search",
        help="stored postings that match a query, newest first",
        options=(_QUERY,),
        aliases=("find",),
        personal=True,
        examples=("/jobs search rust, remote:Europe",),
    ),
    Command(
        name="why",
        help="why a posting was, or was not, posted here",
        options=(
            _POSTING,
            _subscription(required=False, help_text="only for this subscription"),
        ),
        examples=("/jobs why https://boards.example.com/jobs/123", "/jobs why 4711 2"),
    ),
    Command(
        name="remind",
        help="show a posting once more here, later, and call you",
        options=(
            Option(
                name="posting",
                type=OptionType.POSTING,
                help="the posting's link, or its number",
                required=True,
            ),
            Option(
                name="for",
                type=OptionType.DURATION,
                help="in how long, such as 3d or 12h; tomorrow at this time without it",
            ),
        ),
        examples=("/jobs remind 4711 for 3d", "/jobs remind https://boards.example.com/jobs/123"),
    ),
    Command(
        name="saved",
        help="the postings that you have saved",
        personal=True,
        aliases=("saved list",),
        examples=("/jobs saved",),
    ),
    Command(
        name="saved mark",
        help="note how far you have come with a posting; it is saved by that, for you alone",
        options=(
            _POSTING,
            Option(
                name="state",
                type=OptionType.CHOICE,
                help="applied, interview or no; off for none of them",
                required=True,
                choices=("applied", "interview", "no", "off"),
            ),
        ),
        personal=True,
        examples=("/jobs saved mark 4711 applied",),
    ),
    Command(
        name="saved note",
        help="put a note to a posting; it is saved by that, for you alone",
        options=(
            _POSTING,
            Option(
                name="note", type=OptionType.TEXT, help="your words; off takes the note away", required=True
            ),
        ),
        personal=True,
        examples=("/jobs saved note 4711 talk to Ada first", "/jobs saved note 4711 off"),
    ),
    Command(
        name="stats",
        help="what this channel got in the last week, by subscription and source, and what was done with it",
        aliases=("statistics",),
        examples=("/jobs stats",),
    ),
)

_OTHER_COMMANDS = (
    Command(
        name="sources",
        help="where the postings come from, and how each source fares",
        aliases=("sources list",),
        examples=("/jobs sources",),
    ),
    Command(
        name="sources add",
        help="read a feed or a careers page for this workspace; it is tested first",
        options=(_URL,),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs sources add https://boards.greenhouse.io/acme",),
    ),
    Command(
        name="sources remove",
        help="stop reading one of this workspace's own sources",
        options=(_source("the source's number or name in /jobs sources"),),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs sources remove 12",),
    ),
    Command(
        name="sources test",
        help="read an address once and say what is there, without keeping it",
        options=(_URL,),
        managers_only=True,
        examples=("/jobs sources test https://acme.example/careers",),
    ),
    Command(
        name="forget me",
        help="show what Jobwire keeps about you, and delete it",
        options=(
            Option(name="sure", type=OptionType.CHOICE, help="yes, to delete it at once", choices=("yes",)),
        ),
        personal=True,
        examples=("/jobs forget me",),
    ),
    Command(
        name="help",
        help="all commands, or one in detail",
        options=(
            Option(
                name="command",
                type=OptionType.TEXT,
                help="the command's name",
                completions=Completions.COMMANDS,
            ),
        ),
        personal=True,
        examples=("/jobs help", "/jobs help subscribe"),
    ),
)

COMMANDS: tuple[Command, ...] = (
    *_SUBSCRIPTION_COMMANDS,
    *_READING_COMMANDS,
    *DIGEST_COMMANDS,
    *SETTINGS_COMMANDS,
    *_OTHER_COMMANDS,
)


def by_name(name: str) -> Command | None:
    """The command of that name or alias, whatever the case and spacing."""
    folded = " ".join(name.casefold().split())
    return next((command for command in COMMANDS if folded in command.names), None)
