"""The gateway: who is connected, HELLO to RESUME, and where events go."""

import asyncio
import json
from collections import deque

from aiohttp import WSMsgType, web

from .compression import packer
from .model import Json
from .sessions import (
    ACK,
    HEARTBEAT,
    HELLO,
    IDENTIFY,
    INVALID_SESSION,
    KNOWN_INTENTS,
    PRIVILEGED,
    RECONNECT,
    RESUME,
    Connection,
    Session,
)
from .settings import Settings
from .shapes import me_json, returned_guild_json
from .state import State

UNKNOWN_OP, DECODE, NOT_AUTHENTICATED, FAILED, ALREADY, BAD_SEQ = 4001, 4002, 4003, 4004, 4005, 4007
TOO_FAST, TIMED_OUT, BAD_SHARD, SHARDS_NEEDED, BAD_INTENTS, DENIED_INTENTS = (
    4008,
    4009,
    4010,
    4011,
    4013,
    4014,
)
ENDING = (FAILED, BAD_SEQ, TIMED_OUT, BAD_SHARD, SHARDS_NEEDED, 4012, BAD_INTENTS, DENIED_INTENTS)
"""After these a session cannot be resumed."""
PAYLOADS_A_MINUTE = 120
LONGEST_PAYLOAD = 4096


