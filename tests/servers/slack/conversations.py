"""conversations.*: what channels there are, who is in them, and what was said."""

import base64
from collections.abc import Callable, Sequence
from typing import Any

from .call import Call
from .messages import shown
from .model import Channel
from .refusal import Refused
from .settings import Settings
from .state import Json, State

_TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
_MOST_LISTED = 1000
_DEFAULT_PAGE = 100


class Conversations:
    """The conversations methods."""

    def __init__(self, state: State, settings: Settings) -> None:
        self._state = state
        self._settings = settings
        self.methods = {
            "conversations.info": self.info,
            "conversations.list": self.list_,
            "conversations.history": self.history,
            "conversations.replies": self.replies,
            "conversations.join": self.join,
            "conversations.members": self.members,
            "conversations.open": self.open,
        }

    def info(self, call: Call) -> Json:
        channel = self._readable(call, "read")
        described = self._describe(channel) | {"is_read_only": channel.read_only}
        if call.flag("include_num_members"):
            described["num_members"] = len(channel.members)
        return {"channel": described}

    def list_(self, call: Call) -> Json:
        kinds = []
        for name in call.text("types", "public_channel").split(","):
            if name.strip() not in _TYPES:
                raise Refused("invalid_types")
            kinds.append(_TYPES[name.strip()])
        for kind in kinds:
            call.need_scope(f"{Channel(id='', team_id='', name='', kind=kind).scope_family}:read")
        bot = self._state.workspaces[call.team].bot_user_id
        channels = [
            channel
            for channel in self._state.channels.values()
            if channel.team_id == call.team
            and channel.kind in kinds
            and not channel.deleted
            and (channel.kind == "public" or bot in channel.members)
            and not (call.flag("exclude_archived") and channel.archived)
        ]
        page, cursor = _page(call, channels, lambda channel: channel.id)
        listed = [self._describe(channel) | {"num_members": len(channel.members)} for channel in page]
        return {"channels": listed, "response_metadata": {"next_cursor": cursor}}

    def members(self, call: Call) -> Json:
        page, cursor = _page(call, self._readable(call, "read").members, str)
        return {"members": page, "response_metadata": {"next_cursor": cursor}}

    def join(self, call: Call) -> Json:
        channel = self._found(call)
        if channel.kind != "public":
            raise Refused("method_not_supported_for_channel_type")
        if channel.archived:
            raise Refused("is_archived")
        bot = self._state.workspaces[channel.team_id].bot_user_id
        if bot in channel.members:
            already = {"warning": "already_in_channel"}
            told = {"response_metadata": {"warnings": ["already_in_channel"]}}
            return {"channel": self._describe(channel), **already, **told}
        channel.members.append(bot)
        self._state.keep(channel)
        return {"channel": self._describe(channel)}

    def open(self, call: Call) -> Json:
        users = [user for user in call.text("users").split(",") if user]
        if not users and not call.text("channel"):
            raise Refused("users_list_not_supplied")
        if call.text("channel"):
            channel = self._found(call)
        elif len(users) > 1:
            raise Refused("invalid_user_combination")
        elif users[0] not in self._state.users:
            raise Refused("user_not_found")
        else:
            channel = self._state.direct_channel(call.team, users[0])
        whole = call.flag("return_im")
        return {"channel": self._describe(channel) if whole else {"id": channel.id}}

    def history(self, call: Call) -> Json:
        channel = self._readable(call, "history")
        bot = self._state.workspaces[channel.team_id].bot_user_id
        if bot not in channel.members:
            raise Refused("not_in_channel" if channel.kind == "public" else "channel_not_found")
        roots = [
            message
            for message in self._state.messages.get(channel.id, {}).values()
            if message.get("thread_ts", message["ts"]) == message["ts"]
            or message.get("subtype") == "thread_broadcast"
        ]
        roots = [one for one in reversed(roots) if _within(call, one["ts"])]
        answer = self._page_of_messages(call, roots)
        return answer | {"pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}

    def replies(self, call: Call) -> Json:
        channel = self._readable(call, "history")
        ts = call.text("ts")
        messages = self._state.messages.get(channel.id, {})
        if ts not in messages:
            raise Refused("thread_not_found")
        root = messages[ts].get("thread_ts", ts)
        thread = [one for one in messages.values() if one["ts"] != root and one.get("thread_ts") == root]
        thread = [one for one in thread if _within(call, one["ts"])]
        return self._page_of_messages(call, [messages[root], *thread])

    def _page_of_messages(self, call: Call, messages: list[Json]) -> Json:
        page, cursor = _page(call, messages, lambda one: one["ts"], most=self._settings.history_page)
        metadata = call.flag("include_all_metadata")
        answer: Json = {"messages": [shown(one, metadata=metadata) for one in page], "has_more": bool(cursor)}
        if cursor:
            answer["response_metadata"] = {"next_cursor": cursor}
        return answer

    def _found(self, call: Call) -> Channel:
        channel = self._state.channels.get(call.text("channel"))
        if channel is None or channel.deleted or channel.team_id != call.team:
            raise Refused("channel_not_found")
        return channel

    def _readable(self, call: Call, what: str) -> Channel:
        channel = self._found(call)
        call.need_scope(f"{channel.scope_family}:{what}")
        bot = self._state.workspaces[channel.team_id].bot_user_id
        if channel.kind != "public" and bot not in channel.members:
            raise Refused("channel_not_found")
        return channel

    def _describe(self, channel: Channel) -> Json:
        workspace = self._state.workspaces[channel.team_id]
        described: Json = {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.archived,
            "is_im": channel.kind == "im",
            "is_org_shared": False,
            "context_team_id": channel.team_id,
            "updated": channel.created * 1000,
        }
        if channel.kind == "im":
            return described | {"user": channel.user, "is_open": True, "priority": 0}
        nothing = {"value": "", "creator": "", "last_set": 0}
        return described | {
            "name": channel.name,
            "name_normalized": channel.name,
            "is_channel": channel.kind == "public",
            "is_group": channel.kind == "private",
            "is_mpim": channel.kind == "mpim",
            "is_private": channel.kind != "public",
            "is_general": False,
            "unlinked": 0,
            "is_shared": False,
            "is_ext_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "shared_team_ids": [channel.team_id],
            "pending_connected_team_ids": [],
            "creator": channel.members[0] if channel.members else "",
            "is_member": workspace.bot_user_id in channel.members,
            "topic": nothing,
            "purpose": nothing,
            "previous_names": [],
        }


def _within(call: Call, ts: str) -> bool:
    oldest, latest = _instant(call, "oldest"), _instant(call, "latest")
    at = int(ts.replace(".", ""))
    if call.flag("inclusive"):
        return (oldest is None or at >= oldest) and (latest is None or at <= latest)
    return (oldest is None or at > oldest) and (latest is None or at < latest)


def _instant(call: Call, name: str) -> int | None:
    """Microseconds; a ts is compared exactly, not as a float."""
    text = call.text(name)
    if not text:
        return None
    whole, _, fraction = text.partition(".")
    if not (whole + fraction).isdigit():
        raise Refused(f"invalid_ts_{name}")
    return int(whole + fraction[:6].ljust(6, "0"))


def _page(
    call: Call,
    things: Sequence[Any],
    key: Callable[[Any], str],
    *,
    most: int = _MOST_LISTED,
) -> tuple[list[Any], str]:
    """A page of `things` and the cursor of the next, empty at the end. What is new does not move a cursor."""
    default = min(_DEFAULT_PAGE, most)
    limit = max(1, min(call.number("limit", default) or default, most))
    start = _position(call, [key(thing) for thing in things])
    end = start + limit
    if end >= len(things):
        return list(things[start:]), ""
    return list(things[start:end]), base64.b64encode(f"next:{key(things[end])}".encode()).decode()


def _position(call: Call, keys: list[str]) -> int:
    if not call.text("cursor"):
        return 0
    try:
        word, _, wanted = base64.b64decode(call.text("cursor"), validate=True).decode().partition(":")
        if word == "next":
            return keys.index(wanted)
    except ValueError:
        pass
    raise Refused("invalid_cursor")
