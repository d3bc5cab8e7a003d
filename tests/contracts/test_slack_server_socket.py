"""The test Slack's Socket Mode and HTTP requests, proven through the real slack-bolt."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.contracts.slack_echo import CARD, Echo
from tests.contracts.slack_world import World, echo_over_http, echo_over_socket, slack_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with slack_world() as world:
        yield world


@pytest.fixture(params=["socket", "http"])
async def echo(request, world) -> AsyncIterator[Echo]:
    """The same app over both transports."""
    way = echo_over_socket if request.param == "socket" else echo_over_http
    async with way(world) as echo:
        yield echo


async def test_a_command_is_answered_with_its_ack(world, echo):
    delivery = await world.control.command(world.channel, world.user, "list all")
    assert (delivery["acked"], delivery["late"], delivery["effect"]) == (True, False, "")
    (shown,) = await world.control.private(world.user)
    assert (shown["how"], shown["text"], shown["channel"]) == ("ack", "heard list all", world.channel)


async def test_a_command_is_answered_at_its_response_url(world, echo):
    await world.control.command(world.channel, world.user, "private found")
    await world.control.command(world.channel, world.user, "public for all")
    (shown,) = await world.control.private(world.user)
    (message,) = await world.control.messages(world.channel)
    assert (shown["how"], shown["text"]) == ("response_url", "found")
    assert message["text"] == "for all"


async def test_a_late_ack_is_told(world, echo):
    echo.gate.clear()
    delivery = await world.control.command(world.channel, world.user, "slow", wait=False)
    await world.control.advance(4)
    assert (await world.control.deliveries())[0]["late"] is True
    echo.gate.set()
    await world.slack.deliveries.all[delivery["id"]].settled.wait()
    told = (await world.control.deliveries())[0]
    assert (told["latency"], told["late"]) == (4.0, True)
    assert await world.control.private(world.user) == []


async def test_a_button_of_a_message_is_pressed(world, echo):
    posted = await world.client.chat_postMessage(channel=world.channel, text="job", blocks=CARD)
    delivery = await world.control.press(world.channel, posted["ts"], world.user, "save")
    assert delivery["payload"]["message"]["ts"] == posted["ts"]
    assert echo.heard == [("save", "7")]


async def test_a_button_of_a_private_answer_is_pressed(world, echo):
    await world.control.command(world.channel, world.user, "private found")
    (shown,) = await world.control.private(world.user)
    delivery = await world.control.press_private(shown["number"], "save")
    assert delivery["payload"]["container"]["is_ephemeral"] is True
    assert echo.heard[-1] == ("save", "7")


async def test_nobody_presses_what_is_not_there(world, echo):
    posted = await world.client.chat_postMessage(channel=world.channel, text="job", blocks=CARD)
    with pytest.raises(ValueError, match="buttons/save"):
        await world.control.press(world.channel, posted["ts"], world.user, "apply")


async def opened(world: World) -> str:
    await world.control.command(world.channel, world.user, "form")
    modals = await world.control.until("modals", {"user": world.user})
    return modals[-1]["id"]


async def test_a_form_is_filled_in_refused_and_accepted(world, echo):
    view = await opened(world)
    await world.control.submit(view, {"text": "nonsense"})
    (modal,) = await world.control.modals(world.user)
    assert modal["errors"] == {"query": "not understood"}
    await world.control.submit(view, {"query": "rust"})
    assert await world.control.modals(world.user) == []
    assert echo.heard[1:] == [("submitted", "nonsense"), ("submitted", "rust")]


async def test_a_form_keeps_what_it_showed_at_first(world, echo):
    await world.control.submit(await opened(world))
    assert echo.heard[-1] == ("submitted", "go")


async def test_a_choice_updates_the_form(world, echo):
    view = await opened(world)
    await world.control.press_view(view, {"action_id": "cadence", "choice": "weekly"})

    async def retitled() -> bool:
        return (await world.control.modals(world.user))[0]["title"]["text"] == "weekly"

    await world.slack.until(retitled)
    with pytest.raises(ValueError, match="no option 'hourly'"):
        await world.control.press_view(view, {"action_id": "cadence", "choice": "hourly"})


async def test_forms_lie_on_each_other_and_are_closed(world, echo):
    view = await opened(world)
    await world.control.submit(view, {"text": "more"})
    below, above = await world.control.modals(world.user)
    assert (below["id"], above["previous_view_id"]) == (view, view)
    closed = await world.control.close_view(view, whole_stack=True)
    assert closed["payload"]["is_cleared"] is True
    assert await world.control.modals(world.user) == []
    assert echo.heard[-1] == ("closed", "new")


async def test_a_trigger_is_good_for_three_seconds(world, echo):
    posted = await world.client.chat_postMessage(channel=world.channel, text="job", blocks=CARD)
    trigger = (await world.control.press(world.channel, posted["ts"], world.user, "save"))["payload"]
    await world.control.advance(3.1)
    answer = await post(world, "views.open", {"trigger_id": trigger["trigger_id"], "view": {}})
    assert answer["error"] == "invalid_arguments"


async def post(world: World, method: str, body: dict) -> dict:
    headers = {"Authorization": f"Bearer {world.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{world.slack.api_url}{method}", json=body) as response,
    ):
        return await response.json()


async def test_an_event_delivered_again_has_the_same_id(world, echo):
    event = {"type": "channel_archive", "channel": world.channel, "user": world.user}
    first = await world.control.event(world.team, event)
    again = await world.control.redeliver(first["id"])
    async with asyncio.timeout(5):
        while len(echo.heard) < 2:
            await asyncio.sleep(0)
    assert echo.heard[0] == echo.heard[1] == ("channel_archive", first["payload"]["event_id"])
    assert (again["attempts"], again["acks"]) == (2, 2)
