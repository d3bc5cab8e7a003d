"""What happens to channels and installations, and the events by which Slack tells the app."""

from .model import Channel
from .state import Json, State

CHANGES = ("archive", "unarchive", "delete", "rename", "remove_bot", "invite_bot")


class Changes:
    def __init__(self, state: State) -> None:
        self._state = state

    async def change(self, channel_id: str, what: str, *, name: str = "") -> None:
        channel = self._state.channels[channel_id]
        bot = self._state.workspaces[channel.team_id].bot_user_id
        match what:
            case "archive" | "unarchive":
                channel.archived = what == "archive"
            case "delete":
                channel.deleted = True
            case "rename":
                channel.name = name
            case "remove_bot":
                channel.members = [member for member in channel.members if member != bot]
            case "invite_bot":
                channel.members = [*(member for member in channel.members if member != bot), bot]
            case _:
                raise ValueError(f"{what!r} is none of {', '.join(CHANGES)}")
        self._state.keep(channel)

    def events(self, channel_id: str, what: str) -> list[Json]:
        channel = self._state.channels[channel_id]
        family = "channel" if channel.kind == "public" else "group"
        person = channel.members[0] if channel.members else ""
        bot = self._state.workspaces[channel.team_id].bot_user_id
        membership = {
            "user": bot,
            "channel": channel.id,
            "channel_type": "C" if channel.kind == "public" else "G",
            "team": channel.team_id,
        }
        match what:
            case "archive" | "unarchive":
                return [{"type": f"{family}_{what}", "channel": channel.id, "user": person}]
            case "delete":
                return [{"type": f"{family}_deleted", "channel": channel.id, "actor_id": person}]
            case "rename":
                return [{"type": f"{family}_rename", "channel": _renamed(channel)}]
            case "remove_bot":
                left = {"type": f"{family}_left", "channel": channel.id, "actor_id": person}
                return [left, {"type": "member_left_channel"} | membership]
            case _:
                return [{"type": "member_joined_channel", "inviter": person} | membership]

    def revoke(self, team: str, error: str, *, uninstalled: bool) -> list[Json]:
        """Refuse the workspace's tokens with `error`; the events that say so."""
        workspace = self._state.workspaces[team]
        for token in self._state.tokens.values():
            if token.team_id == team or (
                not token.team_id and token.enterprise_id == workspace.enterprise_id
            ):
                token.refused = error
                self._state.keep(token)
        tokens = {"oauth": [], "bot": [workspace.bot_user_id]}
        events: list[Json] = [{"type": "tokens_revoked", "tokens": tokens}]
        if uninstalled:
            workspace.installed = False
            self._state.keep(workspace)
            events.append({"type": "app_uninstalled"})
        return events


def _renamed(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "is_channel": channel.kind == "public",
        "is_mpim": False,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
    }
