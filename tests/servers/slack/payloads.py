"""What Slack sends to an app, as values: slash commands, presses, submissions, events."""

import json
from typing import Any

from .blocks import elements_of
from .model import App, User, Workspace
from .state import Json

_INITIAL = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_channel": "selected_channel",
    "initial_channels": "selected_channels",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
}
"""What an element shows at first → the name under which its value is told."""

_TOLD_AS = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
"""Elements that are no text input and no button → the name under which a person's choice is told."""


def _common(app: App, workspace: Workspace) -> Json:
    enterprise = None
    if workspace.enterprise_id:
        enterprise = {"id": workspace.enterprise_id, "name": workspace.enterprise_name}
    return {
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": enterprise,
        "api_app_id": app.app_id,
        "token": app.verification_token,
    }


def _person(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def slash_command(app: App, workspace: Workspace, user: User, more: Json) -> Json:
    """`more`: command, text, channel_id, channel_name, response_url, trigger_id."""
    payload = {
        "token": app.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "user_id": user.id,
        "user_name": user.name,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
    } | more
    if workspace.enterprise_id:
        payload |= {"enterprise_id": workspace.enterprise_id, "enterprise_name": workspace.enterprise_name}
    return payload


def interaction(kind: str, app: App, workspace: Workspace, user: User) -> Json:
    """The beginning of block_actions, block_suggestion, view_submission, view_closed."""
    return {
        "type": kind,
        "user": _person(user),
        **_common(app, workspace),
        "is_enterprise_install": False,
    }


def action(block: Json, element: Json, choice: Any, at: float) -> Json:
    """One entry of `actions`: a button as it stands, any other element with what was chosen."""
    told = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": f"{at:.6f}",
    }
    if element["type"] == "button":
        return told | {name: element[name] for name in ("text", "value", "style") if name in element}
    return told | chosen(element, choice)


def chosen(element: Json, choice: Any) -> Json:
    """A choice told under the name that this kind of element has. An option may be named by its value."""
    name = _TOLD_AS.get(element["type"], "value")
    if name == "selected_option":
        choice = _option(element, choice)
    elif name == "selected_options":
        choice = [_option(element, one) for one in choice or []]
    return {name: choice}


def _option(element: Json, choice: Any) -> Any:
    """The option with that value; ValueError when a person could not choose it."""
    if choice is None or isinstance(choice, dict):
        return choice
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    for group in groups:
        for option in group["options"]:
            if option["value"] == choice:
                return option
    raise ValueError(f"{element['action_id']} has no option {choice!r}")


def form_state(blocks: list[Json], given: Json) -> Json:
    """What stands in the form after a person filled in `given` (action_id or block_id → value)."""
    values: Json = {}
    names = set()
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in ("button", "overflow"):
                continue
            told = {"type": element["type"], **_first_value(element)}
            for name in (element["action_id"], block["block_id"]):
                names.add(name)
                if name in given:
                    told |= chosen(element, given[name])
            values.setdefault(block["block_id"], {})[element["action_id"]] = told
    unknown = set(given) - names
    if unknown:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}")
    return {"values": values}


def _first_value(element: Json) -> Json:
    empty = {} if element["type"] == "checkboxes" else chosen(element, None)
    if _TOLD_AS.get(element["type"]) == "selected_options":
        empty = {"selected_options": []}
    return empty | {told: element[first] for first, told in _INITIAL.items() if first in element}


def event_callback(app: App, workspace: Workspace, event: Json, *, event_id: str, at: float) -> Json:
    authorization = {
        "enterprise_id": workspace.enterprise_id or None,
        "team_id": workspace.id,
        "user_id": workspace.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    payload = {
        "token": app.verification_token,
        "team_id": workspace.id,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
    if workspace.enterprise_id:
        payload["enterprise_id"] = workspace.enterprise_id
    return payload


def as_form(kind: str, payload: Json) -> dict[str, str]:
    """The form body of a signed HTTP request."""
    if kind == "slash_commands":
        return {name: str(value) for name, value in payload.items()}
    return {"payload": json.dumps(payload)}
