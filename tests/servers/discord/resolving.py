"""The objects behind the ids that a person chose in an option, a select or a form."""

from .model import Channel, Json
from .permissions import in_channel, in_guild
from .shapes import channel_json, member_json, role_json, user_json
from .state import State


class Resolved:
    """Collects `value` as Discord sends it beside the ids. ValueError: nobody can choose that."""

    def __init__(self, state: State, channel: Channel, user: str) -> None:
        self._state = state
        self._guild = state.guilds.get(channel.guild_id)
        self._user = user
        self.value: Json = {}

    def add(self, kind: str, chosen: str, *, channel_types: list[int] | None = None) -> None:
        """`kind`: user, role, mentionable or channel; `channel_types`: the kinds that may be chosen."""
        is_role = self._guild is not None and chosen in self._guild.roles
        if kind in ("role", "mentionable") and is_role:
            assert self._guild is not None
            self.value.setdefault("roles", {})[chosen] = role_json(self._guild, chosen)
        elif kind in ("user", "mentionable") and chosen in self._state.users:
            self._add_user(chosen)
        elif kind == "channel" and self._is_visible(chosen, channel_types):
            self._add_channel(self._state.channels[chosen])
        else:
            raise ValueError(f"no {kind} {chosen} to choose there")

    def _is_visible(self, chosen: str, channel_types: list[int] | None) -> bool:
        channel = self._state.channels.get(chosen)
        if channel is None or channel.deleted or self._guild is None or channel.guild_id != self._guild.id:
            return False
        fits = not channel_types or channel.kind in channel_types
        return fits and in_channel(self._state, channel, self._user) != 0

    def _add_channel(self, channel: Channel) -> None:
        granted = in_channel(self._state, channel, self._user)
        shown = channel_json(self._state, channel) | {"permissions": str(granted)}
        self.value.setdefault("channels", {})[channel.id] = shown

    def _add_user(self, user: str) -> None:
        self.value.setdefault("users", {})[user] = user_json(self._state.users[user])
        if self._guild is not None and user in self._guild.members:
            member = member_json(self._state, self._guild, user)
            member.pop("user")
            granted = str(in_guild(self._guild, user))
            self.value.setdefault("members", {})[user] = member | {"permissions": granted}
