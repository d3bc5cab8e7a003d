"""What goes wrong on purpose in the test Slack, and that it goes on after its own end."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.contracts.slack_echo import CARD
from tests.contracts.slack_world import World, code_of, slack_world
from tests.servers.slack import ControlFailed, RemoteControl, Settings, SlackServer
from tests.servers.slack.faults import BEHAVIOURS


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with slack_world(Settings(post_interval=0)) as world:
        yield world


async def outcome(world: World, text: str) -> str:
    """How a post ended for the app: ok, dropped, an HTTP status, or an error code."""
    try:
        await world.client.chat_postMessage(channel=world.channel, text=text)
    except aiohttp.ClientConnectionError:
        return "dropped"
    except SlackApiError as error:
        return f"{error.response.status_code} {error.response['error']}"
    return "ok"


async def texts(world: World) -> list[str]:
    return [one["text"] for one in await world.control.messages(world.channel)]


@pytest.mark.parametrize(
    ("step", "seen", "accepted"),
    [
        ({"do": "drop_after"}, "dropped", True),
        ({"do": "drop_before"}, "dropped", False),
        ({"do": "rate_limited", "seconds": 7}, "429 ratelimited", False),
        ({"do": "error_after"}, "500 internal_error", True),
        ({"do": "error_before"}, "500 internal_error", False),
        ({"do": "busy"}, "503 service_unavailable", False),
        ({"do": "error", "error": "fatal_error"}, "200 fatal_error", False),
        ({"do": "error", "error": "new_code", "unknown": True}, "200 new_code", False),
        ({"do": "error_code_after", "error": "request_timeout"}, "200 request_timeout", True),
        ({"do": "slow", "seconds": 0}, "ok", True),
        ({"do": "late", "seconds": 0}, "ok", True),
    ],
)
async def test_a_scripted_fault_happens_once(world, step, seen, accepted):
    await world.control.script([step])
    assert [await outcome(world, "1"), await outcome(world, "2")] == [seen, "ok"]
    assert await texts(world) == (["1", "2"] if accepted else ["2"])
    (first, _) = await world.control.requests("chat.postMessage")
    assert (first["fault"], first["accepted"]) == (step["do"], accepted)


def test_every_behaviour_is_tried():
    cases = test_a_scripted_fault_happens_once.pytestmark[0].args[1]
    held = {"accept", "hold_after", "hold_before"}
    assert {step["do"] for step, _, _ in cases} | held == set(BEHAVIOURS)


@pytest.mark.parametrize(("do", "accepted"), [("hold_after", True), ("hold_before", False)])
async def test_a_call_is_held_until_it_is_released(world, do, accepted):
    await world.control.script([{"do": do}])
    posting = asyncio.create_task(outcome(world, "1"))
    await world.control.until("requests", {"method": "chat.postMessage"})
    if accepted:
        await world.control.until("messages", {"channel": world.channel})
    assert (await texts(world) == ["1"]) is accepted
    assert not posting.done()
    await world.control.release()
    assert await posting == "ok"
    assert await texts(world) == ["1"]


async def test_a_step_waits_for_its_channel_and_may_stand(world):
    other = await world.control.channel(world.team, "other")
    await world.control.script(
        [{"do": "error", "error": "restricted_action", "channel": other, "times": None}]
    )
    assert await outcome(world, "1") == "ok"
    for _ in range(2):
        assert await code_of(world.client.chat_postMessage(channel=other, text="a")) == "restricted_action"
    await world.control.clear_faults()
    assert (await world.client.chat_postMessage(channel=other, text="a"))["ok"]


async def test_what_follows_an_acceptance_waits_for_one(world):
    await world.control.settings(post_interval=1)
    assert await outcome(world, "1") == "ok"
    await world.control.script([{"do": "drop_after"}])
    assert await outcome(world, "2") == "429 ratelimited"
    assert await world.control.faults_met() == {}
    await world.control.advance(1)
    assert await outcome(world, "2") == "dropped"
    assert await world.control.faults_met() == {"drop_after": 1}


async def test_any_method_can_fail(world):
    await world.control.script([{"do": "error", "method": "auth.test", "error": "account_inactive"}])
    assert await code_of(world.client.auth_test()) == "account_inactive"


@pytest.mark.parametrize(
    "step",
    [
        {"do": "explode"},
        {"do": "error", "error": "no_such_code"},
        {"do": "error", "method": "auth.test", "error": "is_archived"},
        {"do": "drop_after", "method": "chat.shout"},
    ],
)
async def test_a_step_that_slack_never_does_is_refused(world, step):
    with pytest.raises(ValueError, match=r"never|none of|not spoken"):
        await world.control.script([step])


async def test_chance_is_the_same_for_the_same_seed():
    async def drawn(seed: int) -> list[str]:
        rates = {"drop_after": 0.2, "rate_limited": 0.2}
        async with SlackServer(seed=seed, settings=Settings(rates=rates)) as slack:
            return [slack.faults.next("chat.postMessage", "T1", "C1").do for _ in range(500)]

    first = await drawn(1)
    assert first == await drawn(1) != await drawn(2)
    assert 60 < first.count("drop_after") < 140
    assert 60 < first.count("rate_limited") < 140


@asynccontextmanager
async def slack_process(state: Path, *options: str) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """The server as a process; its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.servers.slack", "--state", str(state), *options),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}", process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_a_killed_server_goes_on_where_it_ended(tmp_path):
    state = tmp_path / "slack.jsonl"
    async with slack_process(state) as (url, process), RemoteControl(url) as control:
        await control.settings(post_interval=0)
        made = await control.workspace("Acme")
        user = await control.user(made["team"], "ada", tz="Asia/Tokyo")
        channel = await control.channel(made["team"], "jobs")
        client = AsyncWebClient(made["bot_token"], base_url=f"{url}/api/")
        sent = [(await client.chat_postMessage(channel=channel, text=str(n)))["ts"] for n in range(3)]
        await client.chat_update(channel=channel, ts=sent[0], text="changed")
        await client.views_publish(user_id=user, view={"type": "home", "blocks": CARD})
        os.kill(process.pid, signal.SIGKILL)
    with state.open("a") as file:
        file.write('["message", "half a li')
    async with slack_process(state) as (url, _), RemoteControl(url) as control:
        client = AsyncWebClient(made["bot_token"], base_url=f"{url}/api/")
        history = await client.conversations_history(channel=channel)
        assert [one["text"] for one in history["messages"]] == ["2", "1", "changed"]
        assert (await client.users_info(user=user))["user"]["tz"] == "Asia/Tokyo"
        assert (await control.home(made["team"], user))["type"] == "home"
        assert (await client.chat_postMessage(channel=channel, text="3"))["ts"] > sent[2]
        assert await control.channel(made["team"], "other") not in {channel, user, made["team"]}


async def test_a_process_obeys_its_options_and_its_control(tmp_path):
    options = ("--drop", "1.0", "--seed", "3", "--post-interval", "0")
    async with slack_process(tmp_path / "state", *options) as (url, _), RemoteControl(url) as control:
        made = await control.workspace("Acme")
        channel = await control.channel(made["team"], "jobs")
        client = AsyncWebClient(made["bot_token"], base_url=f"{url}/api/", retry_handlers=[])
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.chat_postMessage(channel=channel, text="a")
        assert len(await control.messages(channel)) == 1
        assert await control.faults_met() == {"drop_after": 1}
        with pytest.raises(ControlFailed, match="explode"):
            await control.script([{"do": "explode"}])
        await control.clear_faults()
        assert (await client.chat_postMessage(channel=channel, text="b"))["ok"]


async def test_the_sdk_posts_twice_when_its_connection_retry_is_on(world):
    """Why the bot's posting client carries no retry handler; here so that a change of the SDK is seen."""
    await world.control.script([{"do": "drop_after"}])
    client = AsyncWebClient(world.token, base_url=world.slack.api_url)
    await client.chat_postMessage(channel=world.channel, text="twice")
    assert await texts(world) == ["twice", "twice"]
