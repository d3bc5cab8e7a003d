"""A gateway session with its numbered events, which outlive a connection, and one connection's wire."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .compression import Pack
from .model import Json

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
KNOWN_INTENTS = (1 << 26) - 1


class Connection:
    """Writes in order, compressed with one context for the whole connection when that was asked for."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse, pack: Pack | None) -> None:
        self.request = request
        self.socket = socket
        self.session: Session | None = None
        self._pack = pack
        self.is_closing = False
        self._waiting: asyncio.Queue[Json | int] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, op: int, data: Any = None, *, seq: int | None = None, event: str | None = None) -> None:
        self._waiting.put_nowait({"op": op, "d": data, "s": seq, "t": event})

    def close(self, code: int) -> None:
        """Close once everything before it is sent."""
        self.is_closing = True
        self._waiting.put_nowait(code)

    def cut(self) -> None:
        """End without a close frame, as a broken network does."""
        self._writer.cancel()
        if self.request.transport is not None:
            self.request.transport.abort()

    async def close_sent(self) -> None:
        """Wait until a close that is under way has left."""
        if self.is_closing:
            await asyncio.wait([self._writer], timeout=1.0)

    def stop(self) -> None:
        self._writer.cancel()

    async def _write(self) -> None:
        while True:
            item = await self._waiting.get()
            try:
                if isinstance(item, int):
                    await self.socket.close(code=item)
                    return
                await self._send(json.dumps(item))
            except (ConnectionError, RuntimeError):
                return

    async def _send(self, text: str) -> None:
        if self._pack is None:
            await self.socket.send_str(text)
        else:
            await self.socket.send_bytes(self._pack(text.encode()))


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """`sent` keeps every event for a replay; `lost_at`: when the connection ended, None before."""

    id: str
    shard: int
    shards: int
    intents: int
    sent: list[tuple[str, Json]] = field(default_factory=list)
    connection: Connection | None = None
    lost_at: float | None = None

    def dispatch(self, event: str, data: Json) -> None:
        self.sent.append((event, data))
        if self.connection is not None:
            self.connection.send(DISPATCH, data, seq=len(self.sent), event=event)

    def replay(self, after: int) -> None:
        assert self.connection is not None
        for seq, (event, data) in enumerate(self.sent[after:], after + 1):
            self.connection.send(DISPATCH, data, seq=seq, event=event)
        self.dispatch("RESUMED", {})

    def wants(self, event: str, guild: str) -> bool:
        """Whether the event is of its shard and of its intents."""
        shard = (int(guild) >> 22) % self.shards if guild else 0
        if shard != self.shard:
            return False
        if event.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
            return bool(self.intents & GUILDS)
        if event.startswith("MESSAGE_"):
            return bool(self.intents & (GUILD_MESSAGES if guild else DIRECT_MESSAGES))
        return True
