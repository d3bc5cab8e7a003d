"""The test Slack's Socket Mode and HTTP requests, proven through the real slack-bolt."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.contracts.slack_echo import CARD, Echo, form
from tests.contracts.slack_world import World, code_of, echo_over_http, echo_over_socket, slack_world, strange
from tests.servers.slack.changes import CHANGES
from tests.shared import shared


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


async def test_a_private_answer_is_replaced_by_its_next_page(world, echo):
    await world.control.command(world.channel, world.user, "private found")
    await world.control.press_private(0, "next")
    seen = [one["text"] for one in await world.control.private(world.user)]
    still = [one["text"] for one in await world.control.private(world.user, still=True)]
    assert (seen, still) == (["found", "page two"], ["page two"])


async def test_a_message_is_replaced_by_its_next_page(world, echo):
    posted = await world.client.chat_postMessage(channel=world.channel, text="job", blocks=CARD)
    await world.control.press(world.channel, posted["ts"], world.user, "next")
    (message,) = await world.control.messages(world.channel)
    assert (message["text"], message["ts"], "blocks" in message) == ("page two", posted["ts"], False)


@pytest.mark.parametrize(("typed", "problem"), [("go", ""), ("many", "no more than 100 items")])
async def test_suggestions_are_asked_for_and_judged(world, echo, typed, problem):
    told = await world.control.suggest(await opened(world), "skill", typed)
    assert told["response"]["options"][0]["value"] == typed
    assert told["effect"] == "" if not problem else problem in told["effect"]


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


async def test_an_event_delivered_again_has_the_same_id(world, echo):
    event = {"type": "channel_archive", "channel": world.channel, "user": world.user}
    first = await world.control.event(world.team, event)
    again = await world.control.redeliver(first["id"])
    heard = await echo.hears(2)
    assert heard[0] == heard[1] == ("channel_archive", first["payload"]["event_id"])
    assert (again["attempts"], again["acks"]) == (2, 2)
    assert echo.retries == ["0", "1"]


async def test_changes_of_channels_are_made_and_told(world, echo):
    await world.control.change_channel(world.channel, "archive")
    await world.control.change_channel(world.channel, "invite_bot")
    heard = await echo.hears(2)
    assert sorted(kind for kind, _ in heard) == ["channel_archive", "member_joined_channel"]
    assert await code_of(world.client.chat_postMessage(channel=world.channel, text="a")) == "is_archived"


async def test_the_home_tab_is_opened_and_published(world, echo):
    await world.control.open_home(world.team, world.user)
    assert (await echo.hears(1))[0][0] == "app_home_opened"
    await world.client.views_publish(user_id=world.user, view={"type": "home", "blocks": CARD})
    home = await world.control.home(world.team, world.user)
    await world.control.press_view(home["id"], "save")
    assert await echo.hears(2)
    assert echo.heard[1] == ("save", "7")


async def test_a_response_url_serves_five_answers_for_thirty_minutes(world, echo):
    await world.control.command(world.channel, world.user, "form")
    url = (await world.control.deliveries())[0]["payload"]["response_url"]
    assert url.startswith(world.slack.url)
    async with aiohttp.ClientSession() as session:
        answers = [await answered(session, url) for _ in range(6)]
        assert answers == [200] * 5 + [404]
        await world.control.command(world.channel, world.user, "form")
        url = (await world.control.deliveries())[1]["payload"]["response_url"]
        await world.control.advance(1801)
        assert await answered(session, url) == 404


async def answered(session: aiohttp.ClientSession, url: str) -> int:
    async with session.post(url, json={"text": "a"}) as response:
        return response.status


SAMPLES = {
    "/jobs": "app-backend__slash-commands__SlashCommandPayload",
    "block_actions": "app-backend__interactive-components__BlockActionPayload",
    "view_submission": "app-backend__views__ViewSubmissionPayload",
    "view_closed": "app-backend__views__ViewClosedPayload",
    "channel_archive": "events__ChannelArchivePayload",
    "channel_unarchive": "events__ChannelUnarchivePayload",
    "channel_deleted": "events__ChannelDeletedPayload",
    "channel_rename": "events__ChannelRenamePayload",
    "channel_left": "events__ChannelLeftPayload",
    "member_left_channel": "events__MemberLeftChannelPayload",
    "member_joined_channel": "events__MemberJoinedChannelPayload",
    "app_home_opened": "events__AppHomeOpenedPayload",
    "app_uninstalled": "events__AppUninstalledPayload",
    "tokens_revoked": "events__TokensRevokedPayload",
}
UNSHOWN = {"response_url", "actions", "state", "response_urls", "metadata"}
"""Real payloads have them; the published samples leave them out or have another type."""

A_FORM_HAS_ONLY_TEXT = "/is_enterprise_install: str instead of bool"


async def test_payloads_have_the_shape_of_the_published_samples(world):
    folder = shared("specs/slack-samples")
    posted = await world.client.chat_postMessage(channel=world.channel, text="job", blocks=CARD)
    trigger = await world.control.press(world.channel, posted["ts"], world.user, "save")
    view = await world.client.views_open(trigger_id=trigger["payload"]["trigger_id"], view=form())
    await world.control.command(world.channel, world.user, "hello")
    await world.control.submit(view["view"]["id"], {"text": "rust"})
    await world.control.close_view(view["view"]["id"])
    for what in CHANGES:
        await world.control.change_channel(world.channel, what, name="other")
    await world.control.open_home(world.team, world.user, wait=False)
    await world.control.revoke(world.team, error="account_inactive")
    sent = {told["type"]: told["payload"] for told in await world.control.deliveries()}
    assert sent.keys() == SAMPLES.keys()
    found = {}
    for kind, payload in sent.items():
        sample = json.loads((folder / f"{SAMPLES[kind]}.json").read_text())
        found[kind] = list(strange(payload, sample, UNSHOWN))
    assert found == {kind: [] for kind in SAMPLES} | {"/jobs": [A_FORM_HAS_ONLY_TEXT]}


class TestSocketMode:
    @pytest.fixture
    async def echo(self, world) -> AsyncIterator[Echo]:
        async with echo_over_socket(world) as echo:
            yield echo

    @pytest.mark.parametrize("how", ["cut", "refresh"])
    @pytest.mark.usefixtures("echo")
    async def test_the_app_comes_back(self, world, how):
        await getattr(world.control, how)()
        await world.control.connected(opened=2)
        assert (await world.control.command(world.channel, world.user, "hello"))["acked"]

    async def test_an_event_waits_for_the_next_connection(self, world):
        event = {"type": "channel_archive", "channel": world.channel, "user": world.user}
        await world.control.event(world.team, event, wait=False)
        async with echo_over_socket(world) as echo:
            await echo.hears(1)
        (told,) = await world.control.deliveries()
        assert (told["acked"], told["attempts"]) == (True, 1)

    async def test_a_command_without_a_connection_fails(self, world):
        told = await world.control.command(world.channel, world.user, "hello")
        assert told["failed"].startswith("dispatch_failed")

    async def test_a_command_is_lost_when_its_connection_breaks(self, world, echo):
        echo.gate.clear()
        told = await world.control.command(world.channel, world.user, "hello", wait=False)
        await echo.hears(1)
        await world.control.cut()
        await world.slack.deliveries.all[told["id"]].settled.wait()
        assert (await world.control.deliveries())[0]["failed"] == "the connection ended before the ack"

    async def test_commands_go_to_the_connections_in_turn(self, world, echo):
        async with echo_over_socket(world) as second:
            await world.control.connected(2)
            for _ in range(4):
                await world.control.command(world.channel, world.user, "hello")
            assert (len(echo.heard), len(second.heard)) == (2, 2)

    async def test_an_event_without_ack_goes_again_when_its_connection_breaks(self, world):
        url = (await app_client(world).apps_connections_open(app_token=await app_token(world)))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as deaf:
            assert (await deaf.receive_json())["type"] == "hello"
            event = {"type": "channel_archive", "channel": world.channel, "user": world.user}
            await world.control.event(world.team, event, wait=False)
            first = await deaf.receive_json()
        async with echo_over_socket(world) as echo:
            await echo.hears(1)
        assert (first["retry_attempt"], first["type"]) == (0, "events_api")
        assert echo.heard == [("channel_archive", first["payload"]["event_id"])]
        assert (await world.control.deliveries())[0]["attempts"] == 2

    async def test_a_ticket_opens_one_connection(self, world):
        url = (await app_client(world).apps_connections_open(app_token=await app_token(world)))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await session.ws_connect(url)


def app_client(world: World) -> AsyncWebClient:
    return AsyncWebClient(base_url=world.slack.api_url)


async def app_token(world: World) -> str:
    return (await world.control.app())["app_token"]


class TestSignedHttp:
    @pytest.fixture
    async def echo(self, world) -> AsyncIterator[Echo]:
        async with echo_over_http(world) as echo:
            yield echo

    @pytest.mark.parametrize(
        ("lie", "status"), [({}, 200), ({"age": 301}, 401), ({"secret": "of somebody else"}, 401)]
    )
    @pytest.mark.usefixtures("echo")
    async def test_the_app_believes_only_what_is_signed_and_new(self, world, lie, status):
        told = await world.control.command(world.channel, world.user, "hello")
        assert await world.control.lie(told["id"], **lie) == status

    @pytest.mark.usefixtures("echo")
    async def test_the_address_is_verified(self, world):
        assert await world.control.verify_address("c7")

    @pytest.mark.usefixtures("echo")
    async def test_an_app_that_is_away_is_told(self, world):
        await world.control.use_http("http://127.0.0.1:9/slack/events")
        told = await world.control.command(world.channel, world.user, "hello")
        assert told["failed"].startswith("ClientConnectorError")
