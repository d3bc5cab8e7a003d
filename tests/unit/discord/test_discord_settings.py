"""The [discord] section: the hosts' variable, what no token is, and the addresses of proxies."""

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, load_settings

TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.GhuShx.hush-hush-hush"


def load(variables: dict[str, str]) -> Settings:
    return load_settings(env_file=Path("no-such.env"), environment=variables)


def test_without_a_token_jobwire_is_not_on_discord():
    assert not load({}).discord.configured


def test_the_hosts_variable_and_our_own_are_understood_and_ours_wins():
    assert load({"DISCORD_TOKEN": TOKEN}).discord.token.get_secret_value() == TOKEN
    ours = load({"DISCORD_TOKEN": "abcdef.b.c", "JOBWIRE_DISCORD_TOKEN": TOKEN}).discord
    assert ours.token.get_secret_value() == TOKEN
    assert ours.configured


@pytest.mark.parametrize(
    "wrong",
    [
        "hush",
        "Bot " + TOKEN,
        f"{TOKEN}.more",
        "0123456789abcdef0123456789abcdef",  # a client secret
        f"{TOKEN}é",
    ],
)
def test_what_is_no_token_is_a_fault_that_does_not_show_it(wrong):
    with pytest.raises(ConfigurationError, match=r"DISCORD_TOKEN: .*three parts") as caught:
        load({"DISCORD_TOKEN": wrong})
    assert "hush" not in str(caught.value)
    assert "0123" not in str(caught.value)


def test_the_token_is_not_shown_with_the_settings():
    assert TOKEN not in repr(load({"DISCORD_TOKEN": TOKEN}))


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("API_URL", "http://127.0.0.1:8080/api/v10/", "http://127.0.0.1:8080/api/v10"),
        ("GATEWAY_URL", "ws://127.0.0.1:7878", "ws://127.0.0.1:7878"),
        ("GATEWAY_URL", "", ""),
    ],
)
def test_a_proxy_may_stand_before_discord(key, given, kept):
    discord = load({f"JOBWIRE_DISCORD_{key}": given}).discord
    assert getattr(discord, key.lower()) == kept


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("API_URL", "discord.com"),
        ("API_URL", "ws://127.0.0.1"),
        ("API_URL", "http://[::1"),
        ("GATEWAY_URL", "https://gateway.discord.gg"),
    ],
)
def test_an_address_that_is_none_is_a_fault(key, wrong):
    with pytest.raises(ConfigurationError, match=rf"JOBWIRE_DISCORD_{key}: .* an address such as"):
        load({f"JOBWIRE_DISCORD_{key}": wrong})
