"""`/jobs saved`: what a person has saved, for them alone."""

from bot.commands.context import Call
from bot.commands.reply import PAGE_LENGTH, Reply, link, reply, row, say, words
from bot.commands.stored_actions import page_action
from bot.delivery.message import Action, ActionKind, Block, Heading, Paragraph, Text
from bot.delivery.wording import count_text, place_text
from bot.domain.saved import SavedPosting
from bot.store import saved


async def show(call: Call) -> Reply:
    """The person's saved postings, the last saved first."""
    async with call.services.store.read() as c:
        there = await saved.saved_by(c, call.context.user)
    if not there:
        return say(
            "You have saved nothing yet",
            words("Press Save under a card, or under a posting that `/jobs search` finds."),
        )
    begin = call.page * PAGE_LENGTH
    page = there[begin : begin + PAGE_LENGTH]
    async with call.services.store.write() as c:
        left = len(there) > begin + PAGE_LENGTH
        more = await page_action(c, "saved", call.page + 1, call.now) if left else None
    title = f"You have saved {count_text(len(there), 'posting')}"
    sections = [_section(one) for one in page]
    return reply(title, (Heading(title),), *sections, row(more), more=more.value if more else None)


def _section(kept: SavedPosting) -> tuple[Block, ...]:
    one = kept.stored
    reading = one.reading
    title = reading.title or f"Posting {one.id}"
    facts = [reading.company or "", place_text(reading.openings[0]) if reading.openings else ""]
    facts += ["closed"] if one.closed_at else []
    told = "".join(f" · {fact}" for fact in facts if fact)
    value = str(one.id)
    actions = row(
        Action(kind=ActionKind.UNSAVE, label="Remove", value=value),
        Action(kind=ActionKind.WHY, label="Why", value=value),
    )
    return (Paragraph((link(title, one.posting.url), Text(text=told))), *actions)
