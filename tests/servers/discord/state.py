"""What this Discord holds, in memory and in its journal: who is where, and every message in order."""

import asyncio
import itertools
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.slack.clock import Clock
from tests.servers.slack.journal import Journal

from .model import App, Channel, Guild, Json, User

EPOCH = 1_420_070_400_000


class State:
    """Look things up by id; `keep…` also writes the journal."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self.app = App()
        self.clock = clock
        self.touched = asyncio.Event()  # set at the next change
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, User] = {self.app.id: User(id=self.app.id, name="Jobwire", bot=True)}
        self.messages: dict[str, dict[str, Json]] = {}  # channel → id → message, oldest first
        self.private: dict[str, Json] = {}  # ephemeral messages; "seen_by" names the person
        self.commands: dict[str, list[Json]] = {}  # guild id or "global" → what is registered
        self.nonces: dict[str, Json] = {}  # nonce → {channel, message, at}
        self._last_id = 0
        self._counter = itertools.count(1)
        self._journal = Journal(path)
        for kind, key, value in self._journal.values():
            self._restore(kind, key, value)

    def keep(self, thing: Guild | Channel | User) -> None:
        """Add a thing, or write down that it changed."""
        match thing:
            case Guild():
                self.guilds[thing.id] = thing
            case Channel():
                self.channels[thing.id] = thing
            case User():
                self.users[thing.id] = thing
        self._put(type(thing).__name__, thing.id, thing.value())

    def keep_message(self, message: Json) -> None:
        """Add a message, or change the one with its id."""
        self.messages.setdefault(message["channel_id"], {})[message["id"]] = message
        self._put("message", f"{message['channel_id']}/{message['id']}", message)

    def drop_message(self, channel: str, message: str) -> None:
        del self.messages[channel][message]
        self._put("message", f"{channel}/{message}", None)

    def keep_private(self, message: Json) -> None:
        """A message that one person sees."""
        self.private[message["id"]] = message
        self._put("private", message["id"], message)

    def drop_private(self, message: str) -> None:
        del self.private[message]
        self._put("private", message, None)

    def keep_commands(self, scope: str, commands: list[Json]) -> None:
        self.commands[scope] = commands
        self._put("commands", scope, commands)

    def keep_nonce(self, nonce: str, message: Json) -> None:
        known = {"channel": message["channel_id"], "message": message["id"], "at": self.clock.now()}
        self.nonces[nonce] = known
        self._put("nonce", nonce, known)

    def next_id(self, *, of_its_own_millisecond: bool = False) -> str:
        """A snowflake, later than all before it. Its millisecond decides the shard of a guild."""
        now = (int(self.clock.now() * 1000) - EPOCH) << 22
        self._last_id = max(now, self._last_id + (1 << 22 if of_its_own_millisecond else 1))
        return str(self._last_id)

    def message(self, channel: str, message: str) -> Json | None:
        return self.messages.get(channel, {}).get(message)

    def threads_of(self, channel: str) -> list[Channel]:
        return [c for c in self.channels.values() if c.parent_id == channel and c.is_thread and not c.deleted]

    def timestamp(self, at: float | None = None) -> str:
        """An instant as Discord writes it."""
        return datetime.fromtimestamp(self.clock.now() if at is None else at, UTC).isoformat()

    def time_of(self, snowflake: str) -> float:
        """When an id was made."""
        return ((int(snowflake) >> 22) + EPOCH) / 1000

    def touch(self) -> None:
        """Wake who waits for a change."""
        self.touched.set()
        self.touched = asyncio.Event()

    def close(self) -> None:
        self._journal.close()

    def _put(self, kind: str, key: str, value: object) -> None:
        self._journal.put(kind, key, value)
        self.touch()

    def _restore(self, kind: str, key: str, value: Json) -> None:
        match kind:
            case "Guild":
                self.guilds[key] = Guild.of(value)
            case "Channel":
                self.channels[key] = Channel.of(value)
            case "User":
                self.users[key] = User.of(value)
            case "message":
                self.messages.setdefault(value["channel_id"], {})[value["id"]] = value
            case "private":
                self.private[key] = value
            case "commands":
                self.commands[key] = value  # type: ignore[assignment]
            case "nonce":
                self.nonces[key] = value
        if kind not in ("commands", "nonce") and key != self.app.id:
            self._last_id = max(self._last_id, int(key.rpartition("/")[2]))
