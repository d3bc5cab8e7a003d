"""`/jobs ...`: acknowledged first, then run and answered; alone, it opens the form."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack.modal import Form
from adapters.slack.origin import of_command
from adapters.slack.people import USER_ID, People
from adapters.slack.replies import Answers
from bot.commands.dispatch import Dispatcher
from bot.commands.parse import parse_command
from bot.commands.reply import Reply, error_reply
from bot.domain.chat import Managers
from bot.errors import BadOption, CommandError

_ESCAPED = re.compile(r"<(?:(?P<sign>[@#!])|(?=https?://|mailto:))(?P<name>[^>|\s]+)(?:\|(?P<label>[^>]*))?>")
"""How Slack writes people, channels and links where it is asked to escape them."""


class JobsCommand:
    """Answers the slash command."""

    def __init__(self, dispatcher: Dispatcher, people: People, answers: Answers, *, form: Form) -> None:
        self._dispatcher = dispatcher
        self._people = people
        self._answers = answers
        self._form = form

    async def typed(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """`/jobs` with or without words behind it."""
        await ack()
        text = plain_command(body.get("text") or "")
        origin = of_command(body)
        if not text and await self._form.opened(origin, body["trigger_id"]):
            return
        context = await self._people.context(origin)
        refused = unknown_people(text)
        await self._answers.give(origin, refused or await self._dispatcher.run(text, context))


def plain_command(text: str) -> str:
    """The text as it was typed: links bare, channels by name, people as `<@U012AB3CD>`."""

    def bare(found: re.Match[str]) -> str:
        sign, name = found["sign"], found["name"]
        if sign == "#":
            return f"#{found['label'] or name}"
        return f"<{sign}{name}>" if sign else name.removeprefix("mailto:")

    return unescape_slack(_ESCAPED.sub(bare, text)).strip()


def unescape_slack(text: str) -> str:
    """`&amp;`, `&lt;` and `&gt;` are all that Slack escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def unknown_people(text: str) -> Reply | None:
    """Why the people in `settings managers listed ...` are nobody whom Slack tells us; None otherwise.

    A name alone (`@anna`) says nothing: two people may have it, and Slack does not look names up.
    """
    try:
        typed = parse_command(text)
    except CommandError:
        return None  # the dispatcher says so
    if typed.command.name != "settings managers":
        return None
    words = re.split(r"[\s,;]+", typed.values.get("people", ""))
    strange = [word for word in words if word and not USER_ID.fullmatch(word.strip("<>@"))]
    if not strange or typed.values.get("managers", "").casefold() != Managers.LISTED:
        return None
    return error_reply(
        BadOption(
            f'Slack does not tell who "{strange[0][:60]}" is. Give the member ID, such as U012AB3CD: '
            "in the person's profile, under the three dots, Copy member ID."
        )
    )
