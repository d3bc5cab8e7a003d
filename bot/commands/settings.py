"""The commands on a channel's settings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.commands.changing import change_settings
from bot.commands.clock_words import quiet_text, schedule_text
from bot.commands.context import Call
from bot.commands.permissions import may_manage, who_may_manage
from bot.commands.reply import Reply, bullets, fine, row, say, words
from bot.commands.stored_actions import run_action
from bot.commands.values import Off, is_off
from bot.delivery.message import Inline, Text
from bot.delivery.platform import PublishesMessages
from bot.domain.chat import ChannelSettings, Managers, QuietHours
from bot.errors import BadOption
from bot.matching import ECB_RATES

MOST_CARDS = 200
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
    return await _save(call, {"timezone": name}, f"Times here are in {name} now", undo)


async def currency(call: Call) -> Reply:
    """The currency of a bare `150k`."""
    code = call.values.need("currency", str).strip().upper()
    if not ECB_RATES.knows(code):
        known = ", ".join(sorted(ECB_RATES.per_euro))
        raise BadOption(f'"{code[:20]}" is no currency that Jobwire can convert. Write one of {known}.')
    undo = f"settings currency {call.channel.settings.currency}"
    saved = {"currency": code}
    note = "Subscriptions that are here already keep the currency that they were made with."
    return await _save(call, saved, f"A bare 150k means {code} here now", undo, note)


async def cards(call: Call) -> Reply:
    """The most single cards an hour."""
    number = call.values.need("cards", int)
    if number > MOST_CARDS:
        raise BadOption(f"{number} cards an hour are too many: at most {MOST_CARDS}. 20 is what most like.")
    undo = f"settings cards {call.channel.settings.cards_per_hour}"
    saved = {"cards_per_hour": number}
    return await _save(
        call, saved, f"At most {number} cards an hour here now; the rest comes in the digest", undo
    )


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
    saved = {"quiet_hours": hours}
    return await _save(call, saved, said, undo, note if not isinstance(chosen, Off) else "")


async def thread(call: Call) -> Reply:
    """Whether longer lists continue in a thread."""
    on = call.values.need("thread", str) == "on"
    said = "Longer lists continue in a thread now" if on else "Longer lists stay in the channel now"
    undo = f"settings thread {'on' if call.channel.settings.in_thread else 'off'}"
    return await _save(call, {"in_thread": on}, said, undo)


async def mention(call: Call) -> Reply:
    """Whom a posting mentions."""
    named = call.values.need("mention", str).strip()
    if len(named) > _LONGEST_MENTION:
        raise BadOption(f"That is too long to be a name: at most {_LONGEST_MENTION} characters.")
    whom = None if is_off(named) else named
    old = call.channel.settings.mention
    said = f"Postings mention {whom} now" if whom else "Postings mention nobody now"
    undo = f"settings mention {old or 'off'}"
    return await _save(call, {"mention": whom}, said, undo)


async def publish(call: Call) -> Reply:
    """Whether those who follow the channel are brought its postings."""
    on = call.values.need("publish", str) == "on"
    said = "Postings are published to the servers that follow this channel now"
    if not on:
        said = "Postings stay in this channel now"
    undo = f"settings publish {'on' if call.channel.settings.publish else 'off'}"
    note = "Only announcement channels can be followed. At most ten messages an hour are published."
    return await _save(call, {"publish": on}, said, undo, note if on else "")


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
    saved = {"managers": kind, "listed_managers": people}
    would_be = replace(call.channel.settings, managers=kind, listed_managers=people)
    if not may_manage(user, would_be):
        raise BadOption(
            "You are no administrator here, so you would lock yourself out. Ask an administrator to set it, "
            "or list people: /jobs settings managers listed @anna"
        )
    old = call.channel.settings
    undo = f"settings managers {old.managers} {' '.join(old.listed_managers)}".strip()
    return await _save(call, saved, f"Now {who_may_manage(would_be)} may change this channel", undo)


async def _save(call: Call, changes: Mapping[str, Any], said: str, undo: str, note: str = "") -> Reply:
    async with call.services.store.write() as c:
        await change_settings(c, call.channel.id, lambda settings: replace(settings, **changes))
        action = await run_action(c, "Undo", undo, call.now)
    await call.services.deliver_soon(call.channel.id)
    after = f"{note} " if note else ""
    return say(
        said, words(f"{after}`/jobs settings` shows everything that is set."), *row(action), private=False
    )


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
        ("Most single cards an hour", str(settings.cards_per_hour), "settings cards 10"),
        ("Quiet hours", quiet_text(settings.quiet_hours), "settings quiet 22:00-7:00"),
        ("Longer lists in a thread", _yes(settings.in_thread), "settings thread on"),
        ("Postings mention", settings.mention or "nobody", "settings mention @job-hunters"),
        ("May change this channel", who_may_manage(settings), "settings managers admins"),
        ("Muted companies", muted, "mute Acme"),
    )


def _yes(value: bool) -> str:  # noqa: FBT001  # a value to be said
    return "yes" if value else "no"
