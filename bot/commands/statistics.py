"""`/jobs stats`: what the channel got in the last week, what was done with it, what was left out and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from bot.commands.context import Call
from bot.commands.reply import Reply, bullets, code, fine, say, words
from bot.commands.week import Week, week_of, week_text
from bot.delivery.message import Block, Inline, Text
from bot.delivery.wording import count_text
from bot.domain.match import Match
from bot.domain.posting import PostingId
from bot.domain.subscription import Subscription
from bot.domain.use import Use
from bot.store import ledger, origins, subscriptions, uses

WEEK = timedelta(days=7)
_MOST_SOURCES = 8
_DONE = {
    Use.OPENED: "opened",
    Use.SAVED: "saved",
    Use.ASKED: "asked about",
    Use.NOT_FOR_US: "not for you",
}

Done = Mapping[PostingId, frozenset[Use]]


async def show(call: Call) -> Reply:
    """The last week's numbers: all, by subscription and source, and the reasons of what was left out."""
    since = call.now - WEEK
    async with call.services.store.read() as c:
        matches = await ledger.matches_of(c, call.channel.id, since)
        there = await subscriptions.of_channel(c, call.channel.id)
        done = await uses.of_channel(c, call.channel.id, since)
        by_source = await origins.posted_by_source(c, call.channel.id, since)
    week = week_of(matches)
    if not week.found:
        return say(
            "Nothing was found for this channel in the last 7 days",
            words("`/jobs list` shows its subscriptions, `/jobs preview` tries a query on what came."),
        )
    return say(
        f"In the last 7 days {count_text(week.found, 'posting')} matched: {week_text(week)}",
        *_by_subscription(there, matches, done),
        *_by_source(by_source),
        *_left_out(week),
        *_used(done),
        fine("`/jobs why` and a posting's link or number tells its story."),
    )


def _by_subscription(
    there: Sequence[Subscription], matches: Sequence[Match], done: Done
) -> tuple[Block, ...]:
    entries: list[tuple[Inline, ...]] = []
    for one in there:
        own = [match for match in matches if one.id in match.subscription_ids]
        used = _counts(done[match.posting_id] for match in own if match.posting_id in done)
        told = f" · {week_text(week_of(own))}{f' · {used}' if used else ''}"
        entries.append((Text(text=f"{one.number} ", bold=True), code(one.query), Text(text=told)))
    return (bullets(entries),) if entries else ()


def _by_source(by_source: Mapping[str, int]) -> tuple[Block, ...]:
    if not by_source:
        return ()
    shown = list(by_source.items())[:_MOST_SOURCES]
    entries: list[tuple[Inline, ...]] = [(Text(text=f"{name}: {count:,}"),) for name, count in shown]
    rest = len(by_source) - len(shown)
    if rest:
        left = sum(by_source.values()) - sum(count for _, count in shown)
        entries.append((Text(text=f"{count_text(rest, 'other source')}: {left:,}"),))
    return (words("Posted, by source:"), bullets(entries))


def _left_out(week: Week) -> tuple[Block, ...]:
    if not week.left_out:
        return ()
    entries = [f"{reason.value}: {count}" for reason, count in week.left_out.items()]
    return (words("Left out:"), bullets(entries))


def _used(done: Done) -> tuple[Block, ...]:
    """What people did in these days, also with older postings; a posting counts once for each."""
    told = _counts(done.values())
    if not told:
        return (words("Nobody has pressed anything under a posting, as far as this chat tells Jobwire."),)
    opened = any(Use.OPENED in some for some in done.values())
    unseen = "" if opened else " Which links were followed, this chat has not told."
    return (words(f"What people did: {told}.{unseen}"),)


def _counts(done: Iterable[frozenset[Use]]) -> str:
    """Such as "3 saved, 1 not for you"."""
    some = tuple(done)
    counted = ((sum(use in one for one in some), word) for use, word in _DONE.items())
    return ", ".join(f"{count} {word}" for count, word in counted if count)
