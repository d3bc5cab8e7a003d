"""chat.*: accepting, changing and linking to messages."""

import json
from typing import Any

from .blocks import completed, message_problems
from .call import Call
from .limits import Limits
from .model import Channel
from .refusal import Refused
from .state import Json, State

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
METADATA_BYTES = 16_000
MOST_ATTACHMENTS = 100


class Messages:
    """The chat methods, and `accept`, through which every message of the app enters a channel."""

    def __init__(self, state: State, limits: Limits) -> None:
        self._state = state
        self._limits = limits
        self.methods = {
            "chat.postMessage": self.post,
            "chat.postEphemeral": self.post_privately,
            "chat.update": self.update,
            "chat.delete": self.delete,
            "chat.getPermalink": self.permalink,
        }

    def post(self, call: Call) -> Json:
        channel = destination(call)
        may_post(call, channel)
        content = content_of(call, "chat.postMessage")
        thread = self._thread(call, channel)
        self._limits.count_post(channel.id)
        if call.text("username") or call.text("icon_emoji") or call.text("icon_url"):
            call.need_scope("chat:write.customize")
        warnings = _shorten(content)
        message = self.accept(channel, content | thread, sent=call.args)
        if call.flag("reply_broadcast") and thread:
            message["subtype"] = "thread_broadcast"
            self._state.keep_message(channel.id, message)
        answer: Json = {"channel": channel.id, "ts": message["ts"], "message": shown(message, metadata=True)}
        if warnings:
            answer |= {"warning": warnings[0], "response_metadata": {"warnings": warnings}}
        return answer

    def accept(self, channel: Channel, content: Json, *, sent: Json) -> Json:
        """Put a message of the bot into the channel; `sent` is kept for tests, exactly as it came."""
        workspace = self._state.workspaces[channel.team_id]
        app = self._state.app
        ts = self._state.next_ts()
        message: Json = {
            "type": "message",
            "user": workspace.bot_user_id,
            "ts": ts,
            "bot_id": workspace.bot_id,
            "app_id": app.app_id,
            "team": channel.team_id,
            "bot_profile": {
                "id": workspace.bot_id,
                "deleted": False,
                "name": app.name,
                "updated": channel.created,
                "app_id": app.app_id,
                "icons": {},
                "team_id": channel.team_id,
            },
            "sent": sent,
        } | content
        if "blocks" in message:
            message["blocks"] = completed(message["blocks"], f"b{ts[-6:]}")
        self._state.keep_message(channel.id, message)
        self._count_reply(channel, message)
        return message

    def post_privately(self, call: Call) -> Json:
        channel = destination(call)
        may_post(call, channel)
        if call.text("user") not in channel.members:
            raise Refused("user_not_in_channel")
        content = content_of(call, "chat.postEphemeral")
        ts = self._state.next_ts()
        if "blocks" in content:
            content["blocks"] = completed(content["blocks"], f"e{ts[-6:]}")
        shown_ = {
            "how": "ephemeral",
            "team": channel.team_id,
            "channel": channel.id,
            "user": call.text("user"),
            "ts": ts,
            "sent": call.args,
        }
        self._state.keep_private(shown_ | content)
        return {"message_ts": ts}

    def update(self, call: Call) -> Json:
        channel = destination(call)
        message = self._own(call, channel, "cant_update_message")
        content = content_of(call, "chat.update", earlier=message)
        if "blocks" in content:
            content["blocks"] = completed(content["blocks"], f"u{message['ts'][-6:]}")
        edited = {"user": message["user"], "ts": self._state.next_ts()}
        changed = message | content | {"edited": edited, "sent": call.args}
        if changed.get("metadata") == {}:
            del changed["metadata"]
        self._state.keep_message(channel.id, changed)
        return {
            "channel": channel.id,
            "ts": message["ts"],
            "text": changed["text"],
            "message": shown(changed, metadata=True),
        }

    def delete(self, call: Call) -> Json:
        channel = destination(call)
        message = self._own(call, channel, "cant_delete_message")
        self._state.drop_message(channel.id, message["ts"])
        return {"channel": channel.id, "ts": message["ts"]}

    def permalink(self, call: Call) -> Json:
        channel = destination(call)
        ts = call.text("message_ts")
        message = self._state.messages.get(channel.id, {}).get(ts)
        if message is None:
            raise Refused("message_not_found")
        domain = self._state.workspaces[channel.team_id].domain
        link = f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
        if message.get("thread_ts", ts) != ts:
            link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
        return {"channel": channel.id, "permalink": link}

    def _own(self, call: Call, channel: Channel, error: str) -> Json:
        message = self._state.messages.get(channel.id, {}).get(call.text("ts"))
        if message is None:
            raise Refused("message_not_found")
        if message.get("bot_id") != self._state.workspaces[channel.team_id].bot_id:
            raise Refused(error)
        return message

    def _thread(self, call: Call, channel: Channel) -> Json:
        ts = call.text("thread_ts")
        if not ts:
            return {}
        parent = self._state.messages.get(channel.id, {}).get(ts)
        if parent is None or parent.get("thread_ts", ts) != ts:
            raise Refused("cannot_reply_to_message")
        return {"thread_ts": ts, "parent_user_id": parent["user"]}

    def _count_reply(self, channel: Channel, reply: Json) -> None:
        ts = reply.get("thread_ts")
        if ts is None:
            return
        parent = self._state.messages[channel.id][ts]
        users = parent.get("reply_users", [])
        users = users if reply["user"] in users else [*users, reply["user"]]
        counted = {
            "thread_ts": ts,
            "reply_count": parent.get("reply_count", 0) + 1,
            "reply_users_count": len(users),
            "latest_reply": reply["ts"],
            "reply_users": users,
            "is_locked": False,
            "subscribed": True,
        }
        self._state.keep_message(channel.id, parent | counted)


