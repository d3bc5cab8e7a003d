"""Putting Jobwire on Discord: the invite, and what the doctor says of each fault."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli.doctor import doctor
from adapters.cli.main import app
from adapters.discord.doctor import check_discord
from adapters.discord.token_lock import token_lock
from adapters.wiring import now, open_store
from bot.settings import Settings
from bot.store import chats
from tests.acceptance.discord_install_house import discord_variables, settings_of, subscribe
from tests.servers.discord import DiscordServer


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as made:
        yield made


@pytest.fixture
async def guild(server: DiscordServer) -> dict[str, str]:
    made: dict[str, str] = await server.control.guild("Acme")
    return made


@pytest.fixture
def variables(server: DiscordServer) -> dict[str, str]:
    return discord_variables(server)


@pytest.fixture
def settings(variables: dict[str, str], tmp_path: Path) -> Settings:
    return settings_of(tmp_path, variables)


@dataclass(frozen=True, slots=True)
class Here:
    """A Discord server that has added Jobwire, and the settings of Jobwire."""

    server: DiscordServer
    guild: str
    role: str
    settings: Settings


@pytest.fixture
def here(server: DiscordServer, guild: dict[str, str], settings: Settings) -> Here:
    return Here(server, guild["guild"], guild["bot_role"], settings)


@pytest.fixture
def examine(variables: dict[str, str], settings: Settings, monkeypatch, tmp_path: Path, capsys):
    """Runs the doctor: its exit status, and what it printed."""
    monkeypatch.chdir(tmp_path)

    async def run(other: Mapping[str, str] | None = None) -> tuple[int, str]:
        for name, value in (variables | {"DATABASE_URL": settings.database.url} | (other or {})).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        return await doctor(None), capsys.readouterr().out

    return run


@pytest.fixture
def elsewhere(monkeypatch, tmp_path: Path) -> None:
    """In a folder without an env file."""
    monkeypatch.chdir(tmp_path)


def invited(*arguments: str, **variables: str):
    return CliRunner().invoke(app, ["discord", "invite", *arguments], env={"DISCORD_TOKEN": "", **variables})


@pytest.mark.usefixtures("elsewhere")
async def test_the_invite_finds_the_application_by_the_token(server, variables):
    done = await asyncio.to_thread(invited, **variables)
    assert done.exit_code == 0, done.output
    assert f"authorize?client_id={server.state.app.id}&permissions=" in done.output
    assert variables["DISCORD_TOKEN"] not in done.output


@pytest.mark.usefixtures("elsewhere")
async def test_the_invite_of_a_named_application_asks_nobody(server, variables):
    done = await asyncio.to_thread(invited, "--application-id", "1234567890123456789")
    assert done.exit_code == 0, done.output
    assert "client_id=1234567890123456789" in done.output
    assert await server.control.requests() == []


@pytest.mark.parametrize(
    ("arguments", "other", "says"),
    [
        ([], {"DISCORD_TOKEN": ""}, "neither it nor DISCORD_TOKEN is given"),
        (["--application-id", "Jobwire"], {}, "'Jobwire' is not allowed; allowed: the Application ID"),
        (
            [],
            {"DISCORD_TOKEN": "hushhush.hush.hush"},
            "discord.token: Discord refuses it; allowed: the token",
        ),
        ([], {"JOBWIRE_DISCORD_API_URL": "http://127.0.0.1:1/api"}, "does not say which application"),
    ],
)
@pytest.mark.usefixtures("elsewhere")
async def test_an_invite_that_cannot_be_made_says_what_to_do(variables, arguments, other, says):
    done = await asyncio.to_thread(invited, *arguments, **(variables | other))
    assert done.exit_code == 2
    assert says in done.stderr
    assert "hush" not in done.output


async def test_a_sound_app_is_all_well(here, examine):
    for kind in ("text", "announcement", "forum"):
        await subscribe(
            here.settings, here.guild, await here.server.control.channel(here.guild, kind, kind=kind)
        )
    thread = await here.server.control.thread(await here.server.control.channel(here.guild, "talk"))
    await subscribe(here.settings, here.guild, thread)
    status, said = await examine()
    assert (status, "fault" in said) == (0, False), said
    for well in (
        "The token is good: jobwire.",
        "The clock agrees with Discord's (",
        f"The application is Jobwire ({here.server.state.app.id}).",
        "No privileged intent is needed, and none is on.",
        "1000 of 1000 connections may still be begun before ",
        f"The gateway answers at {here.server.gateway_url}.",
        "Jobwire may post in 4 subscribed channels.",
    ):
        assert f"ok    {well}" in said, said
    assert "identify" not in [one["what"] for one in await here.server.control.gateway_log()]


async def test_a_running_jobwire_is_told(here, examine):
    await subscribe(here.settings, here.guild, await here.server.control.channel(here.guild))
    assert "ok    No running Jobwire uses the token." in (await examine())[1]
    token = here.settings.discord.token.get_secret_value()
    async with open_store(here.settings) as store, token_lock(store, token, lambda _: None):
        status, said = await examine()
    assert (status, "note  A running Jobwire uses the token: a second one would not start." in said) == (
        0,
        True,
    )


async def test_without_a_token_it_says_how_to_put_it_there(examine):
    status, said = await examine({"DISCORD_TOKEN": ""})
    assert status == 0
    assert "note  Discord is not configured." in said
    assert "docs/howto/discord.md" in said


@pytest.mark.parametrize(
    ("wrong", "says", "advice"),
    [
        ({"DISCORD_TOKEN": "hushhush.hush.hush"}, "Discord refuses the token.", "press Reset Token"),
        (
            {"JOBWIRE_DISCORD_API_URL": "http://127.0.0.1:1/api"},
            "Discord cannot be reached at http://127.0.0.1:1/api (ClientConnectorError).",
            "Check discord.api_url",
        ),
        (
            {"JOBWIRE_DISCORD_GATEWAY_URL": "ws://127.0.0.1:1"},
            "The gateway does not answer at ws://127.0.0.1:1 (ClientConnectorError)",
            "Check discord.gateway_url",
        ),
        (
            {"DISCORD_TOKEN": "hush"},
            "DISCORD_TOKEN: it is no bot token",
            "the bot's token, from the page Bot",
        ),
    ],
)
async def test_a_refused_token_and_wrong_addresses_are_faults_with_advice(
    guild, examine, wrong, says, advice
):
    status, said = await examine(wrong)
    assert status == 1
    assert f"fault {says}" in said or says in said.splitlines()[0], said
    assert advice in said
    assert "hush" not in said


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({"do": "banned"}, "Discord takes no requests from this address or token now (429)."),
        ({"do": "error_before", "status": 503}, "Discord answers with status 503 at "),
    ],
)
async def test_a_discord_in_trouble_is_a_fault(server, examine, step, says):
    await server.control.script([step | {"route": "GET /users/@me"}])
    status, said = await examine()
    assert (status, f"fault {says}" in said) == (1, True), said


async def test_a_short_rate_limit_is_waited_for(server, guild, examine):
    step = {"do": "rate_limited", "route": "GET /users/@me", "seconds": 0.01}
    await server.control.script([step])
    assert (await examine())[0] == 0


async def test_a_clock_that_is_wrong_is_a_fault(settings):
    said = [
        one async for one in check_discord(settings.discord, None, lambda: now() + timedelta(seconds=400))
    ]
    (skew,) = [one for one in said if "clock" in one.what]
    assert re.match(r"The clock of this machine is 40\d s ahead", skew.what), skew
    assert "NTP" in skew.advice


@pytest.mark.parametrize(
    ("fields", "verdict", "says"),
    [
        ({"interactions_endpoint_url": "https://a.example"}, "fault", "has an Interactions Endpoint URL"),
        ({"bot_require_code_grant": True}, "fault", "requires a code grant"),
        ({"bot_public": False}, "note", "Only the app's owner can add it"),
        (
            {"flags": (1 << 15) | (1 << 19)},
            "note",
            "Privileged intents are on that Jobwire does not need: Server Members, Message Content.",
        ),
    ],
)
async def test_what_is_set_otherwise_at_discord_is_told(server, examine, fields, verdict, says):
    await server.control.application(**fields)
    status, said = await examine()
    assert status == (verdict == "fault")
    (line,) = [line for line in said.splitlines() if says in line]
    assert line.startswith(verdict)


@pytest.mark.parametrize(("left", "verdict"), [(0, "fault 0 of"), (20, "note  Only 20 of")])
async def test_connections_that_are_used_up_are_told(server, examine, left, verdict):
    server.gateway.identifies = 1000 - left
    status, said = await examine()
    assert status == (left == 0)
    assert f"{verdict} 1000 connections may still be begun before " in said
    assert "Find what restarts over and over" in said


async def test_shards_are_told(server, examine):
    await server.control.settings(shards=3)
    assert "ok    Discord asks for 3 shards; Jobwire opens that many." in (await examine())[1]


async def test_a_server_that_has_not_added_it_or_removed_it_is_told(server, settings, examine):
    status, said = await examine()
    assert "note  No server has added Jobwire yet." in said
    made = await server.control.guild("Acme")
    await subscribe(settings, made["guild"], await server.control.channel(made["guild"]))
    await server.control.kick(made["guild"])
    status, said = await examine()
    assert status == 1
    assert f"fault Jobwire is not on the server {made['guild']} any more" in said
    assert "jobwire discord invite" in said


async def test_an_outage_of_a_server_is_no_fault(here, examine):
    await subscribe(here.settings, here.guild, await here.server.control.channel(here.guild))
    await here.server.control.unavailable(here.guild)
    status, said = await examine()
    assert status == 0
    assert "note  Discord does not tell about the server Acme (503)." in said


@pytest.mark.parametrize(
    ("channel", "denied", "says"),
    [
        ("text", "view_channel", "fault In #jobs on Acme, Jobwire lacks View Channels."),
        ("announcement", "send_messages", "fault In #jobs on Acme, Jobwire lacks Send Messages."),
        (
            "text with threads",
            "create_public_threads",
            "note  In #jobs on Acme, Jobwire lacks Create Public Threads: long lists go on in the channel.",
        ),
        (
            "forum",
            "send_messages_in_threads",
            "fault In #jobs on Acme, Jobwire lacks Send Messages in Threads.",
        ),
        (
            "text",
            "read_message_history",
            "note  In #jobs on Acme, Jobwire lacks Read Message History: it cannot look for a job that was",
        ),
    ],
)
async def test_a_permission_that_is_lacking_in_a_channel_is_told(here, examine, channel, denied, says):
    kind, _, with_threads = channel.partition(" ")
    id_ = await here.server.control.channel(here.guild, "jobs", kind=kind)
    await here.server.control.overwrite(id_, here.role, deny=[denied])
    await subscribe(here.settings, here.guild, id_, in_thread=bool(with_threads))
    status, said = await examine()
    assert (status, says in said) == (says.startswith("fault"), True), said
    assert "      -> In the channel's settings, under Permissions, allow " in said


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("mentionable", ""),
        ("allowed", ""),
        ("closed", "note  Postings in #jobs on Acme show the role hunters, and call nobody"),
        ("deleted", "note  The role that postings in #jobs on Acme mention has been deleted."),
    ],
)
async def test_a_role_that_is_mentioned_and_cannot_be_called_is_told(here, examine, how, says):
    control = here.server.control
    channel = await control.channel(here.guild, "jobs")
    role = await control.role(here.guild, "hunters", mentionable=how == "mentionable")
    if how == "allowed":
        await control.overwrite(channel, here.role, allow=["mention_everyone"])
    await subscribe(here.settings, here.guild, channel, mention=f"<@&{role}>")
    if how == "deleted":
        await control.remove_role(here.guild, role)
    status, said = await examine()
    assert status == 0
    assert says in said
    assert ("postings in #jobs" in said.casefold()) == bool(says)


async def test_a_thread_has_the_permissions_of_its_channel(here, examine):
    channel = await here.server.control.channel(here.guild, "jobs")
    thread = await here.server.control.thread(channel)
    await subscribe(here.settings, here.guild, thread, name="offers")
    await here.server.control.overwrite(channel, here.role, deny=["send_messages_in_threads"])
    assert "fault In offers on Acme, Jobwire lacks Send Messages in Threads." in (await examine())[1]
    await here.server.control.overwrite(channel, here.role)
    await here.server.control.set_thread(thread, locked=True, archived=True)
    assert "fault offers on Acme is locked." in (await examine())[1]
    await here.server.control.overwrite(channel, here.role, deny=["view_channel"])
    assert "fault Jobwire may not see offers on Acme." in (await examine())[1]


async def test_a_forum_that_requires_a_tag_which_nobody_but_moderators_may_set_is_told(here, examine):
    for name, tags in (("closed", ["!staff"]), ("open", ["!staff", "backend"])):
        forum = await here.server.control.channel(here.guild, name, kind="forum", tags=tags, require_tag=True)
        await subscribe(here.settings, here.guild, forum, name=f"#{name}")
    status, said = await examine()
    assert status == 1
    assert "fault #closed on Acme requires a tag, and has none that Jobwire may set." in said
    assert "#open" not in said


async def test_a_channel_that_is_gone_or_was_thought_gone_is_told(here, examine):
    gone = await here.server.control.channel(here.guild, "gone")
    back = await here.server.control.channel(here.guild, "back")
    await subscribe(here.settings, here.guild, gone, name="#gone")
    mended = await subscribe(here.settings, here.guild, back, name="#back")
    async with open_store(here.settings) as store, store.write() as c:
        await chats.mark_dead(c, mended.id, "Jobwire may not write there")
    await here.server.control.delete_channel(gone)
    status, said = await examine()
    assert status == 1
    assert "fault #gone on Acme has been deleted: nothing is posted there." in said
    assert "note  Nothing is posted in #back on Acme: Jobwire may not write there. What was wrong is" in said
    assert "/jobs list" in said


async def test_a_bot_that_is_timed_out_is_told(here, examine):
    await subscribe(here.settings, here.guild, await here.server.control.channel(here.guild))
    await here.server.control.time_out(
        here.guild, here.server.state.app.id, (now() + timedelta(hours=1)).isoformat()
    )
    status, said = await examine()
    assert (status, "fault Jobwire is timed out on Acme." in said) == (1, True)
