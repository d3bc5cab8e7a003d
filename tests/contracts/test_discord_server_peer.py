"""The test Discord and simcord, made apart from each other, tell a bot the same and let people do as much."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import discord
import pytest
import simcord

from tests.contracts.discord_echo import EchoBot
from tests.contracts.discord_world import discord_world, gateway_client

SNOWFLAKE = re.compile(r"\b\d{15,20}\b")
WRONG = [
    ("jobs", {}),
    ("jobs nothing", {}),
    ("jobs add", {}),
    ("jobs add", {"query": "g"}),
    ("jobs add", {"query": "go", "days": 31}),
    ("jobs add", {"query": "go", "cadence": "often"}),
    ("jobs add", {"query": "go", "exact": "yes"}),
    ("jobs add", {"query": "go", "more": 1}),
]


class Person(Protocol):
    """Somebody in a channel of a guild with the role devs. `sends` returns the text of the answer."""

    bot: "Recorder"

    async def sends(self, text: str, **options: Any) -> str: ...
    async def tells(self) -> str: ...
    async def completes(self) -> Any: ...
    async def uses_the_card(self) -> list[str]: ...
    async def fills_the_form(self) -> str: ...


class Recorder(EchoBot):
    """Keeps what Discord told it of every interaction."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.told.append((interaction.type.name, alike(interaction.data)))


def alike(value: Any) -> Any:
    """Without ids; options in one order; of resolved objects only the kinds."""
    if isinstance(value, dict):
        return {
            name: sorted(inner) if name == "resolved" else alike(inner)
            for name, inner in sorted(value.items())
        }
    if isinstance(value, list):
        return sorted(
            (alike(one) for one in value), key=lambda one: str(isinstance(one, dict) and one.get("name"))
        )
    return SNOWFLAKE.sub("ID", value) if isinstance(value, str) else value


class OnTheWire:
    def __init__(self, world: Any, bot: Recorder, role: str) -> None:
        self._world = world
        self._role = role
        self.bot = bot

    async def sends(self, text: str, **options: Any) -> str:
        return self._text(
            await self._world.control.command(self._world.channel, self._world.user, text, options)
        )

    async def tells(self) -> str:
        return await self.sends("jobs tell", place=self._world.channel, who=self._world.user, role=self._role)

    async def completes(self) -> Any:
        typed = {"query": "g", "days": 3}
        where = (self._world.channel, self._world.user)
        return (await self._world.control.complete(*where, "jobs add", "query", typed))["choices"]

    async def uses_the_card(self) -> list[str]:
        await self.sends("jobs card")
        (card,) = await self._world.control.messages(self._world.channel)
        press = self._world.control.press
        await press(card["id"], self._world.user, "renew")
        (renewed,) = await self._world.control.read(self._world.channel)
        kept = await press(card["id"], self._world.user, "Keep")
        chosen = await press(card["id"], self._world.user, "whom", [self._role])
        return [renewed["text"], self._text(kept), self._text(chosen)]

    async def fills_the_form(self) -> str:
        where = (self._world.channel, self._world.user)
        opened = await self._world.control.command(*where, "jobs form")
        values = {"Query": "rust", "How often": "daily", "Whom to tell": [self._role]}
        return self._text(await self._world.control.submit(opened["id"], values))

    def _text(self, told: Any) -> str:
        return told["messages"][0]["content"]


class InSimcord:
    def __init__(self, bot: Recorder, channel: Any, member: Any, role: Any) -> None:
        self._channel, self._member, self._role = channel, member, role
        self.bot = bot

    async def sends(self, text: str, **options: Any) -> str:
        return self._text(await self._member.slash(self._channel, text, **options))

    async def tells(self) -> str:
        return await self.sends("jobs tell", place=self._channel, who=self._member, role=self._role)

    async def completes(self) -> Any:
        return await self._member.autocomplete(self._channel, "jobs add", "query", "g", days=3)

    async def uses_the_card(self) -> list[str]:
        await self.sends("jobs card")
        card = self._channel.last_message
        await self._member.click(card, custom_id="renew")
        container = self._channel.last_message.components[0]
        kept = await self._member.click(card, label="Keep")
        chosen = await self._member.select(card, [self._role], custom_id="whom")
        return [container.children[0].content, self._text(kept), self._text(chosen)]

    async def fills_the_form(self) -> str:
        opened = await self._member.slash(self._channel, "jobs form")
        names = {label["label"]: label["component"]["custom_id"] for label in opened.modal["components"]}
        values = {"Query": "rust", "How often": ["daily"], "Whom to tell": [self._role]}
        filled = {names[label]: value for label, value in values.items()}
        return self._text(await self._member.submit_modal(opened, filled))

    def _text(self, result: Any) -> str:
        return result.response.content


@asynccontextmanager
async def on_the_wire() -> AsyncIterator[Person]:
    async with discord_world() as world:
        role = await world.control.role(world.guild, "devs")
        async with gateway_client(world, Recorder()) as bot:
            yield OnTheWire(world, bot, role)


@asynccontextmanager
async def in_simcord() -> AsyncIterator[Person]:
    bot = Recorder()
    async with simcord.run(bot) as env:
        guild = env.create_guild()
        role = guild.create_role("devs")
        member = guild.add_member(env.create_user("ada"))
        yield InSimcord(bot, guild.create_text_channel("jobs"), member, role)


async def told_in(place: Callable[[], AbstractAsyncContextManager[Person]]) -> dict[str, Any]:
    async with place() as person:
        return await story(person)


async def story(person: Person) -> dict[str, Any]:
    """What the person saw, what the bot was told, and what was not even sent."""
    seen = [
        await person.sends("jobs add", query="go"),
        await person.sends("jobs add", query="rust", cadence="daily", days=3, exact=True),
        await person.tells(),
        await person.completes(),
        await person.sends("jobs feeds test", url="https://a.example"),
        await person.uses_the_card(),
        await person.fills_the_form(),
    ]
    told = list(person.bot.told)
    for text, options in WRONG:
        with pytest.raises((ValueError, simcord.SetupError, simcord.OptionError, simcord.BackendError)):
            await person.sends(text, **options)
    assert person.bot.failed == []
    assert len(person.bot.told) == len(told)
    return {"seen": seen, "told": told}


async def test_a_bot_and_a_person_find_the_same_in_both():
    theirs = await asyncio.create_task(told_in(in_simcord))  # it leaves things in the task's context
    ours = await told_in(on_the_wire)
    assert ours["seen"] == theirs["seen"]
    assert ours["told"] == theirs["told"]
