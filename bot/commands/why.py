"""`/jobs why`: what became of one posting in this channel, and why. Decides in pure functions below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.clock_words import instant_text
from bot.commands.context import Call
from bot.commands.lookup import posting as find_posting
from bot.commands.lookup import subscription as find_subscription
from bot.commands.recent import candidate_of
from bot.commands.reply import Reply, bullets, code, fine, inlines, link, reply, row, say, words
from bot.commands.services import Services
from bot.commands.stored_actions import run_action
from bot.delivery.message import Block, Heading, Inline, Paragraph, Text
from bot.domain.chat import Channel, ChannelSettings
from bot.domain.delivery import Part, PartState
from bot.domain.match import Match, MatchState, Suppression
from bot.domain.posting import StoredPosting
from bot.domain.subscription import Cadence, Subscription
from bot.errors import QueryError, UnknownPosting
from bot.extraction.vocabulary import Vocabulary
from bot.matching import Candidate, Explanation, Missed, explain, parse
from bot.scheduling.cadence import in_quiet_hours, next_due
from bot.store import ledger, sources, subscriptions

_MOST_SUBSCRIPTIONS = 10
_WHAT_NOW = {
    Suppression.MUTED: "`/jobs unmute` and the company's name shows it again.",
    Suppression.UNSUBSCRIBED: "The subscription that asked for it was ended before it was posted.",
    Suppression.EDITED: "The subscription that asked for it was edited before it was posted.",
    Suppression.PAUSED: "The subscription was paused when it came: `/jobs resume` lets new ones through.",
    Suppression.CLOSED: "The posting disappeared from its board before it was posted.",
    Suppression.MERGED: "The same position was found on another board; that one counts.",
    Suppression.CHANNEL_DEAD: "The chat said that this channel was gone.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that the answer depends on. `part` is the message that shows the match, if one does.

    `held` are the channel's subscriptions with what holding the posting against each of them gave.
    `baseline`: it was there when its source was first read, which posts nothing.
    """

    stored: StoredPosting
    match: Match | None
    part: Part | None
    held: tuple[tuple[Subscription, Explanation], ...]
    baseline: bool
    settings: ChannelSettings
    now: datetime


async def why(call: Call) -> Reply:
    """The stage that the posting reached here, the clause, the words."""
    return await why_posting(
        call.services,
        call.channel,
        named=call.values.need("posting", str),
        number=call.values.get("id", int),
    )


async def why_posting(
    services: Services, channel: Channel, *, named: str, number: int | None = None
) -> Reply:
    """The same, for a command and for a pressed action."""
    now = services.clock()
    async with services.store.read() as c:
        chosen = (await find_subscription(c, channel.id, number),) if number is not None else None
        stored = await find_posting(c, channel.workspace_id, named)
        if stored is not None:
            there = chosen or await subscriptions.of_channel(c, channel.id)
            match = await ledger.match(c, channel.id, stored.id)
            part = await ledger.part_of_match(c, match.id) if match else None
            source = await sources.get(c, stored.source_id, also_removed=True)
    if stored is None:
        return await _never_seen(services, named)
    baseline = source is not None and (
        source.baseline_at is None or stored.first_seen_at <= source.baseline_at
    )
    candidate = candidate_of(stored, source.name if source else "")
    held = tuple((one, held_against(one, candidate, services.vocabulary, now=now)) for one in there)
    case = Case(
        stored=stored,
        match=match,
        part=part,
        held=held,
        baseline=baseline,
        settings=channel.settings,
        now=now,
    )
    return verdict(case)


def held_against(
    one: Subscription, candidate: Candidate, vocabulary: Vocabulary, *, now: datetime
) -> Explanation:
    """How a posting stands to a subscription; one that this version cannot read is met by nothing."""
    try:
        return explain(parse(one.query, vocabulary), candidate, now=now)
    except QueryError as error:
        why = f"this query cannot be read any more ({error.problem}); `/jobs edit {one.number}` mends it"
        return Explanation(met=False, missed=Missed(clause=one.query, why=why, opening=0))


def verdict(case: Case) -> Reply:
    """What became of the posting here, which subscription asked for it, and the words that decided it."""
    summary, note = stage(case)
    title = case.stored.reading.title or f"Posting {case.stored.id}"
    company = case.stored.reading.company
    first: tuple[Block, ...] = (
        Heading(summary),
        Paragraph((link(title, case.stored.posting.url), Text(text=f" · {company}" if company else ""))),
        *((words(note),) if note else ()),
    )
    seen = instant_text(case.stored.first_seen_at, case.settings.timezone)
    held = tuple(block for one, explanation in _told(case) for block in held_blocks(one, explanation))
    last = fine(f"Posting {case.stored.id}, first seen {seen}.")
    return reply(summary, first, held, (last,))


