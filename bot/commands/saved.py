"""`/jobs saved`: what a person has saved, for them alone, how far they have come, and their notes."""

from bot.commands.context import Call
from bot.commands.lookup import posting as find_posting
from bot.commands.reply import PAGE_LENGTH, Reply, fine, link, reply, row, say, words
from bot.commands.stored_actions import page_action, run_action
from bot.delivery.message import Action, ActionKind, Block, FinePrint, Heading, Paragraph, Text
from bot.delivery.wording import closed_text, count_text, place_text
from bot.domain.posting import PostingId, StoredPosting
from bot.domain.saved import SavedPosting, SavedState
from bot.errors import BadOption, UnknownPosting
from bot.store import postings, saved

LONGEST_NOTE = 500
OFF = "off"
"""What is typed to take a note, or a state, away."""

_NEXT = {
    None: (SavedState.APPLIED, SavedState.NO),
    SavedState.APPLIED: (SavedState.INTERVIEW, SavedState.NO),
    SavedState.INTERVIEW: (SavedState.NO,),
    SavedState.NO: (SavedState.APPLIED,),
}


async def show(call: Call) -> Reply:
    """The person's saved postings, the last saved first, closed ones too."""
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
    hint = fine(f"`/jobs saved note {page[0].stored.id}` and your words puts a note to one.")
    sections = [_section(one) for one in page]
    last = (hint, *row(more))
    return reply(title, (Heading(title),), *sections, last, more=more.value if more else None)


async def mark(call: Call) -> Reply:
    """Notes how far the person has come with a posting; one that was not saved is saved by it."""
    state = call.values.need("state", str)
    stored = await _named(call)
    return await mark_saved(call, stored, None if state == OFF else SavedState(state))


async def mark_saved(call: Call, stored: StoredPosting, state: SavedState | None) -> Reply:
    """The same for a pressed action."""
    user, title = call.context.user, title_of(stored)
    async with call.services.store.write() as c:
        before = await _state_before(call, stored.id)
        await saved.save(c, user, stored.id, call.now)
        await saved.set_state(c, user, stored.id, state)
        undo = await run_action(c, "Undo", f"saved mark {stored.id} {before or OFF}", call.now)
    heading = f"Marked as {state}: {title}" if state else f"Not marked any more: {title}"
    return say(heading, words("`/jobs saved` shows all of them, to you alone."), *row(undo))


async def note(call: Call) -> Reply:
    """Puts a note to a posting; one that was not saved is saved by it."""
    text = " ".join(call.values.need("note", str).split())
    if len(text) > LONGEST_NOTE:
        raise BadOption(
            f"A note has at most {LONGEST_NOTE} characters, and this has {len(text)}. Shorten it."
        )
    stored = await _named(call)
    async with call.services.store.write() as c:
        await saved.save(c, call.context.user, stored.id, call.now)
        await saved.set_note(c, call.context.user, stored.id, None if text.casefold() == OFF else text)
    if text.casefold() == OFF:
        return say(f"No note any more: {title_of(stored)}", words("It stays in `/jobs saved`."))
    told = fine(f"`/jobs saved` shows it, to you alone; `/jobs saved note {stored.id} off` takes it away.")
    return say(f"Noted: {title_of(stored)}", Paragraph((Text(text=text),)), told)


def title_of(stored: StoredPosting) -> str:
    """What a posting is called."""
    return stored.reading.title or f"posting {stored.id}"


async def _state_before(call: Call, posting_id: PostingId) -> SavedState | None:
    async with call.services.store.read() as c:
        there = await saved.saved_by(c, call.context.user)
    return next((one.state for one in there if one.stored.id == posting_id), None)


async def _named(call: Call) -> StoredPosting:
    """The posting that is named; in direct messages, where no workspace is, one of those that are saved."""
    named = call.values.need("posting", str)
    async with call.services.store.read() as c:
        there = await saved.saved_by(c, call.context.user)
        mine = next((one.stored for one in there if _is_named(one.stored, named)), None)
        stored = mine or await find_posting(c, call.channel.workspace_id, named)
        if mine is None and stored is not None and stored.merged_into is not None:
            stored = await postings.get(c, stored.merged_into) or stored
    if stored is None:
        raise UnknownPosting(
            f'No posting "{named[:80]}" is known. /jobs saved shows yours with their numbers.'
        )
    return stored


def _is_named(stored: StoredPosting, named: str) -> bool:
    return named.removeprefix("#") == str(stored.id) or named == stored.posting.url


def _section(kept: SavedPosting) -> tuple[Block, ...]:
    one = kept.stored
    facts = [one.reading.company or "", place_text(one.reading.openings[0]) if one.reading.openings else ""]
    if one.closed_at:
        facts.append(closed_text(one.reading.posted_on, one.first_seen_at, one.closed_at))
    told = "".join(f" · {fact}" for fact in facts if fact)
    state = (Text(text=f"{kept.state.capitalize()}: ", bold=True),) if kept.state else ()
    own = (FinePrint((Text(text=f"Your note: {kept.note}"),)),) if kept.note else ()
    value = str(one.id)
    following = (
        Action(kind=ActionKind.MARK, label=state.capitalize(), value=f"{value}:{state}")
        for state in _NEXT[kept.state]
    )
    actions = row(
        *following,
        Action(kind=ActionKind.UNSAVE, label="Remove", value=value),
        Action(kind=ActionKind.WHY, label="Why", value=value),
    )
    title = link(one.reading.title or f"Posting {one.id}", one.posting.url)
    number = Text(text=f" · number {one.id}")
    return (Paragraph((*state, title, Text(text=told), number)), *own, *actions)
