"""What Jobwire says in a channel that has invited it. Pure."""

from bot.commands.permissions import who_may_manage
from bot.commands.reply import bullets, fine, reply, words
from bot.delivery.message import Heading, Message
from bot.delivery.wording import count_text
from bot.domain.chat import ChannelSettings, Managers

_EXAMPLES = (
    "`/jobs subscribe senior backend, Go | Rust, remote:EU` posts what matches, as it appears",
    "`/jobs preview data engineer, in:Berlin, salary>=100k EUR` only shows what it would have posted",
)


def welcome(settings: ChannelSettings) -> Message:
    """What it does, two commands to begin with, and who may."""
    title = "Jobwire brings the right job postings into this channel"
    may = who_may_manage(settings)
    who = f"{may[:1].upper()}{may[1:]} may subscribe and change what is posted here"
    change = "; `/jobs settings managers` changes that." if settings.managers is Managers.EVERYONE else "."
    return reply(
        title,
        (
            Heading(title),
            words("It reads job boards and posts what this channel asks for: each posting once, and why."),
            bullets(_EXAMPLES),
            fine(f"{who}{change} `/jobs` alone opens a form, `/jobs help` shows everything."),
        ),
    ).message


def back_again(subscriptions: int) -> Message:
    """The channel had subscriptions before the bot left: they go on."""
    title = f"Jobwire is back: {count_text(subscriptions, 'subscription')} of this channel goes on"
    if subscriptions != 1:
        title = f"Jobwire is back: {count_text(subscriptions, 'subscription')} of this channel go on"
    return reply(title, (words(f"{title}. `/jobs list` shows what is posted here."),)).message
