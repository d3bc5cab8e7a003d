"""Requests that Slack makes to an app: signed, form or JSON, with the headers of a retry."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import aiohttp

from .clock import Clock
from .deliveries import Delivery
from .model import App
from .payloads import as_form

_GIVE_UP = aiohttp.ClientTimeout(total=10)


class SignedHttp:
    """`urls` says where commands, interactions and events go; empty while the app uses Socket Mode."""

    def __init__(self, app: App, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self.urls: dict[str, str] = {}

    async def send(
        self, delivery: Delivery, *, reason: str = "", age: float = 0, secret: str | None = None
    ) -> tuple[int, Any]:
        """(status, the body: parsed if JSON, None if empty). `age` and `secret` are for requests that lie."""
        body, content_type = _body(delivery)
        headers = self.signature(body, age=age, secret=secret) | {"Content-Type": content_type}
        delivery.attempts += 1
        if delivery.attempts > 1 and delivery.kind == "events_api":
            headers |= {
                "X-Slack-Retry-Num": str(delivery.attempts - 1),
                "X-Slack-Retry-Reason": reason or "http_timeout",
            }
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_GIVE_UP)
        url = self.urls[delivery.kind]
        async with self._session.post(url, data=body, headers=headers) as response:
            return response.status, _parsed(await response.text())

    def signature(self, body: str, *, age: float = 0, secret: str | None = None) -> dict[str, str]:
        """The v0 signature over timestamp and body."""
        at = str(int(self._clock.now() - age))
        key = (secret or self._app.signing_secret).encode()
        digest = hmac.new(key, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={digest}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _body(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form = urlencode(as_form(delivery.kind, delivery.payload))
    return form, "application/x-www-form-urlencoded"


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
