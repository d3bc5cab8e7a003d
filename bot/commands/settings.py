"""The commands on a channel's settings."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.commands.changing import Change, change_settings
from bot.commands.clock_words import length_text, quiet_text, schedule_text
from bot.commands.context import Call
from bot.commands.permissions import may_manage, who_may_manage
from bot.commands.reply import Reply, bullets, fine, row, say, words
from bot.commands.stored_actions import run_action
from bot.commands.values import Off, is_off
from bot.delivery.message import Inline, Text
from bot.delivery.platform import PublishesMessages
from bot.delivery.wording import count_text
from bot.domain.chat import ChannelSettings, DigestGroups, Managers, QuietHours
from bot.errors import BadOption
from bot.matching import ECB_RATES

MOST_CARDS = 200
MOST_TOGETHER = 50
MOST_LINES = 100
LONGEST_MENTION_PAUSE = timedelta(days=7)
_LONGEST_MENTION = 100
_MOST_LISTED = 50


async def show(call: Call) -> Reply:
    """What is set, and how each is changed."""
    return say(
        f"Settings of {call.context.channel_name}",
        bullets(_entries(call)),
        fine("Change one with the command behind it."),
    )


async def zone(call: Call) -> Reply:
    """The channel's time zone."""
    name = call.values.need("zone", str)
    undo = f"settings zone {call.channel.settings.timezone}"

    def change(now: ChannelSettings) -> ChannelSettings:
        return replace(now, timezone=name, digest=replace(now.digest, chosen_at=call.now))

    return await _save(call, change, f"Times here are in {name} now", undo)


async def currency(call: Call) -> Reply:
    """The currency of a bare `150k`."""
    code = call.values.need("currency", str).strip().upper()
    if not ECB_RATES.knows(code):
        known = ", ".join(sorted(ECB_RATES.per_euro))
        raise BadOption(f'"{code[:20]}" is no currency that Jobwire can convert. Write one of {known}.')
    undo = f"settings currency {call.channel.settings.currency}"
    note = "Subscriptions that are here already keep the currency that they were made with."
    change = _with(currency=code)
    return await _save(call, change, f"A bare 150k means {code} here now", undo, note)


async def cards(call: Call) -> Reply:
    """The most postings an hour that are posted at once."""
    number = call.values.need("cards", int)
    if number > MOST_CARDS:
        raise BadOption(f"{number} postings an hour are too many: at most {MOST_CARDS}. A new channel has 6.")
    undo = f"settings cards {call.channel.settings.cards_per_hour}"
    said = f"At most {count_text(number, 'posting')} an hour at once here now; the rest comes in the digest"
    return await _save(call, _with(cards_per_hour=number), said, undo)


async def batch(call: Call) -> Reply:
    """How many postings found together are cards of their own."""
    number = call.values.need("cards", int)
    if number > MOST_TOGETHER:
        raise BadOption(
            f"{number} cards in a row are too many: at most {MOST_TOGETHER}. A new channel has 3."
        )
    undo = f"settings batch {call.channel.settings.cards_at_once}"
    said = f"More than {count_text(number, 'posting')} found together are one message here now"
    return await _save(call, _with(cards_at_once=number), said, undo)


async def digest(call: Call) -> Reply:
    """How a digest looks, and whether an empty week is said."""
    old = call.channel.settings
    lines, by, empty = (
        call.values.get("lines", int),
        call.values.get("by", str),
        call.values.get("empty", str),
    )
    if lines is None and by is None and empty is None:
        raise BadOption("What should change? For example /jobs settings digest 15 by:company empty:on")
    if lines is not None and not 1 <= lines <= MOST_LINES:
        raise BadOption(f"A digest has 1 to {MOST_LINES} lines; what it leaves out is one press away.")
    undo = f"settings digest {old.digest_most} by:{old.digest_by} empty:{_on(on=old.says_nothing_new)}"

    def change(now: ChannelSettings) -> ChannelSettings:
        return replace(
            now,
            digest_most=lines or now.digest_most,
            digest_by=DigestGroups(by) if by else now.digest_by,
            says_nothing_new=empty == "on" if empty else now.says_nothing_new,
        )

    return await _save(call, change, f"The digest here now: {_digest_text(change(old))}", undo)


