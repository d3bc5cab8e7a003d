"""Everything that was sent to the app, and when and how it was acknowledged."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from .settings import Settings
from .state import Json, State


@dataclass(slots=True, kw_only=True)
class Delivery:
    """`kind` is Slack's envelope type: slash_commands, interactive or events_api."""

    id: str
    kind: str
    payload: Json
    sent_at: float
    transport: str = ""
    attempts: int = 0
    acked_at: float | None = None
    response: Any = None
    http_status: int | None = None
    failed: str = ""
    effect: str = ""  # what came of the response, where it was not understood
    acks: int = 0
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def type(self) -> str:
        """block_actions, view_submission, an event's type, or the command."""
        inner = self.payload.get("event", self.payload)
        return str(inner.get("command") or inner.get("type"))


class Deliveries:
    """In the order of sending."""

    def __init__(self, state: State, settings: Settings) -> None:
        self._state = state
        self._clock = state.clock
        self._settings = settings
        self.all: dict[str, Delivery] = {}

    def new(self, kind: str, payload: Json) -> Delivery:
        name = f"00000000-0000-4000-8000-{len(self.all) + 1:012d}"
        delivery = Delivery(id=name, kind=kind, payload=payload, sent_at=self._clock.now())
        self.all[name] = delivery
        return delivery

    def acknowledge(self, delivery: Delivery, response: Any) -> bool:
        """Note an ack; whether it is the first one in time, whose response counts."""
        delivery.acks += 1
        if delivery.acked_at is not None:
            return False
        delivery.acked_at = self._clock.now()
        delivery.failed = ""
        delivery.response = response
        return not self.is_late(delivery)

    def fail(self, delivery: Delivery, why: str) -> None:
        delivery.failed = why
        self.settle(delivery)

    def settle(self, delivery: Delivery) -> None:
        """Nothing more will come of this attempt."""
        delivery.settled.set()
        self._state.touch()

    def is_late(self, delivery: Delivery) -> bool:
        """Whether the deadline passed before the ack, or passed and there is none."""
        until = self._clock.now() if delivery.acked_at is None else delivery.acked_at
        return until - delivery.sent_at > self._settings.ack_deadline

    def told(self, delivery: Delivery) -> Json:
        acked = delivery.acked_at
        return {
            "id": delivery.id,
            "kind": delivery.kind,
            "type": delivery.type,
            "transport": delivery.transport,
            "attempts": delivery.attempts,
            "acked": acked is not None and not delivery.failed,
            "acks": delivery.acks,
            "latency": None if acked is None else acked - delivery.sent_at,
            "late": self.is_late(delivery),
            "response": delivery.response,
            "http_status": delivery.http_status,
            "failed": delivery.failed,
            "effect": delivery.effect,
            "payload": delivery.payload,
        }
