"""The test Slack's Web API, proven through the real slack_sdk."""

import json
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.contracts.slack_echo import CARD, form
from tests.contracts.slack_world import World, code_of, slack_world, strange
from tests.servers.slack.methods import METHODS
from tests.servers.slack.model import BOT_SCOPES
from tests.shared import shared

METADATA = {"event_type": "job", "event_payload": {"key": "k1"}}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with slack_world() as world:
        yield world


@pytest.fixture
async def unhurried(world) -> World:
    """A world in which a channel takes any number of messages."""
    await world.control.settings(post_interval=0)
    return world


@pytest.mark.parametrize("name", sorted(METHODS.keys() - {"bots.info"}))  # whose description is not published
def test_the_table_of_methods_says_what_slack_documents(name):
    documented = json.loads((shared("specs/slack-methods") / f"{name}.json").read_text())
    arguments = documented["args"]
    assert METHODS[name].arguments == set(arguments)
    assert set(METHODS[name].required) == {one for one, said in arguments.items() if said.get("required")}
    assert METHODS[name].errors == set(documented["errors"])


class TestPosting:
    async def test_a_message_is_kept_as_sent_and_told_as_slack_tells_it(self, world):
        sent = "&lt;b&gt; <https://a.example|a> &amp; `x`"
        answer = await world.client.chat_postMessage(
            channel=world.channel, text=sent, blocks=CARD, metadata=METADATA, unfurl_links=False
        )
        assert answer["message"]["text"] == sent
        assert answer["message"]["blocks"][1]["elements"][0]["text"]["emoji"] is True
        (kept,) = await world.control.messages(world.channel)
        assert kept["ts"] == answer["ts"]
        assert kept["sent"]["unfurl_links"] is False
        assert kept["sent"]["blocks"] == CARD

    async def test_a_form_and_a_query_are_read_like_json(self, unhurried):
        arguments = {"channel": unhurried.channel, "text": "a", "blocks": json.dumps(CARD)}
        headers = {"Authorization": f"Bearer {unhurried.token}"}
        url = f"{unhurried.slack.api_url}chat.postMessage"
        async with aiohttp.ClientSession(headers=headers) as session:
            for way in ({"data": arguments}, {"params": arguments}, {"json": arguments}):
                async with session.post(url, **way) as response:
                    assert (await response.json())["ok"]
        kept = await unhurried.control.messages(unhurried.channel)
        assert [one["blocks"][0]["block_id"] for one in kept] == ["job"] * 3

    async def test_one_message_a_second_for_each_channel(self, world):
        other = await world.control.channel(world.team, "other")
        await world.client.chat_postMessage(channel=world.channel, text="1")
        with pytest.raises(SlackApiError) as refused:
            await world.client.chat_postMessage(channel=world.channel, text="2")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "1"
        assert refused.value.response.data == {"ok": False, "error": "ratelimited"}
        await world.client.chat_postMessage(channel=other, text="1")
        await world.control.advance(1)
        await world.client.chat_postMessage(channel=world.channel, text="2")
        assert [one["text"] for one in await world.control.messages(world.channel)] == ["1", "2"]

    async def test_tiers_limit_the_other_methods(self, world):
        await world.control.settings(tiers=True)
        for _ in range(50):
            await world.client.conversations_history(channel=world.channel)
        assert await code_of(world.client.conversations_history(channel=world.channel)) == "ratelimited"

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"text": ""}, "no_text"),
            ({"text": "a", "channel": "C404"}, "channel_not_found"),
            ({"text": "a", "channel": ""}, "channel_not_found"),
            ({"text": "a", "channel": None}, "invalid_arguments"),
            ({"text": "a", "colour": "red"}, "invalid_arg_name"),
            ({"text": "a", "blocks": "[{"}, "invalid_blocks_format"),
            ({"text": "a", "blocks": [{"type": "section"}]}, "invalid_blocks"),
            ({"text": "a", "metadata": {"event_type": "job"}}, "invalid_metadata_schema"),
            ({"text": "a", "metadata": "{"}, "invalid_metadata_format"),
            (
                {"text": "a", "metadata": {"event_type": "job", "event_payload": {"a": "x" * 17_000}}},
                "metadata_too_large",
            ),
            ({"text": "a", "thread_ts": "1.000001"}, "cannot_reply_to_message"),
            ({"text": "a", "markdown_text": "b"}, "markdown_text_conflict"),
            ({"text": "a", "username": "somebody"}, "missing_scope"),
        ],
    )
    async def test_a_refused_message_is_not_kept(self, world, arguments, error):
        await world.client.conversations_open(users=world.user)
        call = world.client.api_call("chat.postMessage", json={"channel": world.channel, **arguments})
        assert await code_of(call) == error
        assert await world.control.messages(world.channel) == []

    async def test_a_long_text_is_cut_with_a_warning(self, world):
        answer = await world.client.chat_postMessage(channel=world.channel, text="x" * 40_001)
        assert (answer["warning"], len(answer["message"]["text"])) == ("message_truncated", 40_000)

    async def test_a_person_is_written_to_directly(self, world):
        answer = await world.client.chat_postMessage(channel=world.user, text="a")
        opened = await world.client.conversations_open(users=world.user)
        assert answer["channel"] == opened["channel"]["id"]
        assert answer["channel"].startswith("D")

    async def test_an_ephemeral_message_is_seen_by_one_and_not_in_history(self, world):
        await world.client.chat_postEphemeral(channel=world.channel, user=world.user, text="a")
        (shown,) = await world.control.private(world.user)
        assert (shown["how"], shown["text"]) == ("ephemeral", "a")
        assert await world.control.messages(world.channel) == []

    async def test_an_update_keeps_what_it_does_not_name(self, world):
        posted = await world.client.chat_postMessage(
            channel=world.channel, text="open", blocks=CARD, metadata=METADATA
        )
        await world.client.chat_update(channel=world.channel, ts=posted["ts"], text="closed")
        (kept,) = await world.control.messages(world.channel)
        assert (kept["text"], kept["metadata"], len(kept["blocks"])) == ("closed", METADATA, 2)
        assert "edited" in kept

    async def test_only_own_messages_are_changed(self, world):
        ts = await world.control.say(world.channel, world.user, "mine")
        update = world.client.chat_update(channel=world.channel, ts=ts, text="yours")
        assert await code_of(update) == "cant_update_message"
        assert (await world.control.messages(world.channel))[0]["text"] == "mine"

    async def test_a_permalink_of_a_reply_names_its_thread(self, unhurried):
        root = await unhurried.client.chat_postMessage(channel=unhurried.channel, text="a")
        reply = await unhurried.client.chat_postMessage(
            channel=unhurried.channel, text="b", thread_ts=root["ts"]
        )
        link = await unhurried.client.chat_getPermalink(channel=unhurried.channel, message_ts=reply["ts"])
        assert link["permalink"].endswith(f"?thread_ts={root['ts']}&cid={unhurried.channel}")


