"""The Slack app under way: how fast it acknowledges, what it says when something fails, how it stops."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import insert
from structlog.testing import capture_logs

from adapters.slack.app import build_app
from adapters.slack.clients import FixedClients
from adapters.slack.running import run_socket
from bot.commands.dispatch import Dispatcher
from bot.domain.chat import ChannelRef, ChannelSettings
from bot.errors import ConfigurationError, WorkspaceGone
from bot.store import chats
from bot.store.schema import subscriptions
from tests.acceptance.command_house import START
from tests.acceptance.slack_app_house import WAYS, SlackHouse, button, connected, slack_house, words_of

ACKNOWLEDGED_WITHIN = 0.2


@pytest.fixture(params=WAYS)
async def house(request, tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


@pytest.fixture
async def socket_house(tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, "socket") as house:
        yield house


async def with_subscriptions(house: SlackHouse, count: int) -> None:
    """That many subscriptions in a hundred channels of the workspace."""
    async with house.store.write() as c:
        made = [
            await chats.ensure_channel(
                c,
                ChannelRef(platform="slack", workspace=house.world.team, channel=f"C9{number:07}"),
                workspace_name="Acme",
                channel_name=f"#team-{number}",
                settings=ChannelSettings(),
                now=START,
            )
            for number in range(100)
        ]
        rows = [
            {
                "channel_id": made[number % 100].id,
                "number": number // 100 + 1,
                "query": "senior, Go",
                "cadence": "instant",
                "created_by": "U1",
                "created_at": START,
                "revision": number + 1,
            }
            for number in range(count)
        ]
        await c.execute(insert(subscriptions), rows)


async def test_commands_and_presses_are_acknowledged_at_once_with_10000_subscriptions(house):
    await with_subscriptions(house, 10_000)
    slowest = 0.0
    for text in ("list", "preview senior, Go", "subscribe Go", "stats", "sources", "", "nonsense"):
        began = perf_counter()
        told = await house.control.command(house.world.channel, house.world.user, text)
        slowest = max(slowest, perf_counter() - began)
        assert told["acked"]
        await house.settle()
    began = perf_counter()
    await house.control.open_home(house.world.team, house.world.user)
    slowest = max(slowest, perf_counter() - began)
    await house.settle()
    assert slowest < ACKNOWLEDGED_WITHIN


class Broken(Dispatcher):
    """A dispatcher with a mistake where none may be."""

    async def run(self, _text, _context):
        raise RuntimeError("a mistake")


@pytest.mark.parametrize("way", WAYS)
async def test_a_mistake_is_logged_once_and_answered_with_its_reference(tmp_path, way):
    async with slack_house(tmp_path, way, dispatcher=Broken) as house:
        with capture_logs() as logs:
            (told,) = await house.types("list")
        (logged,) = [entry for entry in logs if entry["log_level"] == "error"]
        assert logged["event"] == "slack request failed"
        assert str(logged["exc_info"]) == "a mistake"
        assert "Something went wrong in Jobwire" in words_of(told)
        assert logged["reference"] in words_of(told)


async def test_a_workspace_that_has_not_installed_it_is_told_so(tmp_path):
    class NobodysClients(FixedClients):
        async def posting(self, _workspace):
            raise WorkspaceGone("Not installed.")

    async with slack_house(tmp_path, "http", clients=NobodysClients) as house:
        (told,) = await house.types("list")
        assert "Jobwire is not installed in this workspace any more" in told["text"]


async def test_where_slack_does_not_say_who_somebody_is_they_are_no_administrator(house):
    boss = await house.control.user(house.world.team, "boss", is_admin=True)
    await house.types("settings managers admins", user=boss)
    house.later(minutes=6)
    step = {"do": "error", "method": "users.info", "error": "internal_error", "unknown": True}
    await house.control.script([step])
    (refused,) = await house.types("subscribe Go", user=boss)
    assert "only the administrators" in words_of(refused)
    (told,) = await house.types("subscribe Go", user=boss)
    assert "Subscribed as number 1" in words_of(told)


async def test_who_becomes_an_administrator_counts_as_one_after_some_minutes(house):
    boss = await house.control.user(house.world.team, "boss", is_admin=True)
    await house.types("settings managers admins", user=boss)
    asked = len(await house.control.requests("users.info"))
    await house.types("list")
    await house.types("list")
    assert len(await house.control.requests("users.info")) == asked + 1
    house.world.slack.state.users[house.world.user].is_admin = True
    (refused,) = await house.types("subscribe Go")
    assert "only the administrators" in words_of(refused)
    house.later(minutes=6)
    (told,) = await house.types("subscribe Go")
    assert "Subscribed" in words_of(told)


async def test_a_button_of_another_version_is_answered(house):
    row = [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Old"},
                    "action_id": "vote",
                    "value": "1",
                }
            ],
        }
    ]
    posted = await house.world.client.chat_postMessage(channel=house.world.channel, text="old", blocks=row)
    (told,) = await house.presses({"ts": posted["ts"], "blocks": row}, "Old")
    assert "That button does nothing any more" in words_of(told)


async def test_a_link_is_acknowledged_and_nothing_else(house):
    await house.types("subscribe Go")
    await house.arrives("Go Developer", source=await house.source())
    assert await house.presses((await house.messages())[-1], "Apply") == []


async def test_what_is_under_way_when_it_stops_is_answered(tmp_path):
    async with slack_house(tmp_path, "http") as house:
        slow = asyncio.Event()

        class Slow(Dispatcher):
            async def run(self, text, context):
                await slow.wait()
                return await Dispatcher.run(self, text, context)

        other = SlackHouse(
            house.store, house.services.fetcher, house.services.defaults, house.world, dispatcher=Slow
        )
        await house.control.use_http(None)
        async with connected(other, "socket"):
            await house.control.command(house.world.channel, house.world.user, "list")
            asyncio.get_running_loop().call_later(0.05, slow.set)
        assert "No subscription here yet" in words_of((await house.privately())[-1])


async def test_it_comes_back_when_its_connection_breaks(socket_house):
    await socket_house.control.cut()
    await socket_house.control.connected(opened=2)
    (told,) = await socket_house.types("list")
    assert "No subscription here yet" in words_of(told)


async def test_an_app_token_that_slack_refuses_says_what_is_wanted(socket_house):
    app = build_app(socket_house.slack, api_url=socket_house.world.slack.api_url)
    with pytest.raises(ConfigurationError, match=r"slack.app_token.*connections:write"):
        async with run_socket(app, "xapp-of-nobody", socket_house.slack.underway):
            pass


async def test_a_slack_that_is_away_does_not_keep_it_from_starting(socket_house):
    app = build_app(socket_house.slack, api_url="http://127.0.0.1:9/api/")
    async with run_socket(app, "xapp-1", socket_house.slack.underway, patience=timedelta(0)):
        pass


async def test_a_command_and_a_press_that_come_twice_act_once(house):
    command = await house.control.command(house.world.channel, house.world.user, "subscribe Go")
    await house.settle()
    (told,) = await house.messages()
    press = await house.control.press(
        house.world.channel, told["ts"], house.world.user, button(told, "Undo")["action_id"]
    )
    await house.settle()
    before = (await house.messages(), await house.privately())
    for delivery in (command, press):
        again = await house.control.redeliver(delivery["id"])
        assert again["acks"] == 2
    await house.settle()
    assert (await house.messages(), await house.privately()) == before


@pytest.mark.parametrize("lie", [{"age": 301}, {"secret": "of somebody else"}])
async def test_over_http_what_is_not_signed_or_old_is_refused_and_does_nothing(tmp_path, lie):
    async with slack_house(tmp_path, "http") as house:
        told = await house.control.command(house.world.channel, house.world.user, "subscribe Go")
        await house.settle()
        before = (await house.messages(), await house.privately())
        assert await house.control.lie(told["id"], **lie) == 401
        await house.settle()
        assert (await house.messages(), await house.privately()) == before


async def test_no_secret_and_no_text_is_logged(house, capsys):
    with capture_logs() as logs:
        await house.types("subscribe company:Kestrelbank")
        await house.types("")
        await house.control.revoke(house.world.team)
        await house.types("preview company:Kestrelbank")
    said = json.dumps(logs, default=str)
    assert "Kestrelbank" not in said
    assert "xoxb" not in said
