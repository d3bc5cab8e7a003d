"""`/jobs stats`: what the channel got in the last week, and what was left out and why."""

from collections.abc import Sequence
from datetime import timedelta

from bot.commands.context import Call
from bot.commands.reply import Reply, bullets, code, fine, say, words
from bot.commands.week import Week, week_of, week_text
from bot.delivery.message import Block, Inline, Text
from bot.delivery.wording import count_text
from bot.domain.match import Match
from bot.domain.subscription import Subscription
from bot.store import ledger, subscriptions

WEEK = timedelta(days=7)


async def show(call: Call) -> Reply:
    """The last week's numbers: all, by subscription, and the reasons of what was left out."""
    async with call.services.store.read() as c:
        matches = await ledger.matches_of(c, call.channel.id, call.now - WEEK)
        there = await subscriptions.of_channel(c, call.channel.id)
    week = week_of(matches)
    if not week.found:
        return say(
            "Nothing was found for this channel in the last 7 days",
            words("`/jobs list` shows its subscriptions, `/jobs preview` tries a query on what came."),
        )
    return say(
        f"In the last 7 days {count_text(week.found, 'posting')} matched: {week_text(week)}",
        *_by_subscription(there, matches),
        *_left_out(week),
        fine("`/jobs why` and a posting's link or number tells its story."),
    )


def _by_subscription(there: Sequence[Subscription], matches: Sequence[Match]) -> tuple[Block, ...]:
    entries: list[tuple[Inline, ...]] = []
    for one in there:
        week = week_of(match for match in matches if one.id in match.subscription_ids)
        entries.append(
            (Text(text=f"{one.number} ", bold=True), code(one.query), Text(text=f" · {week_text(week)}"))
        )
    return (bullets(entries),) if entries else ()


def _left_out(week: Week) -> tuple[Block, ...]:
    if not week.left_out:
        return ()
    entries = [f"{reason.value}: {count}" for reason, count in week.left_out.items()]
    return (words("Left out:"), bullets(entries))
