"""The Bolt app: what Slack sends is handed to who answers it. Bolt keeps no state of ours."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.actions import PRESSED, PressedActions
from adapters.slack.authorizing import ByClients, ByInstallations
from adapters.slack.clients import API_URL
from adapters.slack.command import JobsCommand
from adapters.slack.events import BACK, GONE, REMOVED, RENAMED, Events
from adapters.slack.form import QUERY, SUBSCRIBE, SUBSCRIBE_FROM_HOME
from adapters.slack.home import Home
from adapters.slack.home_view import HOME_ACTION, SUBSCRIBE_ACTION
from adapters.slack.modal import Form
from adapters.slack.naming import Naming
from adapters.slack.origin import Origin, of_command, of_press
from adapters.slack.people import People
from adapters.slack.replies import Answers
from adapters.slack.services import SlackServices
from bot.commands.reply import say, words
from bot.commands.underway import Seen, Underway
from bot.errors import StoreUnavailable

COMMAND = "/jobs"
_NOT_INSTALLED = (
    "Jobwire is not installed in this workspace any more. Ask who administers it to install it again."
)

FIELD: dict[str, str | re.Pattern[str]] = {"block_id": QUERY, "action_id": QUERY}
HOME_PRESSED = re.compile(rf"^{HOME_ACTION}:\d+$")
HOME_SUBSCRIBING = re.compile(rf"^{SUBSCRIBE_ACTION}:\d+$")

_BOLT_LOOKS = 0.05
"""Bolt looks for an acknowledgement every 0.01 s, and forgets it when the listener ends with an error."""

Listener = Callable[[AsyncAck, Mapping[str, Any]], Awaitable[None]]
Counting = Callable[[Listener], Listener]

_log = structlog.get_logger(__name__)


def build_app(services: SlackServices, *, signing_secret: str = "", api_url: str = API_URL) -> AsyncApp:
    """The app with everything that it listens to. `signing_secret` is needed for HTTP alone."""
    app = AsyncApp(
        name="jobwire",
        client=AsyncWebClient(base_url=api_url),
        authorize=_authorize(services),  # type: ignore[arg-type]  # Bolt takes both
        signing_secret=signing_secret,
        user_facing_authorize_error_message=_NOT_INSTALLED,
    )
    people = People(services.clients, services.core.clock)
    naming = Naming(people, services.core.store)
    answers = Answers(services.clients, people, naming)
    form = Form(services, people, answers)
    command = JobsCommand(services.dispatcher, people, answers, form=form)
    actions = PressedActions(services.dispatcher, people, answers)

    seen = Seen()

    def listens(listener: Listener) -> Listener:
        return _once(listener, services.underway, seen)

    app.command(COMMAND)(listens(command.typed))
    app.view(SUBSCRIBE)(listens(form.submitted))
    app.action(FIELD)(listens(form.typed))
    _listen_to_home(app, Home(services, people, answers, form=form), listens)
    app.action(PRESSED)(listens(actions.pressed))
    app.action(re.compile(".*"))(listens(actions.unknown))
    _listen_to_events(app, Events(services, people, answers), listens)
    app.error(_Failures(answers).failed)
    return app


def _authorize(services: SlackServices) -> AsyncAuthorize:
    if services.installations is None:
        return services.authorize or ByClients(services.clients)
    return ByInstallations(services.installations)


def _listen_to_home(app: AsyncApp, home: Home, listens: Counting) -> None:
    app.event("app_home_opened")(listens(home.opened))
    app.action(HOME_PRESSED)(listens(home.pressed))
    app.action(HOME_SUBSCRIBING)(listens(home.subscribing))
    app.view(SUBSCRIBE_FROM_HOME)(listens(home.submitted))


def _listen_to_events(app: AsyncApp, events: Events, listens: Counting) -> None:
    app.event("member_joined_channel")(listens(events.joined))
    app.event("member_left_channel")(listens(events.left))
    for names, listener in (
        (tuple(GONE), events.gone),
        (BACK, events.back),
        (RENAMED, events.renamed),
        (REMOVED, events.removed),
    ):
        for name in names:
            app.event(name)(listens(listener))
    app.event(re.compile(".*"))(listens(events.ignored))


class _Failures:
    """What a listener did not expect: logged once, with a reference that the person is told."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def failed(
        self, error: Exception, body: Mapping[str, Any], response: BoltResponse | None
    ) -> BoltResponse | None:
        """Bolt's error handler. `response` is None when the request was acknowledged already."""
        reference = secrets.token_hex(4)
        what = "Something went wrong in Jobwire."
        if isinstance(error, StoreUnavailable):
            what = "Jobwire cannot reach its database now."
        _log.error("slack request failed", reference=reference, kind=_kind(body), exc_info=error)
        advice = (
            f"Try again in a minute. If it stays, tell whoever runs Jobwire this reference: `{reference}`"
        )
        if body.get("type") == "view_submission" and response is not None:
            told = {"response_action": "errors", "errors": {QUERY: f"{what} {advice}".replace("`", "")}}
            return BoltResponse(status=200, body=told)
        origin = _origin(body)
        if origin is not None:
            await self._answers.give(origin, say(what, words(advice)))
        await asyncio.sleep(_BOLT_LOOKS)
        return None


def _once(listener: Listener, underway: Underway, seen: Seen) -> Listener:
    """The listener, known to be under way, and deaf to a command or a press that comes again."""

    async def listen(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        underway.begin()
        repeatable = "command" in body or body.get("type") == "block_actions"
        if repeatable and not seen.is_new(str(body.get("trigger_id"))):
            await ack()
            return
        await listener(ack, body)

    return listen


def _origin(body: Mapping[str, Any]) -> Origin | None:
    if not body.get("response_url"):
        return None
    return of_command(body) if "command" in body else of_press(body)


def _kind(body: Mapping[str, Any]) -> str:
    event = body.get("event") or {}
    return str(event.get("type") or body.get("type") or body.get("command"))
