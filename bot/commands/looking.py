"""Preview and search: what stored postings a query finds, without subscribing."""

from datetime import UTC, datetime, timedelta

from bot.commands.context import Call
from bot.commands.explaining import found_sentence, posting_sections, understood_blocks
from bot.commands.recent import recent_matches
from bot.commands.reply import PAGE_LENGTH, Reply, fine, reply, row, words
from bot.commands.services import PREVIEW
from bot.commands.stored_actions import page_action, run_action
from bot.delivery.message import Heading
from bot.domain.subscription import Cadence
from bot.matching import parse

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
EXAMPLES = 5


async def preview(call: Call) -> Reply:
    """What a query would have posted here."""
    typed = call.values.need("query", str)
    days = call.values.get("days", int) or PREVIEW.days
    cadence = call.values.get("cadence", Cadence) or Cadence.INSTANT
    query = parse(typed, call.services.vocabulary, currency=call.channel.settings.currency)
    recent = await recent_matches(call, query, since=call.now - timedelta(days=days))
    async with call.services.store.write() as c:
        subscribe = await run_action(
            c, f"Subscribe, {cadence}", f"subscribe {query} cadence:{cadence}", call.now
        )
        other = Cadence.INSTANT if cadence is Cadence.DAILY else Cadence.DAILY
        instead = await run_action(c, f"Subscribe, {other}", f"subscribe {query} cadence:{other}", call.now)
        search = await run_action(c, "All of them", f"search {query}", call.now) if recent.found else None
    title = f"Preview of {query}"
    first = (
        Heading(title),
        *understood_blocks(query),
        words(found_sentence(recent, days)),
    )
    examples = posting_sections(recent.found[:EXAMPLES], call.now, actions=False)
    last = (*row(subscribe, instead, search), fine("Nothing is subscribed yet. To adjust, preview again."))
    return reply(title, first, *examples, last)


async def search(call: Call) -> Reply:
    """Stored postings that match, newest first, a page at a time."""
    query = parse(
        call.values.need("query", str), call.services.vocabulary, currency=call.channel.settings.currency
    )
    begin = call.page * PAGE_LENGTH
    recent = await recent_matches(call, query, since=_EVER, most=begin + PAGE_LENGTH + 1, only_open=True)
    page = recent.found[begin : begin + PAGE_LENGTH]
    if not page:
        text = "Nothing more is found" if call.page else f"Nothing is found for {query}"
        hint = words("Fewer words find more; `/jobs subscribe` and the query posts what comes.")
        return reply(text, (Heading(text), hint))
    there_is_more = len(recent.found) > begin + PAGE_LENGTH
    async with call.services.store.write() as c:
        more = await page_action(c, f"search {query}", call.page + 1, call.now) if there_is_more else None
        subscribe = await run_action(c, "Subscribe to this", f"subscribe {query} cadence:instant", call.now)
    title = f"Found for {query}: {begin + 1} to {begin + len(page)}"
    sections = posting_sections(page, call.now, actions=True)
    return reply(title, (Heading(title),), *sections, row(more, subscribe), more=more.value if more else None)