async def quiet(call: Call) -> Reply:
    """Hours in which nothing is posted."""
    chosen = call.values.need("hours", object)
    hours = chosen if isinstance(chosen, QuietHours) else None
    old = call.channel.settings.quiet_hours
    undo = f"settings quiet {old.start:%H:%M}-{old.end:%H:%M}" if old else "settings quiet off"
    said = f"Nothing is posted here from {quiet_text(hours)}" if hours else "No quiet hours here any more"
    note = (
        f"Local time of {call.channel.settings.timezone}; what comes meanwhile is posted together afterwards."
    )
    return await _save(
        call, _with(quiet_hours=hours), said, undo, note if not isinstance(chosen, Off) else ""
    )


async def thread(call: Call) -> Reply:
    """Whether longer lists continue in a thread, or each day has one."""
    chosen = call.values.need("thread", str)
    said = {
        "on": "Longer lists continue in a thread now",
        "day": "Each day's postings stand in one thread now; digests stay in the channel",
        "off": "Everything stays in the channel now",
    }[chosen]
    undo = f"settings thread {_thread_word(call.channel.settings)}"
    change = _with(in_thread=chosen == "on", thread_per_day=chosen == "day")
    return await _save(call, change, said, undo)


async def mention(call: Call) -> Reply:
    """Whom a posting mentions."""
    named = call.values.need("mention", str).strip()
    if len(named) > _LONGEST_MENTION:
        raise BadOption(f"That is too long to be a name: at most {_LONGEST_MENTION} characters.")
    whom = None if is_off(named) else named
    old = call.channel.settings
    pause = call.values.get("every", timedelta) or ChannelSettings().mention_pause
    if pause > LONGEST_MENTION_PAUSE:
        raise BadOption("That is too seldom to be of use: at most every:7d.")
    often = f", at most every {length_text(pause)}"
    said = f"Postings mention {whom} now{often}" if whom else "Postings mention nobody now"
    undo = (
        f"settings mention {old.mention} every:{_typed(old.mention_pause)}"
        if old.mention
        else "settings mention off"
    )
    return await _save(call, _with(mention=whom, mention_pause=pause), said, undo)


async def publish(call: Call) -> Reply:
    """Whether those who follow the channel are brought its postings."""
    on = call.values.need("publish", str) == "on"
    said = "Postings are published to the servers that follow this channel now"
    if not on:
        said = "Postings stay in this channel now"
    undo = f"settings publish {'on' if call.channel.settings.publish else 'off'}"
    note = "Only announcement channels can be followed. At most ten messages an hour are published."
    return await _save(call, _with(publish=on), said, undo, note if on else "")


async def managers(call: Call) -> Reply:
    """Who may manage the channel; nobody can lock themselves out by it."""
    kind = Managers(call.values.need("managers", str))
    people = _people(call.values.get("people", str) or "")
    user = call.context.user
    if kind is Managers.LISTED and not people:
        raise BadOption("Who is listed? Name them: /jobs settings managers listed @anna @ben")
    if kind is not Managers.LISTED and people:
        raise BadOption(
            f'People are named only with "listed": /jobs settings managers listed {" ".join(people)}'
        )
    if kind is Managers.LISTED and not user.is_admin and user.user not in people:
        people = (*people, user.user)
    if len(people) > _MOST_LISTED:
        raise BadOption(f"At most {_MOST_LISTED} people can be listed; take everyone or admins instead.")
    would_be = replace(call.channel.settings, managers=kind, listed_managers=people)
    if not may_manage(user, would_be):
        raise BadOption(
            "You are no administrator here, so you would lock yourself out. Ask an administrator to set it, "
            "or list people: /jobs settings managers listed @anna"
        )
    old = call.channel.settings
    undo = f"settings managers {old.managers} {' '.join(old.listed_managers)}".strip()
    change = _with(managers=kind, listed_managers=people)
    return await _save(call, change, f"Now {who_may_manage(would_be)} may change this channel", undo)


