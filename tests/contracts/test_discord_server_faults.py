"""What goes wrong on purpose in the test Discord, its limits, and that it goes on after its own end."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.contracts.discord_world import World, discord_world, rest_client
from tests.servers.discord import ControlFailed, DiscordServer, RemoteControl, Settings
from tests.servers.discord.faults import BEHAVIOURS, CHANGES, POST_MESSAGE

AGENT = {"User-Agent": "DiscordBot (https://example.com, 1)"}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with discord_world() as world:
        yield world


class Poster:
    """Posts once, without the retries of discord.py; says how it ended."""

    def __init__(self, api_url: str, token: str) -> None:
        self._api = api_url
        self._headers = AGENT | {"Authorization": f"Bot {token}"}

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any, Any]:
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self._api + path, json=body, headers=self._headers) as response,
        ):
            is_json = response.headers.get("Content-Type") == "application/json"
            return response.status, await response.json() if is_json else None, response.headers

    async def post(self, channel: str, text: str, **more: Any) -> str:
        try:
            path = f"/channels/{channel}/messages"
            status, answer, _ = await self.ask("POST", path, {"content": text, **more})
        except aiohttp.ClientConnectionError:
            return "dropped"
        return "ok" if status == 200 else f"{status} {answer and answer['code']}".replace(" None", "")


def poster(world: World) -> Poster:
    return Poster(world.server.api_url, world.token)


async def texts(world: World) -> list[str]:
    return [one["content"] for one in await world.control.messages(world.channel)]


@pytest.mark.parametrize(
    ("step", "seen", "accepted"),
    [
        ({"do": "drop_after"}, "dropped", True),
        ({"do": "drop_before"}, "dropped", False),
        ({"do": "error_after"}, "500 0", True),
        ({"do": "error_before", "status": 502}, "502 0", False),
        ({"do": "refuse", "code": 20028, "seconds": 3}, "429 20028", False),
        ({"do": "refuse", "code": 50083}, "400 50083", False),
        ({"do": "banned"}, "429", False),
        ({"do": "slow", "seconds": 0}, "ok", True),
    ],
)
async def test_a_scripted_fault_happens_once(world, step, seen, accepted):
    await world.control.script([step])
    post = poster(world).post
    assert [await post(world.channel, "1"), await post(world.channel, "2")] == [seen, "ok"]
    assert await texts(world) == (["1", "2"] if accepted else ["2"])
    (first, _) = await world.control.requests(POST_MESSAGE)
    assert (first["fault"], first["accepted"]) == (step["do"], accepted)
    assert await world.control.faults_met() == {step["do"]: 1}


@pytest.mark.parametrize(
    ("do", "scope", "is_global", "invalid"),
    [
        ("rate_limited", "user", False, 1),
        ("rate_limited", "shared", False, 0),
        ("global_limited", "global", True, 1),
    ],
)
async def test_a_scripted_limit_says_how_long(world, do, scope, is_global, invalid):
    await world.control.script([{"do": do, "seconds": 1.5, "scope": scope}])
    path = f"/channels/{world.channel}/messages"
    status, body, headers = await poster(world).ask("POST", path, {"content": "a"})
    assert (status, body["retry_after"], body["global"]) == (429, 1.5, is_global)
    assert (headers["Retry-After"], headers["X-RateLimit-Scope"]) == ("2", scope)
    assert headers["Via"]
    assert (await world.control.figures())["invalid"] == invalid


@pytest.mark.parametrize(
    ("do", "seen"),
    [
        ("delete_channel", "404 10003"),
        ("lose_permission", "403 50013"),
        ("lose_access", "403 50001"),
        ("guild_unavailable", "503 0"),
        ("kick", "403 50001"),
    ],
)
async def test_a_change_happens_just_before_the_request(world, do, seen):
    await world.control.script([{"do": do, "channel": world.channel}])
    assert [await poster(world).post(world.channel, str(n)) for n in range(2)] == [seen, seen]
    assert await texts(world) == []


def test_every_behaviour_is_tried():
    tried = {step["do"] for step, _, _ in test_a_scripted_fault_happens_once.pytestmark[0].args[1]}
    tried |= {case[0] for case in test_a_scripted_limit_says_how_long.pytestmark[0].args[1]}
    tried |= {case[0] for case in test_a_change_happens_just_before_the_request.pytestmark[0].args[1]}
    assert tried | {"accept", "hold_after", "hold_before"} == set(BEHAVIOURS)
    assert tried > set(CHANGES)


@pytest.mark.parametrize(("do", "accepted"), [("hold_after", True), ("hold_before", False)])
async def test_a_request_is_held_until_it_is_released(world, do, accepted):
    await world.control.script([{"do": do}])
    posting = asyncio.create_task(poster(world).post(world.channel, "1"))
    await world.control.until("requests", {"route": POST_MESSAGE})
    if accepted:
        await world.control.until("messages", {"channel": world.channel})
    assert (await texts(world) == ["1"]) is accepted
    assert not posting.done()
    await world.control.release()
    assert await posting == "ok"
    assert await texts(world) == ["1"]


async def test_discord_py_posts_once_through_errors_thanks_to_its_nonce(world):
    """Its retry after a 500 sleeps a second; a 429 waits as long as it is told."""
    await world.control.script([{"do": "rate_limited", "seconds": 0.01}])
    async with rest_client(world) as client:
        await client.get_partial_messageable(int(world.channel)).send("once")
    assert await texts(world) == ["once"]
    assert [one["status"] for one in await world.control.requests(POST_MESSAGE)] == [429, 200]


async def test_a_dropped_post_is_found_again_by_its_nonce(world):
    await world.control.script([{"do": "drop_after"}])
    same = {"nonce": "k", "enforce_nonce": True}
    assert await poster(world).post(world.channel, "a", **same) == "dropped"
    assert await poster(world).post(world.channel, "a", **same) == "ok"
    assert await texts(world) == ["a"]


async def test_buckets_are_of_a_route_and_a_channel(world):
    await world.control.settings(buckets=True)
    other = await world.control.channel(world.guild, "other")
    path = f"/channels/{world.channel}/messages"
    answers = [await poster(world).ask("POST", path, {"content": str(n)}) for n in range(6)]
    assert [status for status, _, _ in answers] == [200] * 5 + [429]
    headers = [headers for _, _, headers in answers]
    assert [one["X-RateLimit-Remaining"] for one in headers] == ["4", "3", "2", "1", "0", "0"]
    assert {one["X-RateLimit-Limit"] for one in headers} == {"5"}
    assert len({one["X-RateLimit-Bucket"] for one in headers}) == 1
    assert float(headers[0]["X-RateLimit-Reset-After"]) == 5.0
    assert answers[5][1]["retry_after"] == 5.0
    assert await poster(world).post(other, "a") == "ok"
    await world.control.advance(5)
    assert await poster(world).post(world.channel, "a") == "ok"


async def test_more_than_fifty_in_a_second_are_refused(world):
    await world.control.settings(global_per_second=50)
    statuses = [(await poster(world).ask("GET", "/users/@me"))[0] for _ in range(51)]
    assert statuses == [200] * 50 + [429]
    await world.control.advance(1)
    assert (await poster(world).ask("GET", "/users/@me"))[0] == 200
    figures = await world.control.figures()
    assert (figures["total"], figures["invalid"], figures["statuses"]) == (52, 1, {"200": 51, "429": 1})
    assert 0 < figures["busiest_second"] <= 52


async def test_too_many_invalid_requests_ban_the_address(world):
    await world.control.settings(invalid_limit=3)
    liar = Poster(world.server.api_url, "wrong")
    statuses = [(await liar.ask("GET", "/users/@me"))[0] for _ in range(3)]
    assert statuses == [401] * 3
    status, body, headers = await poster(world).ask("GET", "/users/@me")
    assert (status, body, "Via" in headers) == (429, None, False)
    await world.control.advance(601)
    assert (await poster(world).ask("GET", "/users/@me"))[0] == 200


async def test_a_request_without_a_bots_agent_or_json_is_refused(world):
    headers = {"Authorization": f"Bot {world.token}"}
    url = f"{world.server.api_url}/channels/{world.channel}/messages"
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"content": "a"}, headers=headers) as response:
            assert (await response.json())["code"] == 40333
        async with session.post(url, data="{", headers=headers | AGENT) as response:
            assert (await response.json())["code"] == 50109


@pytest.mark.parametrize(
    "step", [{"do": "explode"}, {"do": "refuse", "code": 1}, {"do": "drop_after", "route": "POST /nowhere"}]
)
async def test_a_step_that_discord_never_does_is_refused(world, step):
    with pytest.raises(ValueError, match=r"none of|not spoken"):
        await world.control.script([step])


async def test_any_route_can_fail_and_a_step_may_stand(world):
    await world.control.script(
        [{"do": "error_before", "route": "GET /users/@me", "status": 503, "times": None}]
    )
    for _ in range(2):
        assert (await poster(world).ask("GET", "/users/@me"))[0] == 503
    await world.control.clear_faults()
    assert (await poster(world).ask("GET", "/users/@me"))[0] == 200


async def test_chance_is_the_same_for_the_same_seed():
    async def drawn(seed: int) -> list[str]:
        settings = Settings(rates={"drop_after": 0.2, "rate_limited": 0.2})
        async with DiscordServer(seed=seed, settings=settings) as server:
            return [server.faults.next(POST_MESSAGE, "1", "1").do for _ in range(500)]

    first = await drawn(1)
    assert first == await drawn(1) != await drawn(2)
    assert 60 < first.count("drop_after") < 140
    assert 60 < first.count("rate_limited") < 140


@asynccontextmanager
async def discord_process(
    state: Path, *options: str
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """The server as a process; its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.servers.discord", "--state", str(state), *options),
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
    state = tmp_path / "discord.jsonl"
    async with discord_process(state) as (url, process), RemoteControl(url) as control:
        app = await control.app()
        made = await control.guild("Acme")
        channel = await control.channel(made["guild"], "jobs")
        forum = await control.channel(made["guild"], "f", kind="forum", tags=["a"])
        bot = Poster(app["api_url"], app["token"])
        same = {"nonce": "k", "enforce_nonce": True}
        await bot.post(channel, "a", **same)
        await bot.post(channel, "b")
        post = {"name": "p", "message": {"content": "c"}}
        assert (await bot.ask("POST", f"/channels/{forum}/threads", post))[0] == 201
        os.kill(process.pid, signal.SIGKILL)
    with state.open("a") as file:
        file.write('["message", "half a li')
    async with discord_process(state) as (url, _), RemoteControl(url) as control:
        bot = Poster((await control.app())["api_url"], app["token"])
        assert await bot.post(channel, "again", **same) == "ok"
        assert [one["content"] for one in await control.messages(channel)] == ["a", "b"]
        assert await bot.post(channel, "c") == "ok"
        found = await control.messages(channel)
        assert [one["content"] for one in found] == ["a", "b", "c"]
        assert sorted(found, key=lambda one: int(one["id"])) == found
        (thread,) = await control.threads(forum)
        assert [one["content"] for one in await control.messages(thread["id"])] == ["c"]


async def test_a_process_obeys_its_options_and_its_control(tmp_path):
    options = ("--drop", "1.0", "--seed", "3", "--no-buckets", "--global-per-second", "0")
    async with discord_process(tmp_path / "state", *options) as (url, _), RemoteControl(url) as control:
        app = await control.app()
        channel = await control.channel((await control.guild())["guild"])
        bot = Poster(app["api_url"], app["token"])
        assert await bot.post(channel, "a") == "dropped"
        assert await control.faults_met() == {"drop_after": 1}
        with pytest.raises(ControlFailed, match="explode"):
            await control.script([{"do": "explode"}])
        await control.clear_faults()
        assert [await bot.post(channel, str(n)) for n in range(8)] == ["ok"] * 8
        assert len(await control.messages(channel)) == 9
