"""The commands on a channel's subscriptions: subscribe, list, edit, unsubscribe, pause, resume."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.clock_words import FOREVER, until_text
from bot.commands.context import Call
from bot.commands.explaining import found_sentence, posting_sections, understood_blocks
from bot.commands.lookup import chosen_subscriptions, subscription
from bot.commands.parse import missing
from bot.commands.recent import Recent, candidate_of, recent_matches
from bot.commands.reply import Reply, bullets, code, fine, reply, row, say, words
from bot.commands.services import PREVIEW
from bot.commands.stored_actions import post_action, run_action
from bot.commands.week import week_of, week_text
from bot.delivery.message import Action, Block, Heading, Inline, Paragraph, Text
from bot.delivery.wording import count_text
from bot.domain.match import Match, Suppression
from bot.domain.subscription import Cadence, Subscription
from bot.matching import Query, asks_for_pay_only, explain, keeping_unstated_pay, parse
from bot.store import ledger, subscriptions

EXAMPLES = 3


async def subscribe(call: Call) -> Reply:
    """Subscribes, and says how the query was understood and what it would have posted."""
    typed = call.values.need("query", str)
    query = parse(typed, call.services.vocabulary, currency=call.channel.settings.currency)
    cadence = call.values.get("cadence", Cadence) or Cadence.INSTANT
    async with call.services.store.write() as c:
        there = await subscriptions.of_channel(c, call.channel.id)
        same = next((one for one in there if one.query == str(query)), None)
        if same is not None:
            return await _already_there(c, call, same, cadence)
        new = await subscriptions.create(
            c,
            channel_id=call.channel.id,
            query=str(query),
            cadence=cadence,
            created_by=call.context.user.user,
            now=call.now,
        )
    recent = await recent_matches(call, query, since=call.now - PREVIEW)
    async with call.services.store.write() as c:
        actions = await _subscribe_actions(c, call, new, query, recent)
    title = f"Subscribed as number {new.number}, {_cadence_words(new.cadence)}"
    first = (
        Heading(title),
        Paragraph((code(new.query),)),
        *understood_blocks(query),
        words(found_sentence(recent, PREVIEW.days)),
    )
    last = (
        *row(*actions),
        fine(
            f"Adjust it with `/jobs edit {new.number}` and the new query; "
            f"`/jobs unsubscribe {new.number}` ends it."
        ),
    )
    examples = posting_sections(recent.found[:EXAMPLES], call.now, actions=False)
    return reply(title, first, *examples, last, private=False)


async def list_(call: Call) -> Reply:
    """The channel's subscriptions with their last week's numbers."""
    async with call.services.store.read() as c:
        there = await subscriptions.of_channel(c, call.channel.id)
        matches = await ledger.matches_of(c, call.channel.id, call.now - timedelta(days=7))
    if not there:
        return say(
            "No subscription here yet",
            words(
                "Write `/jobs subscribe` and what you look for, such as `/jobs subscribe senior backend, Go`."
            ),
        )
    entries = bullets(_list_entry(one, matches, call) for one in there)
    return say(
        f"{count_text(len(there), 'subscription')} in {call.context.channel_name}",
        entries,
        fine(
            "Counted over the last 7 days. `/jobs edit`, `/jobs pause`, `/jobs unsubscribe` take the number."
        ),
    )


async def edit(call: Call) -> Reply:
    """Changes a subscription; what waits and no longer holds is dropped, with that reason."""
    typed = call.values.get("query", str)
    cadence = call.values.get("cadence", Cadence)
    option = call.command.option("query")
    if typed is None and cadence is None and option is not None:
        raise missing(call.command, option)
    currency = call.channel.settings.currency
    query = parse(typed, call.services.vocabulary, currency=currency) if typed else None
    async with call.services.store.write() as c:
        old = await subscription(c, call.channel.id, call.values.need("id", int))
        text = str(query) if query else old.query
        there = await subscriptions.of_channel(c, call.channel.id)
        same = next((one for one in there if one.query == text and one.id != old.id), None)
        if same is not None:
            return await _already_there(c, call, same, cadence or same.cadence)
        if (text, cadence or old.cadence) == (old.query, old.cadence):
            return _unchanged(old)
        await subscriptions.edit(c, old.id, text, cadence or old.cadence)
        dropped = await _drop_unmet(c, call, old, query) if query else 0
        undo = await run_action(c, "Undo", f"edit {old.number} {old.query} cadence:{old.cadence}", call.now)
    await call.services.deliver_soon(call.channel.id)
    return await _edited(call, old, query, cadence or old.cadence, dropped=dropped, undo=undo)


async def unsubscribe(call: Call) -> Reply:
    """Ends a subscription; what it found and nobody else asked for is not posted any more."""
    async with call.services.store.write() as c:
        old = await subscription(c, call.channel.id, call.values.need("id", int))
        await subscriptions.remove(c, old.id, call.now)
        waiting = await ledger.pending(c, call.channel.id)
        dropped = await ledger.withdraw(c, waiting, old.id, Suppression.UNSUBSCRIBED)
        undo = await run_action(c, "Subscribe again", _again(old), call.now)
    return say(
        f"Unsubscribed number {old.number}",
        Paragraph((code(old.query),)),
        *_dropped(dropped),
        *row(undo),
        private=False,
    )


async def pause(call: Call) -> Reply:
    """Pauses one subscription, or all of the channel."""
    length = call.values.get("for", timedelta)
    until = call.now + length if length else FOREVER
    async with call.services.store.write() as c:
        chosen = await chosen_subscriptions(c, call)
        for one in chosen:
            await subscriptions.pause(c, one.id, until)
        text = f"resume {chosen[0].number}" if len(chosen) == 1 else "resume"
        resume_now = await run_action(c, "Resume", text, call.now)
    await call.services.deliver_soon(call.channel.id)
    ends = until_text(until, call.channel.settings.timezone)
    return say(
        f"Paused {_numbers(chosen)} {ends}",
        words("What appears meanwhile is not posted later; `/jobs search` still finds it."),
        *row(resume_now),
        private=False,
    )


async def resume(call: Call) -> Reply:
    """Resumes one subscription, or all of the channel."""
    async with call.services.store.write() as c:
        chosen = await chosen_subscriptions(c, call)
        paused = tuple(one for one in chosen if _is_paused(one, call.now))
        for one in paused:
            await subscriptions.resume(c, one.id)
    if not paused:
        return say("Nothing is paused", words("`/jobs list` shows the subscriptions of this channel."))
    await call.services.deliver_soon(call.channel.id)
    return say(f"Resumed {_numbers(paused)}", words("New postings appear from now on."), private=False)


async def _already_there(c: AsyncConnection, call: Call, same: Subscription, cadence: Cadence) -> Reply:
    change = None
    if cadence is not same.cadence:
        change = await run_action(c, f"Make it {cadence}", f"edit {same.number} cadence:{cadence}", call.now)
    elif _is_paused(same, call.now):
        change = await run_action(c, "Resume it", f"resume {same.number}", call.now)
    paused = ", paused" if _is_paused(same, call.now) else ""
    return say(
        f"This channel has that query already: number {same.number}, {_cadence_words(same.cadence)}{paused}",
        Paragraph((code(same.query),)),
        words(f"Nothing was changed. `/jobs edit {same.number}` changes it, `/jobs list` shows all."),
        *row(change),
    )


async def _subscribe_actions(
    c: AsyncConnection, call: Call, new: Subscription, query: Query, recent: Recent
) -> tuple[Action | None, ...]:
    examples = [one.posting.id for one in recent.found[:EXAMPLES]]
    label = "Post this one here" if len(examples) == 1 else f"Post these {len(examples)} here"
    post = await post_action(c, label, new.id, examples, call.now) if examples else None
    mended = _mended(call.values.need("query", str), query)
    use = f"edit {new.number} {mended} cadence:{new.cadence}"
    mend = await run_action(c, f"Use: {mended}", use, call.now) if mended else None
    wider = f"edit {new.number} {keeping_unstated_pay(query)} cadence:{new.cadence}"
    keep = (
        await run_action(c, "Keep postings without pay", wider, call.now)
        if asks_for_pay_only(query)
        else None
    )
    undo = await run_action(c, "Undo", f"unsubscribe {new.number}", call.now)
    return post, mend, keep, undo


def _mended(typed: str, query: Query) -> str | None:
    """The query as typed, with every suggestion taken; None when there is none."""
    mended = typed
    for one in query.understood:
        if one.suggestion:
            mended = mended.replace(one.words, one.suggestion, 1)
    return mended if mended != typed else None


async def _drop_unmet(c: AsyncConnection, call: Call, old: Subscription, query: Query) -> int:
    waiting = [one for one in await ledger.pending(c, call.channel.id) if old.id in one.subscription_ids]
    unmet = await _unmet(c, call, waiting, query)
    return await ledger.withdraw(c, unmet, old.id, Suppression.EDITED)


async def _unmet(c: AsyncConnection, call: Call, waiting: list[Match], query: Query) -> list[Match]:
    shown = await ledger.shown_postings(c, [one.posting_id for one in waiting])
    unmet = []
    for one in waiting:
        posting = shown.get(one.posting_id)
        if (
            posting is None
            or not explain(query, candidate_of(posting.posting, posting.source), now=call.now).met
        ):
            unmet.append(one)
    return unmet


def _unchanged(old: Subscription) -> Reply:
    return say(
        f"Number {old.number} is that already, {_cadence_words(old.cadence)}",
        Paragraph((code(old.query),)),
        words("Nothing was changed."),
    )


async def _edited(
    call: Call, old: Subscription, query: Query | None, cadence: Cadence, *, dropped: int, undo: Action
) -> Reply:
    blocks: list[Block] = []
    if query is None:
        blocks.append(Paragraph((code(old.query),)))
    else:
        recent = await recent_matches(call, query, since=call.now - PREVIEW)
        before = Paragraph((code(old.query), Text(text=" → "), code(str(query))))
        blocks += [before, *understood_blocks(query), words(found_sentence(recent, PREVIEW.days))]
    return say(
        f"Changed number {old.number}, {_cadence_words(cadence)}",
        *blocks,
        *_dropped(dropped),
        *row(undo),
        private=False,
    )


def _dropped(count: int) -> tuple[Block, ...]:
    if not count:
        return ()
    return (words(f"{count_text(count, 'posting')} that waited here will not be posted any more."),)


def _list_entry(one: Subscription, matches: Sequence[Match], call: Call) -> tuple[Inline, ...]:
    numbers = week_text(week_of(match for match in matches if one.id in match.subscription_ids))
    state = ""
    if _is_paused(one, call.now):
        state = f", paused {until_text(one.paused_until, call.channel.settings.timezone)}"
    return (
        Text(text=f"{one.number} ", bold=True),
        code(one.query),
        Text(text=f" · {_cadence_words(one.cadence)}{state} · {numbers}"),
    )


def _is_paused(one: Subscription, now: datetime) -> bool:
    return one.paused_until is not None and one.paused_until > now


def _numbers(chosen: tuple[Subscription, ...]) -> str:
    return f"number {', '.join(str(one.number) for one in chosen)}"


def _again(old: Subscription) -> str:
    return f"subscribe {old.query} cadence:{old.cadence}"


def _cadence_words(cadence: Cadence) -> str:
    return {
        Cadence.INSTANT: "posted at once",
        Cadence.HOURLY: "posted every hour",
        Cadence.DAILY: "in the daily digest",
        Cadence.WEEKLY: "in a weekly digest",
    }[cadence]
