"""The [slack] section: both ways of running, the hosts' variables, and what a half-set of secrets is told."""

import base64
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, load_settings, settings_and_faults
from bot.settings_slack import SlackMode

NOWHERE = Path("no-such.env")
KEY, OLD_KEY = (base64.urlsafe_b64encode(byte * 32).decode() for byte in (b"n", b"o"))
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1-hush", "SLACK_APP_TOKEN": "xapp-1-hush"}
HTTP = {
    "SLACK_CLIENT_ID": "11.22",
    "SLACK_CLIENT_SECRET": "hush-client",
    "SLACK_SIGNING_SECRET": "hush-signing",
    "SLACK_ENCRYPTION_KEYS": f"{KEY}, {OLD_KEY}",
}


def load(variables: dict[str, str]) -> Settings:
    return load_settings(env_file=NOWHERE, environment=variables)


@pytest.mark.parametrize(
    ("variables", "mode"),
    [
        ({}, None),
        (SOCKET, SlackMode.SOCKET),
        (HTTP, SlackMode.HTTP),
        (SOCKET | HTTP, SlackMode.SOCKET),
        (SOCKET | {"SLACK_SIGNING_SECRET": "x", "SLACK_CLIENT_ID": "1.2"}, SlackMode.SOCKET),
        ({"SLACK_ENCRYPTION_KEYS": KEY}, None),
    ],
)
def test_the_secrets_that_are_there_say_how_it_runs(variables, mode):
    assert load(variables).slack.mode is mode


def test_variables_of_the_host_and_our_own_are_understood_and_ours_win():
    slack = load(HTTP | {"JOBWIRE_SLACK_CLIENT_ID": "33.44"}).slack
    assert slack.client_id == "33.44"
    assert slack.signing_secret.get_secret_value() == "hush-signing"
    assert [key.get_secret_value() for key in slack.encryption_keys] == [KEY, OLD_KEY]


@pytest.mark.parametrize(
    ("given", "missing", "way"),
    [
        (["SLACK_BOT_TOKEN"], ["SLACK_APP_TOKEN"], "Socket Mode"),
        (["SLACK_APP_TOKEN"], ["SLACK_BOT_TOKEN"], "Socket Mode"),
        (
            ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"],
            ["SLACK_ENCRYPTION_KEYS"],
            "HTTP",
        ),
        (
            ["SLACK_SIGNING_SECRET"],
            ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_ENCRYPTION_KEYS"],
            "HTTP",
        ),
        ([*HTTP, "SLACK_BOT_TOKEN"], ["SLACK_APP_TOKEN"], "Socket Mode"),
    ],
)
def test_a_half_set_of_secrets_is_told_what_is_missing(given, missing, way):
    everything = SOCKET | HTTP
    with pytest.raises(ConfigurationError) as caught:
        load({name: everything[name] for name in given})
    (fault,) = caught.value.faults
    assert fault.place == "environment"
    assert fault.key in given
    assert fault.problem.startswith(f"{way} also needs {' and '.join(missing)}, which")
    assert ("`jobwire slack new-key` makes one" in fault.allowed) is ("SLACK_ENCRYPTION_KEYS" in missing)
    assert "hush" not in str(caught.value)


def test_a_half_set_in_a_file_is_told_in_the_words_of_the_file(tmp_path: Path):
    config = tmp_path / "mine.toml"
    config.write_text('[slack]\nbot_token = "xoxb-1-hush"\n')
    with pytest.raises(ConfigurationError, match=r"line 2: slack.bot_token: .*needs slack.app_token"):
        load_settings(config_file=config, env_file=NOWHERE, environment={})


def test_a_half_set_is_reported_beside_other_faults_and_a_wrong_secret_only_once():
    _, faults = settings_and_faults(
        env_file=NOWHERE, environment={"SLACK_BOT_TOKEN": "xoxb-1", "PORT": "many"}
    )
    assert {fault.key for fault in faults} == {"SLACK_BOT_TOKEN", "PORT"}
    _, faults = settings_and_faults(
        env_file=NOWHERE, environment={"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-2"}
    )
    assert [fault.key for fault in faults] == ["SLACK_APP_TOKEN"]


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        (
            {"SLACK_BOT_TOKEN": "xapp-hush", "SLACK_APP_TOKEN": "xapp-1"},
            "it is the app-level token, and no bot token, which begins with xoxb-",
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-hush"},
            "it is the bot token, and no app-level token, which begins with xapp-",
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxp-hush", "SLACK_APP_TOKEN": "xapp-1"},
            "it is the token of a person, and no bot",
        ),
        (
            {"SLACK_BOT_TOKEN": '"xoxb-hush"', "SLACK_APP_TOKEN": "xapp-1"},
            "begins with xoxb- and has no blanks or quotes",
        ),
        (HTTP | {"SLACK_ENCRYPTION_KEYS": "hush"}, "no encryption key; allowed: .*jobwire slack new-key"),
        (HTTP | {"SLACK_ENCRYPTION_KEYS": f"{KEY},{KEY[:-4]}"}, "no encryption key"),
        ({"JOBWIRE_SLACK_API_URL": "slack.com/api"}, "allowed: an address such as https://slack.com/api/"),
        ({"JOBWIRE_SLACK_PUBLIC_URL": "jobs.example.com"}, "allowed: the address that the world reaches"),
    ],
)
def test_what_is_no_secret_or_address_is_a_fault_that_does_not_show_it(variables, problem):
    with pytest.raises(ConfigurationError, match=problem) as caught:
        load(variables)
    assert "hush" not in str(caught.value)


def test_addresses_end_as_those_who_use_them_need_it():
    slack = load(
        {
            "JOBWIRE_SLACK_API_URL": "https://slack-gov.com/api",
            "JOBWIRE_SLACK_PUBLIC_URL": "https://a.example/",
        }
    ).slack
    assert (slack.api_url, slack.public_url) == ("https://slack-gov.com/api/", "https://a.example")


def test_no_secret_is_in_the_representation():
    settings = load(SOCKET | HTTP)
    for shown in (repr(settings), str(settings), str(settings.slack.model_dump())):
        assert "hush" not in shown
        assert KEY not in shown
