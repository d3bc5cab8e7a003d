"""The declarations of the commands that set up a channel: its digest, its settings, muted companies."""

from bot.commands.option import Command, Completions, Option, OptionType


def _company(completions: Completions = Completions.NONE) -> Option:
    return Option(
        name="company",
        type=OptionType.TEXT,
        help="the company's name",
        required=True,
        completions=completions,
    )


DIGEST_COMMANDS = (
    Command(
        name="digest",
        help="when this channel's digest comes; without a time, what is set now",
        options=(
            Option(name="time", type=OptionType.TIME, help="local time, such as 9:00 or 5pm"),
            Option(
                name="zone",
                type=OptionType.ZONE,
                help="time zone, such as Europe/Berlin; the channel's zone without it",
                completions=Completions.ZONES,
            ),
            Option(
                name="days",
                type=OptionType.WEEKDAYS,
                help="weekdays, such as mon-fri or mon,thu; every day without it",
            ),
        ),
        aliases=("digest set", "digest at"),
        managers_only=True,
        shows_without_options=True,
        concerns_channel=True,
        examples=("/jobs digest 9:00 Europe/Berlin mon-fri",),
    ),
    Command(
        name="digest off",
        help="no digest: daily and weekly subscriptions post at once",
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs digest off",),
    ),
    Command(
        name="digest now",
        help="post what waits for the digest now",
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs digest now",),
    ),
    Command(
        name="digest more",
        help="what a digest had no room for, best first; only you see it",
        options=(
            Option(
                name="number",
                type=OptionType.NUMBER,
                help="a posting's number in it; the latest digest without it",
            ),
        ),
        examples=("/jobs digest more",),
    ),
)

SETTINGS_COMMANDS = (
    Command(
        name="settings",
        help="what is set for this channel, and how to change it",
        aliases=("settings show",),
        examples=("/jobs settings",),
    ),
    Command(
        name="settings zone",
        help="the channel's time zone",
        options=(
            Option(
                name="zone",
                type=OptionType.ZONE,
                help="such as Europe/Berlin",
                required=True,
                completions=Completions.ZONES,
            ),
        ),
        aliases=("settings timezone",),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings zone Europe/Berlin",),
    ),
    Command(
        name="settings currency",
        help="the currency of a bare 150k",
        options=(
            Option(name="currency", type=OptionType.TEXT, help="a code such as EUR or USD", required=True),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings currency EUR",),
    ),
    Command(
        name="settings cards",
        help="the most postings an hour that are posted at once; the rest comes in the digest",
        options=(Option(name="cards", type=OptionType.NUMBER, help="0 to 200", required=True),),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings cards 10",),
    ),
    Command(
        name="settings batch",
        help="how many postings found together are cards of their own; more are one message",
        options=(Option(name="cards", type=OptionType.NUMBER, help="0 to 50", required=True),),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings batch 3",),
    ),
    Command(
        name="settings digest",
        help="how a digest looks, and whether a week without postings is said",
        options=(
            Option(name="lines", type=OptionType.NUMBER, help="the most lines it shows, 1 to 100"),
            Option(
                name="by",
                type=OptionType.CHOICE,
                help="grouped by subscription or company",
                choices=("subscription", "company"),
            ),
            Option(
                name="empty",
                type=OptionType.CHOICE,
                help="on: a week without postings is said; off: it is not",
                choices=("on", "off"),
            ),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings digest 15 by:company", "/jobs settings digest empty:on"),
    ),
    Command(
        name="settings quiet",
        help="hours in which nothing is posted",
        options=(
            Option(name="hours", type=OptionType.HOURS, help="such as 22:00-7:00, or off", required=True),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings quiet 22:00-7:00", "/jobs settings quiet off"),
    ),
    Command(
        name="settings thread",
        help="whether longer lists continue in a thread, or each day's postings stand in one",
        options=(
            Option(
                name="thread",
                type=OptionType.CHOICE,
                help="on: longer lists; day: a thread a day; off: none",
                required=True,
                choices=("on", "day", "off"),
            ),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings thread on", "/jobs settings thread day"),
    ),
    Command(
        name="settings mention",
        help="whom a posting mentions, and how often at most",
        options=(
            Option(
                name="mention",
                type=OptionType.TEXT,
                help="a person or group as your chat names it, or off",
                required=True,
            ),
            Option(
                name="every",
                type=OptionType.DURATION,
                help="not more often than this: 1h without it, at most 7d",
            ),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings mention @job-hunters every:4h", "/jobs settings mention off"),
    ),
    Command(
        name="settings publish",
        help="whether postings go to the servers that follow an announcement channel, too",
        options=(
            Option(
                name="publish",
                type=OptionType.CHOICE,
                help="on or off",
                required=True,
                choices=("on", "off"),
            ),
        ),
        managers_only=True,
        concerns_channel=True,
        needs_publishing=True,
        examples=("/jobs settings publish on",),
    ),
    Command(
        name="settings managers",
        help="who may change this channel's subscriptions and settings",
        options=(
            Option(
                name="managers",
                type=OptionType.CHOICE,
                help="everyone, admins, or listed people",
                required=True,
                choices=("everyone", "admins", "listed"),
            ),
            Option(name="people", type=OptionType.TEXT, help="with listed: the people, @anna @ben"),
        ),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs settings managers admins", "/jobs settings managers listed @anna @ben"),
    ),
    Command(
        name="mute",
        help="never show a company here",
        options=(_company(),),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs mute Acme",),
    ),
    Command(
        name="unmute",
        help="show a muted company again",
        options=(_company(Completions.MUTED),),
        managers_only=True,
        concerns_channel=True,
        examples=("/jobs unmute Acme",),
    ),
)
