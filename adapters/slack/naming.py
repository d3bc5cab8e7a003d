"""Names people in answers: the core knows those who may manage a channel by their member ids alone."""

import re
from collections.abc import Mapping

from adapters.slack.origin import Origin
from adapters.slack.people import USER_ID, People
from adapters.slack.platform import PLATFORM
from bot.delivery.message import Message, Text
from bot.delivery.plain import plain_text
from bot.delivery.rewording import reworded
from bot.domain.chat import ChannelRef
from bot.store import chats
from bot.store.store import Store

_ID = re.compile(rf"\b{USER_ID.pattern}\b")


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

    def change(text: Text) -> str:
        return text.text if text.code else _ID.sub(lambda found: names.get(found[0], found[0]), text.text)

    return reworded(message, change)
