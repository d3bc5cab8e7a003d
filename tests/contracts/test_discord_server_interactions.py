"""People of the test Discord use a bot of discord.py: commands, completion, buttons, selects and forms."""

from collections.abc import AsyncIterator

import discord
import pytest

from tests.contracts.discord_echo import EchoBot
from tests.contracts.discord_world import World, discord_world, gateway_client
from tests.contracts.test_discord_server_faults import poster
from tests.servers.discord import Settings, seen

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with discord_world() as world:
        yield world


@pytest.fixture
async def bot(world) -> AsyncIterator[EchoBot]:
    async with gateway_client(world, EchoBot()) as bot:
        yield bot
        assert (await world.control.figures())["bad_forms"] == []


async def send(world: World, text: str, /, wait: str = "answer", **options):
    return await world.control.command(world.channel, world.user, text, options, wait=wait)


def texts(told) -> list[str]:
    return [one["content"] for one in told["messages"]]


async def test_options_arrive_typed_and_resolved(world, bot):
    role = await world.control.role(world.guild, "devs")
    told = await send(world, "/jobs add", query="go")
    assert texts(told) == [repr(["go", "instant", 7, False])]
    told = await send(world, "jobs add", query="rust", cadence="daily", days=3, exact=True)
    assert texts(told) == [repr(["rust", "daily", 3, True])]
    told = await send(world, "jobs tell", place=world.channel, who=world.user, role=role)
    assert texts(told) == [repr(["jobs", "ada", "devs"])]
    assert (told["private"], told["answer"], told["late"], told["failed"]) == (True, 4, False, "")
    assert await world.control.messages(world.channel) == []
    assert len(await world.control.private(world.user)) == 3
    assert await world.control.private(world.owner) == []
    assert bot.failed == []


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        ("jobs", {}, "choose a subcommand"),
        ("jobs nothing", {}, "has no nothing"),
        ("nothing", {}, "no command /nothing"),
        ("jobs add", {}, "query must be filled in"),
        ("jobs add", {"query": "g"}, "between 2 and 50 characters"),
        ("jobs add", {"query": "go", "days": 31}, "between 1 and 30"),
        ("jobs add", {"query": "go", "days": "3"}, "a number"),
        ("jobs add", {"query": "go", "exact": "yes"}, "true or false"),
        ("jobs add", {"query": "go", "cadence": "often"}, "one of instant, daily"),
        ("jobs tell", {"place": "{channel}", "role": "1"}, "no role 1"),
        ("jobs tell", {"place": "1"}, "no channel 1"),
        ("jobs add", {"query": "go", "more": 1}, "no option more"),
    ],
)
async def test_the_client_sends_only_what_was_declared(world, bot, text, options, why):
    options = {name: world.channel if value == "{channel}" else value for name, value in options.items()}
    with pytest.raises(ValueError, match=why):
        await world.control.command(world.channel, world.user, text, options)
    assert await world.control.requests(CALLBACK) == []
    assert bot.failed == []


async def test_a_channel_of_another_kind_is_not_offered(world, bot):
    thread = await world.control.thread(world.channel)
    with pytest.raises(ValueError, match="no channel"):
        await send(world, "jobs tell", place=thread)
    assert bot.failed == []


async def test_commands_are_offered_where_they_belong(world, bot):
    assert await world.control.commands_for(world.channel, world.user) == ["jobs", "saved"]
    direct = await world.control.direct(world.user)
    assert await world.control.commands_for(direct, world.user) == ["saved"]
    with pytest.raises(ValueError, match="not for direct messages"):
        await world.control.command(direct, world.user, "jobs public")
    bot.tree.get_command("jobs").default_permissions = discord.Permissions(manage_guild=True)
    try:
        await bot.tree.sync()
    finally:
        bot.tree.get_command("jobs").default_permissions = None
    assert await world.control.commands_for(world.channel, world.user) == ["saved"]
    assert await world.control.commands_for(world.channel, world.owner) == ["jobs", "saved"]
    with pytest.raises(ValueError, match="needs the permissions 32"):
        await send(world, "jobs public")
    role = await world.control.role(world.guild, "managers", permissions=["manage_guild"])
    await world.control.give_roles(world.guild, world.user, [role])
    assert await world.control.commands_for(world.channel, world.user) == ["jobs", "saved"]
    await world.control.overwrite(world.channel, world.user, deny=["use_application_commands"])
    assert await world.control.commands_for(world.channel, world.user) == []
    await world.control.kick(world.guild)
    assert await world.control.commands_for(world.channel, world.owner) == []


