"""`/jobs forget me`: deletes what Jobwire keeps about a person, once they are sure."""

from bot.commands.context import Call
from bot.commands.reply import Reply, bullets, fine, row, say, words
from bot.commands.stored_actions import run_action
from bot.delivery.wording import count_text
from bot.store import people
from bot.store.people import Kept

_NOT_KEPT = (
    "Messages that stand in a channel are your chat's. What is pressed under a card is counted without "
    "saying by whom, so there is nothing of it to delete."
)


async def me(call: Call) -> Reply:
    """Says what is kept about the person; with SURE, deletes it."""
    if call.values.get("sure", str) is None:
        return await _ask(call)
    async with call.services.store.write() as c:
        gone = await people.forget(c, call.context.user)
    if not gone.anything:
        return say("There was nothing about you", words(_NOT_KEPT))
    return say(
        "Jobwire has forgotten you",
        bullets(_lines(gone)),
        fine(
            "Subscriptions of channels go on, without your name. Whatever you save from now on is kept again."
        ),
    )


async def _ask(call: Call) -> Reply:
    async with call.services.store.read() as c:
        kept = await people.kept_about(c, call.context.user)
    if not kept.anything:
        return say("Jobwire keeps nothing about you", words(_NOT_KEPT))
    async with call.services.store.write() as c:
        sure = await run_action(c, "Forget me", "forget me yes", call.now)
    return say(
        "What Jobwire keeps about you",
        bullets(_lines(kept)),
        words("Press the button to delete all of it, or type `/jobs forget me yes`. It cannot be undone."),
        fine(_NOT_KEPT),
        *row(sure),
    )


def _lines(kept: Kept) -> tuple[str, ...]:
    lines = (
        (kept.saved, f"{count_text(kept.saved, 'saved posting')}, with their notes"),
        (kept.reminders, f"{count_text(kept.reminders, 'reminder')} that you asked for"),
        (kept.subscriptions, f"your name on {count_text(kept.subscriptions, 'subscription')} that you made"),
        (kept.managed, f"your name among those who may manage {count_text(kept.managed, 'channel')}"),
    )
    return tuple(text for number, text in lines if number)
