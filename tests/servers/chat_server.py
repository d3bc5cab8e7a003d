"""A small chat server of our own: a process that keeps what it accepted while the bot dies and returns.

    python -m tests.servers.chat_server --port 0 --state FILE --seed N --drop 0.05

It prints its port. POST /script says how the next sends are answered, GET /messages shows all that was
accepted, in order, as it was last edited. The state file makes it survive its own end too.
"""

import argparse
import asyncio
import json
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from aiohttp import web

BEHAVIOURS = (
    "accept",
    "drop_after",  # accepted, and the connection is dropped
    "drop_before",  # dropped, and nothing accepted
    "slow",  # accepted at once, answered after `seconds`
    "late",  # accepted after `seconds`, when the client may have given up
    "rate_limited",  # 429 with Retry-After `seconds`
    "busy",  # 503: surely not accepted
    "error_after",  # accepted, and answered with 500
    "error_before",  # 500, nothing accepted
    "rejected",
    "channel_gone",
    "not_permitted",
    "workspace_gone",
    "message_gone",
)
"""Of a send or an edit; what an edit changes is accepted as a message is."""

_REFUSALS = {
    "rejected": (400, "rejected"),
    "busy": (503, "busy"),
    "error_before": (500, "internal_error"),
    "channel_gone": (404, "channel_gone"),
    "not_permitted": (403, "not_permitted"),
    "workspace_gone": (401, "workspace_gone"),
    "message_gone": (404, "message_gone"),
}
_LARGEST_PAGE = 20


