"""The bot itself, its guilds, channels, roles and members, and where its gateway is."""

from collections.abc import Callable

from .call import Call, Route
from .model import DM, Channel, Guild, Json
from .permissions import Access, in_guild
from .refusal import Refused
from .settings import Settings
from .shapes import application_json, channel_json, guild_json, me_json, member_json, role_json, user_json
from .state import State


class Places:
    """`gateway`: the address, and how many identifies are left. `leave`: take the bot out of a guild."""

    def __init__(
        self,
        state: State,
        settings: Settings,
        *,
        access: Access,
        gateway: Callable[[], tuple[str, int]],
        leave: Callable[[Guild], None],
    ) -> None:
        self._state = state
        self._settings = settings
        self._access = access
        self._gateway = gateway
        self._leave = leave

    def routes(self) -> list[Route]:
        handlers = {
            "/users/@me": lambda _: me_json(self._state),
            "/oauth2/applications/@me": lambda _: application_json(self._state),
            "/applications/@me": lambda _: application_json(self._state),
            "/users/@me/guilds": self.guilds,
            "/users/{user_id}": self.user,
            "/guilds/{guild_id}": lambda call: guild_json(self._state, self._access.guild(call["guild_id"])),
            "/guilds/{guild_id}/channels": self.channels,
            "/guilds/{guild_id}/roles": self.roles,
            "/guilds/{guild_id}/members/{user_id}": self.member,
            "/channels/{channel_id}": self.channel,
            "/gateway/bot": self.gateway_bot,
        }
        routes = [Route(method="GET", template=path, handler=handler) for path, handler in handlers.items()]
        gateway = Route(
            method="GET", template="/gateway", bot=False, handler=lambda _: {"url": self._gateway()[0]}
        )
        leave = Route(method="DELETE", template="/users/@me/guilds/{guild_id}", handler=self.leave)
        direct = Route(method="POST", template="/users/@me/channels", handler=self.open_direct)
        return [*routes, gateway, direct, leave]

    def guilds(self, call: Call) -> list[Json]:
        limit = call.number("limit", 200, least=1, most=200)
        after = int(call.query.get("after", 0))
        found = [g for g in self._state.guilds.values() if not g.removed and int(g.id) > after]
        return [
            {
                "id": guild.id,
                "name": guild.name,
                "icon": None,
                "owner": False,
                "permissions": str(in_guild(guild, self._state.app.id)),
                "features": [],
            }
            for guild in sorted(found, key=lambda guild: int(guild.id))[:limit]
        ]

    def leave(self, call: Call) -> None:
        self._leave(self._access.guild(call["guild_id"]))

    def user(self, call: Call) -> Json:
        user = self._state.users.get(call["user_id"])
        if user is None:
            raise Refused(10013)
        return user_json(user)

    def channels(self, call: Call) -> list[Json]:
        """All of them, whether the bot sees inside or not, as Discord does; threads are not listed."""
        guild = self._access.guild(call["guild_id"])
        inside = [c for c in self._state.channels.values() if c.guild_id == guild.id and not c.deleted]
        return [channel_json(self._state, channel) for channel in inside if not channel.is_thread]

    def roles(self, call: Call) -> list[Json]:
        guild = self._access.guild(call["guild_id"])
        return [role_json(guild, role) for role in guild.roles]

    def member(self, call: Call) -> Json:
        guild = self._access.guild(call["guild_id"])
        if call["user_id"] not in guild.members:
            raise Refused(10013)
        return member_json(self._state, guild, call["user_id"])

    def channel(self, call: Call) -> Json:
        return channel_json(self._state, self._access.channel(call["channel_id"]))

    def gateway_bot(self, _: Call) -> Json:
        url, left = self._gateway()
        limit = {
            "total": self._settings.identifies,
            "remaining": left,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        return {"url": url, "shards": self._settings.shards, "session_start_limit": limit}

    def open_direct(self, call: Call) -> Json:
        call.form().check()
        user = str(call.object().get("recipient_id"))
        if user not in self._state.users:
            raise Refused(10013)
        return channel_json(self._state, direct_channel(self._state, user))


def direct_channel(state: State, user: str) -> Channel:
    """The conversation of the bot with a person, made if need be."""
    for channel in state.channels.values():
        if channel.kind == DM and channel.recipient == user:
            return channel
    channel = Channel(id=state.next_id(), guild_id="", kind=DM, recipient=user)
    state.keep(channel)
    return channel