def destination(call: Call) -> Channel:
    """The channel that a chat method names by id, by name, or by the person to write to."""
    name = call.text("channel")
    channel = call.state.channels.get(name)
    if channel is None and name in call.state.users:
        channel = call.state.direct_channel(call.team, name)
    channel = channel or call.state.channel_named(call.team, name)
    if channel is None or channel.team_id != call.team or channel.deleted:
        raise Refused("channel_not_found")
    return channel


def may_post(call: Call, channel: Channel) -> None:
    """Raise what Slack says where the bot may not post."""
    member = call.state.workspaces[channel.team_id].bot_user_id in channel.members
    if not member and channel.kind != "public":
        raise Refused("channel_not_found")
    if channel.archived:
        raise Refused("is_archived")
    if not member and "chat:write.public" not in call.token.scopes:
        raise Refused("not_in_channel")
    if channel.read_only:
        read_only = call.method == "chat.postMessage"
        raise Refused("restricted_action_read_only_channel" if read_only else "restricted_action")


def content_of(call: Call, method: str, *, earlier: Json | None = None) -> Json:
    """Text, blocks, attachments and metadata of a call, judged. An update keeps what it does not name."""
    blocks = call.structure("blocks", "invalid_blocks_format")
    attachments = call.structure("attachments", "invalid_form_data")
    markdown = call.text("markdown_text")
    if markdown and (call.text("text") or blocks):
        raise Refused("markdown_text_conflict")
    if not (call.text("text") or markdown or blocks or attachments):
        raise Refused("no_text")
    if len(markdown) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    if method != "chat.postMessage" and len(call.text("text")) > LONGEST_TEXT:
        raise Refused("msg_too_long")
    content: Json = {"text": call.text("text") or markdown}
    if blocks is not None:
        _judge(blocks, method)
        content["blocks"] = blocks
    if attachments is not None:
        if not isinstance(attachments, list) or len(attachments) > MOST_ATTACHMENTS:
            raise Refused("too_many_attachments")
        for attachment in attachments:
            _judge(attachment.get("blocks", []), method)
        content["attachments"] = attachments
    if "username" in call.args:
        content |= {"username": call.text("username"), "subtype": "bot_message"}
    return content | _metadata(call, removable=earlier is not None)


def _judge(blocks: Any, method: str) -> None:
    error, problems = message_problems(blocks)
    if error == "msg_blocks_too_long" and method != "chat.postMessage":
        error = "msg_too_long"
    if error is not None:
        raise Refused(error, messages=problems)


def _metadata(call: Call, *, removable: bool) -> Json:
    if call.method == "chat.postEphemeral":
        return {}
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return {}
    if metadata == {} and removable:
        return {"metadata": {}}
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(payload, dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return {"metadata": metadata}


def _shorten(content: Json) -> list[str]:
    if len(content["text"]) <= LONGEST_TEXT:
        return []
    content["text"] = content["text"][:LONGEST_TEXT]
    return ["message_truncated"]


def shown(message: Json, *, metadata: bool) -> Json:
    """A message as Slack tells it; without `metadata` its payload is left out."""
    told = {name: value for name, value in message.items() if name != "sent"}
    if "metadata" in told and not metadata:
        told["metadata"] = {"event_type": told["metadata"]["event_type"]}
    return told
