"""Delivery through the real slack_sdk: what reaches Slack, what is found again, what ends a channel."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import FixedClients
from adapters.slack.limits import CAPABILITIES
from adapters.slack.platform import SlackPlatform
from bot import errors
from bot.delivery.measure import message_characters
from bot.delivery.message import Action, ActionKind, Actions, Link, Message, Paragraph, Section, Text
from bot.delivery.platform import EditsMessages
from bot.domain.chat import ChannelRef
from bot.store.store import Store
from tests.contracts.delivery_world import World as Ledger
from tests.contracts.platform_rigs import ByName
from tests.contracts.slack_world import World, slack_world
from tests.servers.slack import Settings
from tests.servers.slack.model import BOT_SCOPES

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PLACE = ChannelRef(platform="slack", workspace="T1", channel="C1")


def card(title: str = "Senior Engineer", *, mention: str | None = None) -> Message:
    words = Paragraph((Link(text=title, url="https://jobs.example/1", bold=True), Text(text=" at Acme")))
    row = Actions((Action(kind=ActionKind.SAVE, label="Save", value="1"),))
    return Message(sections=(Section(blocks=(words, row)),), summary=title, mention=mention)


def long_message() -> Message:
    sections = tuple(Section(blocks=(Paragraph((Text(text=f"{n} " + "word " * 170),)),)) for n in range(10))
    return Message(sections=sections, summary="Digest")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with slack_world(Settings(post_interval=0, history_page=15)) as world:
        yield world


@pytest.fixture
def platform(world: World) -> SlackPlatform:
    """It need not wait: time stands still in the world."""
    clients = FixedClients(world.token, api_url=world.slack.api_url, seconds=5)
    return SlackPlatform(clients, capabilities=replace(CAPABILITIES, pace=timedelta(0)))


@pytest.fixture
def jobs(world: World) -> ChannelRef:
    return ChannelRef(platform="slack", workspace=world.team, channel=world.channel)


class TestSending:
    async def test_a_part_carries_its_key_and_unfurls_nothing(self, world, platform, jobs):
        sent = await platform.send(jobs, card("A & B <!channel>", mention="<!here>"), "k1")
        (kept,) = await world.control.messages(world.channel)
        assert kept["ts"] == sent.id
        assert kept["metadata"] == {"event_type": "jobwire_part", "event_payload": {"key": "k1"}}
        assert kept["text"] == "A &amp; B &lt;!channel&gt;"
        assert kept["sent"]["unfurl_links"] is False
        assert kept["sent"]["unfurl_media"] is False
        assert kept["sent"]["mrkdwn"] is False
        mention, words, row = kept["blocks"]
        assert mention["elements"][0]["elements"] == [{"type": "broadcast", "range": "here"}]
        assert words["elements"][0]["elements"][0]["text"] == "A & B <!channel>"
        assert row["elements"][0]["value"] == "1"

    async def test_a_digest_goes_on_in_its_thread(self, world, platform, jobs):
        first = await platform.send(jobs, card("Digest"), "k1")
        second = await platform.send(jobs, card("more"), "k2", first)
        root, reply = await world.control.messages(world.channel)
        assert reply["thread_ts"] == root["ts"] == first.id
        assert await platform.find(jobs, "k2", LONG_AGO, first) == second
        assert await platform.find(jobs, "k2", LONG_AGO) is None

    @pytest.mark.parametrize(
        "code",
        [
            "cannot_reply_to_message",
            "restricted_action_thread_locked",
            "restricted_action_non_threadable_channel",
        ],
    )
    async def test_where_slack_takes_no_reply_it_stands_in_the_channel(self, world, platform, jobs, code):
        first = await platform.send(jobs, card("Digest"), "k1")
        await world.control.script([{"do": "error", "error": code}])
        second = await platform.send(jobs, card("more"), "k2", first)
        assert "thread_ts" not in (await world.control.messages(world.channel))[1]
        assert await platform.find(jobs, "k2", LONG_AGO) == second

    @pytest.mark.parametrize("times", [1, 2])
    async def test_what_slack_finds_too_long_is_shortened_rather_than_lost(
        self, world, platform, jobs, times
    ):
        await world.control.script([{"do": "error", "error": "msg_blocks_too_long", "times": times}])
        sent = await platform.send(jobs, long_message(), "k1")
        (kept,) = await world.control.messages(world.channel)
        texts = [block["elements"][0]["elements"][0]["text"] for block in kept["blocks"]]
        assert [text.split()[0] for text in texts] == [str(n) for n in range(10)]
        assert sum(map(len, texts)) <= message_characters(long_message()) // 2**times
        assert await platform.find(jobs, "k1", LONG_AGO) == sent

    async def test_what_is_too_long_even_so_is_our_mistake(self, world, platform, jobs):
        await world.control.script([{"do": "error", "error": "msg_blocks_too_long", "times": None}])
        with pytest.raises(errors.Rejected):
            await platform.send(jobs, long_message(), "k1")
        assert len(await world.control.requests("chat.postMessage")) == 3

    async def test_a_thread_that_takes_nothing_and_a_message_that_is_too_long(self, world, platform, jobs):
        first = await platform.send(jobs, card("Digest"), "k1")
        for code in ("msg_blocks_too_long", "restricted_action_thread_locked", "msg_blocks_too_long"):
            await world.control.script([{"do": "error", "error": code}])
        second = await platform.send(jobs, long_message(), "k2", first)
        assert await platform.find(jobs, "k2", LONG_AGO) == second

    async def test_a_code_that_nobody_knows_is_held(self, world, platform, jobs):
        await world.control.script([{"do": "error", "error": "brand_new_code", "unknown": True}])
        with pytest.raises(errors.Unexplained, match="brand_new_code") as raised:
            await platform.send(jobs, card(), "k1")
        assert "brand_new_code" in raised.value.detail

    async def test_no_text_and_no_token_reach_the_log(self, world, platform, jobs, caplog):
        caplog.set_level(logging.DEBUG)
        await platform.send(jobs, card("Secret Engineer"), "k1")
        await platform.find(jobs, "k1", LONG_AGO)
        assert "Secret Engineer" not in caplog.text
        assert world.token not in caplog.text

    async def test_a_store_that_is_away_sends_nothing_and_loses_nothing(self):
        class Away:
            async def posting(self, _workspace: str) -> AsyncWebClient:
                raise errors.StoreUnavailable("postgresql://db", "connection refused")

        with pytest.raises(errors.Unavailable, match="postgresql://db"):
            await SlackPlatform(Away()).send(PLACE, card(), "k1")


class TestFinding:
    async def test_it_turns_pages_of_fifteen(self, world, platform, jobs):
        first = await platform.send(jobs, card(), "k0")
        for _ in range(40):
            await world.control.say(world.channel, world.user, "hello")
        assert await platform.find(jobs, "k0", LONG_AGO) == first
        assert len(await world.control.requests("conversations.history")) == 3
        assert await platform.find(jobs, "k9", LONG_AGO) is None

    async def test_it_goes_on_where_a_rate_limit_broke_it_off(self, world, platform, jobs):
        first = await platform.send(jobs, card(), "k0")
        for _ in range(40):
            await world.control.say(world.channel, world.user, "hello")
        for step in ("accept", "rate_limited"):
            await world.control.script([{"do": step, "method": "conversations.history", "seconds": 60}])
        with pytest.raises(errors.RateLimited) as raised:
            await platform.find(jobs, "k0", LONG_AGO)
        assert raised.value.retry_after == timedelta(seconds=60)
        assert await platform.find(jobs, "k0", LONG_AGO) == first
        asked = [
            one["arguments"].get("cursor") for one in await world.control.requests("conversations.history")
        ]
        assert asked[0] is None
        assert asked[1] == asked[2] is not None
        assert len(asked) == 4

    async def test_a_cursor_that_slack_forgot_is_given_up(self, world, platform, jobs):
        first = await platform.send(jobs, card(), "k0")
        for _ in range(20):
            await world.control.say(world.channel, world.user, "hello")
        history = {"method": "conversations.history"}
        await world.control.script(
            [
                {"do": "accept", **history},
                {"do": "rate_limited", **history},
                {"do": "error", "error": "invalid_cursor", **history},
            ]
        )
        with pytest.raises(errors.RateLimited):
            await platform.find(jobs, "k0", LONG_AGO)
        with pytest.raises(errors.DeliveryError):
            await platform.find(jobs, "k0", LONG_AGO)
        assert await platform.find(jobs, "k0", LONG_AGO) == first

    async def test_a_long_thread_is_searched_to_its_end(self, world, platform, jobs):
        root = await platform.send(jobs, card("Digest"), "k0")
        for _ in range(40):
            await world.control.say(world.channel, world.user, "hello", thread_ts=root.id)
        reply = await platform.send(jobs, card("more"), "k1", root)
        assert await platform.find(jobs, "k1", LONG_AGO, root) == reply

    async def test_nothing_stands_under_a_message_that_was_deleted(self, world, platform, jobs):
        root = await platform.send(jobs, card("Digest"), "k0")
        await world.client.chat_delete(channel=world.channel, ts=root.id)
        assert await platform.find(jobs, "k1", LONG_AGO, root) is None

    @pytest.mark.parametrize("kind", ["public", "private"])
    async def test_without_the_scope_it_says_that_nobody_can_tell(self, world, platform, kind):
        channel = await world.control.channel(world.team, "quiet", kind=kind)
        scopes = [scope for scope in BOT_SCOPES if not scope.endswith(":history")]
        await world.control.scopes(world.team, scopes)
        place = ChannelRef(platform="slack", workspace=world.team, channel=channel)
        await platform.send(place, card(), "k1")
        with pytest.raises(errors.NotPermitted, match="history"):
            await platform.find(place, "k1", LONG_AGO)

    async def test_in_a_channel_that_it_only_posts_to_nobody_can_tell(self, world, platform):
        channel = await world.control.channel(world.team, "open", bot=False)
        place = ChannelRef(platform="slack", workspace=world.team, channel=channel)
        await platform.send(place, card(), "k1")
        with pytest.raises(errors.NotPermitted, match="not_in_channel"):
            await platform.find(place, "k1", LONG_AGO)


class TestEditing:
    async def test_a_changed_message_is_still_found_by_its_key(self, world, platform, jobs):
        sent = await platform.send(jobs, card("Engineer"), "k1")
        assert isinstance(platform, EditsMessages)
        await platform.edit(jobs, sent, card("Closed: Engineer"))
        (kept,) = await world.control.messages(world.channel)
        assert kept["text"] == "Closed: Engineer"
        assert kept["blocks"][0]["elements"][0]["elements"][0]["text"] == "Closed: Engineer"
        assert await platform.find(jobs, "k1", LONG_AGO) == sent

    async def test_a_change_that_slack_finds_too_long_is_shortened(self, world, platform, jobs):
        sent = await platform.send(jobs, card(), "k1")
        await world.control.script([{"do": "error", "error": "msg_too_long", "method": "chat.update"}])
        await platform.edit(jobs, sent, long_message())
        (kept,) = await world.control.messages(world.channel)
        assert len(kept["blocks"]) == 10

    async def test_a_message_that_is_gone_cannot_be_changed(self, world, platform, jobs):
        sent = await platform.send(jobs, card(), "k1")
        await world.client.chat_delete(channel=world.channel, ts=sent.id)
        with pytest.raises(errors.Rejected, match="message_not_found"):
            await platform.edit(jobs, sent, card())


@asynccontextmanager
async def answering(response: web.Response) -> AsyncIterator[SlackPlatform]:
    """A platform whose Slack answers everything with that."""

    async def handle(_request: web.Request) -> web.Response:
        return response

    app = web.Application()
    app.add_routes([web.route("*", "/api/{method}", handle)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        yield SlackPlatform(FixedClients("xoxb-1", api_url=url, seconds=5))
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("body", "content_type", "status", "error"),
    [
        ("<html>Log in to the guest network</html>", "text/html", 200, errors.Uncertain),
        ("<html>Bad gateway</html>", "text/html", 502, errors.Uncertain),
        ("<html>Forbidden</html>", "text/html", 403, errors.Unavailable),
        ("Service unavailable", "text/plain", 503, errors.Uncertain),
        ("ok", "text/plain", 200, errors.Uncertain),
        ('{"ok": tru', "application/json", 200, errors.Uncertain),
        ("", "application/json", 200, errors.Uncertain),
        ("[]", "application/json", 200, errors.Uncertain),
        ('["ok"]', "application/json", 200, errors.Uncertain),
        ("null", "application/json", 200, errors.Uncertain),
        ('{"ok": true}', "application/json", 200, errors.Uncertain),
        ('{"ok": false}', "application/json", 200, errors.Uncertain),
        ("slow down", "text/plain", 429, errors.RateLimited),
    ],
)
async def test_an_answer_that_is_not_slacks_is_never_taken_for_an_end(body, content_type, status, error):
    response = web.Response(text=body, content_type=content_type, status=status)
    async with answering(response) as platform:
        with pytest.raises(errors.DeliveryError) as raised:
            await platform.send(PLACE, card(), "k1")
        assert type(raised.value) is error


async def test_where_nothing_listens_nothing_was_sent(unused_tcp_port):
    clients = FixedClients("xoxb-1", api_url=f"http://127.0.0.1:{unused_tcp_port}/api/", seconds=5)
    with pytest.raises(errors.Unavailable, match=r"slack\.api_url"):
        await SlackPlatform(clients).send(PLACE, card(), "k1")


class Delivering:
    """The sender and its ledger on a real database, delivering to the test Slack."""

    def __init__(self, ledger: Ledger, world: World, platform: ByName) -> None:
        self.ledger = ledger
        self.world = world
        self.platform = platform

    async def deliver(self) -> None:
        """As a fresh process would, later than whatever was waited for."""
        await self.ledger.clock.wait(timedelta(minutes=20))
        await self.ledger.sender(self.platform).deliver(self.ledger.channel_id)

    async def posts(self) -> int:
        return len(await self.world.control.requests("chat.postMessage"))

    async def titles(self) -> list[str]:
        messages = await self.world.control.messages(self.world.channel)
        return [message["text"].split(" at ")[0] for message in messages]


@pytest.fixture
async def delivering(
    world: World, platform: SlackPlatform, jobs: ChannelRef, sqlite_store: Store
) -> Delivering:
    ledger = await Ledger.new(sqlite_store)
    await ledger.matches(3, await ledger.subscribe())
    return Delivering(ledger, world, ByName(platform, {"jobs": jobs}))


IN_ORDER = ["Engineer 1", "Engineer 2", "Engineer 3"]


class TestDelivering:
    @pytest.mark.parametrize("do", ["drop_after", "drop_before", "error_after", "error_before", "busy"])
    async def test_a_fault_neither_loses_nor_doubles_nor_reorders(self, delivering, do):
        await delivering.world.control.script([{"do": do}])
        for _ in range(3):
            await delivering.deliver()
        assert await delivering.titles() == IN_ORDER

    async def test_a_code_that_nobody_knows_holds_the_part_and_kills_nothing(self, delivering):
        step = {"do": "error", "error": "brand_new_code", "unknown": True, "times": 2}
        await delivering.world.control.script([step])
        await delivering.deliver()
        assert await delivering.ledger.part_states() == ["sending", "pending", "pending"]
        assert (await delivering.ledger.channel()).dead_reason is None
        await delivering.deliver()
        await delivering.deliver()
        assert await delivering.titles() == IN_ORDER

    async def test_where_nobody_can_ask_it_is_sent_again(self, delivering):
        scopes = [scope for scope in BOT_SCOPES if not scope.endswith(":history")]
        await delivering.world.control.scopes(delivering.world.team, scopes)
        await delivering.world.control.script([{"do": "drop_after"}])
        await delivering.deliver()
        await delivering.deliver()
        assert await delivering.titles() == ["Engineer 1", *IN_ORDER]

    @pytest.mark.parametrize(
        "code", ["is_archived", "channel_not_found", "restricted_action", "token_revoked"]
    )
    async def test_the_first_refusal_is_the_last_request(self, delivering, code):
        await delivering.world.control.script([{"do": "error", "error": code, "times": None}])
        for _ in range(3):
            await delivering.deliver()
        assert await delivering.posts() == 1
        assert code in str((await delivering.ledger.channel()).dead_reason)
        assert await delivering.ledger.part_states() == ["failed"] * 3

    async def test_a_payload_that_slack_refuses_does_not_hold_up_the_next(self, delivering):
        await delivering.world.control.script([{"do": "error", "error": "invalid_blocks"}])
        await delivering.deliver()
        assert await delivering.titles() == IN_ORDER[1:]
        assert await delivering.ledger.part_states() == ["failed", "sent", "sent"]
