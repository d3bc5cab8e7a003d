"""The commands on a channel's digest: when it comes, off, now."""

import secrets
from dataclasses import replace
from datetime import time

from bot.commands.changing import change_settings
from bot.commands.clock_words import instant_text, schedule_text
from bot.commands.context import Call
from bot.commands.reply import Reply, fine, row, say, words
from bot.commands.stored_actions import run_action
from bot.delivery.planning import create_digest
from bot.delivery.wording import count_text
from bot.domain.chat import Channel, DigestSchedule
from bot.domain.subscription import Cadence, Subscription
from bot.errors import CommandError
from bot.scheduling.cadence import next_due
from bot.store import ledger, subscriptions

_DIGESTED = (Cadence.DAILY, Cadence.WEEKLY)
_EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


async def digest(call: Call) -> Reply:
    """Sets when the digest comes; without options it shows what is set."""
    at = call.values.get("time", time)
    zone = call.values.get("zone", str)
    weekdays: tuple[int, ...] | None = call.values.get("days", tuple)
    if at is None and zone is None and weekdays is None:
        return await _show(call, call.channel, "The digest of this channel", private=True)
    old = call.channel.settings
    schedule = DigestSchedule(at=at or old.digest.at, weekdays=weekdays or _EVERY_DAY, chosen_at=call.now)
    async with call.services.store.write() as c:
        settings = await change_settings(
            c, call.channel.id, lambda now: replace(now, digest=schedule, timezone=zone or now.timezone)
        )
    await call.services.deliver_soon(call.channel.id)
    return await _show(call, replace(call.channel, settings=settings), "The digest is set", private=False)


async def digest_off(call: Call) -> Reply:
    """Every daily or weekly subscription of the channel posts at once from now on."""
    async with call.services.store.write() as c:
        slow = [one for one in await subscriptions.of_channel(c, call.channel.id) if one.cadence in _DIGESTED]
        for one in slow:
            await subscriptions.edit(c, one.id, one.query, Cadence.INSTANT)
    if not slow:
        return say(
            "No subscription here waits for a digest",
            words("All of them post at once or hourly. Only what exceeds the hourly limit is kept for it."),
        )
    await call.services.deliver_soon(call.channel.id)
    most = call.channel.settings.cards_per_hour
    when = schedule_text(call.channel.settings.digest, call.channel.settings.timezone)
    return say(
        f"No digest any more: {_numbers(slow)} {'posts' if len(slow) == 1 else 'post'} at once from now on",
        words(
            f"What waits, and what exceeds {count_text(most, 'card')} an hour, still comes together "
            f"{when}, so nothing is lost."
        ),
        fine("`/jobs edit` with a number and `daily` brings a subscription back into the digest."),
        private=False,
    )


async def digest_now(call: Call) -> Reply:
    """Posts what waits for the digest."""
    platform = call.services.platforms.get(call.channel.ref.platform)
    if platform is None:
        raise CommandError(
            f"Nothing can be posted: {call.channel.ref.platform} is not connected. "
            "Ask whoever runs Jobwire to look at its log."
        )
    async with call.services.store.write() as c:
        made = await create_digest(
            c,
            call.channel,
            platform.capabilities,
            request_id=f"now:{secrets.token_hex(8)}",
            now=call.now,
        )
    if made is None:
        return say(
            "Nothing waits for a digest",
            words("Everything found so far has been posted. `/jobs search` looks at older postings."),
        )
    await call.services.deliver_soon(call.channel.id)
    return say("The digest is on its way", words("What comes later waits for the next one."), private=False)


async def _show(call: Call, channel: Channel, title: str, *, private: bool) -> Reply:
    settings = channel.settings
    async with call.services.store.write() as c:
        waiting = len(await ledger.waiting(c, channel.id))
        there = await subscriptions.of_channel(c, channel.id)
        now_action = await run_action(c, "Post it now", "digest now", call.now) if waiting else None
    daily = [one for one in there if one.cadence in _DIGESTED]
    following = next_due(Cadence.DAILY, settings, call.now)
    says = (
        f"For {_numbers(daily)}, and for what exceeds the hourly limit."
        if daily
        else "No subscription here is daily or weekly: only what exceeds the hourly limit comes in it. "
        "`/jobs edit 1 daily` puts a subscription into it."
    )
    return say(
        title,
        words(f"It comes {schedule_text(settings.digest, settings.timezone)}."),
        words(
            f"The next one: {instant_text(following, settings.timezone)}, "
            f"with {count_text(waiting, 'posting')} so far."
        ),
        words(says),
        *row(now_action),
        private=private,
    )


def _numbers(some: list[Subscription]) -> str:
    return f"number {', '.join(str(one.number) for one in some)}"
