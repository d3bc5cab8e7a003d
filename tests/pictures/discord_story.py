"""A small story on Discord, in pictures: the real app acts, and what the test Discord took of it is drawn."""

from collections.abc import AsyncGenerator
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.chat import ChannelRef, ChannelSettings
from bot.domain.source import Source
from bot.store import chats
from tests.acceptance.discord_app_house import DiscordHouse, discord_house
from tests.pictures.discord_page import Drawn, channel_page

ZONE = ZoneInfo("Europe/Berlin")
QUERY = "senior backend, Go | Rust, remote:EU"

PAYMENTS = (
    "You join the team that moves the money: a million requests a day through a dozen services written in "
    "Go, on Kubernetes and PostgreSQL. You will own three of them. Five years of experience with Go or a "
    "language like it. Fully remote within the European Union."
)
LEDGER = (
    "Our ledger is a Rust service that must not lose a cent. You know Rust well, you have run PostgreSQL in "
    "production, and you write tests first. Remote from anywhere in Europe."
)
PLATFORM = "We run four hundred services in Go on AWS. You make their deployment boring. Remote in Germany."


async def pictures(directory: Path) -> AsyncGenerator[tuple[str, str]]:
    """The name and the page of each picture; what the story keeps is kept in the directory."""
    async with discord_house(directory, defaults=ChannelSettings(timezone=str(ZONE))) as house:
        story = _Story(house)
        await story.begins()
        yield "discord-card", await story.card()
        yield "discord-help", await story.helps()
        yield "discord-digest", await story.digest()


class _Story:
    def __init__(self, house: DiscordHouse) -> None:
        self._house = house
        self._boards: dict[str, Source] = {}

    async def begins(self) -> None:
        """The boards are there."""
        for name in ("Fernhill careers", "Harbour Jobs", "Devfield"):
            self._boards[name] = await self._house.source(name)

    async def card(self) -> str:
        channel = await self._channel("backend-jobs")
        await self._house.types(f"subscribe {QUERY}", channel=channel)
        await self._arrives(
            "Senior Backend Engineer, Payments",
            PAYMENTS,
            "Fernhill careers",
            company="Fernhill",
            location="Berlin, Germany, or remote (EU)",
            salary="€85,000 - €105,000 a year",
        )
        return self._page("backend-jobs", (await self._house.messages(channel))[-1:])

    async def helps(self) -> str:
        return self._page("backend-jobs", await self._house.types("help"))

    async def digest(self) -> str:
        """What came in a day, the next morning at nine in Berlin."""
        house, channel = self._house, await self._channel("platform-jobs")
        await house.types("digest 9:00 Europe/Berlin mon-fri", channel=channel)
        await house.types("subscribe staff | senior, Kubernetes | AWS | Go daily", channel=channel)
        await house.types("subscribe Rust daily", channel=channel)
        house.later(hours=2)
        await self._arrives("Staff Platform Engineer", PLATFORM, "Devfield", company="Umbra Mutual")
        await self._arrives(
            "Senior Site Reliability Engineer",
            "You keep our Kubernetes clusters on AWS healthy, and you write the Go that does.",
            "Harbour Jobs",
            company="Quarry & Sons",
            location="Amsterdam, Netherlands",
            salary="€90k - €110k",
        )
        await self._arrives("Rust Engineer, Storage", LEDGER, "Devfield", company="Coppice Bank")
        before = len(await house.messages(channel))
        house.later(hours=18)
        ref = ChannelRef(platform="discord", workspace=house.world.guild, channel=channel)
        async with house.store.read() as c:
            known = await chats.channel_by_ref(c, ref)
        assert known is not None
        await house.services.deliver_soon(known.id)
        await house.work()
        return self._page("platform-jobs", (await house.messages(channel))[before:])

    async def _channel(self, name: str) -> str:
        return await self._house.control.channel(self._house.world.guild, name)

    def _page(self, channel: str, messages: list[dict]) -> str:
        at = f"{self._house.now.astimezone(ZONE):%H:%M}"
        return channel_page(
            channel,
            [
                Drawn(components=one["components"], at=at, private=self._house.read(one).is_private)
                for one in messages
            ],
        )

    async def _arrives(self, title: str, body: str, board: str, **more: str) -> None:
        await self._house.arrives(title, body, source=self._boards[board], **more)
