"""What a test does with the server: make a world, act as people, break things, read what came.

Every public coroutine is also POST /control/NAME with its arguments as JSON.
"""

from dataclasses import asdict
from typing import Any

from .acting import Acting
from .journal_of_requests import summary
from .messages import shown
from .model import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    BOTS,
    EVERYBODYS,
    KINDS,
    PUBLIC_THREAD,
    Channel,
    Guild,
    Json,
    User,
    bits,
)
from .places import direct_channel
from .reading import seen
from .shapes import user_json


class Control(Acting):
    """Ids in and out are Discord's own, as text. What people do stands in `acting.Acting`."""

    # The world

    async def app(self) -> Json:
        """Id and token of the app that is tested, and where it finds this Discord."""
        addresses = {"api_url": self._server.api_url, "gateway_url": self._server.gateway_url}
        return asdict(self._state.app) | addresses

    async def guild(
        self, name: str = "Acme", *, permissions: list[str] | None = None, bot: bool = True
    ) -> Json:
        """A guild with an owner and the bot in it; `permissions`: what the bot's role grants."""
        owner = User(id=self._state.next_id(), name=f"{name} Owner")
        self._state.keep(owner)
        guild = Guild(id=self._state.next_id(of_its_own_millisecond=True), name=name, owner_id=owner.id)
        role = self._state.next_id()
        guild.roles = {
            guild.id: _role("@everyone", bits(EVERYBODYS), 0),
            role: _role("Jobwire", bits(BOTS if permissions is None else permissions), 1),
        }
        guild.members = {owner.id: [], self._state.app.id: [role]}
        guild.removed = not bot
        self._state.keep(guild)
        if bot:
            self._server.changes.join(guild)
        return {"guild": guild.id, "owner": owner.id, "bot_role": role, "bot": self._state.app.id}

    async def role(
        self, guild: str, name: str, *, permissions: list[str] | None = None, mentionable: bool = False
    ) -> str:
        role = self._state.next_id()
        held = self._state.guilds[guild]
        made = _role(name, bits(permissions or []), len(held.roles)) | {"mentionable": mentionable}
        self._server.changes.role(held, role, made)
        return role

    async def remove_role(self, guild: str, role: str) -> None:
        self._server.changes.remove_role(self._state.guilds[guild], role)

    async def give_roles(self, guild: str, user: str, roles: list[str]) -> None:
        """All roles that a member has from now on."""
        self._server.changes.member(self._state.guilds[guild], user, roles)

    async def member(
        self, guild: str, name: str = "ada", *, roles: list[str] | None = None, **more: Any
    ) -> str:
        """A person in the guild; `more`: locale, takes_messages."""
        user = User(id=self._state.next_id(), name=name, **more)
        self._state.keep(user)
        self._state.guilds[guild].members[user.id] = roles or []
        self._state.keep(self._state.guilds[guild])
        return user.id

    async def channel(
        self,
        guild: str,
        name: str = "jobs",
        *,
        kind: str = "text",
        tags: list[str] | None = None,
        require_tag: bool = False,
    ) -> str:
        """A channel: text, announcement or forum; a forum has tags by name ("!name": for moderators only)."""
        if kind not in ("text", "announcement", "forum"):
            raise ValueError(f"no kind of channel {kind}")
        made = Channel(
            id=self._state.next_id(),
            guild_id=guild,
            kind=KINDS[kind],
            name=name,
            position=len(self._state.channels),
            tags=[
                {"id": self._state.next_id(), "name": tag.removeprefix("!"), "moderated": tag.startswith("!")}
                for tag in tags or []
            ],
            require_tag=require_tag,
        )
        self._server.changes.made(made)
        return made.id

    async def thread(
        self,
        channel: str,
        name: str = "thread",
        *,
        owner: str = "",
        archived: bool = False,
        locked: bool = False,
    ) -> str:
        """A thread that somebody started in a channel."""
        parent = self._state.channels[channel]
        made = Channel(
            id=self._state.next_id(),
            guild_id=parent.guild_id,
            kind=ANNOUNCEMENT_THREAD if parent.kind == ANNOUNCEMENT else PUBLIC_THREAD,
            name=name,
            parent_id=channel,
            owner_id=owner or self._state.guilds[parent.guild_id].owner_id,
            created_at=self._state.clock.now(),
            archived=archived,
            archived_at=self._state.clock.now() if archived else 0.0,
            locked=locked,
        )
        self._server.changes.made(made)
        return made.id

    async def direct(self, user: str) -> str:
        """The conversation of the bot with a person."""
        return direct_channel(self._state, user).id

    async def set_thread(
        self, thread: str, *, archived: bool | None = None, locked: bool | None = None
    ) -> None:
        self._server.threads.set(self._state.channels[thread], archived=archived, locked=locked)

    async def settings(self, **numbers: Any) -> Json:
        """Change numbers of `settings.Settings`; returns all of them."""
        for name, value in numbers.items():
            if name not in asdict(self._server.settings):
                raise ValueError(f"no setting {name}")
            setattr(self._server.settings, name, value)
        return asdict(self._server.settings)

    async def advance(self, seconds: float) -> float:
        """Move the server's time."""
        now = self._state.clock.advance(seconds)
        self._server.interactions.expire()
        self._server.threads.doze()
        self._state.touch()
        return now

    async def freeze(self) -> float:
        return self._state.clock.freeze()

    # People

    async def say(self, channel: str, user: str, text: str) -> str:
        """A message by a person; its id."""
        where = self._state.channels[channel]
        message = self._server.messages.built(where, {"content": text})
        message |= {"author": user_json(self._state.users[user])}
        self._state.keep_message(message)
        return str(message["id"])

    async def remove_message(self, channel: str, message: str) -> None:
        """Somebody deletes a message."""
        self._state.drop_message(channel, message)

    # Trouble

    async def script(self, steps: list[Json]) -> None:
        """See faults.Step, for instance {"do": "drop_after", "channel": "11…", "times": 2}."""
        self._server.faults.script(steps, self._server.rest.names)

    async def rates(self, **rates: float) -> None:
        """Probabilities of behaviours of posting, for instance drop_after=0.05."""
        self._server.faults.rates = rates

    async def clear_faults(self) -> None:
        self._server.faults.steps.clear()
        self._server.faults.rates = {}

    async def release(self) -> None:
        """Let go of requests that are held."""
        self._server.faults.release()

    async def delete_channel(self, channel: str) -> None:
        self._server.changes.delete(self._state.channels[channel])

    async def rename_channel(self, channel: str, name: str) -> None:
        self._state.channels[channel].name = name
        self._server.changes.updated(self._state.channels[channel])

    async def greet_in(self, guild: str, channel: str) -> None:
        """Set the channel where a guild's people are greeted."""
        self._state.guilds[guild].system_channel = channel
        self._server.changes.renamed(self._state.guilds[guild])

    async def overwrite(
        self, channel: str, subject: str, *, allow: list[str] | None = None, deny: list[str] | None = None
    ) -> None:
        """What a role or a member may do in a channel, by names of permissions."""
        where = self._state.channels[channel]
        self._server.changes.overwrite(where, subject, allow=bits(allow or []), deny=bits(deny or []))

    async def grant(self, guild: str, role: str, permissions: list[str]) -> None:
        """Set all permissions of a role."""
        held = self._state.guilds[guild]
        self._server.changes.role(held, role, held.roles[role] | {"permissions": bits(permissions)})

    async def unavailable(self, guild: str, *, unavailable: bool = True) -> None:
        """Begin or end an outage of a guild."""
        self._server.changes.unavailable(self._state.guilds[guild], unavailable=unavailable)

    async def kick(self, guild: str) -> None:
        self._server.changes.kick(self._state.guilds[guild])

    async def invite(self, guild: str) -> None:
        """Add the bot, or add it again."""
        self._server.changes.join(self._state.guilds[guild])

    async def refuse_token(self, *, refuse: bool = True) -> None:
        self._state.app.token_refused = refuse

    async def application(self, **more: Any) -> None:
        """Set fields of the application as the developer portal does, for instance bot_public=False."""
        self._state.app.more |= more

    async def time_out(self, guild: str, user: str, until: str) -> None:
        """A moderator lets a member not speak until then (ISO 8601)."""
        held = self._state.guilds[guild]
        held.timed_out[user] = until
        self._state.keep(held)

    # The gateway

    async def connected(self, at_least: int = 1, *, opened: int = 0) -> int:
        """Wait until so many sessions have a connection, and so many were begun or resumed in all."""
        gateway = self._server.gateway

        async def enough() -> bool:
            live = sum(one.session is not None for one in gateway.connections)
            begun = sum(one["what"] in ("identify", "resume") for one in gateway.log)
            return live >= at_least and begun >= opened

        await self._server.until(enough)
        return len(gateway.connections)

    async def disconnected(self) -> None:
        """Wait until nobody is connected, for instance after a bot was stopped."""
        gateway = self._server.gateway

        async def none() -> bool:
            return not gateway.connections

        await self._server.until(none)

    async def gateway_log(self) -> list[Json]:
        """connect, identify (intents, shard), resume (replayed), invalid and end, in order."""
        return self._server.gateway.log

    async def heartbeats(self) -> int:
        return self._server.gateway.heartbeats

    async def cut(self) -> int:
        """Break every gateway connection as a bad network does; the sessions may be resumed."""
        return self._server.gateway.cut()

    async def close_gateway(self, code: int) -> int:
        """Close every connection with one of Discord's codes, for instance 4000."""
        return self._server.gateway.close(code)

    async def ask_to_reconnect(self) -> int:
        return self._server.gateway.ask_to_reconnect()

    async def invalidate(self, *, resumable: bool = False) -> int:
        """INVALID_SESSION to every connection."""
        return self._server.gateway.invalidate(resumable=resumable)

    async def refuse_connections(self, *, refuse: bool = True) -> None:
        self._server.gateway.refusing = refuse

    async def privileged(self, intents: int) -> None:
        """Switch privileged intents on in the developer portal."""
        self._state.app.privileged = intents

    async def dispatch(self, event: str, guild: str, data: Json) -> int:
        """Any event; how many sessions it went to."""
        return self._server.gateway.emit(event, guild, data)

    # What came

    async def until(self, question: str, arguments: Json | None = None, at_least: int = 1) -> Any:
        """Wait until one of the questions below answers with so many things; the answer."""

        async def enough() -> Any:
            answer = await getattr(self, question)(**(arguments or {}))
            return answer if len(answer) >= at_least else None

        return await self._server.until(enough)

    async def messages(self, channel: str) -> list[Json]:
        """All messages of a channel in order."""
        return [shown(message) for message in self._state.messages.get(channel, {}).values()]

    async def private(self, user: str) -> list[Json]:
        """The private answers that a person still sees, in order."""
        return [shown(one) for one in self._state.private.values() if one["_seen_by"] == user]

    async def read(self, channel: str) -> list[Json]:
        """All messages of a channel in order as a person sees them; in-process `seen(message)` says more."""
        return [asdict(seen(one)) | {"text": seen(one).text} for one in await self.messages(channel)]

    async def threads(self, channel: str) -> list[Json]:
        """The threads of a channel in order: id, name, tags by name, archived, locked."""
        names = {tag["id"]: tag["name"] for tag in self._state.channels[channel].tags}
        return [
            {
                "id": thread.id,
                "name": thread.name,
                "tags": [names[tag] for tag in thread.applied_tags],
                "archived": thread.archived,
                "locked": thread.locked,
            }
            for thread in self._state.threads_of(channel)
        ]

    async def tags(self, channel: str) -> dict[str, str]:
        """A forum's tags: name → id."""
        return {tag["name"]: tag["id"] for tag in self._state.channels[channel].tags}

    async def registered(self, guild: str | None = None) -> list[Json]:
        """The commands as the bot registered them."""
        return self._state.commands.get(guild or "global", [])

    async def requests(self, route: str | None = None, *, answered: bool = False) -> list[Json]:
        """Requests in order: route ("GET /channels/{channel_id}"), body, status, code, fault.

        `answered`: without those that are on their way or held.
        """
        found = [one for one in self._server.rest.requests if route in (None, one["route"])]
        return [one for one in found if one["status"] is not None or not answered]

    async def figures(self) -> Json:
        """total, busiest_second, invalid, bad_forms, statuses over all requests."""
        return summary(self._server.rest.requests)

    async def faults_met(self) -> dict[str, int]:
        """How often each behaviour happened."""
        return self._server.faults.met


def _role(name: str, permissions: int, position: int) -> Json:
    return {"name": name, "permissions": permissions, "position": position, "mentionable": False}
