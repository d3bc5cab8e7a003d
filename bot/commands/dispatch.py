"""The way in for every adapter: a command typed, a command chosen from a form, an action pressed.

Whatever goes wrong becomes a reply. One log line per command tells who asked for what and how it went.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

import structlog

from bot.commands.actions import Press, press
from bot.commands.completion import Choice, complete, complete_option
from bot.commands.context import Call, Context
from bot.commands.declaration import by_name
from bot.commands.handlers import HANDLERS
from bot.commands.option import Option
from bot.commands.parse import Typed, parse_command
from bot.commands.permissions import check_allowed, check_offered, check_place
from bot.commands.reply import Reply, error_reply, say, words
from bot.commands.services import Services
from bot.commands.values import checked
from bot.delivery.message import ActionKind
from bot.domain.chat import Channel
from bot.errors import JobwireError, StoreUnavailable, UnknownCommand
from bot.store import chats

_log = structlog.get_logger()


class Dispatcher:
    """Runs commands and presses. Nothing that it awaits raises: a fault is a reply."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def run(self, text: str, context: Context) -> Reply:
        """What `/jobs ...`, typed, answers."""
        story: dict[str, object] = {"command": "?"}
        return await self._guarded(story, context, lambda: self._run_text(text, context, story))

    async def invoke(self, name: str, options: Mapping[str, str], context: Context) -> Reply:
        """The same for a platform that takes the options apart itself: name and raw text of each."""
        story: dict[str, object] = {"command": name}
        return await self._guarded(story, context, lambda: self._invoke(name, options, context, story))

    async def press(self, kind: ActionKind, value: str, context: Context) -> Reply:
        """What pressing an action answers."""
        story: dict[str, object] = {"command": f"press {kind.value}"}
        return await self._guarded(story, context, lambda: self._press(kind, value, context, story))

    async def complete(self, text: str, context: Context) -> tuple[str, ...]:
        """Whole texts that the one being typed may become, likeliest first; empty when none is known."""
        try:
            return await complete(self._services, text, context)
        except JobwireError:
            return ()

    async def choices(self, option: Option, typed: str, context: Context) -> tuple[Choice, ...]:
        """What may be chosen for an option of which so much is typed; empty when nothing is known."""
        try:
            return await complete_option(self._services, option, typed, context)
        except JobwireError:
            return ()

    async def _run_text(self, text: str, context: Context, story: dict[str, object], page: int = 0) -> Reply:
        return await self._run(parse_command(text), context, story, page)

    async def _invoke(
        self, name: str, options: Mapping[str, str], context: Context, story: dict[str, object]
    ) -> Reply:
        command = by_name(name)
        if command is None:
            raise UnknownCommand(f'There is no command "{name}". /jobs help shows all commands.')
        return await self._run(Typed(command=command, values=options), context, story, 0)

    async def _press(self, kind: ActionKind, value: str, context: Context, story: dict[str, object]) -> Reply:
        channel = await self._channel(context)

        async def run(text: str, page: int) -> Reply:
            return await self._run_text(text, context, story, page)

        return await press(
            Press(services=self._services, context=context, channel=channel, kind=kind, value=value, run=run)
        )

    async def _run(self, typed: Typed, context: Context, story: dict[str, object], page: int) -> Reply:
        command = typed.command
        story["command"] = command.name
        check_place(command, is_direct=context.is_direct)
        check_offered(command, self._services.platforms.get(context.channel.platform))
        channel = await self._channel(context)
        only_shows = command.shows_without_options and not typed.values
        if not only_shows:
            check_allowed(command, context.user, channel.settings)
        call = Call(
            services=self._services,
            context=context,
            channel=channel,
            command=command,
            values=checked(typed),
            now=self._services.clock(),
            page=page,
        )
        return await HANDLERS[command.name](call)

    async def _channel(self, context: Context) -> Channel:
        """The channel of a request; one that was thought gone lives again, for somebody speaks there."""
        async with self._services.store.read() as c:
            channel = await chats.channel_by_ref(c, context.channel)
        if channel is not None and channel.dead_reason is None:
            return channel
        async with self._services.store.write() as c:
            if channel is not None:
                await chats.revive(c, channel.id)
            return await chats.ensure_channel(
                c,
                context.channel,
                workspace_name=context.workspace_name,
                channel_name=context.channel_name,
                settings=self._services.defaults,
                now=self._services.clock(),
            )

    async def _guarded(
        self, story: dict[str, object], context: Context, work: Callable[[], Awaitable[Reply]]
    ) -> Reply:
        began = perf_counter()
        outcome = "answered"
        try:
            return await work()
        except StoreUnavailable as error:
            outcome = "store unavailable"
            return _unexpected(error, "Jobwire cannot reach its database now.")
        except JobwireError as error:
            outcome = type(error).__name__
            return error_reply(error)
        except Exception as error:  # noqa: BLE001  # the outermost loop of commands
            outcome = "failed"
            return _unexpected(error, "Something went wrong in Jobwire.")
        finally:
            _log.info(
                "command",
                **story,
                outcome=outcome,
                platform=context.channel.platform,
                workspace=context.channel.workspace,
                channel=context.channel.channel,
                user=context.user.user,
                milliseconds=round((perf_counter() - began) * 1000),
            )


def _unexpected(error: Exception, what: str) -> Reply:
    reference = secrets.token_hex(4)
    _log.error("command failed", reference=reference, exc_info=error)
    return say(
        what,
        words(
            "Try again in a minute. If it stays, tell whoever runs Jobwire this reference, "
            f"which stands in the log: `{reference}`"
        ),
    )
