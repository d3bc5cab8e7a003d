"""Installations on both databases: encrypted, found, rotated, forgotten; whole organisations; migrations."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import Connection, text

import adapters.slack.migrations
from adapters.slack.encryption import TokenCipher, new_key
from adapters.slack.installations import Installations
from adapters.slack.oauth import States
from adapters.slack.stored_clients import StoredClients
from adapters.slack.tables import all_tables
from bot.domain.chat import ChannelRef, ChannelSettings
from bot.errors import ConfigurationError, StoreUnavailable, Unavailable, WorkspaceGone
from bot.store import chats
from bot.store.migrate import migrate, pending_migrations
from bot.store.store import Store

LOCATIONS = [Path(adapters.slack.migrations.__file__).parent]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CLIENT = "1111111111.2222222222"
OLD, NEW = new_key(), new_key()
TOKEN = "xoxb-hush-1"


@pytest.fixture
async def slack_store(store: Store) -> AsyncIterator[Store]:
    await migrate(store, LOCATIONS)
    return store


def installations_of(store: Store, *keys: str, client_id: str = CLIENT) -> Installations:
    return Installations(store, client_id=client_id, cipher=TokenCipher(keys or [NEW]))


def installation(
    team: str | None = "T1", *, token: str = TOKEN, enterprise: str | None = None, minutes: int = 0
) -> Installation:
    return Installation(
        app_id="A1",
        enterprise_id=enterprise,
        team_id=team,
        team_name="Acme",
        bot_token=token,
        bot_id="B1",
        bot_user_id="U1",
        bot_scopes="commands,chat:write",
        user_id="U2",
        incoming_webhook_url="https://hooks.example/hush",
        is_enterprise_install=team is None,
        installed_at=(NOW + timedelta(minutes=minutes)).timestamp(),
    )


async def everything(store: Store) -> str:
    async with store.read() as c:
        rows = [
            (await c.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608
            for table in ("slack_installations", "slack_bots")
        ]
    return repr(rows)


async def test_the_migrated_tables_are_those_of_the_sdk_and_migrating_again_does_nothing(slack_store: Store):
    tables = all_tables()

    def differences(connection: Connection) -> list[object]:
        ours = {"include_name": lambda name, kind, _: kind != "table" or name in tables.tables}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        return list(compare_metadata(context, tables))

    async with slack_store.read() as c:
        assert await c.run_sync(differences) == []
    assert not await pending_migrations(slack_store, LOCATIONS)
    await migrate(slack_store, LOCATIONS)


async def test_no_token_stands_in_the_database_in_clear(slack_store: Store):
    installations = installations_of(slack_store)
    await installations.async_save(installation())
    assert "hush" not in await everything(slack_store)
    found = await installations.async_find_installation(enterprise_id=None, team_id="T1")
    bot = await installations.async_find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert bot is not None
    assert found.bot_token == bot.bot_token == TOKEN
    assert found.incoming_webhook_url == "https://hooks.example/hush"


async def test_a_token_of_any_length_has_room(slack_store: Store):
    long = "xoxb-" + "x" * 2000
    installations = installations_of(slack_store)
    await installations.async_save(installation(token=long))
    bot = await installations.bot_of("T1")
    assert bot is not None
    assert bot.bot_token == long


async def test_keys_are_rotated_without_a_moment_in_which_a_token_cannot_be_read(slack_store: Store):
    await installations_of(slack_store, OLD).async_save(installation())
    both = installations_of(slack_store, NEW, OLD)
    bot = await both.bot_of("T1")
    assert bot is not None
    assert bot.bot_token == TOKEN
    with pytest.raises(ConfigurationError, match="SLACK_ENCRYPTION_KEYS"):
        await installations_of(slack_store, NEW).bot_of("T1")
    assert await both.reencrypt() == 3
    assert await both.reencrypt() == 0
    bot = await installations_of(slack_store, NEW).bot_of("T1")
    assert bot is not None
    assert bot.bot_token == TOKEN
    assert "hush" not in await everything(slack_store)


async def test_a_key_that_is_missing_changes_nothing(slack_store: Store):
    await installations_of(slack_store, OLD).async_save(installation())
    before = await everything(slack_store)
    with pytest.raises(ConfigurationError):
        await installations_of(slack_store, NEW).reencrypt()
    assert await everything(slack_store) == before


async def test_the_newest_installation_speaks_and_each_app_for_itself(slack_store: Store):
    installations = installations_of(slack_store)
    await installations.async_save(installation(token="xoxb-2", minutes=2))
    await installations.async_save(installation(token="xoxb-1", minutes=1))
    await installations_of(slack_store, client_id="other").async_save(installation(token="xoxb-3", minutes=3))
    clients = StoredClients(installations)
    assert (await clients.posting("T1")).token == "xoxb-2"
    assert [bot.bot_token for bot in await installations.bots()] == ["xoxb-2"]
    assert (await everything(slack_store)).count("Acme") == 4, (
        "earlier ones are not kept, but those of others"
    )


async def test_clients_follow_what_is_stored_and_keep_a_client_while_it_stays(slack_store: Store):
    installations = installations_of(slack_store)
    clients = StoredClients(installations, api_url="http://127.0.0.1:1/api/")
    with pytest.raises(WorkspaceGone, match="not installed in the Slack workspace T1"):
        await clients.posting("T1")
    await installations.async_save(installation())
    first = await clients.posting("T1")
    assert first is await clients.posting("T1")
    assert first.retry_handlers == []
    assert first.base_url == "http://127.0.0.1:1/api/"
    await installations.forget(None, "T1")
    with pytest.raises(WorkspaceGone):
        await clients.posting("T1")
    assert await everything(slack_store) == "[[], []]"
    await installations.async_save(installation(token="xoxb-again", minutes=1))
    assert (await clients.posting("T1")).token == "xoxb-again"


async def test_a_token_that_cannot_be_decrypted_holds_deliveries_and_does_not_end_the_workspace(
    slack_store: Store,
):
    await installations_of(slack_store, OLD).async_save(installation())
    with pytest.raises(Unavailable, match="SLACK_ENCRYPTION_KEYS"):
        await StoredClients(installations_of(slack_store, NEW)).posting("T1")


async def test_an_installation_of_an_organisation_serves_the_workspaces_that_have_asked(slack_store: Store):
    installations = installations_of(slack_store)
    await installations.async_save(installation(None, token="xoxb-org", enterprise="E1"))
    clients = StoredClients(installations)
    with pytest.raises(WorkspaceGone):
        await clients.posting("T1")
    for _ in range(2):
        bot = await installations.async_find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
        assert bot is not None
    client = await clients.posting("T1")
    assert client.token == "xoxb-org"
    assert client.default_params["team_id"] == "T1"
    assert await installations.served_by("E1") == ("T1",)
    await installations.async_save(installation("T1", token="xoxb-own", enterprise="E1", minutes=-1))
    assert (await clients.posting("T1")).token == "xoxb-own"
    await installations.forget("E1", "T1")
    with pytest.raises(WorkspaceGone):
        await clients.posting("T1")
    await installations.async_find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    assert (await clients.posting("T1")).token == "xoxb-org"
    await installations.forget("E1", None)
    with pytest.raises(WorkspaceGone):
        await clients.posting("T1")
    assert await everything(slack_store) == "[[], []]"
    async with slack_store.write() as c:
        ref = ChannelRef(platform="slack", workspace="T1", channel="C1")
        made = await chats.ensure_channel(
            c, ref, workspace_name="Acme", channel_name="jobs", settings=ChannelSettings(), now=NOW
        )
        await chats.remove_workspace(c, made.workspace_id, NOW)
    await installations.async_save(installation(None, token="xoxb-org-2", enterprise="E1"))
    assert (await clients.posting("T1")).token == "xoxb-org-2"
    async with slack_store.read() as c:
        assert (await chats.channel(c, made.id)).dead_reason is None, "all of its workspaces are back"


async def test_another_process_learns_again_what_a_workspace_belongs_to(slack_store: Store):
    one, other = installations_of(slack_store), installations_of(slack_store)
    await one.async_save(installation(None, token="xoxb-org", enterprise="E1"))
    await other.async_find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    await one.forget("E1", "T1")
    await other.async_find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    assert await one.bot_of("T1") is not None


async def test_a_workspace_that_installs_again_gets_its_channels_back(slack_store: Store):
    installations = installations_of(slack_store)
    ref = ChannelRef(platform="slack", workspace="T1", channel="C1")
    async with slack_store.write() as c:
        made = await chats.ensure_channel(
            c, ref, workspace_name="Acme", channel_name="jobs", settings=ChannelSettings(), now=NOW
        )
        await chats.mark_dead(c, made.id, "it is archived")
    await installations.async_save(installation())
    async with slack_store.write() as c:
        assert (await chats.channel(c, made.id)).dead_reason == "it is archived", "nothing was removed"
        await chats.remove_workspace(c, made.workspace_id, NOW)
    await installations.async_save(installation(minutes=1))
    async with slack_store.read() as c:
        assert (await chats.channel(c, made.id)).dead_reason is None
        assert await chats.workspace_id(c, "slack", "T1") == made.workspace_id
        assert await chats.workspace_id(c, "slack", "T2") is None


async def test_a_workspace_that_joined_an_organisation_keeps_its_installation(slack_store: Store):
    installations = installations_of(slack_store)
    await installations.async_save(installation("T1"))
    bot = await installations.async_find_bot(enterprise_id="E9", team_id="T1", is_enterprise_install=False)
    assert bot is not None


async def test_what_is_wrong_with_the_database_is_said_as_everywhere(store: Store):
    with pytest.raises(StoreUnavailable, match="jobwire migrate"):
        await installations_of(store).async_find_bot(enterprise_id=None, team_id="T1")


async def test_reading_does_not_wait_for_a_writer(slack_store: Store):
    installations = installations_of(slack_store)
    await installations.async_save(installation())
    async with slack_store.write() as c:
        await c.execute(text("DELETE FROM slack_oauth_states"))
        assert await installations.bot_of("T1") is not None


async def test_an_installation_under_way_is_used_once_and_not_after_its_time(slack_store: Store):
    states = States(slack_store)
    one, two = await states.async_issue(), await states.async_issue()
    assert sorted(await asyncio.gather(*(states.async_consume(one) for _ in range(3)))) == [
        False,
        False,
        True,
    ]
    async with slack_store.write() as c:
        await c.execute(text("UPDATE slack_oauth_states SET expire_at = '2020-01-01 00:00:00'"))
    assert not await states.async_consume(two)
    await states.async_issue()
    async with slack_store.read() as c:
        assert (await c.execute(text("SELECT count(*) FROM slack_oauth_states"))).scalar_one() == 1
