"""Where somebody asked, read out of what Slack sends. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where somebody asked, and so where the answer goes. `thread` is set when it was in a thread.

    `team` is the workspace that the channel belongs to. `channel_name` is what Slack calls the channel in
    the request: its name, or `directmessage`, or `privategroup`; empty where it says nothing.
    """

    team: str
    channel: str
    user: str
    response_url: str | None = None
    thread: str | None = None
    channel_name: str = ""
    team_name: str = ""


def of_command(body: Mapping[str, Any]) -> Origin:
    """Of a slash command."""
    return Origin(
        team=body["team_id"],
        channel=body["channel_id"],
        user=body["user_id"],
        response_url=body.get("response_url"),
        channel_name=body.get("channel_name") or "",
        team_name=body.get("team_domain") or "",
    )


def of_press(body: Mapping[str, Any]) -> Origin:
    """Of an action that was pressed in a message."""
    container = body.get("container") or {}
    channel = body.get("channel") or {}
    return Origin(
        team=team_of(body),
        channel=channel.get("id") or container.get("channel_id") or "",
        user=body["user"]["id"],
        response_url=body.get("response_url"),
        thread=container.get("thread_ts"),
        channel_name=channel.get("name") or "",
        team_name=(body.get("team") or {}).get("domain") or "",
    )


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace of an interaction; those of a whole organisation's forms name it with the person."""
    team = (body.get("team") or {}).get("id") or body["user"].get("team_id")
    return str(team)
