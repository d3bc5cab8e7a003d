"""Not for us: three answers, and the narrowed query to take with one more press."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.effect import effect_text, narrowed_effect, posted_lately
from bot.commands.lookup import subscription
from bot.commands.recent import candidate_of
from bot.commands.reply import Reply, bullets, code, fine, row, say, words
from bot.commands.services import Services
from bot.commands.stored_actions import leave_out_action
from bot.delivery.message import Action, ActionKind, Block, Paragraph, Text
from bot.domain.chat import Channel
from bot.domain.posting import StoredPosting
from bot.domain.subscription import Subscription
from bot.errors import BadOption
from bot.matching import Narrowing, Objection, narrowings, parse
from bot.store import ledger, subscriptions

_MOST_OFFERED = 5


def not_for_us(stored: StoredPosting, value: str) -> Reply:
    """Asks what was wrong with a posting. `value` names it, and perhaps its subscription."""
    title = stored.reading.title or f"posting {stored.id}"
    company = stored.reading.company
    hide = (
        Action(kind=ActionKind.HIDE_COMPANY, label=f"Hide {company}"[:75], value=value) if company else None
    )
    actions = row(
        hide,
        Action(kind=ActionKind.WRONG_LEVEL, label="Wrong level", value=value),
        Action(kind=ActionKind.WRONG_STACK, label="Wrong stack", value=value),
    )
    return say(
        f"What is wrong with {title}?",
        words("A wrong level or stack shows a narrower query first; hiding the company holds at once."),
        *actions,
    )


async def offer_narrower(
    services: Services,
    channel: Channel,
    stored: StoredPosting,
    *,
    objection: Objection,
    subscription_id: int | None,
) -> Reply:
    """Shows the narrower queries that would not have posted this, each to be taken with one press."""
    blocks: list[Block] = []
    async with services.store.write() as c:
        match = await ledger.match(c, channel.id, stored.id)
        for one in await _asked(c, channel, stored, subscription_id):
            query = parse(one.query, services.vocabulary)
            candidate = candidate_of(stored, "")
            offers = narrowings(query, candidate, match.opening if match else 0, services.vocabulary)
            chosen = [offer for offer in offers if offer.objection is objection][:_MOST_OFFERED]
            blocks += await _offer_blocks(c, one, chosen, services)
    if not blocks:
        return _nothing_narrower(objection)
    what = "level" if objection is Objection.LEVEL else "stack"
    return say(
        f"Wrong {what}: take a narrower query",
        *blocks,
        fine("Nothing is changed until you press one."),
    )


async def narrowing_command(services: Services, channel: Channel, number: int, clause: str) -> str:
    """The command that adds a clause to a subscription's query as it is now.

    Raises UnknownSubscription when it has ended, and BadOption when it leaves that out already.
    """
    async with services.store.read() as c:
        one = await subscription(c, channel.id, number)
    query = parse(f"{one.query}, {clause}", services.vocabulary)
    if str(query) == one.query:
        raise BadOption(f"Number {number} has {clause} already: {one.query}. Nothing was changed.")
    return f"edit {number} {query} cadence:{one.cadence}"


async def _asked(
    c: AsyncConnection, channel: Channel, stored: StoredPosting, subscription_id: int | None
) -> tuple[Subscription, ...]:
    """The subscriptions that the posting was posted for: the named one, or those that its match serves."""
    match = await ledger.match(c, channel.id, stored.id)
    served = set(match.subscription_ids) if match else set()
    there = await subscriptions.of_channel(c, channel.id)
    named = tuple(one for one in there if one.id == subscription_id)
    return named or tuple(one for one in there if one.id in served)


async def _offer_blocks(
    c: AsyncConnection, one: Subscription, offers: list[Narrowing], services: Services
) -> list[Block]:
    if not offers:
        return []
    now = services.clock()
    posted = await posted_lately(c, one.channel_id, now, one.id)
    effects = [
        (offer.clause, narrowed_effect(posted, parse(offer.clause, services.vocabulary), now))
        for offer in offers
    ]
    actions = [await leave_out_action(c, one.number, clause, now) for clause, _ in effects]
    with_ = " with one of" if len(offers) > 1 else " with"
    head = Paragraph((Text(text=f"Number {one.number} "), code(one.query), Text(text=with_)))
    narrower = bullets((code(clause), Text(text=f" {effect_text(effect)}")) for clause, effect in effects)
    return [head, narrower, *row(*actions)]


def _nothing_narrower(objection: Objection) -> Reply:
    if objection is Objection.LEVEL:
        why = "The posting names no level that the query does not ask for itself."
    else:
        why = "The posting names no skill that the query does not ask for itself."
    return say(
        "There is nothing to leave out",
        words(
            f"{why} `/jobs edit` and a number changes the query by hand: put `-` before what you do not want."
        ),
    )