class TestWhoMay:
    @pytest.mark.parametrize(
        ("token", "error"),
        [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("app", "not_allowed_token_type")],
    )
    async def test_a_token_is_needed(self, world, token, error):
        token = (await world.control.app())["app_token"] if token == "app" else token
        client = AsyncWebClient(token, base_url=world.slack.api_url)
        assert await code_of(client.auth_test()) == error

    async def test_a_missing_scope_is_named(self, world):
        await world.control.scopes(world.team, ["channels:read"])
        with pytest.raises(SlackApiError) as refused:
            await world.client.conversations_history(channel=world.channel)
        answer = refused.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")
        assert answer["provided"] == "channels:read"

    async def test_auth_test_tells_the_scopes_in_a_header(self, world):
        answer = await world.client.auth_test()
        assert answer.headers["X-OAuth-Scopes"].split(",") == list(BOT_SCOPES)
        assert answer["team_id"] == world.team

    async def test_the_time_of_the_server_stands_in_a_header(self, world):
        now = await world.control.advance(3600)
        answer = await world.client.auth_test()
        assert parsedate_to_datetime(answer.headers["Date"]).timestamp() == int(now)

    @pytest.mark.parametrize(
        ("kind", "bot", "scopes", "error"),
        [
            ("public", False, ["chat:write"], "not_in_channel"),
            ("public", False, ["chat:write", "chat:write.public"], None),
            ("private", False, ["chat:write", "chat:write.public"], "channel_not_found"),
            ("private", True, ["chat:write"], None),
        ],
    )
    async def test_where_the_bot_may_post(self, world, kind, bot, scopes, error):
        await world.control.scopes(world.team, scopes)
        channel = await world.control.channel(world.team, "other", kind=kind, bot=bot)
        call = world.client.chat_postMessage(channel=channel, text="a")
        if error is None:
            assert (await call)["ok"]
        else:
            assert await code_of(call) == error

    @pytest.mark.parametrize(
        ("what", "kind", "error"),
        [
            ("archive", "public", "is_archived"),
            ("delete", "public", "channel_not_found"),
            ("remove_bot", "private", "channel_not_found"),
        ],
    )
    async def test_a_channel_that_is_gone(self, world, what, kind, error):
        channel = await world.control.channel(world.team, "other", kind=kind)
        await world.control.change_channel(channel, what, event=False)
        assert await code_of(world.client.chat_postMessage(channel=channel, text="a")) == error

    async def test_a_workspace_does_not_see_another(self, world):
        other = await world.control.workspace("Globex")
        theirs = await world.control.channel(other["team"], "jobs")
        assert await code_of(world.client.chat_postMessage(channel=theirs, text="a")) == "channel_not_found"
        listed = await world.client.conversations_list()
        assert [one["id"] for one in listed["channels"]] == [world.channel]

    async def test_a_revoked_workspace_is_refused(self, world):
        await world.control.revoke(world.team, event=False)
        assert await code_of(world.client.auth_test()) == "token_revoked"

    async def test_joining_a_channel(self, world):
        channel = await world.control.channel(world.team, "other", bot=False)
        assert (await world.client.conversations_info(channel=channel))["channel"]["is_member"] is False
        await world.client.conversations_join(channel=channel)
        assert (await world.client.conversations_info(channel=channel))["channel"]["is_member"] is True


