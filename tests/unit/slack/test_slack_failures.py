"""Slack's answers, as what to do about a message."""

import json
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack import failures
from adapters.slack.failures import Answer, answer_of, failure_of, question_failure
from bot.errors import (
    ChannelGone,
    DeliveryError,
    NotPermitted,
    RateLimited,
    Rejected,
    Unavailable,
    Uncertain,
    Unexplained,
    WorkspaceGone,
)
from tests.shared import shared

CODES: dict[type[DeliveryError], str] = {
    ChannelGone: "channel_not_found is_archived",
    NotPermitted: """not_in_channel restricted_action restricted_action_read_only_channel
        restricted_action_thread_only_channel no_permission messages_tab_disabled ekm_access_denied
        access_denied""",
    WorkspaceGone: """account_inactive token_revoked token_expired invalid_auth not_authed org_login_required
        team_added_to_org missing_scope app_access_restricted two_factor_setup_required""",
    Rejected: """invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text
        too_many_attachments metadata_too_large invalid_metadata_format invalid_metadata_schema
        markdown_text_conflict invalid_arguments""",
    RateLimited: "ratelimited rate_limited",
    Unavailable: "service_unavailable message_limit_exceeded",
    Uncertain: "fatal_error internal_error request_timeout",
    Unexplained: "a_code_of_2031 accesslimited enterprise_is_restricted team_not_found",
}
CASES = [(code, kind) for kind, codes in CODES.items() for code in codes.split()]


def answer(code: str = "", status: int = 200, **headers: str) -> Answer:
    return Answer(
        status=status, code=code, headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


@pytest.mark.parametrize(("code", "kind"), CASES)
def test_each_code_has_its_class(code: str, kind: type[DeliveryError]) -> None:
    failure = failure_of(answer(code))
    assert type(failure) is kind
    assert code in failure.detail
    assert kind is RateLimited or f"(Slack: {code})" in str(failure)


def test_no_code_is_in_two_classes() -> None:
    groups = [codes for codes, _ in failures._CLASSES] + [failures.RATE_LIMITED]
    assert sum(map(len, groups)) == len(frozenset().union(*groups))


def test_no_documented_code_ends_a_channel_or_a_workspace_unless_it_is_listed_here() -> None:
    path = shared("specs/slack-methods") / "chat.postMessage.json"
    documented = json.loads(path.read_text())["errors"]
    ending = {
        code
        for code in documented
        if isinstance(failure_of(answer(code)), ChannelGone | NotPermitted | WorkspaceGone)
    }
    listed = {code for code, kind in CASES if kind in (ChannelGone, NotPermitted, WorkspaceGone)}
    assert ending <= listed


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (200, "", Uncertain),  # a page of a proxy or a captive portal
        (302, "", Uncertain),
        (400, "", Unavailable),
        (403, "", Unavailable),
        (404, "", Unavailable),
        (407, "", Unavailable),
        (408, "", Uncertain),
        (413, "", Unavailable),
        (429, "", RateLimited),
        (429, "ratelimited", RateLimited),
        (500, "", Uncertain),
        (500, "internal_error", Uncertain),
        (500, "a_code_of_2031", Uncertain),
        (502, "", Uncertain),
        (503, "", Uncertain),
        (503, "service_unavailable", Unavailable),
        (504, "", Uncertain),
        (0, "", Uncertain),
    ],
)
def test_an_answer_without_a_known_code_is_judged_by_its_status(
    status: int, code: str, kind: type[DeliveryError]
) -> None:
    assert type(failure_of(answer(code, status))) is kind


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ({"Retry_After": "7"}, 7),
        ({"Retry_After": "0"}, 0),
        ({"Retry_After": "1.5"}, 1.5),
        ({"Retry_After": "-3"}, 0),
        ({"Retry_After": "999999999999"}, 3600),
        ({"Retry_After": "1e400"}, 30),
        ({"Retry_After": "nan"}, 30),
        ({"Retry_After": "Wed, 25 Nov 2026 10:00:00 GMT"}, 30),
        ({}, 30),
    ],
)
def test_the_pause_that_slack_asks_for_is_kept(header: dict[str, str], seconds: float) -> None:
    failure = failure_of(answer("ratelimited", 429, **header))
    assert isinstance(failure, RateLimited)
    assert failure.retry_after == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("missing_scope", NotPermitted),
        ("not_in_channel", NotPermitted),
        ("access_denied", NotPermitted),
        ("channel_is_limited_access", NotPermitted),
        ("method_not_supported_for_channel_type", NotPermitted),
        ("channel_not_found", ChannelGone),
        ("token_revoked", WorkspaceGone),
        ("ratelimited", RateLimited),
        ("internal_error", Uncertain),
        ("a_code_of_2031", Unexplained),
    ],
)
def test_a_question_that_may_never_be_asked_ends_no_channel(code: str, kind: type[DeliveryError]) -> None:
    assert type(question_failure(answer(code))) is kind


class Response:
    """As slack_sdk's and aiohttp's responses look to `answer_of`."""

    def __init__(self, **attributes: object) -> None:
        for name, value in attributes.items():
            setattr(self, name, value)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (
            Response(status_code=200, data={"ok": False, "error": "is_archived"}, headers={"a": "b"}),
            Answer(status=200, code="is_archived", headers={"a": "b"}),
        ),
        (Response(status_code=502, data={}, headers={}), Answer(status=502, code="", headers={})),
        (Response(status_code=502, data="<html>", headers={}), Answer(status=502, code="", headers={})),
        (Response(status_code=200, data=b"\x00", headers={}), Answer(status=200, code="", headers={})),
        (Response(status=200, headers={}), Answer(status=200, code="", headers={})),  # aiohttp's own
        ({"ok": False, "error": "no_text"}, Answer(status=0, code="no_text", headers={})),
        (None, Answer(status=0, code="", headers={})),
    ],
)
def test_every_kind_of_response_of_the_sdk_is_read(response: object, expected: Answer) -> None:
    assert answer_of(SlackApiError("failed", response)) == expected


def test_what_slack_complains_about_is_kept_for_whoever_mends_it() -> None:
    data = {
        "ok": False,
        "error": "invalid_blocks",
        "needed": "chat:write",
        "response_metadata": {"messages": ["[ERROR] must be more than 0 characters"]},
    }
    found = answer_of(SlackApiError("failed", Response(status_code=200, data=data, headers={})))
    assert str(found) == (
        "HTTP 200 invalid_blocks; needed: chat:write; [ERROR] must be more than 0 characters"
    )
