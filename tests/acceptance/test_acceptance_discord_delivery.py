"""A thousand cards for fifty Discord channels: Discord fails, and the bot is killed again and again."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from random import Random

from adapters.discord.marker import Marker, marker_in, marker_of
from bot.domain.delivery import PartState
from tests.acceptance.discord_delivery_house import DiscordDeliveryHouse as House
from tests.acceptance.mortal_bot import complaints
from tests.acceptance.settling import owed_keys, owes_nothing, part_states, until

KINDS = {"text": 34, "announcement": 6, "thread": 6, "forum": 4}
WAVE = 2
KILLS = 10
WAVES = KILLS + 1
"""One in each life."""

SEED = 20261125
FAULTS = (
    *("--drop", "0.04", "--drop-before", "0.01"),  # accepted or not, and the connection is lost
    *("--error-before", "0.01", "--error-after", "0.01"),  # 500, nothing accepted; 500, accepted
)
ENDS_IN = 5
"""The life in which a channel is deleted and another one's permission is lost."""

LIMITED_IN = {1: ("rate_limited", "user"), 3: ("global_limited", "user"), 6: ("rate_limited", "shared")}
PAUSES_BEFORE = (2, 4, 8)
"""Before these lives more time passes than Discord remembers a nonce for."""


async def test_every_live_channel_gets_each_posting_once_and_in_order(tmp_path: Path) -> None:
    random = Random(SEED)  # noqa: S311  # a seed
    async with House.open(tmp_path, "--no-buckets", "--seed", str(SEED), *FAULTS, kinds=KINDS) as house:
        deleted, closed = house.kinds["text"][0], house.kinds["forum"][0]
        halfway = 0
        for life in range(KILLS):
            await owe_the_living(house)
            if life in PAUSES_BEFORE:
                await house.discord.advance(400)
            if life in LIMITED_IN:
                do, scope = LIMITED_IN[life]
                await house.discord.script([{"do": do, "scope": scope, "seconds": 0.5}] * 2)
            await house.bot.start()
            if life == ENDS_IN:
                await until(lambda: owes_nothing(house.store), seconds=60, what="delivered")
                await house.discord.delete_channel(deleted)
                await house.take_permission(closed)
                await house.owe(1, [deleted, closed])
                await until(lambda: dies(house, {deleted, closed}), seconds=60, what="known to be dead")
            else:
                await until(lambda: is_sending(house), seconds=60, what="sending")
            await asyncio.sleep(random.uniform(0, 0.4))
            await house.bot.kill()
            halfway += await is_sending(house)
        await owe_the_living(house)
        await house.bot.start()
        await until(lambda: owes_nothing(house.store), seconds=80, what="delivered")
        await house.bot.kill()
        assert halfway, "no bot died between a request and its outcome: this run proves little"
        assert len(await part_states(house.store)) >= 1000
        await assert_each_once_and_in_order(house, set(house.channels) - {deleted, closed})
        await assert_stopped_at_the_first_refusal(house, {deleted, closed})
        await assert_discord_was_spared(house)
        assert complaints(house.directory) == []


async def owe_the_living(house: House) -> None:
    """A wave for every channel that is not known to be dead: those are in nobody's index of queries."""
    await house.owe(WAVE, [channel for channel in house.channels if channel not in await house.dead()])


async def is_sending(house: House) -> bool:
    return PartState.SENDING in await part_states(house.store)


async def dies(house: House, channels: Iterable[str]) -> bool:
    return set(await house.dead()) >= set(channels)


async def assert_each_once_and_in_order(house: House, live: set[str]) -> None:
    owed = await owed_keys(house.store)
    before = WAVE * (ENDS_IN + 1)
    numbers = (*range(1, before + 1), *range(before + 2, WAVE * WAVES + 2))  # one is for the dead alone
    titles = [f"Engineer {number}" for number in numbers]
    for channel in sorted(live):
        shown = await shown_in(house, channel)
        assert [title for title, _ in shown] == titles
        assert [marker for _, marker in shown] == [marker_of(key) for key in owed[channel]]


async def assert_stopped_at_the_first_refusal(house: House, dead: set[str]) -> None:
    requests = await house.discord.requests()
    for channel in sorted(dead):
        refused = [one for one in requests if one["channel"] == channel and one["status"] in (403, 404)]
        assert len(refused) == 1
    assert set(await house.dead()) == dead


async def assert_discord_was_spared(house: House) -> None:
    figures = await house.discord.figures()
    assert figures["busiest_second"] <= 50
    assert figures["invalid"] < 10
    assert figures["bad_forms"] == []
    met = await house.discord.faults_met()
    assert set(met) == {
        *("drop_after", "drop_before", "error_after", "error_before"),
        *("rate_limited", "global_limited"),
    }


async def shown_in(house: House, channel: str) -> list[tuple[str, Marker | None]]:
    """The title and the marker of each message, in order; of a forum, of each post's first."""
    posts = [post["id"] for post in await house.discord.threads(channel)]
    if channel not in house.kinds["forum"]:
        posts = [channel]
    found = []
    for place in posts:
        seen = await house.discord.read(place)
        kept = await house.discord.messages(place)
        titles = [one["text"].splitlines()[0] for one in seen]
        found += list(zip(titles, map(marker_in, kept), strict=True))
    return found
