"""Socket Mode: the connections that an app holds, what goes down them, and how they end."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from .deliveries import Delivery
from .state import Json

Acknowledged = Callable[[str, object], Awaitable[None]]
Lost = Callable[[Delivery], None]
_RESPONDING = ("slash_commands", "interactive")


@dataclass(slots=True, eq=False)
class _Connection:
    socket: web.WebSocketResponse
    request: web.Request
    unanswered: dict[str, Delivery] = field(default_factory=dict)


class SocketMode:
    """Envelopes go to the connections in turn.

    When a connection ends, an event that had no ack goes again; a command or a press is lost.
    """

    def __init__(self, acknowledged: Acknowledged, lost: Lost) -> None:
        self._acknowledged = acknowledged
        self._lost = lost
        self._tickets: set[str] = set()
        self._number = itertools.count(1)
        self._turn = itertools.count()
        self._connections: list[_Connection] = []
        self._waiting: list[tuple[Delivery, str]] = []  # events for the next connection, and why again
        self._changed = asyncio.Condition()
        self.opened = 0
        self.refusing = False
        self.base_url = ""

    @property
    def count(self) -> int:
        return len(self._connections)

    def new_url(self) -> str:
        """What apps.connections.open answers; each ticket opens one connection."""
        ticket = f"ticket-{next(self._number)}"
        self._tickets.add(ticket)
        return f"{self.base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=A0JOBWIRE"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if self.refusing or ticket not in self._tickets:
            return web.Response(status=408 if self.refusing else 403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = _Connection(socket, request)
        try:
            await self._greet(connection)
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._received(connection, message.data)
        except ConnectionError:
            pass
        finally:
            await self._ended(connection)
        return socket

    async def send(self, delivery: Delivery, *, reason: str = "") -> bool:
        """Send, or send again with the reason; whether there was a connection for it."""
        while self._connections:
            connection = self._connections[next(self._turn) % len(self._connections)]
            connection.unanswered[delivery.id] = delivery
            delivery.attempts += 1
            try:
                await connection.socket.send_str(json.dumps(_envelope(delivery, reason)))
            except ConnectionError:
                delivery.attempts -= 1
                await self._ended(connection, returning=False)
            else:
                return True
        return False

    def keep_for_later(self, delivery: Delivery, reason: str) -> None:
        """An event for the next connection."""
        self._waiting.append((delivery, reason))

    async def connected(self, at_least: int, opened: int) -> None:
        """Wait for so many connections now, and so many ever opened."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._connections) >= at_least and self.opened >= opened)

    async def ask_to_leave(self, reason: str) -> int:
        """The `disconnect` message: warning, refresh_requested or link_disabled; the app then reconnects."""
        leaving = list(self._connections)
        for connection in leaving:
            message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-test"}}
            await connection.socket.send_str(json.dumps(message))
        return len(leaving)

    def cut(self) -> int:
        """End every connection without a close frame, as a broken network does."""
        cut = list(self._connections)
        for connection in cut:
            if connection.request.transport is not None:
                connection.request.transport.abort()
        return len(cut)

    async def close(self) -> None:
        for connection in list(self._connections):
            await connection.socket.close()

    async def _greet(self, connection: _Connection) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "debug_info": {
                "host": "applink-test",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": "A0JOBWIRE"},
        }
        await connection.socket.send_str(json.dumps(hello))
        self._connections.append(connection)
        self.opened += 1
        async with self._changed:
            self._changed.notify_all()
        waiting, self._waiting = self._waiting, []
        for delivery, reason in waiting:
            await self.send(delivery, reason=reason)

    async def _received(self, connection: _Connection, data: str) -> None:
        try:
            message = json.loads(data)
        except ValueError:
            return
        envelope = message.get("envelope_id") if isinstance(message, dict) else None
        if isinstance(envelope, str):
            connection.unanswered.pop(envelope, None)
            await self._acknowledged(envelope, message.get("payload"))

    async def _ended(self, connection: _Connection, *, returning: bool = True) -> None:
        if connection not in self._connections:
            return
        self._connections.remove(connection)
        for delivery in connection.unanswered.values():
            if delivery.acked_at is None and returning:
                await self._not_answered(delivery)
        async with self._changed:
            self._changed.notify_all()

    async def _not_answered(self, delivery: Delivery) -> None:
        if delivery.kind != "events_api":
            self._lost(delivery)
        elif not await self.send(delivery, reason="timeout"):
            self.keep_for_later(delivery, "timeout")


def _envelope(delivery: Delivery, reason: str) -> Json:
    return {
        "envelope_id": delivery.id,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind in _RESPONDING,
        "retry_attempt": delivery.attempts - 1,
        "retry_reason": reason,
    }
