"""A bot that can be killed, delivering to a Discord that lives on, and a ledger that owes it cards."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.domain.chat import ChannelRef
from bot.store.migrate import migrate
from bot.store.store import Store, async_url
from tests.acceptance.card_house import CardHouse
from tests.acceptance.mortal_bot import MortalBot
from tests.contracts.platform_rigs import discord_server
from tests.servers.discord import RemoteControl


class DiscordDeliveryHouse(CardHouse):
    """Make it with `DiscordDeliveryHouse.open(...)`."""

    def __init__(self, directory: Path, store: Store, discord: RemoteControl) -> None:
        super().__init__(directory, store)
        self.discord = discord
        self.kinds: dict[str, list[str]] = {}
        self._role = ""

    @classmethod
    @asynccontextmanager
    async def open(
        cls, directory: Path, *options: str, kinds: Mapping[str, int]
    ) -> AsyncGenerator["DiscordDeliveryHouse"]:
        """`options` of the server; so many subscribed channels of each kind in a guild."""
        async with AsyncExitStack() as closing:
            state = str(directory / "discord.jsonl")
            url = await closing.enter_async_context(discord_server("--state", state, *options))
            discord = await closing.enter_async_context(RemoteControl(url))
            store = Store.open(async_url(str(directory / "jobwire.sqlite")))
            closing.push_async_callback(store.close)
            await migrate(store)
            house = cls(directory, store, discord)
            await house.add_source()
            await house._join(kinds)
            app = await discord.app()
            told = directory / "discord.json"
            told.write_text(json.dumps({"api_url": app["api_url"], "token": app["token"]}))
            bot = MortalBot.at_work(directory, "--discord", str(told))
            house.bot = await closing.enter_async_context(bot)
            yield house

    async def take_permission(self, channel: str) -> None:
        """The bot may not post there any more."""
        await self.discord.overwrite(channel, self._role, deny=["send_messages"])

    async def _join(self, kinds: Mapping[str, int]) -> None:
        made = await self.discord.guild("Acme")
        self._role = made["bot_role"]
        beside = await self.discord.channel(made["guild"], "talk")
        for kind, count in kinds.items():
            self.kinds[kind] = []
            for number in range(count):
                name = f"{kind}-{number}"
                if kind == "thread":
                    id_ = await self.discord.thread(beside, name)
                else:
                    id_ = await self.discord.channel(made["guild"], name, kind=kind)
                ref = ChannelRef(platform="discord", workspace=made["guild"], channel=id_)
                await self.subscribe(ref, f"#{name}")
                self.kinds[kind].append(id_)
