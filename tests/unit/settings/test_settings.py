"""Settings: layers, hosts' variables, and every fault at once."""

import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, config_directory, load_settings

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
    assert faults["channel.timezone"].place == str(config)
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