def _with(**chosen: Any) -> Change:
    return lambda settings: replace(settings, **chosen)


async def _save(call: Call, change: Change, said: str, undo: str, note: str = "") -> Reply:
    async with call.services.store.write() as c:
        await change_settings(c, call.channel.id, change)
        action = await run_action(c, "Undo", undo, call.now)
    await call.services.deliver_soon(call.channel.id)
    after = f"{note} " if note else ""
    return say(
        said, words(f"{after}`/jobs settings` shows everything that is set."), *row(action), private=False
    )


_THREADS = {"on": "longer lists", "day": "one for each day's postings", "off": "none"}


def _thread_word(settings: ChannelSettings) -> str:
    return "day" if settings.thread_per_day else _on(on=settings.in_thread)


def _on(*, on: bool) -> str:
    return "on" if on else "off"


def _digest_text(settings: ChannelSettings) -> str:
    empty = "a week without postings is said" if settings.says_nothing_new else "an empty week is not said"
    return f"at most {count_text(settings.digest_most, 'line')} by {settings.digest_by}, {empty}"


def _mention_text(settings: ChannelSettings) -> str:
    if settings.mention is None:
        return "nobody"
    return f"{settings.mention}, at most every {length_text(settings.mention_pause)}"


def _typed(pause: timedelta) -> str:
    return f"{max(1, round(pause.total_seconds() / 60))}m"


def _people(text: str) -> tuple[str, ...]:
    """Platform user ids out of `@anna, <@U012AB3CD> <@!80351110224678912>`."""
    found = re.findall(r"<@!?([^>|\s]+)(?:\|[^>]*)?>|@?([^\s,;@<>]+)", text)
    return tuple(dict.fromkeys(marked or plain for marked, plain in found))


def _entries(call: Call) -> Sequence[tuple[Inline, ...]]:
    settings = call.channel.settings
    platform = call.services.platforms.get(call.context.channel.platform)
    shown = _choices(settings)
    if platform is not None and isinstance(platform, PublishesMessages):
        published = ("Published to those who follow the channel", _yes(settings.publish))
        shown = (*shown, (*published, "settings publish on"))
    return tuple(
        (Text(text=name, bold=True), Text(text=f": {value} · "), Text(text=f"/jobs {command}", code=True))
        for name, value, command in shown
    )


def _choices(settings: ChannelSettings) -> tuple[tuple[str, str, str], ...]:
    """What is set, in words, and a command that changes it; of every platform."""
    muted = ", ".join(settings.muted_companies) or "none"
    return (
        ("Time zone", settings.timezone, "settings zone Europe/Berlin"),
        ("Digest", schedule_text(settings.digest, settings.timezone), "digest 9:00 mon-fri"),
        ("Currency of a bare 150k", settings.currency, "settings currency EUR"),
        ("Its look", _digest_text(settings), "settings digest 15 by:company"),
        ("Most posted at once in an hour", str(settings.cards_per_hour), "settings cards 10"),
        ("Together in one message", f"more than {settings.cards_at_once}", "settings batch 3"),
        ("Quiet hours", quiet_text(settings.quiet_hours), "settings quiet 22:00-7:00"),
        ("Threads", _THREADS[_thread_word(settings)], "settings thread on"),
        ("Postings mention", _mention_text(settings), "settings mention @job-hunters every:4h"),
        ("May change this channel", who_may_manage(settings), "settings managers admins"),
        ("Muted companies", muted, "mute Acme"),
    )


def _yes(value: bool) -> str:  # noqa: FBT001  # a value to be said
    return "yes" if value else "no"
