"""views.*: modals, stacked up to three for a person, and Home tabs."""

import hashlib
from typing import Any

from .blocks import completed, view_problems
from .call import Call
from .refusal import Refused
from .state import Json, State
from .triggers import Triggers

DEEPEST_STACK = 3


class Views:
    """The view methods, and what happens to modals when they are submitted or closed."""

    def __init__(self, state: State, triggers: Triggers) -> None:
        self._state = state
        self._triggers = triggers
        self.methods = {
            "views.open": self.open,
            "views.push": self.push,
            "views.update": self.update,
            "views.publish": self.publish,
        }

    def open(self, call: Call) -> Json:
        view = judged(call.structure("view", "invalid_arguments"), "modal")
        trigger = self._triggers.use(_trigger(call), call.team)
        for open_ in self.stack(call.team, trigger.user):
            self._state.close_view(open_["id"])
        return {"view": told(self.add(view, call.team, trigger.user, None))}

    def push(self, call: Call) -> Json:
        view = judged(call.structure("view", "invalid_arguments"), "modal")
        trigger = self._triggers.use(_trigger(call), call.team)
        if trigger.view_id is None or trigger.view_id not in self._state.views:
            raise Refused("not_found")
        return {"view": told(self.push_on(view, self._state.views[trigger.view_id]))}

    def push_on(self, view: Json, below: Json) -> Json:
        """Lay a judged view on another; refused when three lie already."""
        if len(self.stack(below["team_id"], below["user"])) >= DEEPEST_STACK:
            raise Refused("push_limit_reached")
        return self.add(view, below["team_id"], below["user"], below)

    def update(self, call: Call) -> Json:
        view = judged(call.structure("view", "invalid_arguments"), "modal", "home")
        current = self._named(call)
        _same_hash(call, current)
        return {"view": told(self.replace(current, view))}

    def publish(self, call: Call) -> Json:
        view = judged(call.structure("view", "invalid_arguments"), "home")
        user = call.text("user_id")
        if user not in self._state.users:
            raise Refused("invalid_arguments", messages=["[ERROR] user_not_found"])
        current = self._state.homes.get(f"{call.team}/{user}")
        if current is not None:
            _same_hash(call, current)
        kept = self._kept(view, call.team, user, None)
        if current is not None:
            kept |= {"id": current["id"], "root_view_id": current["id"]}
        self._state.keep_home(call.team, user, kept)
        return {"view": told(kept)}

    def stack(self, team: str, user: str) -> list[Json]:
        """The modals that a person has open, the lowest first."""
        return [v for v in self._state.views.values() if v["team_id"] == team and v["user"] == user]

    def add(self, view: Json, team: str, user: str, below: Json | None) -> Json:
        external = view.get("external_id")
        if external and any(one["external_id"] == external for one in self._state.views.values()):
            raise Refused("duplicate_external_id")
        kept = self._kept(view, team, user, below)
        self._state.keep_view(kept)
        return kept

    def replace(self, current: Json, view: Json) -> Json:
        kept = self._kept(view, current["team_id"], current["user"], None)
        same = {name: current[name] for name in ("id", "root_view_id", "previous_view_id")}
        kept |= same
        if kept["type"] == "home":
            self._state.keep_home(current["team_id"], current["user"], kept)
        else:
            self._state.keep_view(kept)
        return kept

    def close(self, view: Json, *, whole_stack: bool = False) -> None:
        closing = self.stack(view["team_id"], view["user"]) if whole_stack else [view]
        for one in closing:
            self._state.close_view(one["id"])

    def _named(self, call: Call) -> Json:
        wanted = (
            ("id", call.text("view_id"))
            if "view_id" in call.args
            else ("external_id", call.text("external_id"))
        )
        for view in [*self._state.views.values(), *self._state.homes.values()]:
            if view["team_id"] == call.team and wanted[1] and view[wanted[0]] == wanted[1]:
                return view
        raise Refused("not_found")

    def _kept(self, view: Json, team: str, user: str, below: Json | None) -> Json:
        name = self._state.next_id("V")
        content = completed(view["blocks"], f"v{name[-6:]}")
        digest = hashlib.sha256(f"{name}{content}".encode()).hexdigest()[:8]
        return {
            "id": name,
            "team_id": team,
            "type": view["type"],
            "title": view.get("title"),
            "submit": view.get("submit"),
            "close": view.get("close"),
            "blocks": content,
            "private_metadata": view.get("private_metadata", ""),
            "callback_id": view.get("callback_id", ""),
            "external_id": view.get("external_id", ""),
            "state": {"values": {}},
            "hash": f"{int(self._state.clock.now())}.{digest}",
            "clear_on_close": view.get("clear_on_close", False),
            "notify_on_close": view.get("notify_on_close", False),
            "root_view_id": below["root_view_id"] if below else name,
            "previous_view_id": below["id"] if below else None,
            "app_id": self._state.app.app_id,
            "app_installed_team_id": team,
            "bot_id": self._state.workspaces[team].bot_id,
            "user": user,
            "errors": {},
        }


def judged(view: Any, *kinds: str) -> Json:
    """The view, when it is one."""
    error, problems = view_problems(view, kinds)
    if error is not None:
        raise Refused(error, messages=problems)
    found: Json = view
    return found


def told(view: Json) -> Json:
    """A view as Slack tells it."""
    return {name: value for name, value in view.items() if name not in ("user", "errors")}


def _trigger(call: Call) -> str:
    if not call.text("trigger_id"):
        raise Refused("invalid_arguments", messages=["[ERROR] missing required field: trigger_id"])
    return call.text("trigger_id")


def _same_hash(call: Call, current: Json) -> None:
    if call.text("hash", current["hash"]) != current["hash"]:
        raise Refused("hash_conflict")
