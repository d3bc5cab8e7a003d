"""What forms do: open, filled in as far as is known; act as the command would; open again after a mistake."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from adapters.discord.forms import CADENCE, EDIT, KEPT, QUERY, SUBSCRIBE, Form, form_of, modal_of, value_of
from adapters.discord.people import Interaction, context_of
from adapters.discord.replies import Answers
from bot.commands.context import Context
from bot.commands.declaration import by_name
from bot.commands.dispatch import Dispatcher
from bot.commands.lookup import subscription
from bot.commands.permissions import check_allowed, check_place
from bot.commands.reply import Reply, error_reply, row
from bot.commands.services import Services
from bot.delivery.message import Action, ActionKind, Section
from bot.domain.chat import ChannelSettings
from bot.errors import BadOption, JobwireError, UnknownSubscription
from bot.matching.lexer import LONGEST_QUERY
from bot.store import chats, components, subscriptions

MOST_BUTTONS = 10
"""Subscriptions of a list that have a button; the others are edited by their number."""


class Editing:
    """Acts on the forms for subscribing and editing."""

    def __init__(self, core: Services, dispatcher: Dispatcher, answers: Answers) -> None:
        self._core = core
        self._dispatcher = dispatcher
        self._answers = answers

    async def pressed(self, interaction: Interaction, value: str) -> None:
        """A button that opens a form."""
        await self._open(interaction, lambda context: self._named(value, context))

    async def open(self, interaction: Interaction, form: Form) -> None:
        """A command that opens a form."""
        await self._open(interaction, lambda context: self._filled(form, context))

    async def submitted(self, interaction: Interaction, form: Form) -> None:
        """A form that somebody sent: what the command would do, and its answer."""
        await self._answers.give(interaction, self._submit(form, context_of(interaction)))

    async def with_buttons(
        self, reply: Reply, name: str, values: Mapping[str, str], context: Context
    ) -> Reply:
        """The answer to a command, with buttons that open forms where they help."""
        if name == "list":
            return await self._with_edit_buttons(reply, context)
        if reply.wrong_query and name in (SUBSCRIBE, EDIT):
            number = values.get("id", "")
            form = Form(
                command=name,
                number=int(number) if number else None,
                query=values.get(QUERY, ""),
                cadence=values.get(CADENCE, ""),
            )
            return await self._with_mending(reply, form)
        return reply

    async def _submit(self, form: Form, context: Context) -> Reply:
        reply = await self._dispatcher.invoke(form.command, form.options, context)
        return await self._with_mending(reply, form) if reply.wrong_query else reply

    async def _with_mending(self, reply: Reply, form: Form) -> Reply:
        async with self._core.store.write() as c:
            kept = replace(form, query=form.query[:LONGEST_QUERY]).kept()
            id_ = await components.put(c, KEPT, kept, self._core.clock())
        return _with_actions(reply, Action(kind=ActionKind.FORM, label="Mend it", value=id_))

    async def _with_edit_buttons(self, reply: Reply, context: Context) -> Reply:
        async with self._core.store.read() as c:
            channel = await chats.channel_by_ref(c, context.channel)
            there = await subscriptions.of_channel(c, channel.id) if channel is not None else ()
        if not there:
            return _with_actions(
                reply, Action(kind=ActionKind.FORM, label="Subscribe", value=value_of(SUBSCRIBE))
            )
        actions = (
            Action(kind=ActionKind.FORM, label=f"Edit {one.number}", value=value_of(EDIT, one.number))
            for one in there[:MOST_BUTTONS]
        )
        return _with_actions(reply, *actions)

    async def _open(self, interaction: Interaction, form_for: Callable[[Context], Awaitable[Form]]) -> None:
        context = context_of(interaction)
        try:
            form = await form_for(context)
        except JobwireError as error:
            await self._answers.show(interaction, error_reply(error))
            return
        await self._answers.open(interaction, modal_of(form))

    async def _named(self, value: str, context: Context) -> Form:
        """The form that a button names, as it was kept or as the subscription is now."""
        form = form_of(value)
        if form is not None:
            return await self._filled(form, context)
        async with self._core.store.read() as c:
            component = await components.get(c, value)
        if component is None or component.kind != KEPT:
            raise BadOption("That button is too old to be known any more. Type the command again: /jobs help")
        kept = Form.of_kept(component.payload)
        await self._check(kept, context)
        return kept

    async def _filled(self, form: Form, context: Context) -> Form:
        """The form with what the subscription is now. Raises what the command would raise."""
        await self._check(form, context)
        if form.number is None:
            return form
        async with self._core.store.read() as c:
            channel = await chats.channel_by_ref(c, context.channel)
            if channel is None:
                raise UnknownSubscription(
                    f"There is no subscription {form.number}: this channel has none yet. "
                    "Write /jobs subscribe and what you look for."
                )
            one = await subscription(c, channel.id, form.number)
        return replace(form, query=one.query, cadence=one.cadence.value)

    async def _check(self, form: Form, context: Context) -> None:
        command = by_name(form.command)
        if command is None:
            raise BadOption("That form belongs to another version of Jobwire. /jobs help shows all commands.")
        check_place(command, is_direct=context.is_direct)
        check_allowed(command, context.user, await self._settings(context))

    async def _settings(self, context: Context) -> ChannelSettings:
        async with self._core.store.read() as c:
            channel = await chats.channel_by_ref(c, context.channel)
        return channel.settings if channel is not None else self._core.defaults


def _with_actions(reply: Reply, *actions: Action) -> Reply:
    sections = (*reply.message.sections, Section(blocks=row(*actions)))
    return replace(reply, message=replace(reply.message, sections=sections))
