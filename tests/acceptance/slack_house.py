"""A bot that can be killed, delivering to a Slack that lives on, and a ledger that owes it cards."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.domain.chat import ChannelRef
from bot.store.migrate import migrate
from bot.store.store import Store, async_url
from tests.acceptance.card_house import CardHouse
from tests.acceptance.mortal_bot import MortalBot
from tests.contracts.platform_rigs import slack_server
from tests.servers.slack import RemoteControl


class SlackHouse(CardHouse):
    """Make it with `SlackHouse.open(...)`."""

    def __init__(self, directory: Path, store: Store, slack: RemoteControl) -> None:
        super().__init__(directory, store)
        self.slack = slack
        self._tokens: dict[str, str] = {}

    @classmethod
    @asynccontextmanager
    async def open(
        cls, directory: Path, *options: str, workspaces: Sequence[int]
    ) -> AsyncGenerator["SlackHouse"]:
        """`options` of the server; a workspace for each number, with as many subscribed channels."""
        async with AsyncExitStack() as closing:
            state = str(directory / "slack.jsonl")
            url = await closing.enter_async_context(slack_server("--state", state, *options))
            slack = await closing.enter_async_context(RemoteControl(url))
            store = Store.open(async_url(str(directory / "jobwire.sqlite")))
            closing.push_async_callback(store.close)
            await migrate(store)
            house = cls(directory, store, slack)
            await house.add_source()
            for number, count in enumerate(workspaces):
                await house._install(f"Workspace {number}", count)
            told = directory / "slack.json"
            told.write_text(json.dumps({"api_url": f"{url}/api/", "tokens": house._tokens}))
            bot = MortalBot.at_work(directory, "--slack", str(told))
            house.bot = await closing.enter_async_context(bot)
            yield house

    def of_workspace(self, number: int) -> list[str]:
        """The channels of the workspace of that number."""
        team = list(self._tokens)[number]
        return [id_ for id_, channel in self.channels.items() if channel.ref.workspace == team]

    def team(self, number: int) -> str:
        return list(self._tokens)[number]

    async def _install(self, name: str, count: int) -> None:
        made = await self.slack.workspace(name)
        team = made["team"]
        self._tokens[team] = made["bot_token"]
        for number in range(count):
            id_ = await self.slack.channel(team, f"jobs-{number}")
            ref = ChannelRef(platform="slack", workspace=team, channel=id_)
            await self.subscribe(ref, f"#jobs-{number}")
