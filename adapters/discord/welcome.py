"""What Jobwire says on a server that has added it, and where it may not post any more. Pure."""

from collections.abc import Sequence

from adapters.discord.permissions import Permission
from bot.commands.permissions import who_may_manage
from bot.commands.reply import bullets, fine, reply, words
from bot.delivery.message import Heading, Message
from bot.delivery.wording import count_text
from bot.domain.chat import ChannelSettings, Managers

_EXAMPLES = (
    "`/jobs subscribe query:senior backend, Go | Rust, remote:EU` posts what matches there, as it appears",
    "`/jobs preview query:data engineer, in:Berlin, salary>=100k EUR` only shows what it would have posted",
)
_MOST_NAMED = 10


def welcome(settings: ChannelSettings) -> Message:
    """What it does, two commands to begin with, and who may."""
    title = "Jobwire brings the right job postings into your channels"
    may = who_may_manage(settings).replace("this workspace", "this server")
    who = f"{may[:1].upper()}{may[1:]} may subscribe a channel and change what is posted there"
    change = "; `/jobs settings managers` changes that." if settings.managers is Managers.EVERYONE else "."
    return reply(
        title,
        (
            Heading(title),
            words("It reads job boards and posts what a channel asks for: each posting once, and why."),
            words("Go to the channel that the postings are for, and type there:"),
            bullets(_EXAMPLES),
            fine(f"{who}{change} `/jobs help` shows everything."),
        ),
    ).message


def back_again(subscriptions: int) -> Message:
    """The server had subscriptions before Jobwire was removed: they go on."""
    go = "goes" if subscriptions == 1 else "go"
    title = f"Jobwire is back: {count_text(subscriptions, 'subscription')} on this server {go} on"
    return reply(title, (words(f"{title}. `/jobs list` in a channel shows what is posted there."),)).message


def may_not_post(server: str, lost: Sequence[tuple[str, Sequence[Permission]]]) -> Message:
    """Channels in which Jobwire may not post any more, what it lacks in each, and how that is mended."""
    title = f"Jobwire may not post in {count_text(len(lost), 'channel')} of {server} any more"
    entries = [f"{name}: it lacks {', '.join(one.name for one in lacking)}" for name, lacking in lost]
    left = len(entries) - _MOST_NAMED
    shown = [*entries[:_MOST_NAMED], *([f"and {left} more"] if left > 0 else [])]
    return reply(
        title,
        (
            Heading(title),
            bullets(shown),
            words(
                "Nothing is lost by it. Give Jobwire's role these permissions, in the channel's settings "
                "under Permissions; it goes on by itself. Or end it there with /jobs unsubscribe."
            ),
        ),
    ).message