class TestHistory:
    @pytest.fixture
    async def posted(self, unhurried) -> list[str]:
        client, channel = unhurried.client, unhurried.channel
        return [(await client.chat_postMessage(channel=channel, text=f"{n}"))["ts"] for n in range(5)]

    async def test_metadata_is_told_only_when_asked(self, world):
        await world.client.chat_postMessage(channel=world.channel, text="a", metadata=METADATA)
        without = await world.client.conversations_history(channel=world.channel)
        whole = await world.client.conversations_history(channel=world.channel, include_all_metadata=True)
        assert without["messages"][0]["metadata"] == {"event_type": "job"}
        assert whole["messages"][0]["metadata"] == METADATA

    @pytest.mark.usefixtures("posted")
    async def test_pages_are_newest_first_and_new_messages_do_not_shift_them(self, unhurried):
        client, channel = unhurried.client, unhurried.channel
        first = await client.conversations_history(channel=channel, limit=2)
        await client.chat_postMessage(channel=channel, text="new")
        cursor = first["response_metadata"]["next_cursor"]
        second = await client.conversations_history(channel=channel, limit=9, cursor=cursor)
        assert [one["text"] for one in first["messages"]] == ["4", "3"]
        assert [one["text"] for one in second["messages"]] == ["2", "1", "0"]
        assert (first["has_more"], second["has_more"]) == (True, False)

    @pytest.mark.parametrize(
        ("bounds", "found"),
        [
            ({"oldest": 1}, ["4", "3", "2"]),
            ({"oldest": 1, "inclusive": True}, ["4", "3", "2", "1"]),
            ({"latest": 3}, ["2", "1", "0"]),
            ({"latest": 3, "oldest": 1, "inclusive": True}, ["3", "2", "1"]),
        ],
    )
    async def test_bounds(self, unhurried, posted, bounds, found):
        at = {name: value if name == "inclusive" else posted[value] for name, value in bounds.items()}
        history = await unhurried.client.conversations_history(channel=unhurried.channel, **at)
        assert [one["text"] for one in history["messages"]] == found

    @pytest.mark.usefixtures("posted")
    async def test_an_app_that_is_sold_elsewhere_gets_fifteen(self, unhurried):
        await unhurried.control.settings(history_page=2)
        history = await unhurried.client.conversations_history(channel=unhurried.channel, limit=100)
        assert len(history["messages"]) == 2

    async def test_replies_stand_in_their_thread(self, unhurried, posted):
        client, channel = unhurried.client, unhurried.channel
        for text in ("a", "b", "c"):
            await client.chat_postMessage(channel=channel, text=text, thread_ts=posted[0], metadata=METADATA)
        history = await client.conversations_history(channel=channel)
        page = await client.conversations_replies(
            channel=channel, ts=posted[0], limit=3, include_all_metadata=True
        )
        cursor = page["response_metadata"]["next_cursor"]
        rest = await client.conversations_replies(channel=channel, ts=posted[0], cursor=cursor)
        assert [one["text"] for one in history["messages"]] == ["4", "3", "2", "1", "0"]
        assert history["messages"][-1]["reply_count"] == 3
        assert [one["text"] for one in page["messages"]] == ["0", "a", "b"]
        assert page["messages"][1]["metadata"] == METADATA
        assert [one["text"] for one in rest["messages"]] == ["c"]

    async def test_a_channel_that_the_bot_left_is_not_read(self, world):
        await world.control.change_channel(world.channel, "remove_bot", event=False)
        assert await code_of(world.client.conversations_history(channel=world.channel)) == "not_in_channel"

    async def test_a_cursor_that_nobody_gave(self, world):
        call = world.client.conversations_history(channel=world.channel, cursor="bm9wZQ==")
        assert await code_of(call) == "invalid_cursor"


