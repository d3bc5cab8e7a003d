"""What this Slack holds, in memory and in its journal: who is where, and every message in order."""

import asyncio
import itertools
from pathlib import Path
from typing import Any

from .clock import Clock
from .journal import Journal
from .model import App, Channel, Token, User, Workspace

Json = dict[str, Any]


class State:
    """Look things up by id; `keep` and `keep_message` also write the journal."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self.app = App()
        self.touched = asyncio.Event()  # set at the next change
        self.clock = clock
        self.workspaces: dict[str, Workspace] = {}
        self.tokens: dict[str, Token] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Json]] = {}  # channel → ts → message, oldest first
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}  # "team/user" → the published home view
        self.privately: list[Json] = []  # ephemeral messages and private answers, as people saw them
        self._counter = itertools.count(1)
        self._last_ts = 0
        self._journal = Journal(path)
        for kind, key, value in self._journal.values():
            self._restore(kind, key, value)
        self._counter = itertools.count(self._highest_id() + 1)

    def _restore(self, kind: str, key: str, value: Json) -> None:
        match kind:
            case "workspace":
                self.workspaces[key] = Workspace.of(value)
            case "token":
                self.tokens[key] = Token.of(value)
            case "user":
                self.users[key] = User.of(value)
            case "channel":
                self.channels[key] = Channel.of(value)
            case "message":
                channel, ts = key.split("/")
                self.messages.setdefault(channel, {})[ts] = value
                self._last_ts = max(self._last_ts, int(ts.replace(".", "")))
            case "view":
                self.views[key] = value
            case "home":
                self.homes[key] = value
            case "private":
                self.privately.append(value)

    def _put(self, kind: str, key: str, value: Json | None) -> None:
        self._journal.put(kind, key, value)
        self.touch()

    def touch(self) -> None:
        """Wake whoever waits for something to happen."""
        self.touched.set()
        self.touched = asyncio.Event()

    def _highest_id(self) -> int:
        bots = [workspace.bot_id for workspace in self.workspaces.values()]
        homes = [home["id"] for home in self.homes.values()]
        ids = [*self.workspaces, *self.users, *self.channels, *self.views, *bots, *homes]
        return max((int(name[1:]) for name in ids), default=0)

    def keep(self, thing: Workspace | Token | User | Channel) -> None:
        """Add or change."""
        match thing:
            case Workspace():
                self.workspaces[thing.id] = thing
                self._put("workspace", thing.id, thing.value())
            case Token():
                self.tokens[thing.value_] = thing
                self._put("token", thing.value_, thing.value())
            case User():
                self.users[thing.id] = thing
                self._put("user", thing.id, thing.value())
            case Channel():
                self.channels[thing.id] = thing
                self._put("channel", thing.id, thing.value())

    def keep_message(self, channel: str, message: Json) -> None:
        """Add a message, or change the one with its ts."""
        self.messages.setdefault(channel, {})[message["ts"]] = message
        self._put("message", f"{channel}/{message['ts']}", message)

    def drop_message(self, channel: str, ts: str) -> None:
        del self.messages[channel][ts]
        self._put("message", f"{channel}/{ts}", None)

    def keep_view(self, view: Json) -> None:
        self.views[view["id"]] = view
        self._put("view", view["id"], view)

    def close_view(self, view_id: str) -> None:
        if self.views.pop(view_id, None) is not None:
            self._put("view", view_id, None)

    def keep_home(self, team: str, user: str, view: Json) -> None:
        self.homes[f"{team}/{user}"] = view
        self._put("home", f"{team}/{user}", view)

    def keep_private(self, shown: Json) -> None:
        """Something that one person saw."""
        self.privately.append(shown)
        self._put("private", str(len(self.privately)), shown)

    def next_id(self, letter: str) -> str:
        """A new id such as C00000007."""
        return f"{letter}{next(self._counter):08d}"

    def next_ts(self) -> str:
        """A message's time and id: later than all before it."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def token_of(self, team: str) -> Token:
        """The newest token that serves this workspace."""
        enterprise = self.workspaces[team].enterprise_id
        serving = [
            token
            for token in self.tokens.values()
            if token.team_id == team or (token.is_enterprise_install and token.enterprise_id == enterprise)
        ]
        if not serving:
            raise ValueError(f"the app is not installed in {team}")
        return serving[-1]

    def channel_named(self, team: str, name: str) -> Channel | None:
        bare = name.removeprefix("#")
        named = (c for c in self.channels.values() if c.team_id == team and c.name == bare != "")
        return next(named, None)

    def direct_channel(self, team: str, user: str) -> Channel:
        """The conversation of the bot with a person, made if need be."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.team_id == team and channel.user == user:
                return channel
        bot = self.workspaces[team].bot_user_id
        made = Channel(
            id=self.next_id("D"),
            team_id=team,
            name="",
            kind="im",
            user=user,
            members=[user, bot],
            created=int(self.clock.now()),
        )
        self.keep(made)
        return made

    def close(self) -> None:
        self._journal.close()
