"""Interactions: what a person did, how long the bot may answer, and what came of it."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from .messages import Emit, shown
from .model import EPHEMERAL, LOADING, Json
from .permissions import in_channel, in_guild
from .refusal import Refused
from .settings import Settings
from .shapes import channel_json, member_json, user_json
from .state import State

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFER_MESSAGE, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
NAMES = {COMMAND: "command", COMPONENT: "component", AUTOCOMPLETE: "autocomplete", SUBMIT: "submit"}


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """`original` is the message that @original means; `messages` are all that it made, in order."""

    id: str
    token: str
    kind: int
    channel: str
    user: str
    data: Json
    message: str | None = None
    sent_at: float
    began: float = field(default_factory=time.perf_counter)
    acked_at: float | None = None
    took: float | None = None
    callback: int | None = None
    original: str | None = None
    messages: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    choices: list[Json] | None = None
    modal: Json | None = None
    failed: str = ""
    is_late: bool = False
    acked: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)


class Interactions:
    """`all` has every interaction of this process, the oldest first."""

    def __init__(self, state: State, settings: Settings, emit: Emit) -> None:
        self._state = state
        self._settings = settings
        self._emit = emit
        self.all: dict[str, Interaction] = {}

    def begin(
        self, kind: int, channel: str, user: str, data: Json, *, message: Json | None = None
    ) -> Interaction:
        """Tell the bot. Without a session that takes it, it has failed at once."""
        interaction = Interaction(
            id=self._state.next_id(),
            token=f"token-of-{self._state.next_id()}",
            kind=kind,
            channel=channel,
            user=user,
            data=data,
            message=message["id"] if message else None,
            sent_at=self._state.clock.now(),
        )
        self.all[interaction.id] = interaction
        guild = self._state.channels[channel].guild_id
        payload = self._payload(interaction)
        if message is not None:
            payload["message"] = shown(message)
        if not self._emit("INTERACTION_CREATE", guild, payload):
            interaction.failed = "no bot is connected"
            interaction.acked.set()
            interaction.settled.set()
        asyncio.get_running_loop().call_later(self._settings.answer_deadline + 0.01, self.expire)
        return interaction

    def for_callback(self, interaction_id: str, token: str) -> Interaction:
        """The interaction that may have its first answer now."""
        interaction = self.all.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise Refused(10062)
        if interaction.acked_at is not None:
            raise Refused(40060)
        if self._state.clock.now() - interaction.sent_at > self._settings.answer_deadline:
            interaction.is_late = True
            raise Refused(10062)
        return interaction

    def for_token(self, application: str, token: str) -> Interaction:
        """The interaction that was answered and whose token still lives."""
        found = [one for one in self.all.values() if one.token == token]
        if not found or application != self._state.app.id or found[0].acked_at is None:
            raise Refused(10015)
        if self._state.clock.now() - found[0].sent_at > self._settings.token_lifetime:
            raise Refused(50027)
        return found[0]

    def answered(self, interaction: Interaction, callback: int) -> None:
        interaction.acked_at = self._state.clock.now()
        interaction.took = time.perf_counter() - interaction.began
        interaction.callback = callback
        interaction.acked.set()
        if callback not in (DEFER_MESSAGE, DEFER_UPDATE):
            interaction.settled.set()
        self._state.touch()

    def made(self, interaction: Interaction, message: Json) -> None:
        """A message came of it."""
        interaction.messages.append(message["id"])
        if not message["flags"] & LOADING:
            interaction.settled.set()

    def edited(self, interaction: Interaction, message: Json) -> None:
        interaction.changed.append(message["id"])
        interaction.settled.set()

    def expire(self) -> None:
        """Nothing more is expected of those that are past their time."""
        now = self._state.clock.now()
        for one in self.all.values():
            unanswered = one.acked_at is None and now - one.sent_at > self._settings.answer_deadline
            if unanswered or now - one.sent_at > self._settings.token_lifetime:
                one.failed = one.failed or ("" if one.settled.is_set() else "the application did not respond")
                one.acked.set()
                one.settled.set()

    def message_of(self, channel: str, message: str) -> Json | None:
        return self._state.private.get(message) or self._state.message(channel, message)

    def told(self, interaction: Interaction) -> Json:
        """What a test wants to know. `latency` is of the server's clock, `took` is real seconds."""
        acked = interaction.acked_at
        now = self._state.clock.now()
        until = now if acked is None else acked
        involved = [*interaction.messages, *interaction.changed]
        found = [self.message_of(interaction.channel, one) for one in dict.fromkeys(involved)]
        messages = [shown(one) for one in found if one is not None]
        return {
            "id": interaction.id,
            "kind": NAMES[interaction.kind],
            "channel": interaction.channel,
            "user": interaction.user,
            "data": interaction.data,
            "acked": acked is not None,
            "answer": interaction.callback,
            "latency": None if acked is None else acked - interaction.sent_at,
            "took": interaction.took,
            "late": interaction.is_late or until - interaction.sent_at > self._settings.answer_deadline,
            "failed": interaction.failed,
            "private": bool(messages) and bool(messages[0]["flags"] & EPHEMERAL),
            "messages": messages,
            "choices": interaction.choices,
            "modal": interaction.modal,
        }

    def _payload(self, interaction: Interaction) -> Json:
        state, channel = self._state, self._state.channels[interaction.channel]
        guild = state.guilds.get(channel.guild_id)
        granted = in_channel(state, channel, interaction.user)
        payload: dict[str, Any] = {
            "id": interaction.id,
            "application_id": state.app.id,
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": channel.id,
            "channel": channel_json(state, channel) | {"permissions": str(granted)},
            "locale": state.users[interaction.user].locale,
            "app_permissions": str(in_channel(state, channel, state.app.id)),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": channel.guild_id or "0"},
            "context": 0 if guild else 1,
            "attachment_size_limit": 10_485_760,
        }
        if guild is None:
            return payload | {"user": user_json(state.users[interaction.user])}
        permissions = granted or in_guild(guild, interaction.user)
        member = member_json(state, guild, interaction.user) | {"permissions": str(permissions)}
        about = {"id": guild.id, "locale": guild.locale, "features": []}
        return payload | {
            "guild_id": guild.id,
            "guild": about,
            "guild_locale": guild.locale,
            "member": member,
        }
