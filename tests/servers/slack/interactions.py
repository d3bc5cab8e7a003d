"""What people do in Slack, told to the app over Socket Mode or signed HTTP, and what comes of its answers."""

import asyncio
from typing import Any

import aiohttp

from . import payloads
from .blocks import elements_of, suggestion_problem
from .deliveries import Deliveries, Delivery
from .refusal import Refused
from .response_urls import Conversation, ResponseUrls
from .signed_http import SignedHttp
from .socket_mode import SocketMode
from .state import Json, State
from .triggers import Triggers
from .views import Views, judged, told

_WITHOUT_INSTANT = ("app_uninstalled", "tokens_revoked")


class Interactions:
    """Each method sends one thing and returns its Delivery at once; `settled` tells when it was answered."""

    def __init__(  # the parts of the server that an interaction touches
        self, state: State, *, deliveries: Deliveries, http: SignedHttp, triggers: Triggers, views: Views
    ) -> None:
        self._state = state
        self._deliveries = deliveries
        self._http = http
        self._triggers = triggers
        self._views = views
        self._conversations: dict[str, Conversation] = {}
        self._submitted: dict[str, str] = {}  # delivery → view
        self._tasks: set[asyncio.Task[None]] = set()

    def serve(self, socket: SocketMode, response_urls: ResponseUrls) -> None:
        """Add what needs the rest of the server."""
        self._socket = socket
        self._response_urls = response_urls

    def command(self, channel: str, user: str, command: str, text: str) -> Delivery:
        place = self._state.channels[channel]
        conversation = Conversation(
            team=place.team_id, channel=channel, user=user, made_at=self._state.clock.now()
        )
        workspace = self._state.workspaces[place.team_id]
        more = {
            "command": command,
            "text": text,
            "channel_id": channel,
            "channel_name": place.name if place.kind == "public" else _unnamed(place.kind),
            "response_url": self._response_urls.new(conversation),
            "trigger_id": self._triggers.make(place.team_id, user),
            "is_enterprise_install": str(self._whole_organisation(workspace.id)).lower(),
        }
        payload = payloads.slash_command(self._state.app, workspace, self._state.users[user], more)
        delivery = self._deliveries.new("slash_commands", payload)
        self._conversations[delivery.id] = conversation
        return self._start(delivery)

    def press_message(
        self, channel: str, ts: str, user: str, action: Json, private_id: int | None = None
    ) -> Delivery:
        """Use an element of a message, or of the private answer with that number.

        `action`: action_id, and if need be block_id and choice.
        """
        place = self._state.channels[channel]
        private = None if private_id is None else self._state.privately[private_id]
        message = private or self._state.messages[channel][ts]
        conversation = Conversation(
            team=place.team_id,
            channel=channel,
            user=user,
            made_at=self._state.clock.now(),
            message_ts=None if private else ts,
            private_id=private_id,
        )
        payload = self._interaction("block_actions", place.team_id, user)
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": private is not None,
        }
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        payload |= {
            "container": container,
            "trigger_id": self._triggers.make(place.team_id, user),
            "channel": {"id": channel, "name": place.name},
            "response_url": self._response_urls.new(conversation),
            "actions": [self._action(message["blocks"], action)],
            "state": payloads.form_state(message["blocks"], {}),
        }
        if private is None:
            payload["message"] = {name: value for name, value in message.items() if name != "sent"}
        delivery = self._deliveries.new("interactive", payload)
        self._conversations[delivery.id] = conversation
        return self._start(delivery)

    def press_view(self, view: Json, action: Json, values: Json) -> Delivery:
        """Use an element of a modal or a Home tab, with the form filled in so far."""
        payload = self._interaction("block_actions", view["team_id"], view["user"])
        state = payloads.form_state(view["blocks"], values)
        payload |= {
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": self._triggers.make(view["team_id"], view["user"], view["id"]),
            "actions": [self._action(view["blocks"], action)],
            "view": told(view) | {"state": state},
        }
        return self._start(self._deliveries.new("interactive", payload))

    def suggest(self, view: Json, action: Json, typed: str) -> Delivery:
        """Type into an external select of a modal."""
        payload = self._interaction("block_suggestion", view["team_id"], view["user"])
        block, element = _element(view["blocks"], action)
        payload |= {
            "container": {"type": "view", "view_id": view["id"]},
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": typed,
            "view": told(view),
        }
        return self._start(self._deliveries.new("interactive", payload))

    def submit(self, view: Json, values: Json) -> Delivery:
        payload = self._interaction("view_submission", view["team_id"], view["user"])
        state = payloads.form_state(view["blocks"], values)
        payload |= {
            "trigger_id": self._triggers.make(view["team_id"], view["user"], view["id"]),
            "view": told(view) | {"state": state},
            "response_urls": [],
        }
        delivery = self._deliveries.new("interactive", payload)
        self._submitted[delivery.id] = view["id"]
        return self._start(delivery)

    def close(self, view: Json, *, whole_stack: bool) -> Delivery | None:
        """Close a modal; the app hears of it when it asked to."""
        self._views.close(view, whole_stack=whole_stack)
        if not view["notify_on_close"]:
            return None
        payload = self._interaction("view_closed", view["team_id"], view["user"])
        payload |= {"view": told(view), "is_cleared": whole_stack}
        return self._start(self._deliveries.new("interactive", payload))

    def event(self, team: str, event: Json) -> Delivery:
        now = self._state.clock.now()
        workspace = self._state.workspaces[team]
        name = f"Ev{len(self._deliveries.all) + 1:09d}"
        if event["type"] not in _WITHOUT_INSTANT:
            event = {"event_ts": self._state.next_ts()} | event
        payload = payloads.event_callback(self._state.app, workspace, event, event_id=name, at=now)
        if self._whole_organisation(team):
            payload["authorizations"][0] |= {"is_enterprise_install": True, "team_id": None}
        return self._start(self._deliveries.new("events_api", payload))

    def verify_address(self, challenge: str) -> Delivery:
        """What Slack sends when somebody enters the app's address."""
        payload = {
            "type": "url_verification",
            "token": self._state.app.verification_token,
            "challenge": challenge,
        }
        return self._start(self._deliveries.new("events_api", payload))

    def again(self, delivery: Delivery, reason: str) -> Delivery:
        """Deliver the same thing once more, as Slack does when it believes that it was lost."""
        return self._start(delivery, reason=reason)

    async def lie(self, delivery_id: str, *, age: float, secret: str | None) -> int:
        """Repeat a request with an old timestamp or another secret; the app's HTTP status."""
        delivery = self._deliveries.all[delivery_id]
        status, _ = await self._http.send(delivery, age=age, secret=secret)
        return status

    async def acknowledged(self, envelope: str, response: Any) -> None:
        """An envelope's ack, with or without a payload."""
        delivery = self._deliveries.all.get(envelope)
        if delivery is not None:
            self._settle(delivery, response)

    def lost(self, delivery: Delivery) -> None:
        """The connection ended before the ack: the person is told that it did not work."""
        self._deliveries.fail(delivery, "the connection ended before the ack")

    async def close_all(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.close()

    def _interaction(self, kind: str, team: str, user: str) -> Json:
        workspace = self._state.workspaces[team]
        payload = payloads.interaction(kind, self._state.app, workspace, self._state.users[user])
        return payload | {"is_enterprise_install": self._whole_organisation(team)}

    def _whole_organisation(self, team: str) -> bool:
        return self._state.token_of(team).is_enterprise_install

    def _action(self, blocks: list[Json], action: Json) -> Json:
        block, element = _element(blocks, action)
        return payloads.action(block, element, action.get("choice"), self._state.clock.now())

    def _start(self, delivery: Delivery, *, reason: str = "") -> Delivery:
        over_http = delivery.kind in self._http.urls
        delivery.transport = "http" if over_http else "socket"
        sending = self._over_http(delivery, reason) if over_http else self._over_socket(delivery, reason)
        task = asyncio.create_task(sending)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    async def _over_socket(self, delivery: Delivery, reason: str) -> None:
        if await self._socket.send(delivery, reason=reason):
            return
        if delivery.kind == "events_api":
            self._socket.keep_for_later(delivery, reason)
        else:
            self._deliveries.fail(delivery, "dispatch_failed: the app has no connection")

    async def _over_http(self, delivery: Delivery, reason: str) -> None:
        try:
            status, response = await self._http.send(delivery, reason=reason)
        except (aiohttp.ClientError, TimeoutError) as error:
            self._deliveries.fail(delivery, f"{type(error).__name__}: {error}")
            return
        delivery.http_status = status
        if status == 200:
            self._settle(delivery, response)
        else:
            self._deliveries.fail(delivery, f"HTTP {status}")

    def _settle(self, delivery: Delivery, response: Any) -> None:
        if self._deliveries.acknowledge(delivery, response):
            self._apply(delivery, response)
        self._deliveries.settle(delivery)

    def _apply(self, delivery: Delivery, response: Any) -> None:
        if delivery.kind == "slash_commands" and response:
            body = {"text": response} if isinstance(response, str) else response
            conversation = self._conversations[delivery.id]
            delivery.effect = self._response_urls.answer(conversation, body, how="ack") or ""
        if delivery.type == "block_suggestion":
            delivery.effect = suggestion_problem(response)
        view = self._state.views.get(self._submitted.get(delivery.id, ""))
        if view is not None:
            try:
                self._answer_form(view, response or {})
            except Refused as refused:
                delivery.effect = str(refused.body())

    def _answer_form(self, view: Json, response: Json) -> None:
        match response.get("response_action"):
            case None:
                self._views.close(view)
            case "clear":
                self._views.close(view, whole_stack=True)
            case "update":
                self._views.replace(view, judged(response.get("view"), "modal"))
            case "push":
                self._views.push_on(judged(response.get("view"), "modal"), view)
            case "errors":
                fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
                strange = sorted(set(response["errors"]) - set(fields))
                if strange or not response["errors"]:
                    raise Refused("invalid_arguments", messages=[f"no input block: {strange}"])
                self._state.keep_view(view | {"errors": response["errors"]})
            case other:
                raise Refused("invalid_arguments", messages=[f"response_action {other}"])


def _element(blocks: list[Json], action: Json) -> tuple[Json, Json]:
    """(block, element); ValueError when a person would not find it."""
    offered = []
    for block in blocks:
        for element in elements_of(block):
            offered.append(f"{block['block_id']}/{element['action_id']}")
            if element["action_id"] == action["action_id"] and (
                action.get("block_id") in (None, block["block_id"])
            ):
                return block, element
    raise ValueError(f"nothing to press called {action}; there is {', '.join(offered) or 'nothing'}")


def _unnamed(kind: str) -> str:
    return {"im": "directmessage"}.get(kind, "privategroup")
