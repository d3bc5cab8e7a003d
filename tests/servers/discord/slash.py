"""Typing a slash command as Discord's client lets a person: its typed options, and who may see it."""

from typing import Any

from .model import PERMISSIONS, Channel, Json
from .permissions import EVERYTHING, in_channel
from .resolving import Resolved
from .state import State

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)
_RESOLVED = {USER: "user", CHANNEL: "channel", ROLE: "role", MENTIONABLE: "mentionable"}


class Slash:
    """ValueError says what the client would not let a person do."""

    def __init__(self, state: State) -> None:
        self._state = state

    def data(self, channel: Channel, user: str, text: str, options: Json) -> Json:
        """The data of the interaction of sending "jobs subscribe" with these options."""
        return self._typed(channel, user, text, options, focused=None)

    def completing(self, channel: Channel, user: str, text: str, options: Json, focused: str) -> Json:
        """The data of the interaction of typing into the option `focused`."""
        return self._typed(channel, user, text, options, focused=focused)

    def _typed(self, channel: Channel, user: str, text: str, options: Json, focused: str | None) -> Json:
        words = text.removeprefix("/").split()
        command = self._command(channel, user, words[0])
        path, declared = self._leaf(command, words[1:])
        resolved = Resolved(self._state, channel, user)
        chosen = [
            {"type": one["type"], "name": focused, "value": options[focused], "focused": True}
            if one["name"] == focused
            else _value(one, options[one["name"]], resolved)
            for one in declared
            if one["name"] in options
        ]
        self._check_names(declared, options, focused)
        for kind, name in reversed(path):
            chosen = [{"type": kind, "name": name, "options": chosen}]
        data = {"id": command["id"], "name": command["name"], "type": 1, "options": chosen}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return data | ({"resolved": resolved.value} if resolved.value else {})

    def shown_to(self, channel: Channel, user: str) -> list[Json]:
        """The commands that a person sees there; a guild's own hide those of everywhere."""
        guild = channel.guild_id
        found = {one["name"]: one for one in self._state.commands.get("global", [])}
        found |= {one["name"]: one for one in self._state.commands.get(guild, [])} if guild else {}
        return [one for one in found.values() if self._hidden(one, channel, user) is None]

    def _command(self, channel: Channel, user: str, name: str) -> Json:
        scopes = ([channel.guild_id] if channel.guild_id else []) + ["global"]
        for scope in scopes:
            for one in self._state.commands.get(scope, []):
                if one["name"] == name and one["type"] == 1:
                    why = self._hidden(one, channel, user)
                    if why is not None:
                        raise ValueError(f"/{name} is not shown to them: {why}")
                    return one
        raise ValueError(f"no command /{name} is registered")

    def _hidden(self, command: Json, channel: Channel, user: str) -> str | None:
        """Why the client does not offer it there."""
        contexts = command.get("contexts")
        if not channel.guild_id:
            absent = 1 not in contexts if contexts is not None else command.get("dm_permission") is False
            return "it is not for direct messages" if absent or "guild_id" in command else None
        if self._state.guilds[channel.guild_id].removed:
            return "the bot is not in this guild"
        if contexts is not None and 0 not in contexts:
            return "it is not for guilds"
        return self._forbidden(command, channel, user)

    def _forbidden(self, command: Json, channel: Channel, user: str) -> str | None:
        granted = in_channel(self._state, channel, user)
        needed = command.get("default_member_permissions")
        if granted == EVERYTHING:
            return None
        if not granted & PERMISSIONS["use_application_commands"]:
            return "they may not use commands there"
        if needed is not None and (int(needed) == 0 or int(needed) & ~granted):
            return f"it needs the permissions {needed}"
        return None

    def _leaf(self, command: Json, words: list[str]) -> tuple[list[tuple[int, str]], list[Json]]:
        """The path of groups and subcommands, and the options at its end."""
        path: list[tuple[int, str]] = []
        declared: list[Json] = command["options"]
        for word in words:
            inner = next(
                (o for o in declared if o["name"] == word and o["type"] in (SUBCOMMAND, GROUP)), None
            )
            if inner is None:
                raise ValueError(f"/{command['name']} has no {word}")
            path.append((inner["type"], word))
            declared = inner.get("options") or []
        if any(one["type"] in (SUBCOMMAND, GROUP) for one in declared):
            raise ValueError(f"/{command['name']} {' '.join(words)}: choose a subcommand")
        return path, declared

    def _check_names(self, declared: list[Json], options: Json, focused: str | None) -> None:
        names = {one["name"]: one for one in declared}
        strange = set(options) - set(names)
        if strange:
            raise ValueError(f"no option {', '.join(sorted(strange))}; there are {', '.join(names)}")
        missing = [name for name, one in names.items() if one.get("required") and name not in options]
        if missing and focused is None:
            raise ValueError(f"{', '.join(missing)} must be filled in")
        if focused is not None and not names[focused].get("autocomplete"):
            raise ValueError(f"{focused} completes nothing")


def _value(declared: Json, given: Any, resolved: Resolved) -> Json:
    kind, name = declared["type"], declared["name"]
    choices = declared.get("choices")
    if choices:
        given = next((c["value"] for c in choices if given in (c["name"], c["value"])), None)
        if given is None:
            raise ValueError(f"{name}: one of {', '.join(choice['name'] for choice in choices)}")
    problem = _problem(declared, given)
    if problem is not None:
        raise ValueError(f"{name}: {problem}")
    if kind in _RESOLVED:
        resolved.add(_RESOLVED[kind], given, channel_types=declared.get("channel_types"))
    return {"type": kind, "name": name, "value": given}


def _problem(declared: Json, given: Any) -> str | None:
    """Why the client takes no such value."""
    kind = declared["type"]
    if kind == BOOLEAN:
        return None if isinstance(given, bool) else "true or false"
    if kind in (INTEGER, NUMBER):
        if isinstance(given, bool) or not isinstance(given, int if kind == INTEGER else int | float):
            return "a number"
        least, most = declared.get("min_value"), declared.get("max_value")
        inside = (least is None or given >= least) and (most is None or given <= most)
        return None if inside else f"between {least} and {most}"
    if not isinstance(given, str):
        return "a text"
    least, most = declared.get("min_length") or 0, declared.get("max_length") or 6000
    return None if least <= len(given) <= most else f"between {least} and {most} characters"
