"""Threads and forum posts: started, listed, joined, archived and locked."""

from datetime import UTC, datetime

from .call import Call, Route
from .message_rules import check_message, refuse_empty
from .messages import Emit, Messages, shown
from .model import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    HAS_THREAD,
    PUBLIC_THREAD,
    TEXT,
    THREADS,
    Channel,
    Json,
)
from .permissions import Access
from .refusal import Form, Refused
from .settings import Settings
from .shapes import channel_json, thread_member_json
from .state import State

_OF_CHANNEL = "/channels/{channel_id}/threads"
_OF_MESSAGE = "/channels/{channel_id}/messages/{message_id}/threads"
_ARCHIVED = "/channels/{channel_id}/threads/archived/public"
_ME = "/channels/{channel_id}/thread-members/@me"
MOST_TAGS = 5


class Threads:
    """The thread's id is that of the message that it starts with."""

    def __init__(
        self, state: State, settings: Settings, *, access: Access, messages: Messages, emit: Emit
    ) -> None:
        self._state = state
        self._settings = settings
        self._access = access
        self._messages = messages
        self._emit = emit

    def routes(self) -> list[Route]:
        return [
            Route(method="POST", template=_OF_CHANNEL, handler=self.start, limit=(5, 5.0)),
            Route(method="POST", template=_OF_MESSAGE, handler=self.start_from, limit=(5, 5.0)),
            Route(method="PATCH", template="/channels/{channel_id}", handler=self.change, limit=(5, 10.0)),
            Route(method="GET", template="/guilds/{guild_id}/threads/active", handler=self.active),
            Route(method="GET", template=_ARCHIVED, handler=self.archived),
            Route(method="PUT", template=_ME, handler=self.join),
            Route(method="DELETE", template=_ME, handler=self.leave),
            Route(method="GET", template="/channels/{channel_id}/thread-members", handler=self.members),
        ]

    def start(self, call: Call) -> Json:
        """A forum post with its message, or a thread of a text channel without one."""
        channel = self._access.channel(call["channel_id"])
        if channel.kind == FORUM:
            return self._post(call, channel)
        if channel.kind not in (TEXT, ANNOUNCEMENT):
            raise Refused(50024)
        self._access.channel(channel.id, "create_public_threads")
        form, body = call.form(), call.object()
        form.length(("name",), body.get("name"), 1, 100)
        form.check()
        thread = self._made(channel, body, self._state.next_id())
        return self._announced(thread)

    def _post(self, call: Call, forum: Channel) -> Json:
        self._access.channel(forum.id, "send_messages")
        form, body = call.form(), call.object()
        form.length(("name",), body.get("name"), 1, 100)
        content = body.get("message")
        if not isinstance(content, dict):
            form.add(("message",), "BASE_TYPE_REQUIRED", "This field is required")
            raise Refused(50035, errors=form.tree)
        form.length(("applied_tags",), body.get("applied_tags") or [], 0, MOST_TAGS)
        inner = Form()
        check_message(inner, content)
        if inner.tree:
            form.tree["message"] = inner.tree
        form.check()
        refuse_empty(content)
        self._check_tags(forum, [str(tag) for tag in body.get("applied_tags") or []])
        thread = self._made(forum, body, self._state.next_id())
        message = self._messages.accept(thread, content, id_=thread.id)
        return self._announced(thread) | {"message": shown(message)}

    def _check_tags(self, forum: Channel, tags: list[str]) -> None:
        known = {tag["id"]: tag for tag in forum.tags}
        if forum.require_tag and not tags:
            raise Refused(40067)
        for tag in tags:
            if tag not in known:
                raise Refused(10087)
            if known[tag].get("moderated"):
                self._access.channel(forum.id, "manage_threads")

    def start_from(self, call: Call) -> Json:
        channel = self._access.channel(call["channel_id"], "create_public_threads")
        message = self._state.message(channel.id, call["message_id"])
        if message is None:
            raise Refused(10008)
        if channel.kind not in (TEXT, ANNOUNCEMENT):
            raise Refused(50024)
        if message["id"] in self._state.channels:
            raise Refused(160004)
        form, body = call.form(), call.object()
        form.length(("name",), body.get("name"), 1, 100)
        form.check()
        message["flags"] |= HAS_THREAD
        self._state.keep_message(message)
        return self._announced(self._made(channel, body, message["id"]))

    def _made(self, parent: Channel, body: Json, id_: str) -> Channel:
        thread = Channel(
            id=id_,
            guild_id=parent.guild_id,
            kind=ANNOUNCEMENT_THREAD if parent.kind == ANNOUNCEMENT else PUBLIC_THREAD,
            name=body["name"],
            parent_id=parent.id,
            owner_id=self._state.app.id,
            auto_archive=body.get("auto_archive_duration") or 4320,
            created_at=self._state.clock.now(),
            applied_tags=[str(tag) for tag in body.get("applied_tags") or []],
            members=[self._state.app.id],
        )
        self._state.keep(thread)
        parent.last_message = thread.id if parent.kind == FORUM else parent.last_message
        self._state.keep(parent)
        return thread

    def _announced(self, thread: Channel) -> Json:
        made = channel_json(self._state, thread)
        self._emit("THREAD_CREATE", thread.guild_id, made | {"newly_created": True})
        return made | {"member": thread_member_json(self._state, thread, self._state.app.id)}

    def change(self, call: Call) -> Json:
        """Of a thread: name, archived, locked, tags, auto archive. The owner may do less than a manager."""
        thread = self._access.channel(call["channel_id"])
        if not thread.is_thread:
            raise Refused(50024)
        call.form().check()
        body = call.object()
        is_manager = self._access.may(thread, "manage_threads")
        own = thread.owner_id == self._state.app.id and "locked" not in body and not thread.locked
        only_reopens = set(body) <= {"archived"} and body.get("archived") is False and not thread.locked
        if not (is_manager or own or only_reopens):
            raise Refused(160005 if thread.locked and thread.archived else 50013)
        if thread.archived and body.get("archived") is not False:
            raise Refused(50083)
        if "applied_tags" in body and thread.parent_id:
            tags = [str(tag) for tag in body["applied_tags"] or []]
            self._check_tags(self._state.channels[thread.parent_id], tags)
            thread.applied_tags = tags
        thread.auto_archive = body.get("auto_archive_duration") or thread.auto_archive
        self.set(thread, archived=body.get("archived"), locked=body.get("locked"), name=body.get("name"))
        return channel_json(self._state, thread)

    def set(
        self, thread: Channel, *, archived: bool | None, locked: bool | None, name: str | None = None
    ) -> None:
        """Change a thread and tell the bot; None leaves a thing as it is."""
        if archived is not None and archived != thread.archived:
            thread.archived, thread.archived_at = archived, self._state.clock.now()
        thread.locked = thread.locked if locked is None else locked
        thread.name = name or thread.name
        self._state.keep(thread)
        self._emit("THREAD_UPDATE", thread.guild_id, channel_json(self._state, thread))

    def doze(self) -> None:
        """Archive the threads in which nothing happened for as long as their setting says."""
        for thread in list(self._state.channels.values()):
            if thread.is_thread and not thread.archived and not thread.deleted:
                said = self._state.time_of(thread.last_message) if thread.last_message else 0.0
                quiet_since = max(said, thread.created_at, thread.archived_at)
                if self._state.clock.now() - quiet_since > thread.auto_archive * 60:
                    self.set(thread, archived=True, locked=None)

    def active(self, call: Call) -> Json:
        guild = self._access.guild(call["guild_id"])
        threads = [
            thread
            for thread in self._state.channels.values()
            if thread.kind in THREADS
            and thread.guild_id == guild.id
            and not (thread.archived or thread.deleted)
            and self._access.may(thread, "view_channel")
        ]
        threads.sort(key=lambda thread: -int(thread.id))
        return self._listed(threads)

    def archived(self, call: Call) -> Json:
        channel = self._access.channel(call["channel_id"], "read_message_history")
        page = call.number("limit", self._settings.archived_page, least=2, most=100)
        page = min(page, self._settings.archived_page)
        threads = [thread for thread in self._state.threads_of(channel.id) if thread.archived]
        if "before" in call.query:
            before = datetime.fromisoformat(call.query["before"].replace(" ", "+"))
            threads = [t for t in threads if datetime.fromtimestamp(t.archived_at, UTC) < before]
        threads.sort(key=lambda thread: -thread.archived_at)
        return self._listed(threads[:page]) | {"has_more": len(threads) > page}

    def _listed(self, threads: list[Channel]) -> Json:
        me = self._state.app.id
        return {
            "threads": [channel_json(self._state, thread) for thread in threads],
            "members": [thread_member_json(self._state, t, me) for t in threads if me in t.members],
        }

    def join(self, call: Call) -> None:
        thread = self._thread(call)
        if thread.archived:
            raise Refused(50083)
        if self._state.app.id not in thread.members:
            thread.members.append(self._state.app.id)
        self._state.keep(thread)

    def leave(self, call: Call) -> None:
        thread = self._thread(call)
        if thread.archived:
            raise Refused(50083)
        thread.members = [user for user in thread.members if user != self._state.app.id]
        self._state.keep(thread)

    def members(self, call: Call) -> list[Json]:
        thread = self._thread(call)
        return [thread_member_json(self._state, thread, user) for user in thread.members]

    def _thread(self, call: Call) -> Channel:
        thread = self._access.channel(call["channel_id"])
        if not thread.is_thread:
            raise Refused(50024)
        return thread
