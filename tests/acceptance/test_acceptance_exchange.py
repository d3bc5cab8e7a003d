"""A workspace is written to a file and set up from it again, by the command line and on a real database."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli.main import app
from bot.domain.chat import ChannelRef, ChannelSettings
from bot.domain.source import SourceTerms
from bot.domain.subscription import Cadence
from bot.store import chats, sources, subscriptions
from bot.store.migrate import migrate
from bot.store.store import Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BAD = """jobwire = 1
platform = "fake"
workspace = "W1"
name = "Acme"
colour = "red"

[[sources]]
name = "Board"
url = "ftp://acme.example"
format = "carrier pigeon"

[[channels]]
id = "jobs"
name = "#jobs"

[channels.settings]
timezone = "Mars/Olympus"
cards_per_hour = "many"
managers = "boss"

[[channels.subscriptions]]
query = "Go"
cadence = "daily"

[[channels.subscriptions]]
query = "salary>=12ok"
cadence = "now and then"
"""


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOBWIRE_CACHE_DIRECTORY", str(tmp_path / "cache"))
    use(tmp_path / "one.sqlite", monkeypatch)
    return tmp_path / "one.sqlite"


def use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBWIRE_DATABASE_URL", f"sqlite:///{path}")


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


async def fill(path: Path, *workspaces: str) -> None:
    store = Store.open(f"sqlite+aiosqlite:///{path}")
    await migrate(store)
    async with store.write() as c:
        for workspace in workspaces:
            ref = ChannelRef(platform="fake", workspace=workspace, channel="jobs")
            settings = ChannelSettings(
                timezone="Europe/Berlin", mention='@"hunters"', muted_companies=("Ac\\me",)
            )
            channel = await chats.ensure_channel(
                c, ref, workspace_name="Acme", channel_name="#jobs", settings=settings, now=NOW
            )
            for query, cadence in (("Go, -Kafka", Cadence.INSTANT), ('"event sourcing"', Cadence.WEEKLY)):
                made = await subscriptions.create(
                    c, channel_id=channel.id, query=query, cadence=cadence, created_by="anna", now=NOW
                )
            await subscriptions.pause(c, made.id, NOW)
            await sources.add(
                c,
                name="Own board",
                url="https://acme.example/feed",
                format="rss",
                workspace_id=channel.workspace_id,
                complete_list=False,
                terms=SourceTerms(),
                now=NOW,
            )
    await store.close()


def test_what_is_exported_sets_another_database_up_the_same_and_twice_does_no_harm(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(fill(database, "W1"))
    exported = run("export")
    assert "anna" not in exported
    file = tmp_path / "acme.toml"
    file.write_text(exported, encoding="utf-8")
    use(tmp_path / "two.sqlite", monkeypatch)
    assert "1 channel, 2 subscriptions. Nothing was changed" in run("import", "--check", str(file))
    said = run("import", str(file))
    assert said == "Acme: 1 channel set up, 2 new subscriptions of 2, 1 new source of 1.\n"
    assert run("export") == exported
    assert "0 new subscriptions of 2, 0 new sources of 1" in run("import", str(file))
    assert run("export") == exported


def test_one_of_several_workspaces_is_named(database: Path) -> None:
    asyncio.run(fill(database, "W1", "W2"))
    unnamed = CliRunner().invoke(app, ["export"])
    assert (unnamed.exit_code, unnamed.stdout) == (2, "")
    assert "fake:W1  Acme" in unnamed.stderr
    assert 'workspace = "W2"' in run("export", "--workspace", "fake:W2")


def test_all_that_is_wrong_with_a_file_is_said_with_its_line(database: Path, tmp_path: Path) -> None:
    asyncio.run(fill(database, "W1"))
    before = run("export")
    file = tmp_path / "bad.toml"
    file.write_text(BAD, encoding="utf-8")
    refused = CliRunner().invoke(app, ["import", str(file)])
    assert refused.exit_code == 2
    found = [
        line.partition("bad.toml, ")[2].partition(":")[0:3:2] for line in refused.stderr.splitlines()[1:]
    ]
    told = [(line, rest.split(":")[0].strip()) for line, rest in found]
    assert told == [
        ("line 5", "colour"),
        ("line 9", "url"),
        ("line 10", "format"),
        ("line 17", "timezone"),
        ("line 18", "cards_per_hour"),
        ("line 19", "managers"),
        ("line 26", "query"),
        ("line 27", "cadence"),
    ]
    assert "allowed: instant, hourly, daily, weekly" in refused.stderr
    assert run("export") == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("jobwire = ", "not TOML"),
        ("[[channels]]\nid = 1\n", "line 2: id: it is no text"),
        ("channels = 3", "list of tables"),
    ],
)
def test_a_file_of_another_kind_is_refused(database: Path, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(text, encoding="utf-8")
    refused = CliRunner().invoke(app, ["import", str(file)])
    assert refused.exit_code == 2
    assert says in refused.stderr
    assert not database.exists()


def test_a_file_that_is_not_there_is_said(database: Path) -> None:
    refused = CliRunner().invoke(app, ["import", "nowhere.toml"])
    assert refused.exit_code == 2
    assert "nowhere.toml: No such file" in refused.stderr
