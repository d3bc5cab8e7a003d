"""kill -9 of the bot, at random moments and at every commit of a delivery: nothing lost, nothing twice."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.domain.delivery import PartState
from tests.acceptance.mortal_bot import MortalHouse
from tests.acceptance.position_board import Position
from tests.acceptance.settling import (
    has_read,
    owed_keys,
    owes_nothing,
    part_states,
    shown_keys,
    shown_messages,
    until,
)

LIVES = 20
BASELINE = 12
"""Positions that are listed before anything else, and hence posted nowhere."""
WAVE = 12
"""Positions that are new in each life."""

WISHES: dict[str, dict[str, set[str]]] = {
    "systems": {"Go": {"Go"}, "Rust": {"Rust"}, "Go | Rust": {"Go", "Rust"}, "in:Berlin, Rust": {"Rust"}},
    "apps": {
        "Kotlin": {"Kotlin"},
        "Swift": {"Swift"},
        "Kotlin | Swift, in:Germany": {"Kotlin", "Swift"},
        "Swift, -company:Initech": {"Swift"},
    },
    "all": {
        "engineer, Go | Rust | Kotlin": {"Go", "Rust", "Kotlin"},
        "Ruby": {"Ruby"},
        "Elixir": {"Elixir"},
        "junior, Ruby": set(),
    },
    "few": {"Go": {"Go"}, "Ruby": {"Ruby"}, "Elixir": {"Elixir"}, "Haskell": set()},
    "digest": {
        "Rust daily": {"Rust"},
        "Swift daily": {"Swift"},
        "Elixir weekly": {"Elixir"},
        "Ruby hourly": {"Ruby"},
    },
}
"""Subscriptions (as typed) of each channel, with the skills of the positions that they mean."""

KEPT = 16
"""Positions of a digest: more than one message holds."""
BEFORE_AND_AFTER = (False, True)
CARD_DEATHS = tuple(
    (work, commit, after)
    for work, commit in (("poll", 1), ("deliver", 1), ("deliver", 2), ("deliver", 3))
    for after in BEFORE_AND_AFTER
)
"""What the poll found; the plan; *sending*; *sent*."""
DIGEST_DEATHS = tuple(("deliver", commit, after) for commit in range(1, 6) for after in BEFORE_AND_AFTER)
"""The plan; *sending* and *sent* of the first message; the same of the second."""


async def test_a_bot_killed_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    random = Random(20261125)  # noqa: S311  # a seed
    async with MortalHouse.open(tmp_path, seed=7) as house:
        await settle_in(house, WISHES)
        await house.says("few", "settings cards 5")
        halfway = 0
        for life in range(LIVES):
            house.board.grow(WAVE)
            await house.an_hour_passes()
            if life % 4 == 3:
                await asyncio.gather(*(house.says(channel, "digest now") for channel in ("few", "digest")))
            await live_a_while(house, random)
            halfway += PartState.SENDING in await part_states(house.store)
        await last_life(house, digests=("few", "digest"))
        assert halfway, "no bot died between a request and its outcome: this run proves little"
        await assert_nothing_lost_or_doubled(house, wanted(WISHES, house.board.positions))


async def test_a_bot_killed_at_any_commit_of_a_delivery_loses_and_doubles_nothing(tmp_path: Path) -> None:
    cards = [f"card{at}" for at in range(len(CARD_DEATHS))]
    digests = [f"digest{at}" for at in range(len(DIGEST_DEATHS))]
    single = [Position(number=1000 + at, skill="Go", boards=("greenhouse",)) for at in range(len(cards))]
    kept = [Position(number=2000 + at, skill="Swift", boards=("rss",)) for at in range(KEPT)]
    async with MortalHouse.open(tmp_path, seed=8) as house:
        await settle_in(
            house,
            {
                **{channel: {f"company:{one.company}"} for channel, one in zip(cards, single, strict=True)},
                **{channel: {"Swift daily"} for channel in digests},
            },
        )
        at_no_time_soon = (datetime.now(UTC) + timedelta(hours=12)).strftime("%H:00")
        for channel in digests:
            await house.says(channel, f"digest {at_no_time_soon}")
        house.board.list_more(*kept)
        await last_life(house)
        for channel, one, (work, commit, after) in zip(cards, single, CARD_DEATHS, strict=True):
            house.board.list_more(one)
            named = {"poll": await house.source_id("greenhouse"), "deliver": await house.channel_id(channel)}
            await die_at_commit(house, work=f"{work}:{named[work]}", commit=commit, after=after)
        for channel, (work, commit, after) in zip(digests, DIGEST_DEATHS, strict=True):
            await house.a_day_passes(channel)
            id_ = await house.channel_id(channel)
            await die_at_commit(house, work=f"{work}:{id_}", commit=commit, after=after)
        await last_life(house)
        of_cards = {channel: {one.company} for channel, one in zip(cards, single, strict=True)}
        of_digests = {channel: {one.company for one in kept} for channel in digests}
        await assert_nothing_lost_or_doubled(house, of_cards | of_digests)


async def die_at_commit(house: MortalHouse, **death: Any) -> None:
    """A life that ends at that commit."""
    await house.an_hour_passes()
    await house.bot.start(**death)
    await house.bot.dies()


async def settle_in(house: MortalHouse, wishes: Mapping[str, Iterable[str]]) -> None:
    """Channels subscribe, and the boards are read for the first time: what they list is the baseline."""
    for channel, queries in wishes.items():
        for query in queries:
            assert "Subscribed" in await house.says(channel, f"subscribe {query}")
    house.board.grow(BASELINE)
    await house.bot.start()
    await until(lambda: has_read(house.store, house.board.bodies), seconds=60, what="read")
    await house.bot.kill()


async def live_a_while(house: MortalHouse, random: Random) -> None:
    """A life that ends some time after its birth, or after it has put to work what was due."""
    await house.bot.start()
    if random.random() < 0.75:
        await house.bot.ready()
    await asyncio.sleep(random.uniform(0, 1.5))
    await house.bot.kill()


async def last_life(house: MortalHouse, *, digests: tuple[str, ...] = ()) -> None:
    """The bot lives until nothing is due, and again until what was kept is posted."""
    await house.an_hour_passes()
    await house.bot.start()
    await until(lambda: has_read(house.store, house.board.bodies), seconds=60, what="read")
    await until(lambda: owes_nothing(house.store), seconds=60, what="delivered")
    for channel in digests:
        await house.says(channel, "digest now")
    await until(lambda: owes_nothing(house.store), seconds=60, what="delivered")
    await house.bot.kill()


async def assert_nothing_lost_or_doubled(house: MortalHouse, expected: dict[str, set[str]]) -> None:
    messages = await shown_messages(house.chat)
    assert companies(messages) == {channel: Counter(there) for channel, there in expected.items()}
    assert shown_keys(messages) == await owed_keys(house.store)
    assert set(await part_states(house.store)) == {PartState.SENT}
    assert house.complaints() == []


def companies(messages: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """How often each channel shows each company's position, as the chat server's texts tell."""
    shown: dict[str, Counter[str]] = {}
    for message in messages:
        for section in message["sections"]:
            shown.setdefault(message["channel"], Counter()).update(set(re.findall(r"Quill\d{4}", section)))
    return shown


def wanted(wishes: dict[str, dict[str, set[str]]], listed: list[Position]) -> dict[str, set[str]]:
    """The companies of each channel's positions, by the skills that its subscriptions mean."""
    skills = {channel: set[str]().union(*queries.values()) for channel, queries in wishes.items()}
    return {
        channel: {one.company for one in listed[BASELINE:] if one.skill in skills[channel]}
        for channel in wishes
    }
