"""The Home tab as Block Kit: what this workspace asks for, and what one person has saved. Pure."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.rendering import blocks_of
from bot.commands.clock_words import instant_text, until_text
from bot.commands.reply import bullets, code, fine, link, words
from bot.delivery.message import Block, Heading, Inline, Message, Paragraph, Section, Text
from bot.delivery.shorten import shorten_text
from bot.delivery.wording import count_text, place_text
from bot.domain.saved import SavedPosting
from bot.domain.source import Source, SourceHealth
from bot.domain.subscription import Cadence, Subscription
from bot.store.statistics import Numbers

HOME_ACTION = "home"
SUBSCRIBE_ACTION = "home-subscribe"

MOST_BLOCKS = 100
MOST_CHANNELS = 12
MOST_SUBSCRIPTIONS = 20
MOST_SAVED = 8
MOST_SOURCES = 15
"""Blocks: two for each subscription and saved posting, one for each channel: below Slack's 100 of a view."""

_LONGEST_QUERY = 300
_CADENCES = {
    Cadence.INSTANT: "at once",
    Cadence.HOURLY: "every hour",
    Cadence.DAILY: "daily digest",
    Cadence.WEEKLY: "weekly digest",
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeChannel:
    """A channel that the person may see. `numbers` are those of the last seven days."""

    id: str
    name: str
    dead_reason: str | None
    may_manage: bool
    numbers: Numbers
    subscriptions: tuple[tuple[Subscription, Numbers], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeContent:
    """All that the tab shows. `left_out` counts subscriptions of channels that are not shown.

    `sources_channel` is a channel by whose settings the person may change the sources; None: they may not.
    """

    channels: tuple[HomeChannel, ...] = ()
    left_out: int = 0
    saved: tuple[SavedPosting, ...] = ()
    sources: tuple[Source, ...] = ()
    sources_channel: str | None = None
    notice: Message | None = None
    now: datetime
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePress:
    """What a button of the tab asks for: a command in a channel, or a saved posting to be removed."""

    channel: str = ""
    text: str = ""
    unsave: int | None = None

    def packed(self) -> str:
        """As the button carries it."""
        return json.dumps({"channel": self.channel, "text": self.text, "unsave": self.unsave})

    @staticmethod
    def of(value: str) -> "HomePress":
        """Out of a button's value."""
        return HomePress(**json.loads(value))


def home_view(content: HomeContent) -> Json:
    """The tab: at most 100 blocks."""
    blocks = [
        *_notice(content),
        *_words(Heading("Subscriptions in this workspace"), words(_week(content))),
        *_channels(content),
        _row([_button("New subscription", SUBSCRIBE_ACTION, "new", style="primary")]),
        {"type": "divider"},
        *_saved(content),
        {"type": "divider"},
        *_sources(content),
    ]
    return {"type": "home", "blocks": _numbered(blocks[:MOST_BLOCKS])}


def _notice(content: HomeContent) -> list[Json]:
    if content.notice is None:
        return []
    return [*blocks_of(content.notice), {"type": "divider"}]


def _week(content: HomeContent) -> str:
    posted = sum(channel.numbers.posted for channel in content.channels)
    left = sum(sum(channel.numbers.suppressed.values()) for channel in content.channels)
    waiting = sum(channel.numbers.kept + channel.numbers.under_way for channel in content.channels)
    if not posted + left + waiting:
        return "Nothing has matched in the last 7 days."
    return f"In the last 7 days: {posted} posted, {waiting} waiting, {left} left out."


def _channels(content: HomeContent) -> list[Json]:
    if not content.channels and not content.left_out:
        return _words(words("No channel has a subscription yet. In a channel, `/jobs` alone opens a form."))
    blocks: list[Json] = []
    shown = 0
    for channel in content.channels[:MOST_CHANNELS]:
        room = MOST_SUBSCRIPTIONS - shown
        blocks += _channel(channel, channel.subscriptions[:room], content)
        shown += len(channel.subscriptions[:room])
        if shown >= MOST_SUBSCRIPTIONS:
            break
    hidden = sum(len(channel.subscriptions) for channel in content.channels) - shown + content.left_out
    if hidden:
        more = f"{count_text(hidden, 'subscription')} more, some perhaps in channels that you are not in: "
        blocks += _words(fine(f"{more}`/jobs list` shows those of a channel."))
    return blocks


def _channel(
    channel: HomeChannel, shown: Sequence[tuple[Subscription, Numbers]], content: HomeContent
) -> list[Json]:
    if not shown:
        return []
    state = f" · {channel.dead_reason}" if channel.dead_reason else ""
    told = f" · {channel.numbers.posted} posted in 7 days{state}"
    blocks = _words(Paragraph((Text(text=channel.name, bold=True), Text(text=told))))
    for one, numbers in shown:
        blocks += _words(Paragraph(_subscription(one, numbers, content)))
        if channel.may_manage:
            blocks.append(_row(_subscription_buttons(channel, one, content.now)))
    return blocks


def _subscription(one: Subscription, numbers: Numbers, content: HomeContent) -> tuple[Inline, ...]:
    state = ""
    if _is_paused(one, content.now):
        state = f" · paused {until_text(one.paused_until, content.zone)}"
    return (
        Text(text=f"{one.number} ", bold=True),
        code(shorten_text(one.query, _LONGEST_QUERY)),
        Text(text=f" · {_CADENCES[one.cadence]}{state} · {numbers.posted} posted"),
    )


def _subscription_buttons(channel: HomeChannel, one: Subscription, now: datetime) -> list[Json]:
    def press(label: str, text: str, **more: Any) -> Json:
        return _button(label, HOME_ACTION, HomePress(channel=channel.id, text=text).packed(), **more)

    paused = _is_paused(one, now)
    first = press("Resume", f"resume {one.number}") if paused else press("Pause", f"pause {one.number}")
    sure = _confirm(
        f"End number {one.number} in {channel.name}?", shorten_text(one.query, _LONGEST_QUERY), "End it"
    )
    return [first, press("End", f"unsubscribe {one.number}", style="danger", confirm=sure)]


def _saved(content: HomeContent) -> list[Json]:
    blocks = _words(Heading("Saved by you"))
    if not content.saved:
        return blocks + _words(words("Nothing yet: press Save under a card. Only you see what you save."))
    for kept in content.saved[:MOST_SAVED]:
        one = kept.stored
        title = one.reading.title or f"Posting {one.id}"
        facts = [
            one.reading.company or "",
            place_text(one.reading.openings[0]) if one.reading.openings else "",
        ]
        facts += [kept.state or "", "closed" if one.closed_at else ""]
        told = "".join(f" · {fact}" for fact in facts if fact)
        blocks += _words(Paragraph((link(title, one.posting.url), Text(text=told))))
        blocks.append(_row([_button("Remove", HOME_ACTION, HomePress(unsave=one.id).packed())]))
    hidden = len(content.saved) - MOST_SAVED
    if hidden > 0:
        blocks += _words(fine(f"{hidden} more: `/jobs saved` shows all of them."))
    return blocks


def _sources(content: HomeContent) -> list[Json]:
    sick = [one for one in content.sources if one.health in (SourceHealth.FAILED, SourceHealth.NO_SUCH_FEED)]
    read = f"{count_text(len(content.sources), 'source')} read, {len(sick)} of them with trouble."
    own = [one for one in content.sources if one.workspace_id is not None]
    others = [one for one in sick if one not in own]
    shown = [*own, *others][:MOST_SOURCES]
    blocks = _words(Heading("Sources"), words(read))
    if shown:
        blocks += _words(bullets(_source(one, content.zone) for one in shown))
    blocks += _words(fine("`/jobs sources` in a channel shows all of them, and adds one."))
    removable = own[:MOST_SOURCES] if content.sources_channel else []
    channel = content.sources_channel or ""
    buttons = [_removal(one, channel) for one in removable]
    return blocks + [_row(buttons[at : at + 5]) for at in range(0, len(buttons), 5)]


def _removal(one: Source, channel: str) -> Json:
    sure = _confirm("Stop reading it?", f"{one.name}: what it brought so far stays.", "Stop")
    value = HomePress(channel=channel, text=f"sources remove {one.id}").packed()
    return _button(f"Remove {one.name}", HOME_ACTION, value, confirm=sure)


def _source(one: Source, zone: str) -> tuple[Inline, ...]:
    if one.health in (SourceHealth.FAILED, SourceHealth.NO_SUCH_FEED):
        state = f"cannot be read: {one.failure or one.health.value}"
    elif one.polled_at is None:
        state = "new, is read soon"
    else:
        state = f"last read {instant_text(one.polled_at, zone)}"
    return (link(one.name, one.url), Text(text=f" · {state}"))


def _is_paused(one: Subscription, now: datetime) -> bool:
    return one.paused_until is not None and one.paused_until > now


def _words(*blocks: Block) -> list[Json]:
    return blocks_of(Message(sections=(Section(blocks=blocks),), summary=""))


def _row(elements: Sequence[Json]) -> Json:
    return {"type": "actions", "elements": list(elements)}


def _button(label: str, action: str, value: str, **more: Any) -> Json:
    words_ = shorten_text(label, 75)
    return {"type": "button", "text": _plain(words_), "action_id": action, "value": value} | more


def _confirm(title: str, text: str, yes: str) -> Json:
    return {
        "title": _plain(shorten_text(title, 100)),
        "text": _plain(shorten_text(text, 300)),
        "confirm": _plain(yes),
        "deny": _plain("No"),
    }


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _numbered(blocks: Iterable[Json]) -> list[Json]:
    """Every button with an id of its own: ACTION:N."""
    number = 0
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            number += 1
            element["action_id"] = f"{element['action_id'].partition(':')[0]}:{number}"
    return list(blocks)
