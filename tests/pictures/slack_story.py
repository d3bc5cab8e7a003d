"""A small story on Slack, in pictures: the real app acts, and what the test Slack took of it is drawn."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.chat import ChannelRef, ChannelSettings
from bot.domain.source import Source, SourceHealth
from bot.store import chats, sources
from tests.acceptance.slack_app_house import Shown, SlackHouse, is_private, slack_house
from tests.pictures.slack_page import Drawn, channel_page, form_page, home_page
from tests.servers.slack.payloads import form_state

ZONE = ZoneInfo("Europe/Berlin")
QUERY = "senior backend, Go | Rust, remote:EU"
WRONG = "senior backend, Go | Rust, salary>=12ok"

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
    defaults = ChannelSettings(timezone=str(ZONE))
    async with slack_house(directory, defaults=defaults) as house:
        story = _Story(house)
        await story.begins()
        async for picture in story.told():
            yield picture


class _Story:
    def __init__(self, house: SlackHouse) -> None:
        self._house = house
        self._boards: dict[str, Source] = {}
        self._channel = ""

    async def begins(self) -> None:
        """A workspace with two channels, and what the boards brought before."""
        self._channel = await self._house.control.channel(self._house.world.team, "backend-jobs")
        for name in ("Fernhill careers", "Harbour Jobs", "Devfield"):
            self._boards[name] = await self._house.source(name)
        await self._posting("Senior Backend Engineer, Ledger", LEDGER, "Harbour Jobs", company="Coppice Bank")
        await self._posting("Staff Platform Engineer", PLATFORM, "Devfield", company="Kestrel")
        self._house.later(days=1)

    async def told(self) -> AsyncGenerator[tuple[str, str]]:
        """Picture after picture."""
        yield "slack-form", await self._form(QUERY)
        yield "slack-form-error", await self._form(WRONG)
        yield "slack-card", await self._card()
        yield "slack-answer", await self._answers()
        yield "slack-digest", await self._digest()
        yield "slack-home", await self._home()

    async def _form(self, query: str) -> str:
        """`/jobs` alone, typed into, and sent when that cannot go well."""
        house, user = self._house, self._house.world.user
        await house.types("", channel=self._channel)
        view = (await house.modal())["id"]
        await house.control.press_view(view, "query", values={"query": query})
        await house.settle()
        if query == WRONG:
            await house.control.submit(view, {"query": query})
        shown = await house.modal(user)
        await house.control.close_view(view)
        return form_page(shown | {"state": form_state(shown["blocks"], {"query": query})})

    async def _card(self) -> str:
        await self._house.types(f"subscribe {QUERY}", channel=self._channel)
        await self._arrives(
            "Senior Backend Engineer, Payments",
            PAYMENTS,
            "Fernhill careers",
            company="Fernhill",
            location="Berlin, Germany, or remote (EU)",
            salary="€85,000 - €105,000 a year",
        )
        return self._page((await self._house.messages(self._channel))[-1:])

    async def _answers(self) -> str:
        """Why, and Not for us with what it offers: seen by the one who pressed."""
        card = (await self._house.messages(self._channel))[-1] | {"channel": self._channel}
        why = await self._house.presses(card, "Why")
        asked = await self._house.presses(card, "Not for us")
        offered = await self._house.presses(asked[0], "Wrong stack")
        await self._house.presses(card, "Save")
        return self._page([*why, *asked, *offered])

    async def _digest(self) -> str:
        house = self._house
        daily = await house.control.channel(house.world.team, "platform-jobs")
        await house.types("digest 9:00 Europe/Berlin mon-fri", channel=daily)
        await house.types("subscribe staff | senior, Kubernetes | AWS | Go daily", channel=daily)
        await house.types("subscribe Rust daily", channel=daily)
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
        before = len(await house.messages(daily))
        house.later(hours=18)  # the next morning, nine o'clock in Berlin
        ref = ChannelRef(platform="slack", workspace=house.world.team, channel=daily)
        async with house.store.read() as c:
            known = await chats.channel_by_ref(c, ref)
        assert known is not None
        await house.services.deliver_soon(known.id)
        await house.work()
        return self._page((await house.messages(daily))[before:], "platform-jobs")

    async def _home(self) -> str:
        house = self._house
        await house.types("pause 1 3d", channel=self._channel)
        async with house.store.write() as c:
            await sources.record_failure(
                c,
                self._boards["Devfield"].id,
                health=SourceHealth.FAILED,
                failure="status 503",
                now=house.now,
                next_poll_at=house.now + timedelta(minutes=10),
            )
        await house.control.open_home(house.world.team, house.world.user)
        await house.settle()
        view = await house.control.home(house.world.team, house.world.user)
        assert view is not None
        return home_page(view)

    def _page(self, messages: list[Shown], name: str = "backend-jobs") -> str:
        shown = [
            Drawn(
                blocks=one["blocks"], at=f"{self._house.now.astimezone(ZONE):%H:%M}", private=is_private(one)
            )
            for one in messages
        ]
        return channel_page(name, shown)

    async def _posting(self, title: str, body: str, board: str, **more: str) -> None:
        await self._house.posting(title, body, source=self._boards[board], **more)

    async def _arrives(self, title: str, body: str, board: str, **more: str) -> None:
        await self._house.arrives(title, body, source=self._boards[board], **more)
