"""The manifest: valid for Slack in both variants, with a reason for each scope, and no more than is used."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from adapters.slack.events import BACK, GONE, REMOVED, RENAMED
from adapters.slack.manifest import (
    HISTORY_SCOPES,
    bot_scopes,
    http_manifest,
    manifest_file,
    read_manifest,
    socket_manifest,
)
from tests.servers.slack.methods import METHODS
from tests.shared import shared

TEXT = manifest_file().read_text(encoding="utf-8")
URL = "https://jobs.example.com"


@pytest.mark.parametrize(
    "text", [TEXT, socket_manifest(TEXT), http_manifest(TEXT, URL)], ids=["file", "socket", "http"]
)
def test_it_is_valid_by_the_schema_of_slack(text: str):
    schema = json.loads(shared("specs/slack-manifest.schema.json").read_text())
    jsonschema.validate(read_manifest(text), schema)


def test_the_file_as_it_stands_is_the_socket_mode_app():
    assert read_manifest(socket_manifest(TEXT)) == read_manifest(TEXT)
    settings = read_manifest(TEXT)["settings"]
    assert settings["socket_mode_enabled"] is True
    assert "request_url" not in settings["event_subscriptions"]
    assert "{url}" not in socket_manifest(TEXT)


def test_the_http_app_has_the_address_everywhere_that_slack_calls():
    manifest = read_manifest(http_manifest(TEXT, f"{URL}/"))
    events = f"{URL}/slack/events"
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["settings"]["org_deploy_enabled"] is True
    assert manifest["settings"]["event_subscriptions"]["request_url"] == events
    assert manifest["settings"]["interactivity"]["request_url"] == events
    assert [one["url"] for one in manifest["features"]["slash_commands"]] == [events]
    assert manifest["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]


def test_what_is_said_of_organisations_stands_only_where_they_can_install_it():
    said = (
        "  # One installation may serve a whole Enterprise Grid organisation.\n  org_deploy_enabled: true\n"
    )
    assert said in http_manifest(TEXT, URL)
    assert "organisation" not in socket_manifest(TEXT)


def test_both_apps_ask_for_the_same_scopes_and_events():
    socket, http = read_manifest(socket_manifest(TEXT)), read_manifest(http_manifest(TEXT, URL))
    assert socket["oauth_config"]["scopes"] == http["oauth_config"]["scopes"]
    assert (
        socket["settings"]["event_subscriptions"]["bot_events"]
        == http["settings"]["event_subscriptions"]["bot_events"]
    )
    assert set(HISTORY_SCOPES) < set(bot_scopes())


def test_each_scope_stands_under_its_reason():
    lines = TEXT.splitlines()
    for scope in bot_scopes():
        above = [line.strip() for line in lines[: lines.index(f"      - {scope}")]]
        while above[-1].startswith("- "):
            above.pop()  # it shares the reason of the one above
        assert above[-1].startswith("# "), scope


def test_every_event_that_is_listened_to_is_asked_for_and_no_other():
    listened = {"app_home_opened", "member_joined_channel", *GONE, *BACK, *RENAMED, *REMOVED}
    assert set(read_manifest(TEXT)["settings"]["event_subscriptions"]["bot_events"]) == listened


@pytest.mark.parametrize(
    "text", ["a: b: c", "a: [1]", "just words", "a:\n    b: 1\n  c: 2\n", "a: x # why", "a:b"]
)
def test_what_the_reader_does_not_know_it_refuses(text):
    with pytest.raises(ValueError, match=r"it is|it stands|stands in"):
        read_manifest(text)


def test_the_reader_reads_mappings_lists_and_values():
    text = 'a:\n  - b: "x: y"\n    c: 7\n  - d: true\ne: f g\n'
    assert read_manifest(text) == {"a": [{"b": "x: y", "c": 7}, {"d": True}], "e": "f g"}


def test_the_scopes_suffice_for_every_method_that_is_called_and_each_is_needed():
    named = set()
    for path in (Path(__file__).parents[3] / "adapters/slack").glob("*.py"):
        named |= set(re.findall(r"\b([a-z]+_[a-zA-Z0-9]+)\b", path.read_text()))
    called = [method for method in METHODS if method.replace(".", "_", 1) in named]
    assert {"chat.postMessage", "conversations.history", "users.info", "views.publish"} <= set(called)
    needed = {"commands"}
    for method in called:
        scope = METHODS[method].scope
        if scope and method != "apps.connections.open":
            kind = scope.removeprefix("*")
            needed |= {f"channels{kind}", f"groups{kind}"} if scope.startswith("*") else {scope}
    assert set(bot_scopes()) == needed
