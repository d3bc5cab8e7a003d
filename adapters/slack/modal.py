"""What the form behind `/jobs` alone does: opens, previews while one types, subscribes."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack.calls import call
from adapters.slack.form import QUERY, FormPlace, field_error, filled, form_view
from adapters.slack.limits import CAPABILITIES
from adapters.slack.origin import Origin, team_of
from adapters.slack.people import People
from adapters.slack.platform import PLATFORM
from adapters.slack.replies import Answers
from adapters.slack.services import SlackServices
from bot.commands.context import Call, Context
from bot.commands.declaration import by_name
from bot.commands.explaining import found_sentence, posting_sections, understood_blocks
from bot.commands.permissions import check_allowed
from bot.commands.recent import recent_matches
from bot.commands.reply import Reply, error_reply, fine, mistake, reply, words
from bot.commands.services import PREVIEW
from bot.commands.values import Values
from bot.delivery.fit import fit_one
from bot.domain.chat import Channel, ChannelId, WorkspaceId
from bot.errors import BadOption, JobwireError, QueryError, StoreUnavailable, UnknownCommand
from bot.matching import parse
from bot.store import chats

_EXAMPLES = 3
_MOST_FORMS = 1000

_NOTHING_TYPED = reply(
    "Nothing typed yet",
    (
        words("While you type, this shows how it is understood and what it would have posted."),
        fine("For example: `staff | principal, data engineer, in:Berlin, salary>=100k EUR, -company:Acme`"),
    ),
)

_log = structlog.get_logger(__name__)


class Form:
    """Acts on the form. All that a form has to know travels with it."""

    def __init__(self, services: SlackServices, people: People, answers: Answers) -> None:
        self._services = services
        self._people = people
        self._answers = answers
        self._newest = _Newest()

    async def opened(self, origin: Origin, trigger_id: str) -> bool:
        """Open the form for somebody; False when Slack does not, most often because three seconds passed."""
        place = FormPlace(
            channel=origin.channel,
            channel_name=origin.channel_name,
            team_name=origin.team_name,
            response_url=origin.response_url,
        )
        view = form_view(place, _NOTHING_TYPED.message)
        outcome = await call(
            self._services.clients,
            origin.team,
            lambda client: client.views_open(trigger_id=trigger_id, view=view),
        )
        if outcome.problem:
            _log.warning("form not opened", team=origin.team, problem=outcome.problem)
            return False
        await self._people.person(origin.team, origin.user)  # known by the time it is submitted
        return True

    async def typed(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Somebody types: show how that is understood. Only the newest of several is shown."""
        await ack()
        view = body["view"]
        at = str(body["actions"][0]["action_ts"])
        self._newest.note(view["id"], at)
        origin = _origin(body)
        shown = await self._preview(origin, filled(view).query)
        if not self._newest.is_newest(view["id"], at):
            return
        message = fit_one(shown.message, CAPABILITIES)
        new = form_view(FormPlace.of(view), message)
        problem = await self._update(origin.team, view["id"], new, view["hash"])
        if problem == "hash_conflict" and self._newest.is_newest(view["id"], at):
            # an older preview came in between: this one is of what stands in the field now
            await self._update(origin.team, view["id"], new)

    async def submitted(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Subscribe the channel in which the form was opened, and confirm it to the person."""
        done = await self.subscribe(ack, body)
        if done is not None:
            await self._answers.give(_origin(body), done, only_to_person=True)

    async def subscribe(self, ack: AsyncAck, body: Mapping[str, Any]) -> Reply | None:
        """Subscribe by the form. None when something is wrong with it, which is said at the field."""
        given = filled(body["view"])
        context = await self._people.context(_origin(body))
        try:
            await self._check(context, given.query)
        except StoreUnavailable:
            problem = "Jobwire cannot reach its database now. Try again in a minute."
            await ack(response_action="errors", errors={QUERY: problem})
            return None
        except JobwireError as error:
            await ack(response_action="errors", errors={QUERY: field_error(error)})
            return None
        await ack()
        options = {"query": given.query, "cadence": given.cadence}
        return await self._services.dispatcher.invoke("subscribe", options, context)

    async def _check(self, context: Context, query: str) -> None:
        command = by_name("subscribe")
        if command is None:
            raise UnknownCommand("There is no command subscribe.")
        channel = await self._channel(context)
        check_allowed(command, context.user, channel.settings)
        if not query:
            raise BadOption("Write what the job should be, such as: senior backend, Go")
        parse(query, self._services.core.vocabulary, currency=channel.settings.currency)

    async def _preview(self, origin: Origin, text: str) -> Reply:
        if not text:
            return _NOTHING_TYPED
        context = await self._people.context(origin)
        try:
            return await self._previewed(context, text)
        except StoreUnavailable:
            return reply(
                "No preview", (words("Jobwire cannot reach its database now: there is no preview."),)
            )
        except QueryError as error:
            return mistake(error)
        except JobwireError as error:
            return error_reply(error)

    async def _previewed(self, context: Context, text: str) -> Reply:
        core = self._services.core
        channel = await self._channel(context)
        query = parse(text, core.vocabulary, currency=channel.settings.currency)
        command = by_name("preview")
        if command is None:
            raise UnknownCommand("There is no command preview.")
        call = Call(
            services=core,
            context=context,
            channel=channel,
            command=command,
            values=Values({}),
            now=core.clock(),
        )
        recent = await recent_matches(call, query, since=call.now - PREVIEW)
        examples = posting_sections(recent.found[:_EXAMPLES], call.now, actions=False)
        found = words(found_sentence(recent, PREVIEW.days))
        return reply("Preview", (*understood_blocks(query), found), *examples)

    async def _channel(self, context: Context) -> Channel:
        """The channel as it is; one that is not known yet as it would be, without making it known."""
        core = self._services.core
        async with core.store.read() as c:
            channel = await chats.channel_by_ref(c, context.channel)
            workspace = await chats.workspace_id(c, PLATFORM, context.channel.workspace)
        return channel or Channel(
            id=ChannelId(0),
            workspace_id=workspace or WorkspaceId(0),
            ref=context.channel,
            name=context.channel_name,
            settings=core.defaults,
        )

    async def _update(self, team: str, view_id: str, view: dict[str, Any], hash_: str | None = None) -> str:
        """Show the form anew, if `hash_` is still its state; the error code when Slack does not, else ""."""
        outcome = await call(
            self._services.clients,
            team,
            lambda client: client.views_update(view_id=view_id, view=view, hash=hash_),
        )
        if outcome.problem:
            _log.info("preview not shown", team=team, problem=outcome.problem)
        return outcome.problem


class _Newest:
    """Which keystroke of each form is the newest. Forgetting it costs one preview."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, str] = OrderedDict()

    def note(self, view_id: str, at: str) -> None:
        if float(at) >= float(self._seen.get(view_id, "0")):
            self._seen[view_id] = at
            self._seen.move_to_end(view_id)
        if len(self._seen) > _MOST_FORMS:
            self._seen.popitem(last=False)

    def is_newest(self, view_id: str, at: str) -> bool:
        return self._seen.get(view_id, at) == at


def _origin(body: Mapping[str, Any]) -> Origin:
    place = FormPlace.of(body["view"])
    return Origin(
        team=team_of(body),
        channel=place.channel or filled(body["view"]).channel,
        user=body["user"]["id"],
        response_url=place.response_url,
        channel_name=place.channel_name,
        team_name=place.team_name,
    )
