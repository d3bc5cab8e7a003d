"""`jobwire doctor`: what it finds, how it says to mend it, and its exit status."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from adapters.cli.doctor import doctor
from adapters.slack.encryption import new_key
from adapters.wiring import now, open_store
from bot.domain.chat import ChannelRef, ChannelSettings
from bot.store import chats
from bot.store.schema import deliveries, parts
from tests.acceptance.slack_install_house import browser, http_variables, running, settings_of
from tests.servers.slack import SlackServer

SCOPES = [
    "commands",
    "chat:write",
    "channels:read",
    "groups:read",
    "users:read",
    "channels:history",
    "groups:history",
]


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def examine(monkeypatch, tmp_path: Path, capsys):
    """Runs the doctor in an environment: its exit status, and what it printed."""
    monkeypatch.chdir(tmp_path)

    async def run(variables: Mapping[str, str]) -> tuple[int, str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        return await doctor(None), capsys.readouterr().out

    return run


async def socket_variables(slack: SlackServer, scopes: list[str] | None = None) -> dict[str, str]:
    made, app = await slack.control.workspace("Acme", scopes=scopes or SCOPES), await slack.control.app()
    return {
        "SLACK_BOT_TOKEN": made["bot_token"],
        "SLACK_APP_TOKEN": app["app_token"],
        "JOBWIRE_SLACK_API_URL": slack.api_url,
    }


async def test_without_slack_it_checks_the_rest(examine, tmp_path: Path):
    status, said = await examine({})
    assert status == 0
    assert "note  Slack is not configured." in said
    assert "The database jobwire.sqlite is not there yet." in said
    assert not (tmp_path / "jobwire.sqlite").exists(), "it changes nothing"


async def test_all_faults_of_the_configuration_are_told_and_the_rest_is_checked(examine):
    status, said = await examine({"PORT": "many", "SLACK_BOT_TOKEN": "xoxb-hush"})
    assert status == 1
    assert "fault environment: PORT" in said
    assert "needs SLACK_APP_TOKEN" in said
    assert "The database" in said
    assert "hush" not in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"SLACK_BOT_TOKEN": "xapp-1"},
        {"JOBWIRE_SLACK_API_URL": "slack-gov.com"},
        {"SLACK_APP_TOKEN": ""},
    ],
)
async def test_slack_is_not_asked_with_what_is_left_of_wrong_settings(slack, examine, wrong):
    status, said = await examine(await socket_variables(slack) | wrong)
    assert status == 1
    assert "note  Slack is not asked." in said
    assert "configured" not in said.replace("Discord is not configured", "")
    assert await slack.control.requests() == []


@pytest.mark.parametrize(
    ("url", "says"), [("no/such/dir.db", "does not exist"), ("postgresql://u:hush@127.0.0.1:1/x", "u:")]
)
async def test_a_database_that_cannot_be_used_is_a_fault(examine, url, says):
    status, said = await examine({"DATABASE_URL": url})
    assert status == 1
    assert "cannot be used" in said
    assert "hush" not in said


async def test_a_sound_socket_mode_app_is_all_well(slack, examine):
    status, said = await examine(await socket_variables(slack))
    assert (status, "fault" in said) == (0, False)
    for well in (
        "Socket Mode can be opened",
        "has every scope",
        "The clock agrees",
        "is good: jobwire in Acme",
    ):
        assert f"ok    {well}" in said or well in said


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-hush"}, "The bot token is refused: invalid_auth"),
        ({"SLACK_APP_TOKEN": "xapp-hush"}, "Socket Mode is refused: invalid_auth"),
        (
            {"JOBWIRE_SLACK_API_URL": "http://127.0.0.1:1/api/"},
            "Slack cannot be reached at http://127.0.0.1:1/api/",
        ),
        ({"JOBWIRE_SLACK_API_URL": "{slack}/"}, "does not speak as Slack's Web API does (status 404)"),
    ],
)
async def test_a_refused_token_and_a_wrong_address_are_faults_with_advice(slack, examine, wrong, says):
    here = slack.api_url.removesuffix("/api/")
    wrong = {name: value.format(slack=here) for name, value in wrong.items()}
    status, said = await examine(await socket_variables(slack) | wrong)
    assert status == 1
    assert said.count(says) == 1
    assert "      -> " in said
    assert "hush" not in said


async def test_a_missing_scope_is_a_fault_and_a_missing_history_a_note(slack, examine):
    few = [scope for scope in SCOPES if scope not in {"users:read", "groups:history"}]
    status, said = await examine(await socket_variables(slack, few))
    assert status == 1
    assert "fault The bot token lacks the scope users:read." in said
    assert "note  The bot token lacks the scope groups:history: in private channels" in said
    assert "jobwire slack manifest" in said


async def test_a_clock_that_is_wrong_is_a_fault(slack, examine):
    variables = await socket_variables(slack)
    await slack.control.freeze()
    await slack.control.advance(400)
    status, said = await examine(variables)
    assert status == 1
    assert "s behind; Slack's requests are refused at 300 s." in said


async def test_channels_that_could_not_be_asked_are_named(examine, tmp_path: Path):
    settings = settings_of(tmp_path, {"JOBWIRE_DATABASE_URL": "sqlite:///jobwire.sqlite"})
    ref = ChannelRef(platform="slack", workspace="T1", channel="C1")
    async with open_store(settings) as store, store.write() as c:
        channel = await chats.ensure_channel(
            c, ref, workspace_name="Acme", channel_name="#jobs", settings=ChannelSettings(), now=now()
        )
        given = {"channel_id": channel.id, "kind": "card", "slot": "1", "match_ids": [], "created_at": now()}
        delivery = (await c.execute(insert(deliveries).values(given).returning(deliveries.c.id))).scalar_one()
        part = {"delivery_id": delivery, "position": 0, "key": "k", "match_ids": [], "state": "sent"}
        at = now() - timedelta(days=1)
        await c.execute(insert(parts).values(**part, due_at=at, first_attempt_at=at, blind_resends=2))
    status, said = await examine({})
    assert status == 0
    assert "note  In #jobs (slack, T1), 2 messages were sent again within 30 days" in said
    assert "channels:history and groups:history" in said


async def test_over_http_the_app_and_each_installation_are_checked(slack, examine, tmp_path: Path):
    variables = await http_variables(slack)
    settings = settings_of(tmp_path, variables)
    variables["JOBWIRE_DATABASE_URL"] = settings.database.url
    await slack.control.workspace("Acme", installed=False)
    status, said = await examine(variables)
    assert status == 0
    assert "ok    Slack knows the app's client id and secret." in said
    assert "warning" not in said, "nothing is logged beside what is found"
    assert "Jobwire does not answer at" in said
    async with running(settings), browser(settings) as person:
        assert (await person.installs()).status == 200
        status, said = await examine(variables)
    assert (status, "fault" in said) == (0, False), said
    assert f"ok    Jobwire answers at {settings.slack.public_url}." in said
    assert "ok    The token of Acme (T00000001) has every scope." in said
    await slack.control.revoke("T00000001", event=False)
    status, said = await examine(variables)
    assert status == 1
    assert "fault The token of Acme (T00000001) is refused: token_revoked." in said
    assert f"-> Install Jobwire there again: {settings.slack.public_url}/slack/install" in said
    newer = {"SLACK_ENCRYPTION_KEYS": f"{new_key()},{variables['SLACK_ENCRYPTION_KEYS']}"}
    status, said = await examine(variables | newer)
    assert "2 stored tokens are encrypted with an older key." in said
    assert "jobwire slack rotate-keys" in said
    status, said = await examine(variables | {"SLACK_ENCRYPTION_KEYS": new_key(), "SLACK_CLIENT_SECRET": "x"})
    assert status == 1
    assert "The installations cannot be read." in said
    assert "Slack does not know the app: bad_client_secret." in said
