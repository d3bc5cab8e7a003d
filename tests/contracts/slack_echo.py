"""A small app on the real Bolt, by which the test Slack is proven: echoes, a form, a card with buttons."""

import asyncio
from typing import Any

from slack_bolt.app.async_app import AsyncApp

CARD = [
    {"type": "section", "block_id": "job", "text": {"type": "mrkdwn", "text": "*Go developer*"}},
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {
                "type": "button",
                "action_id": "save",
                "text": {"type": "plain_text", "text": "Save"},
                "value": "7",
            },
            {
                "type": "button",
                "action_id": "form",
                "text": {"type": "plain_text", "text": "Form"},
                "value": "8",
            },
            {
                "type": "button",
                "action_id": "next",
                "text": {"type": "plain_text", "text": "Next"},
                "value": "2",
            },
        ],
    },
]


def form(title: str = "New", **more: Any) -> dict[str, Any]:
    query = {"type": "plain_text_input", "action_id": "text", "initial_value": "go"}
    cadence = {
        "type": "static_select",
        "action_id": "cadence",
        "options": [
            {"text": {"type": "plain_text", "text": word}, "value": word} for word in ("daily", "weekly")
        ],
    }
    return {
        "type": "modal",
        "callback_id": "new",
        "notify_on_close": True,
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {
                "type": "input",
                "block_id": "query",
                "label": {"type": "plain_text", "text": "Query"},
                "element": query,
            },
            {
                "type": "actions",
                "block_id": "options",
                "elements": [cadence, {"type": "external_select", "action_id": "skill"}],
            },
        ],
    } | more


class Echo:
    """`heard` lists what reached the listeners. While `gate` is closed, no command is acknowledged."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.heard: list[tuple[str, Any]] = []
        self.retries: list[str] = []
        self._changed = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        app.command("/jobs")(self.command)
        app.action("save")(self.save)
        app.action("next")(self.next_page)
        app.options("skill")(self.suggest)
        app.action("form")(self.open_form)
        app.action("cadence")(self.change)
        app.view("new")(self.submitted)
        app.view_closed("new")(self.closed)
        for event in ("member_joined_channel", "channel_archive", "app_home_opened"):
            app.event(event)(self.event)

    def _hears(self, what: tuple[str, Any]) -> None:
        self.heard.append(what)
        self._changed.set()

    async def hears(self, number: int) -> list[tuple[str, Any]]:
        """Wait until that many things were heard."""
        async with asyncio.timeout(10):
            while len(self.heard) < number:
                self._changed.clear()
                await self._changed.wait()
        return self.heard

    async def command(self, ack: Any, body: Any, respond: Any, client: Any) -> None:
        self._hears(("command", body["text"]))
        await self.gate.wait()
        match body["text"].split(" ", 1):
            case ["private", text]:
                await ack()
                await respond(text=text, blocks=CARD)
            case ["public", text]:
                await ack()
                await respond(text=text, response_type="in_channel")
            case ["form"]:
                await ack()
                await client.views_open(trigger_id=body["trigger_id"], view=form())
            case _:
                await ack(f"heard {body['text']}")

    async def next_page(self, ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="page two", replace_original=True)

    async def suggest(self, ack: Any, body: Any) -> None:
        text = {"type": "plain_text", "text": body["value"]}
        number = 101 if body["value"] == "many" else 1
        await ack(options=[{"text": text, "value": body["value"]}] * number)

    async def save(self, ack: Any, body: Any, respond: Any) -> None:
        await ack()
        self._hears(("save", body["actions"][0]["value"]))
        if "response_url" in body:
            await respond(text="saved", replace_original=False, response_type="ephemeral")

    async def open_form(self, ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        self._hears(("opened", body["user"]["id"]))

    async def change(self, ack: Any, body: Any, client: Any) -> None:
        await ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=form(chosen))

    async def submitted(self, ack: Any, view: Any) -> None:
        text = view["state"]["values"]["query"]["text"]["value"]
        self._hears(("submitted", text))
        if text == "nonsense":
            await ack(response_action="errors", errors={"query": "not understood"})
        elif text == "more":
            await ack(response_action="push", view=form("More", callback_id="more"))
        else:
            await ack()

    async def closed(self, ack: Any, view: Any) -> None:
        await ack()
        self._hears(("closed", view["callback_id"]))

    async def event(self, event: Any, body: Any, request: Any) -> None:
        self.retries.append(request.headers.get("x-slack-retry-num", ["0"])[0])
        self._hears((event["type"], body["event_id"]))