class TestViews:
    async def trigger(self, world: World) -> str:
        posted = await world.client.chat_postMessage(channel=world.channel, text="a", blocks=CARD)
        told = await world.control.press(world.channel, posted["ts"], world.user, "save")
        await world.control.advance(1)
        return told["payload"]["trigger_id"]

    async def test_a_trigger_opens_one_view_within_three_seconds(self, world):
        trigger = await self.trigger(world)
        await world.client.views_open(trigger_id=trigger, view=form())
        assert (
            await code_of(world.client.views_open(trigger_id=trigger, view=form())) == "exchanged_trigger_id"
        )
        late = await self.trigger(world)
        await world.control.advance(2.1)
        assert await code_of(world.client.views_open(trigger_id=late, view=form())) == "expired_trigger_id"
        assert await code_of(world.client.views_open(trigger_id="1.2", view=form())) == "invalid_trigger_id"

    async def test_an_old_hash_is_refused(self, world):
        view = (await world.client.views_open(trigger_id=await self.trigger(world), view=form()))["view"]
        await world.client.views_update(view_id=view["id"], hash=view["hash"], view=form("Two"))
        again = world.client.views_update(view_id=view["id"], hash=view["hash"], view=form("Three"))
        assert await code_of(again) == "hash_conflict"
        (modal,) = await world.control.modals(world.user)
        assert modal["title"]["text"] == "Two"

    async def test_a_view_is_found_by_its_external_id(self, world):
        trigger = await self.trigger(world)
        await world.client.views_open(trigger_id=trigger, view=form(external_id="mine"))
        await world.client.views_update(external_id="mine", view=form("Two"))
        assert await code_of(world.client.views_update(external_id="other", view=form())) == "not_found"

    async def test_three_views_lie_on_each_other_at_most(self, world):
        view = (await world.client.views_open(trigger_id=await self.trigger(world), view=form()))["view"]
        for _ in range(2):
            view = (await self.push(world, view["id"]))["view"]
        assert await code_of(self.push(world, view["id"])) == "push_limit_reached"

    async def push(self, world: World, view: str):
        told = await world.control.press_view(view, {"action_id": "cadence", "choice": "daily"})
        return await world.client.views_push(trigger_id=told["payload"]["trigger_id"], view=form())

    async def test_a_home_tab_is_for_one_person(self, world):
        home = {"type": "home", "blocks": CARD}
        await world.client.views_publish(user_id=world.user, view=home)
        assert (await world.control.home(world.team, world.user))["blocks"][0]["block_id"] == "job"
        assert await code_of(world.client.views_publish(user_id="U404", view=home)) == "invalid_arguments"
        modal = world.client.views_publish(user_id=world.user, view=form())
        assert await code_of(modal) == "invalid_arguments"


SHAPES = {
    "auth.test": lambda w: w.client.auth_test(),
    "chat.postEphemeral": lambda w: w.client.chat_postEphemeral(channel=w.channel, user=w.user, text="a"),
    "chat.postMessage": lambda w: w.client.chat_postMessage(channel=w.channel, text="a", metadata=METADATA),
    "conversations.history": lambda w: w.client.conversations_history(channel=w.channel),
    "conversations.info": lambda w: w.client.conversations_info(channel=w.channel, include_num_members=True),
    "conversations.join": lambda w: w.client.conversations_join(channel=w.channel),
    "conversations.members": lambda w: w.client.conversations_members(channel=w.channel),
    "conversations.open": lambda w: w.client.conversations_open(users=w.user, return_im=True),
    "team.info": lambda w: w.client.team_info(),
    "users.info": lambda w: w.client.users_info(user=w.user, include_locale=True),
    "views.publish": lambda w: w.client.views_publish(user_id=w.user, view={"type": "home", "blocks": CARD}),
}
UNSHOWN = {"priority", "is_open", "pin_count", "channel_actions_ts", "channel_actions_count"}
"""Real answers have them; the published samples have them elsewhere."""


@pytest.mark.parametrize("method", sorted(SHAPES))
async def test_answers_have_the_shape_of_the_published_samples(unhurried, method):
    sample = json.loads((shared("specs/slack-samples") / f"api__{method}.json").read_text())
    await unhurried.control.say(unhurried.channel, unhurried.user, "hello")
    answer = (await SHAPES[method](unhurried)).data
    assert list(strange(answer, sample, UNSHOWN)) == []