async def test_commands_work_in_threads_and_direct_messages(world, bot):
    forum = await world.control.channel(world.guild, "f", kind="forum")
    thread = await world.control.thread(forum)
    for place, kind in (
        (world.channel, "TextChannel"),
        (thread, "Thread"),
        (await world.control.direct(world.user), "DMChannel"),
    ):
        told = await world.control.command(place, world.user, "saved")
        assert texts(told) == [f"ada in {kind}"]
    assert bot.failed == []


async def test_what_was_registered_is_read_again(world, bot):
    (command, _) = await world.control.registered()
    (fetched, _) = await bot.tree.fetch_commands()
    assert str(fetched.id) == command["id"]
    assert [one.name for one in fetched.options][:2] == ["feeds", "add"]
    await bot.tree.sync()
    assert (await world.control.registered())[0]["id"] == command["id"]


async def test_typing_is_completed_from_what_is_typed_so_far(world, bot):
    told = await world.control.complete(
        world.channel, world.user, "jobs add", "query", {"query": "g", "days": 3}
    )
    assert told["choices"] == [{"name": "ga 3", "value": "ga"}, {"name": "gb 3", "value": "gb"}]
    assert told["took"] < 3
    assert (await world.control.complete(world.channel, world.user, "jobs add", "query"))["choices"]
    with pytest.raises(ValueError, match="completes nothing"):
        await world.control.complete(world.channel, world.user, "jobs add", "days")
    assert bot.failed == []


async def test_an_announced_answer_comes_later_and_more_follows(world, bot):
    told = await send(world, "jobs feeds test", url="https://a.example")
    assert (told["answer"], texts(told)[0], told["private"]) == (5, "read https://a.example", True)
    private = await world.control.until("private", {"user": world.user}, 2)
    assert [one["content"] for one in private] == ["read https://a.example", "and more"]
    assert bot.failed == []


async def test_answers_are_edited_and_deleted_through_the_token(world, bot):
    told = await send(world, "jobs public")
    deleting = "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original"
    await world.control.until("requests", {"route": deleting, "answered": True})
    assert [one["content"] for one in await world.control.messages(world.channel)] == ["changed"]
    assert texts(await world.control.interaction(told["id"])) == ["changed"]
    assert bot.failed == []


async def test_an_interaction_is_answered_once(world, bot):
    told = await send(world, "jobs twice")
    assert texts(told) == ["once"]
    await world.control.until("requests", {"route": CALLBACK, "answered": True}, 2)
    codes = [one["code"] for one in await world.control.requests(CALLBACK)]
    assert codes == [None, 40060]


async def test_who_is_silent_for_three_seconds_has_failed(world, bot):
    told = await send(world, "jobs silent", wait="")
    assert (told["acked"], told["late"], told["failed"]) == (False, False, "")
    await world.control.advance(3.1)
    told = await world.control.interaction(told["id"])
    assert (told["late"], told["failed"]) == (True, "the application did not respond")
    raw = world.server.interactions.all[told["id"]]
    path = f"/interactions/{raw.id}/{raw.token}/callback"
    status, answer, _ = await poster(world).ask("POST", path, {"type": 4, "data": {"content": "late"}})
    assert (status, answer["code"]) == (404, 10062)
    assert bot.failed == []


async def test_without_the_test_moving_time_the_three_seconds_pass_too():
    settings = Settings(buckets=False, answer_deadline=0.05)
    async with discord_world(settings, frozen=False) as world, gateway_client(world, EchoBot()):
        told = await send(world, "jobs silent")
        assert (told["failed"], told["late"]) == ("the application did not respond", True)


async def test_an_answer_can_be_broken_as_any_request(world, bot):
    await world.control.script([{"do": "refuse", "route": CALLBACK, "code": 99, "status": 418}])
    told = await send(world, "jobs public", wait="")
    await world.control.until("requests", {"route": CALLBACK, "answered": True})
    (asked,) = await world.control.requests(CALLBACK)
    assert (asked["status"], asked["code"], asked["fault"]) == (418, 99, "refuse")
    assert (await world.control.interaction(told["id"]))["acked"] is False


async def test_a_token_ends_after_a_quarter_of_an_hour(world, bot):
    told = await send(world, "jobs add", query="go")
    token = world.server.interactions.all[told["id"]].token
    application = (await world.control.app())["id"]
    path = f"/webhooks/{application}/{token}"
    await world.control.advance(899)
    assert (await poster(world).ask("POST", path, {"content": "a", "flags": 64}))[0] == 200
    await world.control.advance(2)
    status, answer, _ = await poster(world).ask("POST", path, {"content": "b"})
    assert (status, answer["code"]) == (401, 50027)
    status, answer, _ = await poster(world).ask("POST", f"/webhooks/{application}/wrong", {"content": "b"})
    assert (status, answer["code"]) == (404, 10015)
    assert bot.failed == []