class ChatServer:
    """Channels with messages. `drop` of the answers to accepted messages never arrive."""

    def __init__(self, state: Path | None, *, seed: int = 0, drop: float = 0.0) -> None:
        self._state = state
        self._random = Random(seed)  # noqa: S311 (a seed)
        self._drop = drop
        self._script: deque[dict[str, Any]] = deque()
        self._refusing: dict[str, str] = {}  # "workspace" or "workspace/channel" → a refusal
        self.messages: list[dict[str, Any]] = []
        self.requests = 0
        if state is not None and state.exists():
            written = [json.loads(line) for line in state.read_text().splitlines()]
            self.messages = list({one["id"]: one for one in written}.values())

    def application(self) -> web.Application:
        app = web.Application()
        channel = "/channels/{workspace}/{channel}/messages"
        app.add_routes(
            [
                web.post(channel, self.post),
                web.get(channel, self.history),
                web.patch(f"{channel}/{{id}}", self.edit),
                web.delete(f"{channel}/{{id}}", self.delete),
                web.get("/messages", self.all_messages),
                web.post("/script", self.script),
                web.post("/refuse", self.refuse),
            ]
        )
        return app

    async def post(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        return await self._answer(request, lambda place: self._accept({**place, **body}))

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """Replaces what the body names; `edits` counts how often that was done."""
        body = await request.json()
        known = self._message(request)
        if known is None:
            return web.json_response({"error": "message_gone"}, status=404)
        return await self._answer(request, lambda _: self._change(known, body))

    async def delete(self, request: web.Request) -> web.Response:
        known = self._message(request)
        if known is not None:
            known["deleted"] = True
            self._write(known)
        return web.json_response({"deleted": known is not None})

    async def _answer(
        self, request: web.Request, accept: Callable[[dict[str, str]], dict[str, Any]]
    ) -> web.StreamResponse:
        self.requests += 1
        place = _place(request)
        step = self._next_step(place)
        do, seconds = step["do"], float(step.get("seconds", 0))
        if do == "rate_limited":
            headers = {"Retry-After": f"{seconds:g}"}
            return web.json_response({"error": "rate_limited"}, status=429, headers=headers)
        if do in _REFUSALS:
            status, error = _REFUSALS[do]
            return web.json_response({"error": error}, status=status)
        if do == "drop_before":
            return _dropped(request)
        if do == "late":
            await asyncio.sleep(seconds)
        accepted = accept(place)
        if do == "slow":
            await asyncio.sleep(seconds)
        if do == "drop_after" or (do == "accept" and self._random.random() < self._drop):
            return _dropped(request)
        if do == "error_after":
            return web.json_response({"error": "internal_error"}, status=500)
        return web.json_response({"id": accepted["id"]})

    async def history(self, request: web.Request) -> web.Response:
        """A page of a channel, newest first, thread replies included: at most 20, older than `before`."""
        place = _place(request)
        refusal = self._refusal(place)
        if refusal is not None:
            status, error = _REFUSALS[refusal]
            return web.json_response({"error": error}, status=status)
        before = int(request.query.get("before", len(self.messages) + 1))
        since = request.query.get("since", "")
        limit = min(int(request.query.get("limit", _LARGEST_PAGE)), _LARGEST_PAGE)
        older = [
            one
            for one in reversed(self.messages)
            if one["number"] < before
            and one["at"] >= since
            and not one.get("deleted")
            and all(one[name] == value for name, value in place.items())
        ]
        page = older[:limit]
        more = page[-1]["number"] if len(older) > limit else None
        return web.json_response({"messages": page, "before": more})

    async def all_messages(self, _request: web.Request) -> web.Response:
        return web.json_response({"messages": self.messages, "requests": self.requests})

    async def script(self, request: web.Request) -> web.Response:
        """`{"steps": [{"do": "drop_after", "channel": "jobs"}, ...]}`: one for each of the next requests.

        Sends and edits alike; a step with a channel waits for one to that channel.
        """
        steps = (await request.json())["steps"]
        unknown = [step["do"] for step in steps if step["do"] not in BEHAVIOURS]
        if unknown:
            return web.json_response({"error": f"unknown: {unknown}"}, status=400)
        self._script.extend(steps)
        return web.json_response({"waiting": len(self._script)})

    async def refuse(self, request: web.Request) -> web.Response:
        """`{"place": "acme" or "acme/jobs", "how": "channel_gone" or null}`: from now on, until changed."""
        body = await request.json()
        self._refusing.pop(body["place"], None)
        if body["how"] is not None:
            self._refusing[body["place"]] = body["how"]
        return web.json_response({"refusing": self._refusing})

    def _next_step(self, place: dict[str, str]) -> dict[str, Any]:
        refusal = self._refusal(place)
        if refusal is not None:
            return {"do": refusal}
        for step in self._script:
            if step.get("channel", place["channel"]) == place["channel"]:
                self._script.remove(step)
                return step
        return {"do": "accept"}

    def _refusal(self, place: dict[str, str]) -> str | None:
        workspace = place["workspace"]
        return self._refusing.get(workspace) or self._refusing.get(f"{workspace}/{place['channel']}")

    def _accept(self, message: dict[str, Any]) -> dict[str, Any]:
        number = len(self.messages) + 1
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        accepted = {"id": f"m{number}", "number": number, "at": at, **message}
        self.messages.append(accepted)
        self._write(accepted)
        return accepted

    def _change(self, known: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        known.update(body, edits=known.get("edits", 0) + 1)
        self._write(known)
        return known

    def _message(self, request: web.Request) -> dict[str, Any] | None:
        wanted = {**_place(request), "id": request.match_info["id"]}
        return next(
            (one for one in self.messages if wanted.items() <= one.items() and not one.get("deleted")), None
        )

    def _write(self, message: dict[str, Any]) -> None:
        """The last line of a message counts."""
        if self._state is not None:
            with self._state.open("a") as file:
                file.write(json.dumps(message) + "\n")


def _place(request: web.Request) -> dict[str, str]:
    return {name: request.match_info[name] for name in ("workspace", "channel")}


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def serve(server: ChatServer, port: int) -> None:
    """Serve on loopback for ever; the port is printed once connections are taken."""
    runner = web.AppRunner(server.application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--drop", type=float, default=0.0)
    given = parser.parse_args()
    asyncio.run(serve(ChatServer(given.state, seed=given.seed, drop=given.drop), given.port))


if __name__ == "__main__":
    main()
