"""Settings: layers, hosts' variables, and every fault at once."""

import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, config_directory, load_settings, settings_and_faults

NOWHERE = Path("no-such.env")


def test_the_defaults_alone_are_whole():
    settings = load_settings(env_file=NOWHERE, environment={})
    assert settings.database.url == "sqlite:///jobwire.sqlite"
    assert settings.channel.settings().digest.at.hour == 9


def test_later_layers_win(tmp_path: Path):
    config = tmp_path / "mine.toml"
    config.write_text('[channel]\ncurrency = "eur"\ncards_per_hour = 3\n')
    env = tmp_path / ".env"
    env.write_text("JOBWIRE_CHANNEL_CARDS_PER_HOUR=4\nJOBWIRE_CHANNEL_TIMEZONE=Europe/Berlin\n")
    settings = load_settings(
        config_file=config, env_file=env, environment={"JOBWIRE_CHANNEL_CARDS_PER_HOUR": "5"}
    )
    assert settings.channel.currency == "EUR"
    assert settings.channel.timezone == "Europe/Berlin"
    assert settings.channel.cards_per_hour == 5


def test_what_hosts_set_is_understood():
    variables = {
        "DATABASE_URL": "postgres://u:p@db/x",
        "PORT": "5000",
        "JOBWIRE_FEEDS_ALLOWED_PRIVATE": "127.0.0.1:1, 10.0.0.2:80",
    }
    settings = load_settings(env_file=NOWHERE, environment=variables)
    assert settings.database.url == "postgres://u:p@db/x"
    assert settings.web.port == 5000
    assert settings.feeds.allowed_private == ("127.0.0.1:1", "10.0.0.2:80")


def test_three_faults_are_reported_at_once_each_with_its_place(tmp_path: Path):
    config = tmp_path / "mine.toml"
    config.write_text('[channel]\ntimezone = "Berlin"\ncurency = "EUR"\n')
    with pytest.raises(ConfigurationError) as caught:
        load_settings(config_file=config, env_file=NOWHERE, environment={"PORT": "many"})
    faults = {fault.key: fault for fault in caught.value.faults}
    assert set(faults) == {"channel.timezone", "channel.curency", "PORT"}
    assert faults["channel.timezone"].place == f"{config}, line 2"
    assert "Europe/Berlin" in faults["channel.timezone"].allowed
    assert "currency" in faults["channel.curency"].allowed
    assert faults["PORT"].place == "environment"
    assert "1 to 65535" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("[channel", "is not TOML"), ("port = 1", "stands outside a section"), (None, "cannot be read")],
)
def test_a_broken_file_is_a_fault_and_not_a_crash(tmp_path: Path, text, problem):
    config = tmp_path / "mine.toml"
    if text is not None:
        config.write_text(text)
    with pytest.raises(ConfigurationError, match=problem):
        load_settings(config_file=config, env_file=NOWHERE, environment={})


@pytest.mark.parametrize(
    ("written", "place", "problem"),
    [
        (b"JOBWIRE_LOG_LEVEL=loud\nthis is nothing\n", "line 2", "it is no setting"),
        (b"JOBWIRE_LOG_LEVEL=\xff\xfe\n", "", "it is not text in UTF-8"),
    ],
)
def test_a_broken_env_file_is_a_fault_beside_the_others(tmp_path: Path, caplog, written, place, problem):
    env = tmp_path / ".env"
    env.write_bytes(written)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(env_file=env, environment={"PORT": "many"})
    assert f"{env}, {place}: {problem}".replace(", :", ":") in str(caught.value)
    assert "PORT" in str(caught.value)
    assert caplog.text == "", "nothing is said twice, or by somebody else"


def test_what_is_wrong_falls_back_to_its_default_so_that_the_rest_can_be_checked(tmp_path: Path):
    variables = {
        "JOBWIRE_LOG_LEVEL": "loud",
        "JOBWIRE_NO_SUCH": "1",
        "JOBWIRE_FEEDS_SOURCES_FILE": "mine.toml",
    }
    settings, faults = settings_and_faults(env_file=NOWHERE, environment=variables)
    assert {fault.key for fault in faults} == {"JOBWIRE_LOG_LEVEL", "JOBWIRE_NO_SUCH"}
    assert settings.log.level == "info"
    assert settings.feeds.sources_file == "mine.toml"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("mysql://u:hunter2@h/db", "no database that Jobwire knows"),
        ("postgres://u:hunter2@h:port/db", "host or port cannot be read"),
        ("postgres://u:hun@ter2@h/db", "host or port cannot be read"),
        ("postgres://u:hunter2#more@h/db", "host or port cannot be read"),
        ("sqlite://", "would be forgotten"),
        ("sqlite:///:memory:", "would be forgotten"),
    ],
)
def test_a_wrong_database_is_a_fault_that_shows_no_password(url, problem):
    with pytest.raises(ConfigurationError, match=problem) as caught:
        load_settings(env_file=NOWHERE, environment={"DATABASE_URL": url})
    assert "ter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite.db", "jobs.db", "sqlite:////var/x.db", "postgresql:///jobs"])
def test_a_file_and_a_server_are_databases(url):
    assert load_settings(env_file=NOWHERE, environment={"DATABASE_URL": url}).database.url == url


def test_every_setting_has_its_default_and_one_comment_line():
    lines = (config_directory() / "default.toml").read_text().splitlines()
    documented = set()
    section = ""
    for before, line in zip(["", *lines], lines, strict=False):
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section = header[1]
        elif setting := re.match(r"(\w+) = ", line):
            assert before.startswith("# "), f"{section}.{setting[1]} has no comment line"
            documented.add((section, setting[1]))
    known = {
        (name, key) for name, field in Settings.model_fields.items() for key in field.annotation.model_fields
    }
    assert documented == known
