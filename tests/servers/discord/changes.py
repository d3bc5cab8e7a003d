"""What happens to guilds, channels and roles, and the events that tell the bot."""

from .messages import Emit
from .model import PERMISSIONS, Channel, Guild, Json
from .shapes import channel_json, created_guild_json, guild_json, member_json, returned_guild_json, role_json
from .state import State

_SENDING = PERMISSIONS["send_messages"] | PERMISSIONS["send_messages_in_threads"]


class Changes:
    """Every change is journaled and told."""

    def __init__(self, state: State, emit: Emit) -> None:
        self._state = state
        self._emit = emit

    def to_channel(self, do: str, channel_id: str) -> None:
        """One of faults.CHANGES; for those of guilds, to the guild of that channel."""
        channel = self._state.channels.get(channel_id)
        if channel is None:
            return
        match do:
            case "delete_channel":
                self.delete(channel)
            case "lose_permission":
                self.overwrite(channel, self._state.app.id, allow=0, deny=_SENDING)
            case "lose_access":
                self.overwrite(channel, self._state.app.id, allow=0, deny=PERMISSIONS["view_channel"])
            case "guild_unavailable":
                self.unavailable(self._state.guilds[channel.guild_id], unavailable=True)
            case "kick":
                self.kick(self._state.guilds[channel.guild_id])

    def delete(self, channel: Channel) -> None:
        """Its threads go with it."""
        for thread in self._state.threads_of(channel.id):
            self.delete(thread)
        channel.deleted = True
        self._state.keep(channel)
        if channel.is_thread:
            gone = {"id": channel.id, "guild_id": channel.guild_id, "parent_id": channel.parent_id}
            self._emit("THREAD_DELETE", channel.guild_id, gone | {"type": channel.kind})
        else:
            self._emit("CHANNEL_DELETE", channel.guild_id, channel_json(self._state, channel))

    def made(self, channel: Channel) -> None:
        self._state.keep(channel)
        told = channel_json(self._state, channel)
        if channel.is_thread:
            self._emit("THREAD_CREATE", channel.guild_id, told | {"newly_created": True})
        else:
            self._emit("CHANNEL_CREATE", channel.guild_id, told)

    def overwrite(self, channel: Channel, subject: str, *, allow: int, deny: int) -> None:
        """Set what a role or member may do there; a thread's parent is what counts."""
        if channel.is_thread and channel.parent_id:
            channel = self._state.channels[channel.parent_id]
        channel.overwrites[subject] = [allow, deny]
        self.updated(channel)

    def updated(self, channel: Channel) -> None:
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self._state.keep(channel)
        self._emit(event, channel.guild_id, channel_json(self._state, channel))

    def role(self, guild: Guild, role: str, value: Json) -> None:
        """Make or change a role."""
        event = "GUILD_ROLE_UPDATE" if role in guild.roles else "GUILD_ROLE_CREATE"
        guild.roles[role] = value
        self._state.keep(guild)
        self._emit(event, guild.id, {"guild_id": guild.id, "role": role_json(guild, role)})

    def remove_role(self, guild: Guild, role: str) -> None:
        del guild.roles[role]
        for user, roles in guild.members.items():
            guild.members[user] = [one for one in roles if one != role]
        self._state.keep(guild)
        self._emit("GUILD_ROLE_DELETE", guild.id, {"guild_id": guild.id, "role_id": role})

    def member(self, guild: Guild, user: str, roles: list[str]) -> None:
        """A member's roles. Without a privileged intent the bot hears of itself only."""
        guild.members[user] = roles
        self._state.keep(guild)
        if user == self._state.app.id:
            told = member_json(self._state, guild, user) | {"guild_id": guild.id}
            self._emit("GUILD_MEMBER_UPDATE", guild.id, told)

    def unavailable(self, guild: Guild, *, unavailable: bool) -> None:
        """An outage begins or ends; it is no removal."""
        guild.unavailable = unavailable
        self._state.keep(guild)
        if unavailable:
            self._emit("GUILD_DELETE", guild.id, {"id": guild.id, "unavailable": True})
        else:
            self._emit("GUILD_CREATE", guild.id, returned_guild_json(self._state, guild))

    def renamed(self, guild: Guild) -> None:
        """Something that a guild says of itself has changed."""
        self._state.keep(guild)
        self._emit("GUILD_UPDATE", guild.id, guild_json(self._state, guild))

    def kick(self, guild: Guild) -> None:
        """The bot is removed from the guild."""
        guild.removed = True
        self._state.keep(guild)
        self._emit("GUILD_DELETE", guild.id, {"id": guild.id})

    def join(self, guild: Guild) -> None:
        """The bot is added to the guild, perhaps again."""
        guild.removed = False
        self._state.keep(guild)
        self._emit("GUILD_CREATE", guild.id, created_guild_json(self._state, guild))
