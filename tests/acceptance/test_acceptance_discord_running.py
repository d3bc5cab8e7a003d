"""`jobwire run` on Discord, as a process: it connects, posts, is cut off, is restarted, and stops."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.discord_running_house import RunningHouse, running_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[RunningHouse]:
    async with running_house(tmp_path) as made:
        yield made


async def subscribe(house: RunningHouse) -> dict:
    told: dict = await house.control.command(house.channel, house.user, "jobs subscribe", {"query": "Go"})
    return told


async def test_it_posts_what_a_board_brings_through_a_cut_and_a_restart_and_stops_in_order(house):
    async with house.running() as jobwire:
        await jobwire.says("discord connected")
        assert "discord commands registered" in [one["event"] for one in jobwire.log]
        await house.first_read()
        await subscribe(house)
        house.list_jobs(["Go Developer"])
        await house.polled()
        said = await house.posted(2)
        assert "Subscribed" in said[0]
        assert "Go Developer" in said[1]

        await house.control.cut()
        await house.control.connected(opened=2)
        assert "resume" in [one["what"] for one in await house.control.gateway_log()]
        told = await house.control.command(house.channel, house.user, "jobs list")
        assert told["messages"]

        async with house.running() as second:
            status, why = await second.ended()
        assert status == 2
        assert "Discord: discord.token: another running Jobwire uses it with " in why
        assert "stop the other one first" in why

        assert await jobwire.stopped() < 4
        assert house.server.gateway.connections == []
        assert [one["code"] for one in await house.control.gateway_log() if one["what"] == "end"][-1] == 1000
        assert house.server.state.app.token not in "".join(jobwire.raw)
    house.list_jobs(["Go Developer", "Senior Go Developer"])
    async with house.running() as again:
        await again.says("discord connected")
        await house.polled()
        assert "Senior Go Developer" in (await house.posted(3))[2]
        card = (await house.control.messages(house.channel))[1]["id"]
        pressed = await house.control.press(card, house.user, "Save")
        assert pressed["messages"], "a button of a message from before the restart works"
        assert "discord commands registered" not in [one["event"] for one in again.log]


async def test_a_token_that_discord_refuses_ends_it_with_what_to_do(house):
    await house.control.refuse_token()
    async with house.running() as jobwire:
        status, said = await jobwire.ended()
    assert status == 2
    assert (
        "Discord: discord.token: Discord refuses it; allowed: the token that the app's page Bot shows" in said
    )
    assert "Traceback" not in said
    assert house.server.state.app.token not in said


async def test_it_stops_at_once_while_discord_is_away(house):
    await house.control.script(
        [{"do": "error_before", "status": 503, "route": "GET /users/@me", "times": None}]
    )
    async with house.running() as jobwire:
        await jobwire.says("discord has trouble")
        assert await jobwire.stopped() < 4
