"""A thousand cards for fifty Slack channels: Slack fails, and the bot is killed again and again."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from random import Random

from bot.domain.delivery import PartState
from tests.acceptance.mortal_bot import complaints
from tests.acceptance.settling import owed_keys, owes_nothing, part_states, until
from tests.acceptance.slack_house import SlackHouse

WORKSPACES = (30, 15, 5)
WAVE = 2
KILLS = 10
WAVES = KILLS + 2
"""One in each life, two in the one that Slack ends channels in, one in the last."""
FAULTS = (
    *("--drop", "0.05"),  # accepted, and the connection is lost
    *("--rate-limited", "0.05"),
    *("--error-before", "0.01", "--error-after", "0.01"),  # 500, nothing accepted; 500, accepted
)
SENT = ("--post-interval", "0.05", "--seed", "11")
REVOKED_IN = 5
"""The life in which a channel is archived and a workspace is revoked."""


async def test_every_live_channel_gets_each_posting_once_and_in_order(tmp_path: Path) -> None:
    random = Random(20261125)  # noqa: S311  # a seed
    async with SlackHouse.open(tmp_path, *SENT, *FAULTS, workspaces=WORKSPACES) as house:
        archived, revoked = house.of_workspace(0)[0], house.of_workspace(2)
        dead = {archived, *revoked}
        halfway = 0
        for life in range(KILLS):
            await owe_the_living(house)
            await house.bot.start()
            if life == REVOKED_IN:
                await until(lambda: owes_nothing(house.store), seconds=60, what="delivered")
                await end_of(house, archived)
                await owe_the_living(house)
                await until(lambda: dies(house, dead), seconds=60, what="known to be dead")
            await asyncio.sleep(random.uniform(0.3, 2.5))
            await house.bot.kill()
            halfway += PartState.SENDING in await part_states(house.store)
        await owe_the_living(house)
        await house.bot.start()
        await until(lambda: owes_nothing(house.store), seconds=80, what="delivered")
        await house.bot.kill()
        assert halfway, "no bot died between a request and its outcome: this run proves little"
        assert len(await part_states(house.store)) >= 1000
        await assert_each_once_and_in_order(house, set(house.channels) - dead)
        await assert_stopped_at_the_first_refusal(house, dead)
        assert await faults_met(house) >= {"drop_after", "rate_limited", "error_before", "error_after"}
        assert complaints(house.directory) == []


async def owe_the_living(house: SlackHouse) -> None:
    """A wave for every channel that is not known to be dead: those are in nobody's index of queries."""
    await house.owe(WAVE, [channel for channel in house.channels if channel not in await house.dead()])


async def end_of(house: SlackHouse, archived: str) -> None:
    """Slack ends a channel and a workspace, and tells nobody."""
    await house.slack.change_channel(archived, "archive", event=False)
    await house.slack.revoke(house.team(2), event=False)


async def dies(house: SlackHouse, channels: Iterable[str]) -> bool:
    return set(await house.dead()) >= set(channels)


async def faults_met(house: SlackHouse) -> set[str]:
    return set(await house.slack.faults_met())


async def assert_each_once_and_in_order(house: SlackHouse, live: set[str]) -> None:
    owed = await owed_keys(house.store)
    titles = [f"Engineer {number} at Acme" for number in range(1, WAVE * WAVES + 1)]
    for channel in sorted(live):
        shown = await house.slack.messages(channel)
        assert [one["text"] for one in shown] == titles
        assert keys(shown) == owed[channel]


async def assert_stopped_at_the_first_refusal(house: SlackHouse, dead: set[str]) -> None:
    owed = await owed_keys(house.store)
    posts = await house.slack.requests("chat.postMessage")
    for channel in sorted(dead):
        shown = keys(await house.slack.messages(channel))
        assert len(shown) >= WAVE * REVOKED_IN
        assert shown == owed[channel][: len(shown)]
        answers = [one["answer"] for one in posts if one["arguments"]["channel"] == channel]
        refusals = [answer for answer in answers if answer in ("is_archived", "token_revoked")]
        assert len(refusals) <= 1
        assert not refusals or answers[-1] in refusals
    assert set(await house.dead()) == dead


def keys(messages: list[dict]) -> list[str]:
    return [one["metadata"]["event_payload"]["key"] for one in messages]
