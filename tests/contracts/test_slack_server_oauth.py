"""Installing and uninstalling at the test Slack, through Bolt's own OAuth pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from tests.contracts.slack_echo import Echo
from tests.contracts.slack_world import World, code_of, served, slack_world

# slack_sdk 3.47 builds oauth.v2.access's header with a class that aiohttp 3.14 will remove in 4.0
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with slack_world() as world:
        yield world


@dataclass(slots=True, kw_only=True)
class Installed:
    """An app that others install, and a browser at it."""

    echo: Echo
    address: str
    browser: aiohttp.ClientSession
    store: FileInstallationStore

    async def install(self) -> tuple[int, str]:
        """Press the button, allow; the app's last page."""
        async with self.browser.get(f"{self.address}/slack/install", allow_redirects=False) as page:
            link, cookie = page.headers["Location"], page.headers["Set-Cookie"].split(";")[0]
        async with self.browser.get(link, allow_redirects=False) as page:
            back = page.headers["Location"]
        async with self.browser.get(back, headers={"Cookie": cookie}) as page:
            return page.status, await page.text()


@asynccontextmanager
async def app_for_many(world: World, directory: Path) -> AsyncIterator[Installed]:
    known = await world.control.app()
    store = FileInstallationStore(base_dir=str(directory / "installations"), client_id=known["client_id"])
    settings = AsyncOAuthSettings(
        client_id=known["client_id"],
        client_secret=known["client_secret"],
        scopes=["chat:write", "commands"],
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(directory / "states")),
        install_page_rendering_enabled=False,
        authorization_url=world.slack.authorize_url,
    )
    app = AsyncApp(
        client=AsyncWebClient(base_url=world.slack.api_url),
        signing_secret=known["signing_secret"],
        oauth_settings=settings,
    )
    app.enable_token_revocation_listeners()
    async with served(app) as address, aiohttp.ClientSession() as browser:
        settings.redirect_uri = settings.authorize_url_generator.redirect_uri = (
            f"{address}/slack/oauth_redirect"
        )
        await world.control.use_http(f"{address}/slack/events")
        yield Installed(echo=Echo(app), address=address, browser=browser, store=store)


@pytest.fixture
async def installed(world, tmp_path) -> AsyncIterator[Installed]:
    async with app_for_many(world, tmp_path) as installed:
        yield installed


async def test_a_workspace_installs_uses_and_uninstalls(world, installed):
    made = await world.control.workspace("Globex", installed=False)
    team = made["team"]
    user = await world.control.user(team, "grace")
    channel = await world.control.channel(team, "jobs")
    await world.control.next_install(team=team, user=user)
    status, _ = await installed.install()
    assert status == 200
    found = installed.store.find_bot(enterprise_id=None, team_id=team)
    assert (found.bot_scopes, found.bot_user_id) == (["chat:write", "commands"], made["bot_user"])
    assert (await world.control.command(channel, user, "hello"))["response"] == "heard hello"

    await world.control.revoke(team, error="account_inactive")

    async def gone() -> bool:
        return all(delivery["acked"] for delivery in await world.control.deliveries())

    await world.slack.until(gone)
    kinds = [delivery["type"] for delivery in await world.control.deliveries()]
    assert kinds == ["/jobs", "tokens_revoked", "app_uninstalled"]
    assert installed.store.find_bot(enterprise_id=None, team_id=team) is None
    client = AsyncWebClient(found.bot_token, base_url=world.slack.api_url)
    assert await code_of(client.auth_test()) == "account_inactive"


async def test_an_organisation_installs_for_all_its_workspaces(world, installed):
    teams = [
        (await world.control.workspace(name, enterprise_id="E00000001", installed=False))["team"]
        for name in ("North", "South")
    ]
    user = await world.control.user(teams[0], "grace")
    await world.control.next_install(team=teams[0], user=user, whole_organisation=True)
    assert (await installed.install())[0] == 200
    found = installed.store.find_bot(enterprise_id="E00000001", team_id=None, is_enterprise_install=True)
    client = AsyncWebClient(found.bot_token, base_url=world.slack.api_url)
    for team in teams:
        person = await world.control.user(team, "ada")
        channel = await world.control.channel(team, "jobs")
        told = await world.control.command(channel, person, "hello")
        assert (told["payload"]["is_enterprise_install"], told["response"]) == ("true", "heard hello")
        assert (await client.chat_postMessage(channel=channel, text="a"))["message"]["team"] == team
    tested = await client.auth_test()
    assert (tested["is_enterprise_install"], tested["enterprise_id"]) == (True, "E00000001")


async def test_somebody_refuses(world, installed):
    await world.control.next_install(refuse=True)
    _, page = await installed.install()
    assert "access_denied" in page


async def code(world: World, **more: str) -> str:
    asked = {
        "client_id": (await world.control.app())["client_id"],
        "scope": "chat:write",
        "redirect_uri": "http://127.0.0.1:9/back",
        "state": "s1",
    } | more
    url = world.slack.authorize_url
    async with (
        aiohttp.ClientSession() as browser,
        browser.get(url, params=asked, allow_redirects=False) as page,
    ):
        query = parse_qs(urlsplit(page.headers["Location"]).query)
    assert query["state"] == ["s1"]
    return query["code"][0]


async def exchanged(world: World, **changed: str):
    app = await world.control.app()
    arguments = {"client_id": app["client_id"], "client_secret": app["client_secret"]} | changed
    return await AsyncWebClient(base_url=world.slack.api_url).oauth_v2_access(**arguments)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_secret": "guessed"}, "bad_client_secret"),
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"code": "guessed"}, "invalid_code"),
        ({"redirect_uri": "http://127.0.0.1:9/other"}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
    ],
)
async def test_an_exchange_that_is_refused(world, changed, error):
    arguments = {"code": await code(world)} | changed
    assert await code_of(exchanged(world, **arguments)) == error


async def test_a_code_is_good_once_and_for_ten_minutes(world):
    first, second = await code(world), await code(world)
    assert (await exchanged(world, code=first))["access_token"].startswith("xoxb-")
    assert await code_of(exchanged(world, code=first)) == "invalid_code"
    await world.control.advance(601)
    assert await code_of(exchanged(world, code=second)) == "invalid_code"


async def test_a_token_is_revoked_by_the_app_itself(world):
    assert (await world.client.auth_revoke(test=True))["revoked"] is False
    assert (await world.client.auth_revoke())["revoked"] is True
    assert await code_of(world.client.auth_test()) == "token_revoked"
