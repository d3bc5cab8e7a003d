"""What a test does with the server: make a world, act as people, break things, read what came.

Every public coroutine is also POST /control/NAME with its arguments as JSON.
"""

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .deliveries import Delivery
from .model import BOT_SCOPES, Channel, User, Workspace
from .state import Json

if TYPE_CHECKING:
    from .server import SlackServer

PATIENCE = 10.0


class Control:
    """Ids in and out are Slack's own. `wait=False` returns before the app has answered."""

    def __init__(self, server: "SlackServer") -> None:
        self._server = server
        self._state = server.state

    # The world

    async def app(self) -> Json:
        """Ids, secrets and the app token of the app that is tested."""
        return asdict(self._state.app)

    async def workspace(
        self,
        name: str = "Acme",
        *,
        enterprise_id: str = "",
        installed: bool = True,
        scopes: list[str] | None = None,
    ) -> Json:
        """A workspace with the app's bot user, and with a token when it is installed."""
        team = self._state.next_id("T")
        domain = name.lower().replace(" ", "-")
        workspace = Workspace(
            id=team,
            name=name,
            domain=domain,
            enterprise_id=enterprise_id,
            enterprise_name=f"{enterprise_id} Inc" if enterprise_id else "",
            bot_user_id=self._state.next_id("U"),
            bot_id=self._state.next_id("B"),
            installed=installed,
        )
        self._state.keep(workspace)
        bot = User(id=workspace.bot_user_id, team_id=team, name="jobwire", real_name="Jobwire", is_bot=True)
        self._state.keep(bot)
        made = {"team": team, "bot_user": bot.id, "bot": workspace.bot_id, "bot_token": ""}
        if installed:
            token = self._server.oauth.issue(workspace, list(BOT_SCOPES if scopes is None else scopes))
            made["bot_token"] = token.value_
        return made

    async def user(self, team: str, name: str = "ada", **more: Any) -> str:
        """A person; `more`: real_name, tz, tz_label, tz_offset, locale, is_admin, is_owner."""
        user = User(id=self._state.next_id("U"), team_id=team, name=name, **more)
        self._state.keep(user)
        return user.id

    async def channel(
        self, team: str, name: str = "jobs", *, kind: str = "public", bot: bool = True, **more: Any
    ) -> str:
        """A channel with everybody of the workspace in it; `bot`: whether the app's bot is a member."""
        people = [u.id for u in self._state.users.values() if u.team_id == team and not u.is_bot]
        members = [*people, self._state.workspaces[team].bot_user_id] if bot else people
        channel = Channel(
            id=self._state.next_id("C"),
            team_id=team,
            name=name,
            kind=kind,
            members=members,
            created=int(self._state.clock.now()),
            **more,
        )
        self._state.keep(channel)
        return channel.id

    async def settings(self, **numbers: Any) -> Json:
        """Change numbers of `settings.Settings`, for instance post_interval=0; returns all of them."""
        for name, value in numbers.items():
            if name not in asdict(self._server.settings):
                raise ValueError(f"no setting {name}")
            setattr(self._server.settings, name, value)
        return asdict(self._server.settings)

    async def scopes(self, team: str, scopes: list[str]) -> None:
        token = self._state.token_of(team)
        token.scopes = scopes
        self._state.keep(token)

    async def advance(self, seconds: float) -> float:
        """Move the server's time."""
        return self._state.clock.advance(seconds)

    async def freeze(self) -> float:
        return self._state.clock.freeze()

    # People

    async def connected(self, at_least: int = 1, *, opened: int = 0) -> int:
        """Wait until the app holds that many Socket Mode connections, and has opened that many in all."""
        async with asyncio.timeout(PATIENCE):
            await self._server.socket.connected(at_least, opened)
        return self._server.socket.count

    async def command(
        self, channel: str, user: str, text: str = "", *, command: str = "/jobs", wait: bool = True
    ) -> Json:
        return await self._told(self._server.interactions.command(channel, user, command, text), wait)

    async def press(self, channel: str, ts: str, user: str, action: Json | str, *, wait: bool = True) -> Json:
        """Use an element of a message. `action`: its action_id, or {action_id, block_id, choice}."""
        delivery = self._server.interactions.press_message(channel, ts, user, _named(action))
        return await self._told(delivery, wait)

    async def press_private(self, number: int, action: Json | str, *, wait: bool = True) -> Json:
        """Use an element of a private answer, by its `number` in `private`."""
        shown = self._state.privately[number]
        delivery = self._server.interactions.press_message(
            shown["channel"], shown["ts"], shown["user"], _named(action), private_id=number
        )
        return await self._told(delivery, wait)

    async def press_view(
        self, view: str, action: Json | str, *, values: Json | None = None, wait: bool = True
    ) -> Json:
        """Use an element of a modal or Home tab; `values`: what was filled in, by action_id or block_id."""
        delivery = self._server.interactions.press_view(self._view(view), _named(action), values or {})
        return await self._told(delivery, wait)

    async def suggest(self, view: str, action: Json | str, typed: str) -> Json:
        return await self._told(
            self._server.interactions.suggest(self._view(view), _named(action), typed), wait=True
        )

    async def submit(self, view: str, values: Json | None = None, *, wait: bool = True) -> Json:
        """Press a modal's submit button with the fields filled in, by action_id or block_id."""
        return await self._told(self._server.interactions.submit(self._view(view), values or {}), wait)

    async def close_view(self, view: str, *, whole_stack: bool = False) -> Json | None:
        delivery = self._server.interactions.close(self._view(view), whole_stack=whole_stack)
        return None if delivery is None else await self._told(delivery, wait=True)

    async def open_home(self, team: str, user: str, *, wait: bool = True) -> Json:
        """Somebody opens the Home tab."""
        channel = self._state.direct_channel(team, user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": "home"}
        home = self._state.homes.get(f"{team}/{user}")
        if home is not None:
            event["view"] = home
        return await self.event(team, event, wait=wait)

    async def say(self, channel: str, user: str, text: str, *, thread_ts: str = "") -> str:
        """A message by a person; the app is not told. Its ts."""
        message = {"type": "message", "user": user, "text": text, "ts": self._state.next_ts()}
        if thread_ts:
            message["thread_ts"] = thread_ts
        self._state.keep_message(channel, message)
        return message["ts"]

    async def event(self, team: str, event: Json, *, wait: bool = True) -> Json:
        """Any event: {"type": ..., ...}. Without a connection it waits for the next one."""
        return await self._told(self._server.interactions.event(team, event), wait)

    async def redeliver(self, delivery: str, *, reason: str = "timeout", wait: bool = True) -> Json:
        """Send an earlier delivery once more."""
        again = self._server.deliveries.all[delivery]
        again.settled.clear()
        return await self._told(self._server.interactions.again(again, reason), wait)

    async def lie(self, delivery: str, *, age: float = 0, secret: str | None = None) -> int:
        """Repeat an HTTP request with an old timestamp or a wrong secret; the app's status."""
        return await self._server.interactions.lie(delivery, age=age, secret=secret)

    async def use_http(self, url: str | None) -> None:
        """Send signed requests to this address from now on; None: back to Socket Mode."""
        kinds = ("slash_commands", "interactive", "events_api")
        self._server.http.urls = {} if url is None else dict.fromkeys(kinds, url)

    async def verify_address(self, challenge: str = "c1") -> bool:
        """Whether the app answers the challenge that Slack sends to a new address."""
        told = await self._told(self._server.interactions.verify_address(challenge), wait=True)
        return told["response"] in (challenge, {"challenge": challenge})

    async def next_install(self, **install: Any) -> None:
        """Who comes to the OAuth page: team, user, whole_organisation, refuse."""
        for name, value in install.items():
            setattr(self._server.oauth.next_install, name, value)

    # Trouble

    async def script(self, steps: list[Json]) -> None:
        """See faults.Step, for instance {"do": "drop_after", "channel": "C00000004", "times": 2}."""
        self._server.faults.script(steps)

    async def rates(self, **rates: float) -> None:
        """Probabilities of behaviours of chat.postMessage, for instance drop_after=0.05."""
        self._server.faults.rates = rates

    async def clear_faults(self) -> None:
        self._server.faults.steps.clear()
        self._server.faults.rates = {}

    async def release(self) -> None:
        """Let go of calls that are held."""
        self._server.faults.release()

    async def cut(self) -> int:
        """Break every Socket Mode connection."""
        return self._server.socket.cut()

    async def refresh(self, reason: str = "refresh_requested") -> int:
        """Ask every connection to be renewed."""
        return await self._server.socket.ask_to_leave(reason)

    async def refuse_connections(self, *, refuse: bool = True) -> None:
        self._server.socket.refusing = refuse

    async def change_channel(self, channel: str, what: str, *, name: str = "", event: bool = True) -> None:
        """`what`: archive, unarchive, delete, rename, remove_bot, invite_bot; told to the app unless not."""
        await self._server.changes.change(channel, what, name=name)
        if event:
            for body in self._server.changes.events(channel, what):
                await self.event(self._state.channels[channel].team_id, body, wait=False)

    async def revoke(self, team: str, *, error: str = "token_revoked", event: bool = True) -> None:
        """The workspace's tokens are refused with `error` from now on (account_inactive: uninstalled)."""
        uninstalled = error == "account_inactive"
        events = self._server.changes.revoke(team, error, uninstalled=uninstalled)
        for body in events if event else []:
            await self.event(team, body, wait=False)

    # What came

    async def until(self, what: str, arguments: Json, *, at_least: int = 1) -> list[Json]:
        """Wait until that many things came, for instance until("modals", {"user": user}); all of them."""

        async def enough() -> list[Json]:
            found: list[Json] = await getattr(self, what)(**arguments)
            return found if len(found) >= at_least else []

        found: list[Json] = await self._server.until(enough)
        return found

    async def messages(self, channel: str) -> list[Json]:
        """All messages of a channel in order, replies too; `sent` has the arguments as they came."""
        return list(self._state.messages.get(channel, {}).values())

    async def private(self, user: str | None = None, *, still: bool = False) -> list[Json]:
        """What people saw alone (chat.postEphemeral, response_url, answers with the ack), numbered.

        `still`: without what was replaced or deleted since.
        """
        everything = [shown | {"number": number} for number, shown in enumerate(self._state.privately)]
        gone = {shown.get(how) for shown in everything for how in ("replaces", "deletes")}
        return [
            shown
            for shown in everything
            if user in (None, shown["user"])
            and not (still and (shown["number"] in gone or shown["how"] == "deleted"))
        ]

    async def modals(self, user: str) -> list[Json]:
        """The stack of a person's open modals, the top one last; `errors` stand at their fields."""
        return [view for view in self._state.views.values() if view["user"] == user]

    async def home(self, team: str, user: str) -> Json | None:
        return self._state.homes.get(f"{team}/{user}")

    async def deliveries(self) -> list[Json]:
        """All that was sent to the app: acked, latency, late (no ack within 3 s), response, attempts."""
        every = self._server.deliveries
        return [every.told(delivery) for delivery in every.all.values()]

    async def requests(self, method: str | None = None) -> list[Json]:
        """All Web API calls in order: method, arguments, team, answer, fault, accepted."""
        return [one for one in self._server.api.requests if method in (None, one["method"])]

    async def faults_met(self) -> dict[str, int]:
        """How often each behaviour happened."""
        return self._server.faults.met

    def _view(self, view_id: str) -> Json:
        for view in [*self._state.views.values(), *self._state.homes.values()]:
            if view["id"] == view_id:
                return view
        raise ValueError(f"no open view {view_id}")

    async def _told(self, delivery: Delivery, wait: bool) -> Json:
        if wait:
            async with asyncio.timeout(PATIENCE):
                await delivery.settled.wait()
        return self._server.deliveries.told(delivery)


def _named(action: Json | str) -> Json:
    return {"action_id": action} if isinstance(action, str) else action
