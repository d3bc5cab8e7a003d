"""Which function carries out which command."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.commands import (
    digest,
    digest_more,
    forget,
    looking,
    mute,
    remind,
    saved,
    settings,
    sources,
    statistics,
    subscriptions,
    why,
)
from bot.commands.context import Call
from bot.commands.help import help_reply
from bot.commands.reply import Reply

Handler = Callable[[Call], Awaitable[Reply]]


async def _help(call: Call) -> Reply:
    return help_reply(call.values.get("command", str), call.services.platforms.get(call.channel.ref.platform))


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "subscribe": subscriptions.subscribe,
        "list": subscriptions.list_,
        "edit": subscriptions.edit,
        "unsubscribe": subscriptions.unsubscribe,
        "pause": subscriptions.pause,
        "resume": subscriptions.resume,
        "preview": looking.preview,
        "search": looking.search,
        "why": why.why,
        "remind": remind.remind,
        "saved": saved.show,
        "saved mark": saved.mark,
        "saved note": saved.note,
        "stats": statistics.show,
        "digest": digest.digest,
        "digest off": digest.digest_off,
        "digest now": digest.digest_now,
        "digest more": digest_more.more,
        "settings": settings.show,
        "settings zone": settings.zone,
        "settings currency": settings.currency,
        "settings cards": settings.cards,
        "settings batch": settings.batch,
        "settings digest": settings.digest,
        "settings quiet": settings.quiet,
        "settings thread": settings.thread,
        "settings mention": settings.mention,
        "settings publish": settings.publish,
        "settings managers": settings.managers,
        "mute": mute.mute,
        "unmute": mute.unmute,
        "sources": sources.list_,
        "sources add": sources.add,
        "sources remove": sources.remove,
        "sources test": sources.test,
        "forget me": forget.me,
        "help": _help,
    }
)
"""Every declared command has one; a test holds the two against each other."""
