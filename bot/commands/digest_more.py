"""`/jobs digest more`: what a digest had no room for, to the person alone, a page at a time."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.context import Call
from bot.commands.reply import PAGE_LENGTH, Reply, reply, row, say, words
from bot.commands.stored_actions import page_action
from bot.delivery.compose import lines
from bot.delivery.contents import contents_of
from bot.delivery.message import Heading
from bot.domain.match import MatchId
from bot.errors import BadOption
from bot.store import ledger


async def more(call: Call) -> Reply:
    """The postings of a digest that no message of it shows, best first."""
    number = call.values.get("number", int)
    async with call.services.store.read() as c:
        ids = await _left(c, call, number)
        begin = call.page * PAGE_LENGTH
        page = ids[begin : begin + PAGE_LENGTH]
        contents = await contents_of(c, call.channel.id, page)
    if not page:
        return say(
            "The digest shows everything it had",
            words("`/jobs search` and a query looks at all postings that are stored."),
        )
    following = None
    if begin + PAGE_LENGTH < len(ids):
        text = f"digest more {number}" if number is not None else "digest more"
        async with call.services.store.write() as c:
            following = await page_action(c, text, call.page + 1, call.now)
    title = f"Also in the digest: {begin + 1} to {begin + len(page)} of {len(ids)}"
    sections = [section.blocks for section in lines(contents, now=call.now)]
    return reply(
        title,
        (Heading(title),),
        *sections,
        row(following),
        more=following.value if following else None,
    )


async def _left(c: AsyncConnection, call: Call, number: int | None) -> Sequence[MatchId]:
    match_id = MatchId(number) if number is not None else None
    digest = await ledger.digest_of(c, call.channel.id, match_id)
    if digest is None:
        raise BadOption(
            "There was no such digest in this channel. /jobs digest shows when the next one comes."
        )
    shown = {id_ for part in await ledger.parts_of(c, digest.id) for id_ in part.match_ids}
    return [id_ for id_ in digest.match_ids if id_ not in shown]
