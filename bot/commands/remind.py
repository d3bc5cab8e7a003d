"""`/jobs remind`: a posting that was found for this channel, once more, at a time."""

from datetime import timedelta

from bot.commands.clock_words import instant_text
from bot.commands.context import Call
from bot.commands.lookup import posting as find_posting
from bot.commands.reply import Reply, say, words
from bot.errors import BadOption, UnknownPosting
from bot.store import chats, ledger, reminders

_A_DAY = timedelta(days=1)


async def remind(call: Call) -> Reply:
    """Shows the posting here once more, later, and calls who asked."""
    at = call.now + (call.values.get("for", timedelta) or _A_DAY)
    async with call.services.store.write() as c:
        await ledger.lock_channel(c, call.channel.id)
        stored = await find_posting(c, call.channel.workspace_id, call.values.need("posting", str))
        if stored is None:
            raise UnknownPosting("That posting is not known here. /jobs search finds those that are stored.")
        if await ledger.match(c, call.channel.id, stored.id) is None:
            raise BadOption(
                "That posting was not found for this channel, so it cannot be shown here again. "
                "/jobs saved keeps postings for you alone: press Save."
            )
        await reminders.ask(c, call.channel.id, stored.id, user_id=call.context.user.user, at=at)
        await chats.wake_by(c, call.channel.id, at)
    title = stored.reading.title or f"posting {stored.id}"
    return say(
        f"You will be reminded of {title}",
        words(
            f"It is shown here {instant_text(at, call.channel.settings.timezone)}, for everybody, and calls "
            "you. The same command with another time moves it."
        ),
    )
