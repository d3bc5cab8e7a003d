"""Whom a message would wake, and whom it does wake after allowed_mentions and permissions."""

import re
from dataclasses import dataclass
from typing import Any

from .component_rules import text_of
from .model import PERMISSIONS, Channel, Json
from .permissions import in_channel
from .state import State

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_EVERYONE = re.compile(r"@(everyone|here)\b")
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    everyone: bool
    roles: tuple[str, ...]
    users: tuple[str, ...]


def mentions_of(state: State, channel: Channel, message: Json, allowed: Any) -> Mentions:
    """Markdown's backslashes do not keep Discord from waking somebody; only code does."""
    text = f"{message.get('content') or ''}\n{text_of(message.get('components'))}"
    text = _CODE.sub(" ", text)
    guild = state.guilds.get(channel.guild_id)
    granted = in_channel(state, channel, message["author"]["id"])
    may_wake_all = bool(guild) and bool(granted & PERMISSIONS["mention_everyone"])
    roles = [
        role
        for role in dict.fromkeys(_ROLE.findall(text))
        if guild and role in guild.roles and (may_wake_all or guild.roles[role]["mentionable"])
    ]
    users = [user for user in dict.fromkeys(_USER.findall(text)) if user in state.users]
    everyone = may_wake_all and _EVERYONE.search(text) is not None
    if allowed is None:
        return Mentions(everyone=everyone, roles=tuple(roles), users=tuple(users))
    parse = allowed.get("parse") or []
    named_roles, named_users = allowed.get("roles") or [], allowed.get("users") or []
    return Mentions(
        everyone=everyone and "everyone" in parse,
        roles=tuple(role for role in roles if "roles" in parse or role in map(str, named_roles)),
        users=tuple(user for user in users if "users" in parse or user in map(str, named_users)),
    )