class Gateway:
    """`log` lists what clients did: connect, identify, resume, invalid, end, each with its path and shard."""

    def __init__(self, state: State, settings: Settings) -> None:
        self._state = state
        self._settings = settings
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.log: list[Json] = []
        self.heartbeats = 0
        self.identifies = 0
        self.refusing = False
        self.url = ""
        self.resume_url = ""

    def emit(self, event: str, guild: str, data: Json) -> int:
        """Send an event to the sessions that want it; how many there are."""
        self._forget()
        wanting = [session for session in self.sessions.values() if session.wants(event, guild)]
        for session in wanting:
            session.dispatch(event, data)
        self._state.touch()
        return len(wanting)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refusing:
            return web.Response(status=503)
        try:
            pack = packer(request.query.get("compress"))
        except ValueError as error:
            return web.Response(status=400, text=str(error))
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        connection = Connection(request, socket, pack)
        self.connections.append(connection)
        self._note("connect", connection)
        connection.send(HELLO, {"heartbeat_interval": int(self._settings.heartbeat_interval * 1000)})
        try:
            await self._listen(connection)
            await connection.close_sent()
        finally:
            self._ended(connection)
        return socket

    def ask_to_reconnect(self) -> int:
        for connection in self.connections:
            connection.send(RECONNECT)
        return len(self.connections)

    def invalidate(self, *, resumable: bool) -> int:
        for connection in self.connections:
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            connection.send(INVALID_SESSION, resumable)
        return len(self.connections)

    def close(self, code: int) -> int:
        """Close every connection with a code; most of them end the session too."""
        for connection in self.connections:
            if code in ENDING and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            connection.close(code)
        return len(self.connections)

    def cut(self) -> int:
        """Break every connection; the sessions live on for a while."""
        cut = list(self.connections)
        for connection in cut:
            connection.cut()
            self._ended(connection)
        return len(cut)

    async def stop(self) -> None:
        for connection in list(self.connections):
            connection.stop()
            await connection.socket.close()

    async def _listen(self, connection: Connection) -> None:
        recent: deque[float] = deque(maxlen=PAYLOADS_A_MINUTE)
        while True:
            try:
                patience = self._settings.heartbeat_interval * 1.5
                message = await connection.socket.receive(timeout=patience)
            except TimeoutError:
                connection.close(TIMED_OUT)
                continue
            if message.type is not WSMsgType.TEXT:
                return
            now = self._state.clock.now()
            if len(recent) == PAYLOADS_A_MINUTE and recent[0] > now - 60:
                connection.close(TOO_FAST)
                continue
            recent.append(now)
            self._received(connection, message.data)
            self._state.touch()
            await asyncio.sleep(0)

    def _received(self, connection: Connection, data: str) -> None:
        try:
            payload = json.loads(data)
            op = payload["op"]
        except (ValueError, KeyError, TypeError):
            connection.close(DECODE)
            return
        if len(data) > LONGEST_PAYLOAD:
            connection.close(DECODE)
        elif op == HEARTBEAT:
            self.heartbeats += 1
            if self._settings.acknowledge_heartbeats:
                connection.send(ACK)
        elif op in (IDENTIFY, RESUME) and connection.session is not None:
            connection.close(ALREADY)
        elif op == IDENTIFY:
            self._identify(connection, payload["d"])
        elif op == RESUME:
            self._resume(connection, payload["d"])
        elif connection.session is None:
            connection.close(NOT_AUTHENTICATED)
        elif op not in (3, 4, 8, 31, 43):
            connection.close(UNKNOWN_OP)

    def _identify(self, connection: Connection, data: Json) -> None:
        shard, shards = data.get("shard") or (0, 1)
        intents = data.get("intents")
        self.identifies += 1
        self._note("identify", connection, shard=[shard, shards], intents=intents)
        code = self._refusal(data, shard, shards, intents)
        if code is not None:
            connection.close(code)
            return
        session = Session(
            id=f"session-{self.identifies}", shard=shard, shards=shards, intents=int(intents or 0)
        )
        self.sessions[session.id] = session
        self._attach(connection, session)
        guilds = [guild for guild in self._state.guilds.values() if not guild.removed]
        guilds = [guild for guild in guilds if session.wants("GUILD_CREATE", guild.id)]
        session.dispatch("READY", self._ready(session, [guild.id for guild in guilds]))
        for guild in guilds:
            if not guild.unavailable:
                session.dispatch("GUILD_CREATE", returned_guild_json(self._state, guild))

    def _refusal(self, data: Json, shard: int, shards: int, intents: object) -> int | None:
        """The close code for an IDENTIFY that is wrong."""
        if data.get("token") != self._state.app.token or self._state.app.token_refused:
            return FAILED
        if not 0 <= shard < shards:
            return BAD_SHARD
        if shards < self._settings.least_shards:
            return SHARDS_NEEDED
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            return BAD_INTENTS
        if intents & PRIVILEGED & ~self._state.app.privileged:
            return DENIED_INTENTS
        return None

    def _resume(self, connection: Connection, data: Json) -> None:
        self._forget()
        session = self.sessions.get(str(data.get("session_id")))
        if data.get("token") != self._state.app.token or self._state.app.token_refused:
            connection.close(FAILED)
            return
        if session is None:
            self._note("invalid", connection)
            connection.send(INVALID_SESSION, False)
            return
        seq = data.get("seq")
        if not isinstance(seq, int) or seq > len(session.sent):
            connection.close(BAD_SEQ)
            return
        self._note(
            "resume", connection, shard=[session.shard, session.shards], replayed=len(session.sent) - seq
        )
        self._attach(connection, session)
        session.replay(seq)

    def _attach(self, connection: Connection, session: Session) -> None:
        connection.session, session.connection, session.lost_at = session, connection, None

    def _ended(self, connection: Connection) -> None:
        if connection not in self.connections:
            return
        self.connections.remove(connection)
        connection.stop()
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection, session.lost_at = None, self._state.clock.now()
            by_the_client = not connection.is_closing and connection.socket.close_code in (1000, 1001)
            if by_the_client:  # it says that it is done with the session
                self.sessions.pop(session.id, None)
        self._note("end", connection, code=connection.socket.close_code)
        self._state.touch()

    def _forget(self) -> None:
        """Sessions whose connection ended too long ago."""
        oldest = self._state.clock.now() - self._settings.resume_window
        for session in list(self.sessions.values()):
            if session.lost_at is not None and session.lost_at < oldest:
                del self.sessions[session.id]

    def _ready(self, session: Session, guilds: list[str]) -> Json:
        return {
            "v": 10,
            "user": me_json(self._state),
            "guilds": [{"id": guild, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.resume_url,
            "session_type": "normal",
            "shard": [session.shard, session.shards],
            "application": {"id": self._state.app.id, "flags": 0},
            "private_channels": [],
        }

    def _note(self, what: str, connection: Connection, **more: object) -> None:
        self.log.append(
            {"what": what, "path": connection.request.path, "at": self._state.clock.now(), **more}
        )
