"""Delivery through the real discord.py: what reaches Discord, what is found again, what ends a channel."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from adapters.discord.limits import CAPABILITIES
from adapters.discord.marker import marker_in, marker_of
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from bot import errors
from bot.delivery.message import Action, ActionKind, Actions, Link, Message, Paragraph, Section, Text
from bot.delivery.platform import EditsMessages
from bot.domain.chat import ChannelRef
from bot.store.store import Store
from tests.contracts.delivery_world import World as Ledger
from tests.contracts.discord_world import World, discord_world
from tests.contracts.platform_rigs import ByName

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
POST = "POST /channels/{channel_id}/messages"
POST_THREAD = "POST /channels/{channel_id}/threads"


def card(
    title: str = "Senior Engineer", *, topics: tuple[str, ...] = (), mention: str | None = None
) -> Message:
    words = Paragraph((Link(text=title, url="https://jobs.example/1", bold=True),))
    row = Actions((Action(kind=ActionKind.SAVE, label="Save", value="1"),))
    blocks = (words, Paragraph((Text(text="Acme · Berlin"),)), row)
    return Message(sections=(Section(blocks=blocks),), summary=title, mention=mention, topics=topics)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with discord_world() as world:
        yield world


@pytest.fixture
async def rest(world: World) -> AsyncIterator[Rest]:
    rest = Rest(world.token, api_url=world.server.api_url, seconds=2)
    yield rest
    await rest.close()


@pytest.fixture
def platform(rest: Rest) -> DiscordPlatform:
    """It need not wait: time stands still in the world."""
    return DiscordPlatform(rest, capabilities=replace(CAPABILITIES, pace=timedelta(0)))


@pytest.fixture
def jobs(world: World) -> ChannelRef:
    return place(world, world.channel)


def place(world: World, channel: str) -> ChannelRef:
    return ChannelRef(platform="discord", workspace=world.guild, channel=channel)


async def requests(world: World, route: str) -> list[dict]:
    return await world.control.requests(route)


class TestSending:
    async def test_a_part_carries_its_key_and_calls_nobody(self, world, platform, jobs):
        sent = await platform.send(jobs, card(), "k1")
        (kept,) = await world.control.messages(world.channel)
        (request,) = await requests(world, POST)
        assert sent.id == f"{world.channel}/{kept['id']}"
        assert sent.link == f"https://discord.com/channels/{world.guild}/{world.channel}/{kept['id']}"
        assert request["body"]["nonce"] == "k1"
        assert request["body"]["enforce_nonce"] is True
        assert request["body"]["allowed_mentions"] == {"parse": []}
        assert marker_in(kept) == marker_of("k1")

    async def test_the_role_of_the_channel_is_called_and_a_title_calls_nobody(self, world, platform, jobs):
        wanted = await world.control.role(world.guild, "hunters", mentionable=True)
        other = await world.control.role(world.guild, "others", mentionable=True)
        await platform.send(jobs, card(f"<@&{other}> @everyone", mention=f"<@&{wanted}>"), "k1")
        (kept,) = await world.control.messages(world.channel)
        assert kept["mention_roles"] == [wanted]
        assert kept["mention_everyone"] is False

    async def test_within_the_window_the_nonce_alone_keeps_a_message_single(self, world, platform, jobs):
        first = await platform.send(jobs, card(), "k1")
        assert await platform.send(jobs, card(), "k1") == first
        await world.control.advance(400)
        assert await platform.send(jobs, card(), "k1") != first

    async def test_a_message_that_was_deleted_meanwhile_is_not_posted_again(self, world, platform, jobs):
        sent = await platform.send(jobs, card(), "k1")
        await world.control.remove_message(*sent.id.split("/"))
        with pytest.raises(errors.MessageGone):
            await platform.send(jobs, card(), "k1")

    async def test_a_server_error_is_not_repeated_behind_the_ledgers_back(self, world, platform, jobs):
        await world.control.script([{"do": "error_after", "times": None}])
        with pytest.raises(errors.Uncertain):
            await platform.send(jobs, card(), "k1")
        assert len(await requests(world, POST)) == 1

    @pytest.mark.parametrize("number", [54, 10054])
    async def test_a_reset_that_discord_py_would_repeat_is_not(self, platform, jobs, rest, number):
        """As macOS and Windows number it."""
        await rest.user_id()
        asked = 0

        async def reset(*_: object, **__: object) -> None:
            nonlocal asked
            asked += 1
            raise aiohttp.ClientOSError(number, "Connection reset by peer")

        rest._http.connector.connect = reset
        with pytest.raises(errors.Uncertain):
            await platform.send(jobs, card(), "k1")
        assert asked == 1

    async def test_a_limit_is_told_and_not_slept_through(self, world, platform, jobs):
        await world.control.script([{"do": "rate_limited", "seconds": 600}])
        with pytest.raises(errors.RateLimited) as raised:
            await platform.send(jobs, card(), "k1")
        assert raised.value.retry_after == timedelta(seconds=600)

    @pytest.mark.parametrize("do", ["global_limited", "banned"])
    async def test_a_limit_of_the_whole_bot_stops_every_channel(self, world, platform, jobs, do):
        await world.control.script([{"do": do, "seconds": 30}])
        with pytest.raises(errors.RateLimited):
            await platform.send(jobs, card(), "k1")
        other = place(world, await world.control.channel(world.guild, "other"))
        with pytest.raises(errors.RateLimited) as raised:
            await platform.send(other, card(), "k2")
        assert timedelta(seconds=25) < raised.value.retry_after <= timedelta(seconds=61)
        assert len(await requests(world, POST)) == 1

    async def test_a_refused_token_ends_no_channel_and_is_not_asked_again_at_once(
        self, world, platform, jobs
    ):
        await world.control.refuse_token()
        with pytest.raises(errors.Unavailable, match="DISCORD_TOKEN"):
            await platform.send(jobs, card(), "k1")
        with pytest.raises(errors.RateLimited):
            await platform.send(jobs, card(), "k1")
        assert (await world.control.figures())["total"] == 1

    async def test_a_guild_in_an_outage_is_not_gone(self, world, platform, jobs):
        await world.control.unavailable(world.guild)
        with pytest.raises(errors.Uncertain):
            await platform.send(jobs, card(), "k1")

    async def test_a_code_that_nobody_knows_is_held(self, world, platform, jobs):
        await world.control.script([{"do": "refuse", "code": 30034}])
        with pytest.raises(errors.Unexplained, match="30034"):
            await platform.send(jobs, card(), "k1")

    async def test_no_text_and_no_token_reach_the_log(self, world, platform, jobs, caplog):
        caplog.set_level(logging.INFO)
        await platform.send(jobs, card("Secret Engineer"), "k1")
        assert "Secret Engineer" not in caplog.text
        assert world.token not in caplog.text

    async def test_where_nothing_listens_nothing_was_sent(self, jobs, unused_tcp_port):
        rest = Rest("a.b.c", api_url=f"http://127.0.0.1:{unused_tcp_port}/api/v10", seconds=2)
        with pytest.raises(errors.Unavailable):
            await DiscordPlatform(rest).send(jobs, card(), "k1")


class TestThreads:
    async def test_a_digest_goes_on_in_a_thread_on_its_first_message(self, world, platform, jobs):
        first = await platform.send(jobs, card("Digest"), "k1")
        second = await platform.send(jobs, card("Digest, continued"), "k2", first)
        third = await platform.send(jobs, card("Digest, continued"), "k3", first)
        (thread,) = await world.control.threads(world.channel)
        assert [sent.id.split("/")[0] for sent in (second, third)] == [thread["id"]] * 2
        assert first.id == f"{world.channel}/{thread['id']}"
        assert await platform.find(jobs, "k3", LONG_AGO, first) == third
        assert await platform.find(jobs, "k3", LONG_AGO) is None

    async def test_where_no_thread_may_begin_it_stands_in_the_channel(self, world, platform, jobs):
        first = await platform.send(jobs, card("Digest"), "k1")
        denied = ["create_public_threads"]
        await world.control.overwrite(world.channel, world.bot_role, deny=denied)
        second = await platform.send(jobs, card("more"), "k2", first)
        assert second.id.startswith(f"{world.channel}/")
        assert await platform.find(jobs, "k2", LONG_AGO, first) is None
        assert await platform.find(jobs, "k2", LONG_AGO) == second

    async def test_a_message_of_a_thread_goes_on_in_that_thread(self, world, platform):
        thread = place(world, await world.control.thread(world.channel))
        first = await platform.send(thread, card("Digest"), "k1")
        second = await platform.send(thread, card("more"), "k2", first)
        assert second.id.startswith(f"{thread.channel}/")
        assert await platform.find(thread, "k2", LONG_AGO) == second

    async def test_an_archived_thread_takes_messages_and_is_open_again(self, world, platform):
        id_ = await world.control.thread(world.channel, archived=True)
        await world.control.script([{"do": "refuse", "code": 50083}])
        await platform.send(place(world, id_), card(), "k1")
        assert len(await world.control.messages(id_)) == 1
        assert [one["archived"] for one in await world.control.threads(world.channel)] == [False]

    async def test_a_locked_thread_takes_none(self, world, platform):
        id_ = await world.control.thread(world.channel, archived=True, locked=True)
        with pytest.raises(errors.NotPermitted, match="locked"):
            await platform.send(place(world, id_), card(), "k1")

    async def test_what_stands_in_an_archived_thread_of_others_can_be_changed(self, world, platform):
        id_ = await world.control.thread(world.channel)
        sent = await platform.send(place(world, id_), card(), "k1")
        await world.control.set_thread(id_, archived=True)
        await platform.edit(place(world, id_), sent, card("Closed: Engineer"))
        (shown,) = await world.control.read(id_)
        assert shown["text"].startswith("Closed: Engineer")


class TestForums:
    @pytest.fixture
    async def forum(self, world: World) -> ChannelRef:
        tags = ["!Moderated", "Senior", "Backend", "Other"]
        return place(world, await world.control.channel(world.guild, "board", kind="forum", tags=tags))

    async def test_each_posting_is_a_post_with_the_tags_that_fit(self, world, platform, forum):
        topics = ("senior", "backend", "moderated")
        sent = await platform.send(forum, card("<Engineer>, other", topics=topics), "k1")
        await platform.send(forum, card("Designer"), "k2")
        first, second = await world.control.threads(forum.channel)
        assert sent.id == f"{first['id']}/{first['id']}"
        assert (first["name"], first["tags"]) == ("<Engineer>, other", ["Senior", "Backend"])
        assert (second["name"], second["tags"]) == ("Designer", [])
        assert len(await requests(world, POST)) == 1  # that it is a forum is learned once

    async def test_a_forum_that_wants_a_tag_gets_one(self, world, platform):
        tags = ["!Moderated", "Jobs", "Other"]
        id_ = await world.control.channel(world.guild, "b", kind="forum", tags=tags, require_tag=True)
        await platform.send(place(world, id_), card("Designer"), "k1")
        assert [post["tags"] for post in await world.control.threads(id_)] == [["Jobs"]]

    async def test_tags_that_changed_are_asked_for_again(self, world, platform, forum):
        await platform.send(forum, card(topics=("senior",)), "k1")
        held = world.server.state.channels[forum.channel]
        held.tags = [{"id": "77", "name": "Senior", "moderated": False}]
        await platform.send(forum, card(topics=("senior",)), "k2")
        first, second = world.server.state.threads_of(forum.channel)
        assert first.applied_tags != second.applied_tags == ["77"]

    @pytest.mark.parametrize("do", ["drop_after", "error_after"])
    async def test_a_post_whose_answer_is_lost_is_found_and_made_once(self, world, platform, forum, do):
        await world.control.script([{"do": do, "route": POST_THREAD}])
        with pytest.raises(errors.Uncertain):
            await platform.send(forum, card(), "k1")
        found = await platform.find(forum, "k1", LONG_AGO)
        (post,) = await world.control.threads(forum.channel)
        assert found is not None
        assert found.id == f"{post['id']}/{post['id']}"
        assert len(await requests(world, POST_THREAD)) == 1

    async def test_posts_are_found_among_many_also_archived_ones(self, world, platform, forum):
        world.server.settings.archived_page = 3
        sent = {}
        for number in range(8):
            await world.control.advance(1)
            sent[number] = await platform.send(forum, card(f"Engineer {number}"), f"k{number}")
            if number % 2 == 0 or number < 5:
                await world.control.set_thread(sent[number].id.split("/")[0], archived=True)
        for number, expected in sent.items():
            assert await platform.find(forum, f"k{number}", LONG_AGO) == expected
        now = datetime.fromtimestamp(world.server.clock.now(), UTC)
        assert await platform.find(forum, "k0", now - timedelta(seconds=3)) is None
        assert await platform.find(forum, "k9", LONG_AGO) is None

    async def test_a_digest_goes_on_in_its_post(self, world, platform, forum):
        first = await platform.send(forum, card("Digest"), "k1")
        second = await platform.send(forum, card("more"), "k2", first)
        (post,) = await world.control.threads(forum.channel)
        assert second.id.startswith(f"{post['id']}/")
        assert await platform.find(forum, "k2", LONG_AGO, first) == second

    async def test_a_change_in_an_archived_post_leaves_it_archived(self, world, platform, forum):
        sent = await platform.send(forum, card(), "k1")
        id_ = sent.id.split("/")[0]
        await world.control.set_thread(id_, archived=True)
        await platform.edit(forum, sent, card("Closed: Engineer"))
        (shown,) = await world.control.read(id_)
        assert shown["text"].startswith("Closed: Engineer")
        assert [post["archived"] for post in await world.control.threads(forum.channel)] == [True]

    async def test_a_post_that_somebody_deleted_is_gone_for_a_change(self, world, platform, forum):
        sent = await platform.send(forum, card(), "k1")
        await world.control.delete_channel(sent.id.split("/")[0])
        with pytest.raises(errors.MessageGone):
            await platform.edit(forum, sent, card("Closed"))


class TestFinding:
    async def test_beyond_the_nonces_window_it_is_found_among_what_others_wrote(self, world, platform, jobs):
        first = await platform.send(jobs, card(), "k0")
        await world.control.advance(3600)
        for _ in range(230):
            await world.control.say(world.channel, world.user, "hello")
        last = await platform.send(jobs, card(), "k1")
        assert await platform.find(jobs, "k0", LONG_AGO) == first
        assert await platform.find(jobs, "k1", LONG_AGO) == last
        assert await platform.find(jobs, "k2", LONG_AGO) is None

    @pytest.mark.parametrize("kind", ["text", "forum"])
    async def test_a_history_that_may_not_be_read_is_no_empty_one(self, world, platform, kind):
        channel = await world.control.channel(world.guild, "quiet", kind=kind)
        await platform.send(place(world, channel), card(), "k1")
        for subject in (world.bot_role, world.guild):
            await world.control.overwrite(channel, subject, deny=["read_message_history"])
        with pytest.raises(errors.NotPermitted, match="Read Message History"):
            await platform.find(place(world, channel), "k1", LONG_AGO)

    async def test_an_empty_channel_whose_last_message_was_deleted_is_empty(self, world, platform, jobs):
        sent = await platform.send(jobs, card(), "k1")
        await world.control.remove_message(*sent.id.split("/"))
        assert await platform.find(jobs, "k1", LONG_AGO) is None

    async def test_a_changed_message_keeps_its_marker(self, world, platform, jobs):
        sent = await platform.send(jobs, card(), "k1")
        assert isinstance(platform, EditsMessages)
        await platform.edit(jobs, sent, card("Closed: Engineer"))
        await world.control.advance(3600)
        assert await platform.find(jobs, "k1", LONG_AGO) == sent


class Delivering:
    """The sender and its ledger on a real database, delivering to the test Discord."""

    def __init__(self, ledger: Ledger, world: World, platform: ByName) -> None:
        self.ledger = ledger
        self.world = world
        self.platform = platform

    async def deliver(self) -> None:
        """As a fresh process would, later than whatever was waited for and than a nonce is known."""
        await self.ledger.clock.wait(timedelta(minutes=20))
        await self.world.control.advance(1200)
        await self.ledger.sender(self.platform).deliver(self.ledger.channel_id)

    async def titles(self) -> list[str]:
        shown = await self.world.control.read(self.world.channel)
        return [one["text"].splitlines()[0] for one in shown]


@pytest.fixture
async def delivering(
    world: World, platform: DiscordPlatform, jobs: ChannelRef, sqlite_store: Store
) -> Delivering:
    ledger = await Ledger.new(sqlite_store)
    await ledger.matches(3, await ledger.subscribe())
    return Delivering(ledger, world, ByName(platform, {"jobs": jobs}))


IN_ORDER = ["Engineer 1", "Engineer 2", "Engineer 3"]


class TestDelivering:
    @pytest.mark.parametrize("do", ["drop_after", "drop_before", "error_after", "error_before"])
    async def test_a_fault_neither_loses_nor_doubles_nor_reorders(self, delivering, do):
        await delivering.world.control.script([{"do": do}])
        for _ in range(3):
            await delivering.deliver()
        assert await delivering.titles() == IN_ORDER

    @pytest.mark.parametrize("code", [10003, 50001, 50013, 10004])
    async def test_the_first_refusal_is_the_last_request(self, delivering, code):
        await delivering.world.control.script([{"do": "refuse", "code": code, "times": None}])
        for _ in range(3):
            await delivering.deliver()
        assert len(await requests(delivering.world, POST)) == 1
        assert str(code) in str((await delivering.ledger.channel()).dead_reason)
        assert await delivering.ledger.part_states() == ["failed"] * 3

    async def test_where_nobody_can_ask_it_is_sent_again(self, delivering):
        await delivering.world.control.script([{"do": "drop_after"}])
        await delivering.deliver()
        for subject in (delivering.world.bot_role, delivering.world.guild):
            await delivering.world.control.overwrite(
                delivering.world.channel, subject, deny=["read_message_history"]
            )
        await delivering.deliver()
        assert await delivering.titles() == ["Engineer 1", *IN_ORDER]

    async def test_a_payload_that_discord_refuses_does_not_hold_up_the_next(self, delivering):
        await delivering.world.control.script([{"do": "refuse", "code": 50035}])
        await delivering.deliver()
        assert await delivering.titles() == IN_ORDER[1:]
