"""Who may do what in a channel, computed as Discord's reference describes it."""

from .model import PERMISSIONS, Channel, Guild
from .refusal import Refused
from .state import State

EVERYTHING = (1 << 53) - 1
_WITHOUT_SENDING = PERMISSIONS["mention_everyone"] | PERMISSIONS["embed_links"] | PERMISSIONS["attach_files"]


def in_guild(guild: Guild, user: str) -> int:
    """What a member's roles grant."""
    if user == guild.owner_id:
        return EVERYTHING
    granted = int(guild.roles[guild.id]["permissions"])
    for role in guild.members.get(user, []):
        granted |= int(guild.roles[role]["permissions"])
    return EVERYTHING if granted & PERMISSIONS["administrator"] else granted


def in_channel(state: State, channel: Channel, user: str) -> int:
    """What a member may do in a channel; a thread has the permissions of its parent."""
    if not channel.guild_id:
        return EVERYTHING
    guild = state.guilds[channel.guild_id]
    granted = in_guild(guild, user)
    if granted == EVERYTHING:
        return granted
    source = state.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
    granted = _overwritten(granted, [source.overwrites.get(guild.id, [0, 0])])
    roles = [source.overwrites[role] for role in guild.members.get(user, []) if role in source.overwrites]
    granted = _overwritten(granted, roles)
    granted = _overwritten(granted, [source.overwrites.get(user, [0, 0])])
    if not granted & PERMISSIONS["view_channel"]:
        return 0
    needed = "send_messages_in_threads" if channel.is_thread else "send_messages"
    return granted if granted & PERMISSIONS[needed] else granted & ~_WITHOUT_SENDING


def _overwritten(granted: int, overwrites: list[list[int]]) -> int:
    allowed = denied = 0
    for allow, deny in overwrites:
        allowed |= allow
        denied |= deny
    return granted & ~denied | allowed


class Access:
    """Refuses the bot what it may not do."""

    def __init__(self, state: State) -> None:
        self._state = state

    def guild(self, guild_id: str) -> Guild:
        guild = self._state.guilds.get(guild_id)
        if guild is None or guild.removed:
            raise Refused(10004)
        return guild

    def channel(self, channel_id: str, *needed: str) -> Channel:
        """The channel, when the bot sees it and has the permissions named."""
        channel = self._state.channels.get(channel_id)
        if channel is None or channel.deleted:
            raise Refused(10003)
        if not channel.guild_id:
            return channel
        guild = self._state.guilds[channel.guild_id]
        granted = 0 if guild.removed else in_channel(self._state, channel, self._state.app.id)
        if not granted & PERMISSIONS["view_channel"]:
            raise Refused(50001)
        if any(not granted & PERMISSIONS[name] for name in needed):
            raise Refused(50013)
        return channel

    def may(self, channel: Channel, permission: str) -> bool:
        return bool(in_channel(self._state, channel, self._state.app.id) & PERMISSIONS[permission])
