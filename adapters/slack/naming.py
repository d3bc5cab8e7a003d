"""Names people in answers: the core knows those who may manage a channel by their member ids alone."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from adapters.slack.origin import Origin
from adapters.slack.people import USER_ID, People
from adapters.slack.platform import PLATFORM
from bot.delivery.message import (
    Block,
    Bullets,
    FinePrint,
    Heading,
    Inline,
    Message,
    Paragraph,
    Section,
    Text,
)
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelRef
from bot.store import chats
from bot.store.store import Store

_ID = re.compile(rf"\b{USER_ID.pattern}\b")
Change = Callable[[str], str]


class Naming:
    """Puts names in the place of the ids of those who are listed in the channel's settings."""

    def __init__(self, people: People, store: Store) -> None:
        self._people = people
        self._store = store

    async def named(self, message: Message, origin: Origin) -> Message:
        """The message with `@anna` for `U012AB3CD`, where Slack tells who that is."""
        there = set(_ID.findall(plain_text(message)))
        if not there:
            return message
        ref = ChannelRef(platform=PLATFORM, workspace=origin.team, channel=origin.channel)
        async with self._store.read() as c:
            channel = await chats.channel_by_ref(c, ref)
        listed = there & set(channel.settings.listed_managers) if channel else set()
        names = {}
        for id_ in listed:
            person = await self._people.person(origin.team, id_)
            if person is not None:
                names[id_] = f"@{person.name}"
        return with_names(message, names) if names else message


def with_names(message: Message, names: Mapping[str, str]) -> Message:
    """The message with those words replaced; what is to be typed as it stands keeps its ids."""

    def change(text: str) -> str:
        return _ID.sub(lambda found: names.get(found[0], found[0]), text)

    return replace(
        message,
        summary=change(message.summary),
        sections=tuple(_section(section, change) for section in message.sections),
    )


def _section(section: Section, change: Change) -> Section:
    return replace(section, blocks=tuple(_block(block, change) for block in section.blocks))


def _block(block: Block, change: Change) -> Block:
    match block:
        case Heading(text=text):
            return Heading(change(text))
        case Paragraph(inlines=inlines):
            return Paragraph(_inlines(inlines, change))
        case FinePrint(inlines=inlines):
            return FinePrint(_inlines(inlines, change))
        case Bullets(entries=entries):
            return Bullets(tuple(_inlines(entry, change) for entry in entries))
        case _:
            return block


def _inlines(inlines: Iterable[Inline], change: Change) -> tuple[Inline, ...]:
    return tuple(
        replace(one, text=change(one.text)) if isinstance(one, Text) and not one.code else one
        for one in inlines
    )
