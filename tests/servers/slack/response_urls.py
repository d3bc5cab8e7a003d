"""response_urls: five answers within thirty minutes, private or to the channel."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .blocks import completed, message_problems
from .messages import Messages
from .settings import Settings
from .state import Json, State


@dataclass(slots=True, kw_only=True)
class Conversation:
    """Where a response_url leads. `message_ts` is the message that was pressed, None for a command."""

    team: str
    channel: str
    user: str
    made_at: float
    message_ts: str | None = None
    private_id: int | None = None  # the private answer that was pressed
    uses: int = 0


class ResponseUrls:
    """`answer` is also the way of an answer that comes with an ack."""

    def __init__(self, state: State, settings: Settings, messages: Messages) -> None:
        self._state = state
        self._settings = settings
        self._messages = messages
        self._conversations: dict[str, Conversation] = {}
        self.base_url = ""

    def new(self, conversation: Conversation) -> str:
        name = f"r{len(self._conversations) + 1}"
        self._conversations[name] = conversation
        return f"{self.base_url}/response/{conversation.team}/{name}"

    def conversation(self, url: str) -> Conversation:
        return self._conversations[url.rsplit("/", 1)[-1]]

    async def handle(self, request: web.Request) -> web.Response:
        conversation = self._conversations.get(request.match_info["name"])
        if conversation is None:
            return web.json_response({"ok": False, "error": "no_service"}, status=404)
        if self._state.clock.now() - conversation.made_at > self._settings.response_url_lifetime:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        if conversation.uses >= self._settings.response_url_uses:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        try:
            body = await request.json()
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        conversation.uses += 1
        error = self.answer(conversation, body)
        if error is not None:
            return web.json_response({"ok": False, "error": error}, status=404)
        return web.Response(text="ok")

    def answer(self, conversation: Conversation, body: Any, *, how: str = "response_url") -> str | None:
        """Show an answer; the error code when Slack would not."""
        if not isinstance(body, dict):
            return "invalid_payload"
        if body.get("delete_original"):
            return self._delete(conversation)
        if not body.get("text") and not body.get("blocks"):
            return "no_text"
        error, _ = message_problems(body.get("blocks") or [])
        if error is not None:
            return error
        if body.get("replace_original") and conversation.message_ts is not None:
            return self._replace(conversation, body)
        self._show(conversation, body, how)
        return None

    def _show(self, conversation: Conversation, body: Json, how: str) -> None:
        if body.get("response_type") == "in_channel":
            content: Json = {name: body[name] for name in ("text", "blocks", "thread_ts") if name in body}
            channel = self._state.channels[conversation.channel]
            self._messages.accept(channel, {"text": "", **content}, sent=body)
            return
        replaced = conversation.private_id if body.get("replace_original") else None
        self._state.keep_private(self._private(conversation, body, how) | {"replaces": replaced})

    def _private(self, conversation: Conversation, body: Json, how: str) -> Json:
        shown: Json = {
            "how": how,
            "team": conversation.team,
            "channel": conversation.channel,
            "user": conversation.user,
            "ts": self._state.next_ts(),
            "text": body.get("text", ""),
            "sent": body,
        }
        if body.get("blocks"):
            shown["blocks"] = completed(body["blocks"], f"p{shown['ts'][-6:]}")
        return shown

    def _replace(self, conversation: Conversation, body: Json) -> str | None:
        message = self._original(conversation)
        if message is None:
            return "message_not_found"
        content: Json = {"text": body.get("text", "")}
        if body.get("blocks"):
            content["blocks"] = completed(body["blocks"], f"p{message['ts'][-6:]}")
        changed = {name: value for name, value in message.items() if name != "blocks"} | content
        changed |= {"sent": body, "edited": {"user": message["user"], "ts": self._state.next_ts()}}
        self._state.keep_message(conversation.channel, changed)
        return None

    def _delete(self, conversation: Conversation) -> str | None:
        if self._original(conversation) is not None and conversation.message_ts is not None:
            self._state.drop_message(conversation.channel, conversation.message_ts)
        elif conversation.private_id is not None:
            self._state.keep_private(
                {"how": "deleted", "user": conversation.user, "deletes": conversation.private_id}
            )
        else:
            return "message_not_found"
        return None

    def _original(self, conversation: Conversation) -> Json | None:
        messages = self._state.messages.get(conversation.channel, {})
        return messages.get(conversation.message_ts or "")
