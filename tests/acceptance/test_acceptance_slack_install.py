"""Putting Jobwire on Slack: OAuth in the browser, organisations, leaving, and what goes wrong on the way."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.slack.platform import PLATFORM
from adapters.wiring import House
from bot.domain.chat import ChannelRef, ChannelSettings
from bot.errors import ConfigurationError, WorkspaceGone
from bot.settings import Settings
from bot.store import chats
from tests.acceptance.settling import until
from tests.acceptance.slack_install_house import (
    Browser,
    Page,
    browser,
    free_port,
    http_variables,
    running,
    settings_of,
)
from tests.servers.slack import SlackServer


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def settings(slack: SlackServer, tmp_path: Path) -> Settings:
    return settings_of(tmp_path, await http_variables(slack))


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[House]:
    async with running(settings) as made:
        yield made


@pytest.fixture
async def person(settings: Settings) -> AsyncIterator[Browser]:
    async with browser(settings) as made:
        yield made


async def asks_for_help(slack: SlackServer, person: Browser, team: str) -> dict:
    """Somebody types /jobs help in a channel of that workspace."""
    await slack.control.use_http(f"{person.address}/slack/events")
    user = await slack.control.user(team, "ada")
    channel = await slack.control.channel(team, "jobs")
    told: dict = await slack.control.command(channel, user, "help")
    return told | {"user": user}


async def test_a_workspace_installs_jobwire_and_uses_it(slack, settings, house, person):
    team = (await slack.control.workspace("Acme & <Sons>", installed=False))["team"]
    await slack.control.next_install(team=team)
    page = await person.installs()
    assert page.status == 200
    assert "Jobwire is installed in Acme &amp; &lt;Sons&gt;." in page.text
    assert "/invite @Jobwire" in page.text
    told = await asks_for_help(slack, person, team)
    assert told["acked"]
    assert "subscribe" in str(await slack.control.until("private", {"user": told["user"]}))
    (exchange,) = await slack.control.requests("oauth.v2.access")
    assert exchange["arguments"]["redirect_uri"] == f"{settings.slack.public_url}/slack/oauth_redirect"


async def test_no_token_is_in_the_database_file_or_the_log_in_clear(slack, house, person, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    await slack.control.workspace("Acme", installed=False)
    with capture_logs() as lines:
        assert (await person.installs()).status == 200
    assert "slack installed" in str(lines)
    for place in (
        str(lines),
        caplog.text,
        *(p.read_bytes().decode("latin-1") for p in tmp_path.glob("jobwire.sqlite*")),
    ):
        assert "xoxb-" not in place
        assert house.settings.slack.client_secret.get_secret_value() not in place


async def test_a_workspace_whose_installation_is_not_known_is_told_so(slack, house, person):
    team = (await slack.control.workspace("Acme"))["team"]
    told = await asks_for_help(slack, person, team)
    assert told["acked"]
    assert "not installed in this workspace" in str(
        await slack.control.until("private", {"user": told["user"]})
    )


async def test_an_organisation_installs_it_once_for_all_of_its_workspaces(slack, house, person):
    made = [
        await slack.control.workspace(name, enterprise_id="E1", installed=False) for name in ("One", "Two")
    ]
    await slack.control.next_install(team=made[0]["team"], whole_organisation=True)
    page = await person.installs()
    assert "Jobwire is installed in E1 Inc." in page.text
    platform = house.services.platforms[PLATFORM]
    for one in made:
        assert (await asks_for_help(slack, person, one["team"]))["acked"]
        client = await platform._clients.posting(one["team"])
        assert client.default_params["team_id"] == one["team"]


async def test_uninstalling_stops_the_workspace_and_installing_again_takes_it_up(slack, house, person):
    team = (await slack.control.workspace("Acme", installed=False))["team"]
    await person.installs()
    ref = ChannelRef(platform=PLATFORM, workspace=team, channel="C1")
    async with house.store.write() as c:
        channel = await chats.ensure_channel(
            c, ref, workspace_name="Acme", channel_name="jobs", settings=ChannelSettings(), now=house.clock()
        )
    await slack.control.use_http(f"{person.address}/slack/events")
    event = {"type": "app_uninstalled"}
    assert (await slack.control.event(team, event))["acked"]
    await slack.control.revoke(team, error="account_inactive", event=False)
    platform = house.services.platforms[PLATFORM]
    await _until_gone(platform, team)
    async with house.store.read() as c:
        assert (await chats.channel(c, channel.id)).dead_reason == "the workspace has removed Jobwire"
    assert (await person.installs()).status == 200
    assert await platform._clients.posting(team)
    async with house.store.read() as c:
        assert (await chats.channel(c, channel.id)).dead_reason is None


async def _until_gone(platform, team: str) -> None:
    async def gone() -> bool:
        try:
            await platform._clients.posting(team)
        except WorkspaceGone:
            return True
        return False

    await until(gone, seconds=10, what="gone")


async def test_what_goes_wrong_on_the_way_is_said_and_installs_nothing(slack, house, person):
    await slack.control.workspace("Acme", installed=False)
    back = await person.to_slack()
    other = await person.back(back, cookie=False)
    assert (other.status, "not the browser" in other.text) == (400, True)
    assert (await person.back(back)).status == 200
    again = await person.back(back)
    assert (again.status, "opened this page twice" in again.text) == (401, True)
    await slack.control.next_install(refuse=True)
    refused = await person.installs()
    assert "You have not allowed it. Begin again at /slack/install." in refused.text
    odd = await person.get("/slack/oauth_redirect?error=%3Cb%3Eodd%3C/b%3E")
    assert "Slack says: &lt;b&gt;odd&lt;/b&gt;." in odd.text


async def test_a_code_that_slack_does_not_take_is_logged_without_the_code(slack, house, person, caplog):
    await slack.control.workspace("Acme", installed=False)
    await slack.control.script([{"do": "error", "method": "oauth.v2.access", "error": "bad_client_secret"}])
    with capture_logs() as lines:
        page = await person.installs()
    assert (page.status, "Slack did not confirm it." in page.text) == (401, True)
    assert {"event": "slack gave no token", "problem": "bad_client_secret"}.items() <= lines[0].items()
    assert "code-" not in str(lines) + caplog.text


async def test_a_lost_connection_to_slack_is_a_page_too(slack, house, person):
    await slack.control.workspace("Acme", installed=False)
    await slack.control.script([{"do": "drop_before", "method": "oauth.v2.access"}])
    page = await person.installs()
    assert (page.status, "cannot be reached now" in page.text) == (503, True)


async def test_the_health_page_says_whether_the_database_answers(house, person):
    assert await person.get("/healthz") == Page(200, '{"status": "ok"}')
    assert (await person.get("/nothing")).status == 404


async def test_a_port_that_is_taken_is_a_fault_of_the_configuration(slack, settings, house, tmp_path):
    (tmp_path / "other").mkdir()
    taken = {
        **(await http_variables(slack)),
        "PORT": str(settings.web.port),
    }
    with pytest.raises(ConfigurationError, match=r"web\.port: \d+ cannot be served on"):
        async with running(settings_of(tmp_path / "other", taken)):
            pass


@pytest.fixture
async def socket_variables(slack: SlackServer) -> dict[str, str]:
    made, app = await slack.control.workspace("Acme"), await slack.control.app()
    return {
        "SLACK_BOT_TOKEN": made["bot_token"],
        "SLACK_APP_TOKEN": app["app_token"],
        "JOBWIRE_SLACK_API_URL": slack.api_url,
        "TEAM": made["team"],
    }


async def test_socket_mode_connects_and_answers(slack, socket_variables, tmp_path):
    team = socket_variables["TEAM"]
    async with running(settings_of(tmp_path, socket_variables)):
        await slack.control.connected()
        user, channel = await slack.control.user(team, "ada"), await slack.control.channel(team, "jobs")
        assert (await slack.control.command(channel, user, "help"))["acked"]


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_token_that_slack_refuses_is_said_at_the_start(socket_variables, tmp_path, name):
    wrong = socket_variables | {name: f"{socket_variables[name][:5]}hush"}
    with pytest.raises(ConfigurationError, match=name.lower().replace("slack_", "slack.")) as caught:
        async with running(settings_of(tmp_path, wrong)):
            pass
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:{free_port}/api/", "{slack}", "{slack}/healthz/"])
async def test_a_slack_that_is_away_at_the_start_is_waited_for(slack, socket_variables, tmp_path, address):
    """Nobody there, or somebody who is not Slack: a proxy that says so in HTML, for instance."""
    url = address.format(free_port=free_port(), slack=slack.api_url.removesuffix("/api/"))
    away = socket_variables | {"JOBWIRE_SLACK_API_URL": url}
    with capture_logs() as lines:
        async with running(settings_of(tmp_path, away)) as house:
            assert house.services.platforms[PLATFORM]
    assert "slack cannot be reached" in str(lines)


async def test_with_a_good_token_again_the_one_workspace_goes_on(slack, socket_variables, tmp_path):
    settings = settings_of(tmp_path, socket_variables)
    ref = ChannelRef(platform=PLATFORM, workspace=socket_variables["TEAM"], channel="C1")
    async with running(settings) as house, house.store.write() as c:
        channel = await chats.ensure_channel(
            c, ref, workspace_name="Acme", channel_name="jobs", settings=ChannelSettings(), now=house.clock()
        )
        await chats.remove_workspace(c, channel.workspace_id, house.clock())
    async with running(settings) as house, house.store.read() as c:
        assert (await chats.channel(c, channel.id)).dead_reason is None