async def test_without_a_bot_an_interaction_fails(world):
    async with gateway_client(world, EchoBot()):
        pass
    await world.control.disconnected()
    await world.control.advance(121)  # discord.py leaves a session that could be resumed
    told = await send(world, "jobs public")
    assert told["failed"] == "no bot is connected"


async def test_an_interaction_during_a_broken_connection_is_answered_after_the_resume(world, bot):
    await world.control.cut()
    assert texts(await send(world, "jobs add", query="go")) != []
    assert [one["what"] for one in await world.control.gateway_log()].count("identify") == 1
    assert bot.failed == []


async def test_buttons_update_the_message_or_answer_privately(world, bot):
    (message,) = (await send(world, "jobs card"))["messages"]
    view = seen(message)
    assert (view.text, view.buttons, view.selects) == ("fresh", ("Renew", "Later", "Keep"), ("Whom",))
    assert view.links == (("Open", "https://a.example"),)
    told = await world.control.press(message["id"], world.user, "Renew")
    assert (told["answer"], [seen(one).text for one in told["messages"]]) == (7, ["renewed"])
    told = await world.control.press(message["id"], world.user, "later")
    assert (told["answer"], [seen(one).text for one in told["messages"]]) == (6, ["later"])
    told = await world.control.press(message["id"], world.user, "keep:7")
    assert (texts(told), told["private"]) == (["kept 7"], True)
    (only,) = await world.control.messages(world.channel)
    assert seen(only).text == "later"
    assert bot.failed == []


async def test_what_a_person_cannot_press_is_refused(world, bot):
    (message,) = (await send(world, "jobs card"))["messages"]
    with pytest.raises(ValueError, match="link to"):
        await world.control.press(message["id"], world.user, "Open")
    with pytest.raises(ValueError, match="there are 'Renew'"):
        await world.control.press(message["id"], world.user, "Nothing")
    private = (await send(world, "jobs add", query="go"))["messages"][0]
    with pytest.raises(ValueError, match="is not for"):
        await world.control.press(private["id"], world.owner, "Renew")
    await world.control.overwrite(world.channel, world.guild, deny=["view_channel"])
    with pytest.raises(ValueError, match="does not see"):
        await world.control.press(message["id"], world.user, "Renew")
    assert bot.failed == []


async def test_a_select_sends_the_roles_that_were_chosen(world, bot):
    role = await world.control.role(world.guild, "devs")
    (message,) = (await send(world, "jobs card"))["messages"]
    assert texts(await world.control.press(message["id"], world.user, "Whom", [role])) == ["tell devs"]
    with pytest.raises(ValueError, match="no role 1"):
        await world.control.press(message["id"], world.user, "Whom", ["1"])
    with pytest.raises(ValueError, match="choose 1 to 1"):
        await world.control.press(message["id"], world.user, "Whom", [role, world.bot_role])
    assert bot.failed == []


async def test_a_button_works_after_a_restart_of_the_bot(world):
    async with gateway_client(world, EchoBot()):
        (message,) = (await send(world, "jobs card"))["messages"]
    async with gateway_client(world, EchoBot()):
        assert texts(await world.control.press(message["id"], world.user, "Keep")) == ["kept 7"]


async def test_a_form_is_filled_in_and_sent(world, bot):
    role = await world.control.role(world.guild, "devs")
    opened = await send(world, "jobs form")
    assert (opened["answer"], opened["modal"]["title"]) == (9, "Edit")
    filled = {"Query": "rust", "How often": "daily", "Whom to tell": [role]}
    assert texts(await world.control.submit(opened["id"], filled)) == ["rust ['daily'] ['devs']"]
    opened = await send(world, "jobs form")
    assert texts(await world.control.submit(opened["id"], {"How often": "daily"})) == ["go ['daily'] []"]
    assert bot.failed == []


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"How often": "daily", "Query": "x" * 21}, "Query: between 0 and 20"),
        ({"How often": "daily", "Query": ""}, "Query must be filled in"),
        ({}, "How often must be chosen"),
        ({"How often": "never"}, "no option"),
        ({"How often": "daily", "More": "x"}, "the form has no More"),
    ],
)
async def test_the_client_sends_no_form_that_is_wrong(world, bot, values, why):
    opened = await send(world, "jobs form")
    with pytest.raises(ValueError, match=why):
        await world.control.submit(opened["id"], values)
    assert bot.failed == []
