"""kill -9 of the bot at every commit of an edit on Slack: in the end every card says what is so."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, update

from bot.domain.chat import ChannelId
from bot.domain.posting import PostingId
from bot.store import ledger
from bot.store.schema import matches, parts, postings
from tests.acceptance.mortal_bot import complaints
from tests.acceptance.settling import owes_nothing, until
from tests.acceptance.slack_house import SlackHouse

ASKED_TWICE = (2, False)
DEATHS = ((1, False), (1, True), ASKED_TWICE, (2, True))
"""A commit of an edit (claimed; done), and whether the bot dies after it or before."""


async def test_a_bot_killed_at_any_commit_of_an_edit_changes_every_card(tmp_path: Path) -> None:
    options = ("--post-interval", "0.05")
    async with SlackHouse.open(tmp_path, *options, workspaces=[len(DEATHS)]) as house:
        for channel in house.channels:
            await house.owe(1, [channel])
        await house.bot.start()
        await until(lambda: owes_nothing(house.store), seconds=30, what="delivered")
        await house.bot.kill()
        for channel, (commit, after) in zip(house.channels.values(), DEATHS, strict=True):
            await closes(house, channel.id)
            await house.bot.start(work=f"edit:{channel.id}", commit=commit, after=after)
            await house.bot.dies()
        await house.bot.start()
        await until(lambda: says_what_is_so(house), seconds=30, what="edited")
        await house.bot.kill()
        for number, channel in enumerate(house.channels, 1):
            texts = [one["text"] for one in await house.slack.messages(channel)]
            assert texts == [f"Closed: Engineer {number} at Acme"]
        asked = Counter([one["arguments"]["channel"] for one in await house.slack.requests("chat.update")])
        assert asked[list(house.channels)[DEATHS.index(ASKED_TWICE)]] > 1
        assert complaints(house.directory) == []


async def closes(house: SlackHouse, channel_id: ChannelId) -> None:
    """The job that the channel was told of closes, as a poll writes it."""
    now = datetime.now(UTC)
    async with house.store.write() as c:
        rows = await c.execute(select(matches.c.posting_id).where(matches.c.channel_id == channel_id))
        ids = [PostingId(id_) for id_ in rows.scalars()]
        await c.execute(update(postings).where(postings.c.id.in_(ids)).values(closed_at=now))
        assert await ledger.mark_edits(c, ids, now) == [channel_id]


async def says_what_is_so(house: SlackHouse) -> bool:
    """Whether no message is to be looked at any more."""
    async with house.store.read() as c:
        marked = await c.execute(select(parts.c.id).where(parts.c.edit_due_at.is_not(None)))
        return marked.first() is None
