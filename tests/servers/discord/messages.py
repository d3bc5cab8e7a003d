"""Messages of channels: accepted, read, changed, deleted, crossposted."""

import copy
from collections.abc import Callable
from typing import Any

from .call import Call, Route
from .mentions import mentions_of
from .message_rules import check_message, numbered, refuse_empty
from .model import ANNOUNCEMENT, COMPONENTS_V2, CROSSPOSTED, DM, FORUM, Channel, Json
from .permissions import Access
from .refusal import Form, Refused
from .settings import Settings
from .shapes import channel_json, user_json
from .state import State

Emit = Callable[[str, str, Json], object]
_ONE = "/channels/{channel_id}/messages/{message_id}"
_ALL = "/channels/{channel_id}/messages"


class Messages:
    """`accept` is how every message of the bot enters a channel."""

    def __init__(self, state: State, settings: Settings, access: Access, emit: Emit) -> None:
        self._state = state
        self._settings = settings
        self._access = access
        self._emit = emit

    def routes(self) -> list[Route]:
        return [
            Route(method="POST", template=_ALL, handler=self.create, limit=(5, 5.0)),
            Route(method="GET", template=_ALL, handler=self.history, limit=(5, 5.0)),
            Route(method="GET", template=_ONE, handler=self.get, limit=(10, 5.0)),
            Route(method="PATCH", template=_ONE, handler=self.edit, limit=(5, 5.0)),
            Route(method="DELETE", template=_ONE, handler=self.delete, limit=(5, 1.0)),
            Route(method="POST", template=f"{_ONE}/crosspost", handler=self.crosspost, limit=(10, 3600.0)),
        ]

    def create(self, call: Call) -> Json:
        channel = self._access.channel(call["channel_id"])
        self.may_send(channel, call.object())
        form, body = call.form(), call.object()
        check_message(form, body)
        self._check_reference(form, channel, body)
        form.check()
        refuse_empty(body)
        known = self._known(body)
        if known is not None:
            call.record["deduplicated"] = True
            return shown(known) | {"nonce": body["nonce"]}
        message = self.accept(channel, body)
        answer = shown(message)
        if body.get("nonce") is not None:
            self._state.keep_nonce(str(body["nonce"]), message)
            answer["nonce"] = body["nonce"]
        return answer

    def may_send(self, channel: Channel, body: Json) -> None:
        """Refuse what the bot may not post there; an archived thread that is not locked comes back."""
        if channel.kind == FORUM:
            raise Refused(50008)
        if channel.kind == DM and not self._state.users[channel.recipient].takes_messages:
            raise Refused(50007)
        if channel.guild_id:
            needed = ["send_messages_in_threads" if channel.is_thread else "send_messages"]
            needed += ["embed_links"] if body.get("embeds") else []
            self._access.channel(channel.id, *needed)
        if channel.is_thread and channel.locked and not self._access.may(channel, "manage_threads"):
            raise Refused(160005)

    def accept(self, channel: Channel, body: Json, *, id_: str | None = None, **more: Any) -> Json:
        """Put a message of the bot into the channel."""
        message = self.built(channel, body, id_=id_, **more)
        self._state.keep_message(message)
        channel.last_message = message["id"]
        if channel.archived:
            channel.archived, channel.archived_at = False, self._state.clock.now()
            self._emit("THREAD_UPDATE", channel.guild_id, channel_json(self._state, channel))
        self._state.keep(channel)
        self._emit("MESSAGE_CREATE", channel.guild_id, shown(message) | _in_guild(channel))
        return message

    def built(self, channel: Channel, body: Json, *, id_: str | None = None, **more: Any) -> Json:
        """A message that is in no channel yet. Names that begin with an underscore are ours alone."""
        message: Json = {
            "id": id_ or self._state.next_id(),
            "type": 0,
            "channel_id": channel.id,
            "content": body.get("content") or "",
            "author": user_json(self._state.users[self._state.app.id]),
            "attachments": [],
            "embeds": [{"type": "rich", **embed} for embed in body.get("embeds") or []],
            "components": numbered(copy.deepcopy(body.get("components") or [])),
            "flags": body.get("flags") or 0,
            "timestamp": self._state.timestamp(),
            "edited_timestamp": None,
            "tts": bool(body.get("tts")),
            "pinned": False,
            "_nonce": body.get("nonce"),
            "_allowed": body.get("allowed_mentions"),
            "_at": self._state.clock.now(),
            **more,
        }
        if body.get("message_reference"):
            message |= {"type": 19, "message_reference": {"type": 0, **body["message_reference"]}}
        return message | self._mentions(channel, message)

    def change(self, channel: Channel, message: Json, body: Json) -> Json:
        """Change a message as the body says; it is not kept yet."""
        for name in ("content", "embeds", "components"):
            if name in body:
                message[name] = copy.deepcopy(body[name]) or ("" if name == "content" else [])
        numbered(message["components"])
        if isinstance(body.get("flags"), int):
            message["flags"] = message["flags"] & ~COMPONENTS_V2 & ~4 | body["flags"]
        if "allowed_mentions" in body:
            message["_allowed"] = body["allowed_mentions"]
        message["edited_timestamp"] = self._state.timestamp()
        return message | self._mentions(channel, message)

    def history(self, call: Call) -> list[Json]:
        channel = self._access.channel(call["channel_id"])
        if channel.kind == FORUM:
            raise Refused(50008)
        limit = call.number("limit", 50, least=1, most=100)
        if channel.guild_id and not self._access.may(channel, "read_message_history"):
            return []
        found = _paged(list(self._state.messages.get(channel.id, {}).values()), call, limit)
        return [self.seen(channel, message) for message in found]

    def get(self, call: Call) -> Json:
        channel = self._access.channel(call["channel_id"])
        if channel.guild_id and not self._access.may(channel, "read_message_history"):
            raise Refused(50001)
        return self.seen(channel, self._message(call))

    def edit(self, call: Call) -> Json:
        channel = self._access.channel(call["channel_id"])
        message = self._message(call)
        if message["author"]["id"] != self._state.app.id:
            raise Refused(50005)
        if channel.archived:
            raise Refused(50083)
        form, body = call.form(), call.object()
        check_message(form, body, was=message)
        form.check()
        changed = self.change(channel, dict(message), body)
        refuse_empty(changed)
        self._state.keep_message(changed)
        self._emit("MESSAGE_UPDATE", channel.guild_id, shown(changed) | _in_guild(channel))
        return shown(changed)

    def delete(self, call: Call) -> None:
        channel = self._access.channel(call["channel_id"])
        message = self._message(call)
        if message["author"]["id"] != self._state.app.id:
            self._access.channel(channel.id, "manage_messages")
        if channel.archived:
            raise Refused(50083)
        self._state.drop_message(channel.id, message["id"])
        gone = {"id": message["id"], "channel_id": channel.id}
        self._emit("MESSAGE_DELETE", channel.guild_id, gone | _in_guild(channel))

    def crosspost(self, call: Call) -> Json:
        channel = self._access.channel(call["channel_id"], "send_messages")
        message = self._message(call)
        if channel.kind != ANNOUNCEMENT:
            raise Refused(50024)
        if message["author"]["id"] != self._state.app.id:
            self._access.channel(channel.id, "manage_messages")
        if message["flags"] & CROSSPOSTED:
            raise Refused(40033)
        message["flags"] |= CROSSPOSTED
        self._state.keep_message(message)
        return shown(message)

    def seen(self, channel: Channel, message: Json) -> Json:
        """A message as the bot reads it: what others wrote is empty without the privileged intent."""
        answer = shown(message)
        if self._settings.nonce_in_history and message.get("_nonce") is not None:
            answer["nonce"] = message["_nonce"]
        own = message["author"]["id"] == self._state.app.id
        mentioned = any(user["id"] == self._state.app.id for user in message["mentions"])
        if own or mentioned or not channel.guild_id or self._state.app.privileged & 1 << 15:
            return answer
        return answer | {"content": "", "embeds": [], "attachments": [], "components": []}

    def _known(self, body: Json) -> Json | None:
        """The message that already has this nonce; it is the author's, whatever the channel."""
        known = self._state.nonces.get(str(body.get("nonce")))
        if body.get("nonce") is None or not body.get("enforce_nonce") or known is None:
            return None
        if self._state.clock.now() - known["at"] > self._settings.nonce_window:
            return None
        message = self._state.message(known["channel"], known["message"])
        if message is None:
            raise Refused(10008)
        return message

    def _message(self, call: Call) -> Json:
        message = self._state.message(call["channel_id"], call["message_id"])
        if message is None:
            raise Refused(10008)
        return message

    def _check_reference(self, form: Form, channel: Channel, body: Json) -> None:
        reference = body.get("message_reference") or {}
        missing = reference and self._state.message(channel.id, str(reference.get("message_id"))) is None
        if missing and reference.get("fail_if_not_exists", True):
            form.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")

    def _mentions(self, channel: Channel, message: Json) -> Json:
        found = mentions_of(self._state, channel, message, message.get("_allowed"))
        return {
            "mention_everyone": found.everyone,
            "mention_roles": list(found.roles),
            "mentions": [user_json(self._state.users[user]) for user in found.users],
        }


def shown(message: Json) -> Json:
    """Without what is ours alone."""
    return {name: value for name, value in message.items() if not name.startswith("_")}


def _in_guild(channel: Channel) -> Json:
    return {"guild_id": channel.guild_id} if channel.guild_id else {}


def _paged(messages: list[Json], call: Call, limit: int) -> list[Json]:
    """Newest first, as Discord lists them."""
    query = call.query
    if "around" in query:
        middle = int(query["around"])
        older = [m for m in messages if int(m["id"]) < middle][-(limit // 2) or len(messages) :]
        newer = [m for m in messages if int(m["id"]) >= middle][: limit - len(older)]
        return (older + newer)[::-1]
    if "after" in query:
        return [m for m in messages if int(m["id"]) > int(query["after"])][:limit][::-1]
    if "before" in query:
        messages = [m for m in messages if int(m["id"]) < int(query["before"])]
    return messages[-limit:][::-1]