def _told(case: Case) -> tuple[tuple[Subscription, Explanation], ...]:
    """The subscriptions to tell of: those that it matches, or else all, nearest first."""
    if len(case.held) == 1:
        return case.held
    met = tuple(one for one in case.held if one[1].met)
    nearest = sorted(case.held, key=lambda one: len(one[1].reasons), reverse=True)
    return (met or tuple(nearest))[:_MOST_SUBSCRIPTIONS]


def stage(case: Case) -> tuple[str, str]:
    """How far the posting came here, in a line, and what that means or what to do, perhaps empty."""
    match = case.match
    if match is None:
        return _unmatched(case)
    if match.state is MatchState.SUPPRESSED:
        reason = match.suppression.value if match.suppression else "suppressed"
        note = _WHAT_NOW[match.suppression] if match.suppression else ""
        return f"It matched, and was not posted: {reason}", note
    if match.state is MatchState.PLANNED:
        return _planned(case)
    if match.state is MatchState.KEPT:
        due = next_due(_cadence(case, match), case.settings, max(match.matched_at, case.now))
        until = instant_text(due, case.settings.timezone)
        return f"It matched, and waits until {until}", "`/jobs digest now` posts what waits at once."
    quiet = in_quiet_hours(case.settings, case.now)
    if quiet is not None:
        until = instant_text(quiet, case.settings.timezone)
        return f"It matched, and waits for the end of the quiet hours at {until}", ""
    return "It matched, and is about to be posted", ""


def held_blocks(one: Subscription, explanation: Explanation) -> tuple[Block, ...]:
    """How the posting stands to one subscription, clause by clause."""
    met = tuple(
        (Text(text="✓ "), code(reason.clause), *_said(reason.words)) for reason in explanation.reasons
    )
    missed = explanation.missed
    unmet: tuple[tuple[Inline, ...], ...] = ()
    if missed is not None:
        unmet = ((Text(text="✗ "), code(missed.clause), Text(text=": "), *inlines(missed.why)),)
    verdict_words = "matches" if explanation.met else "does not match"
    head = Paragraph(
        (Text(text=f"Number {one.number} ", bold=True), code(one.query), Text(text=f" {verdict_words}"))
    )
    return (head, bullets((*met, *unmet)))


def _unmatched(case: Case) -> tuple[str, str]:
    if not case.held:
        return (
            "Not posted: this channel has no subscription",
            "Write `/jobs subscribe` and what you look for.",
        )
    met = [one for one, explanation in case.held if explanation.met]
    if not met:
        return (
            "Not posted: no subscription here matches it",
            "The clause marked ✗ decided it; `/jobs edit` changes a query.",
        )
    if case.baseline:
        return (
            "Not posted: it was there when its source was first read",
            "The first reading of a source posts nothing, so that a channel is not flooded.",
        )
    if all(one.created_at > case.stored.first_seen_at for one in met):
        return (
            "Not posted: it came before the subscription",
            "Only what appears after subscribing is posted; `/jobs search` finds the rest.",
        )
    return (
        "Not posted: when it came, nothing here asked for it",
        "The query, or the posting itself, has changed since, or the subscription was paused.",
    )


def _planned(case: Case) -> tuple[str, str]:
    part, zone = case.part, case.settings.timezone
    if part is None:
        return "It matched, and its message is being prepared", ""
    if part.state is PartState.SENT:
        return "It was posted here", ""
    if part.state is PartState.FAILED:
        return (
            "It matched, and could not be posted",
            f"The chat refused it: {part.failure or 'no reason was given'}",
        )
    if part.state is PartState.SENDING:
        return "It is being posted right now", ""
    if part.due_at > case.now:
        return f"It will be posted at {instant_text(part.due_at, zone)}", "The chat asked for a pause."
    return "It is about to be posted", ""


def _cadence(case: Case, match: Match) -> Cadence:
    """The fastest cadence that asked for it; an instant one is over its limit and waits for the digest."""
    speed = list(Cadence)
    served = [one.cadence for one, _ in case.held if one.id in match.subscription_ids]
    fastest = min(served, key=speed.index, default=Cadence.DAILY)
    return Cadence.DAILY if fastest is Cadence.INSTANT else fastest


def _said(said: Sequence[str]) -> tuple[Inline, ...]:
    if not said:
        return ()
    parts: list[Inline] = [Text(text=": ")]
    for at, word in enumerate(said):
        parts += [Text(text=", ")] if at else []
        parts.append(Text(text=word, marked=True))
    return tuple(parts)


async def _never_seen(services: Services, named: str) -> Reply:
    if "." not in named:
        raise UnknownPosting(
            f"There is no posting {named[:40]}. Press Why under a card, or paste the posting's link."
        )
    async with services.store.write() as c:
        test = await run_action(c, "Test that page as a source", f"sources test {named}", services.clock())
    return say(
        "Jobwire has never seen that posting",
        words(
            "No source that this workspace reads has listed it under this link. `/jobs sources` shows them; "
            "`/jobs sources add` and the company's careers page adds one."
        ),
        *row(test),
    )
