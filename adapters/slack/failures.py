"""What Slack's answers and lost connections mean for a message: error codes → DeliveryError.

The codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors. Their classes are our
judgement. A code that is in no class is held and reported, never taken for the end of a channel.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import (
    ChannelGone,
    DeliveryError,
    MessageGone,
    NotPermitted,
    RateLimited,
    Rejected,
    Unavailable,
    Uncertain,
    Unexplained,
    WorkspaceGone,
)

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
CHANNEL_GONE = frozenset({"channel_not_found", "is_archived"})
NOT_PERMITTED = frozenset(
    {
        "access_denied",
        "ekm_access_denied",
        "messages_tab_disabled",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
    }
)
WORKSPACE_GONE = frozenset(
    {
        "account_inactive",
        "app_access_restricted",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
TOO_LONG = frozenset({"msg_blocks_too_long", "msg_too_long"})
REJECTED = TOO_LONG | frozenset(
    {
        "attachment_payload_limit_exceeded",
        "cant_update_message",
        "edit_window_closed",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "markdown_text_conflict",
        "metadata_too_large",
        "no_text",
        "too_many_attachments",
    }
)
MESSAGE_GONE = frozenset({"message_not_found"})
LATER = frozenset({"message_limit_exceeded", "service_unavailable"})
UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout"})
NO_THREAD = frozenset(
    {
        "cannot_reply_to_message",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "thread_not_found",
    }
)
"""Refused as a reply, where it may stand in the channel."""
CANNOT_ASK = NOT_PERMITTED | frozenset(
    {"channel_is_limited_access", "method_not_supported_for_channel_type", "missing_scope"}
)
"""Of a question: this channel's history is closed to us, while posting may well go on."""

_DEFAULT_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
_INVITE = "Invite the bot there again (/invite @Jobwire), then type /jobs list there."
_WHY: Mapping[str, str] = {
    "is_archived": "The channel is archived: unarchive it, then type /jobs list there.",
    "channel_not_found": f"The channel is gone, or Jobwire was removed from it. {_INVITE}",
    "not_in_channel": f"Jobwire is not in the channel. {_INVITE}",
    "missing_scope": "The Slack app lacks a permission: update it from the manifest "
    "(`jobwire slack manifest`) and install it again.",
    "invalid_auth": "Slack does not know the bot token: check SLACK_BOT_TOKEN, or install Jobwire again.",
    "not_authed": "There is no bot token: set SLACK_BOT_TOKEN, or install Jobwire again.",
}
_WHAT_TO_DO: Mapping[type[DeliveryError], str] = {
    RateLimited: "Slack asks for a pause in this channel; it goes on by itself.",
    ChannelGone: f"The channel is gone. {_INVITE}",
    NotPermitted: "Jobwire may not post in this channel: ask an administrator of the workspace to allow it.",
    WorkspaceGone: "Jobwire's installation in this workspace has ended: install it again.",
    MessageGone: "The message has been deleted in Slack; there is nothing to change.",
    Rejected: "Slack refuses the message as Jobwire wrote it: please report this as a bug.",
    Unavailable: "Slack takes no messages now; it is tried again.",
    Uncertain: "Slack did not say whether it took the message; Jobwire looks whether it is there.",
    Unexplained: "Slack refuses the message for a reason that this version of Jobwire does not know; it is "
    "held and tried again: please report this.",
}
_CLASSES: tuple[tuple[frozenset[str], type[DeliveryError]], ...] = (
    (CHANNEL_GONE, ChannelGone),
    (NOT_PERMITTED, NotPermitted),
    (WORKSPACE_GONE, WorkspaceGone),
    (MESSAGE_GONE, MessageGone),
    (REJECTED, Rejected),
    (LATER, Unavailable),
    (UNCERTAIN, Uncertain),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is left of an answer that says no: `status` 0 and an empty `code` where it has none."""

    status: int
    code: str
    headers: Mapping[str, str]
    complaints: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join((f"HTTP {self.status} {self.code or 'without a code'}", *self.complaints))


@contextmanager
def translated(*, asking: bool = False) -> Iterator[None]:
    """Raises what a call of slack_sdk raises as a DeliveryError. `asking`: it was a question, no message."""
    try:
        yield
    except SlackApiError as error:
        answer = answer_of(error)
        raise (question_failure(answer) if asking else failure_of(answer)) from error
    except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:
        raise Unavailable(
            "Slack cannot be reached: check the network, the proxy and the setting slack.api_url.",
            detail=repr(error),
        ) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Uncertain(_WHAT_TO_DO[Uncertain], detail=repr(error)) from error
    except (
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:  # slack_sdk on an answer that is no JSON
        raise Uncertain(_WHAT_TO_DO[Uncertain], detail=f"unreadable answer: {error!r}") from error


def answer_of(error: SlackApiError) -> Answer:
    """The answer that the SDK complains about: its own response object, or aiohttp's."""
    response: Any = error.response
    data = getattr(response, "data", response)
    data = data if isinstance(data, Mapping) else {}
    more = data.get("response_metadata")
    complaints = more.get("messages") if isinstance(more, Mapping) else None
    needed = data.get("needed")
    return Answer(
        status=getattr(response, "status_code", None) or getattr(response, "status", None) or 0,
        code=str(data.get("error") or ""),
        headers=getattr(response, "headers", None) or {},
        complaints=(
            *((f"needed: {needed}",) if needed else ()),
            *(map(str, complaints) if isinstance(complaints, list) else ()),
        ),
    )


def failure_of(answer: Answer) -> DeliveryError:
    """What an answer to a message means."""
    if answer.status == 429 or answer.code in RATE_LIMITED:  # noqa: PLR2004
        return RateLimited(
            _WHAT_TO_DO[RateLimited], retry_after=_retry_after(answer.headers), detail=str(answer)
        )
    kind = _kind(answer)
    why = _WHY.get(answer.code, _WHAT_TO_DO[kind])
    said = f" (Slack: {answer.code})" if answer.code else f" (HTTP {answer.status})"
    return kind(f"{why}{said}", detail=str(answer))


def question_failure(answer: Answer) -> DeliveryError:
    """What an answer to a question means: NotPermitted where nobody may ever ask, else as for a message."""
    if answer.code in CANNOT_ASK:
        return NotPermitted(
            "Jobwire may not read this channel's history, so that a message whose fate is unknown is sent "
            f"again: grant the history scopes, or invite the bot. (Slack: {answer.code})",
            detail=str(answer),
        )
    return failure_of(answer)


def _kind(answer: Answer) -> type[DeliveryError]:
    for codes, kind in _CLASSES:
        if answer.code in codes:
            return kind
    if answer.code and answer.status < 500:  # noqa: PLR2004
        return Unexplained
    refused = 400 <= answer.status < 500 and answer.status != 408  # noqa: PLR2004 (by what stands before Slack)
    return Unavailable if refused else Uncertain


def _retry_after(headers: Mapping[str, str]) -> timedelta:
    try:
        pause = timedelta(seconds=float(headers["Retry-After"]))
    except (KeyError, ValueError, OverflowError):
        return _DEFAULT_PAUSE
    return min(max(pause, timedelta(0)), _LONGEST_PAUSE)
