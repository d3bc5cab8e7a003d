"""A house for the stories of commands: the dispatcher on a real SQLite file, a sender, a fake platform."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.commands.reply import Reply
from bot.commands.services import Services
from bot.delivery.message import Action, ActionKind, Actions, Message
from bot.delivery.plain import plain_text
from bot.delivery.sender import ChannelSender
from bot.domain.chat import ChannelRef, ChannelSettings, UserRef, WorkspaceId
from bot.domain.match import NewMatch
from bot.domain.posting import Posting, StoredPosting
from bot.domain.source import Source, SourceTerms, Validators
from bot.extraction.loading import load_vocabulary
from bot.extraction.reading import read
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.fetch import Fetcher
from bot.matching import Candidate, StandingQueries, parse
from bot.scheduling.work_queue import Handler
from bot.store import chats, ledger, postings, sources, subscriptions
from bot.store.migrate import migrate
from bot.store.store import Store
from tests.fakes.fake_platform import FakePlatform

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
VOCABULARY = Path(__file__).resolve().parents[2] / "config" / "vocabulary"

GO = "We run services in Go on AWS. You have five years of experience with Go and PostgreSQL."
JAVA = "We run services in Java on Azure. You know Spring and Kafka."


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(VOCABULARY, None)


class HeldQueue:
    """A work queue that keeps the keys until the story says that they are worked off."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    async def start(self, _handler: Handler) -> None:
        raise AssertionError("a story works its queue off itself")

    async def put(self, key: str) -> None:
        if key not in self.keys:
            self.keys.append(key)

    async def stop(self, _patience: timedelta) -> None:
        self.keys.clear()


class House:
    """Make it with `await House.open(path)`, and close it."""

    def __init__(self, store: Store, fetcher: Fetcher, defaults: ChannelSettings) -> None:
        self.now = START
        self.store = store
        self.queue = HeldQueue()
        self.platform = FakePlatform(clock=lambda: self.now)
        self.services = Services(
            store=store,
            vocabulary=vocabulary(),
            fetcher=fetcher,
            queue=self.queue,
            platforms={"fake": self.platform},
            clock=lambda: self.now,
            defaults=defaults,
        )
        self.dispatcher = Dispatcher(self.services)
        self.count = 0

    @classmethod
    async def open(
        cls,
        directory: Path,
        defaults: ChannelSettings = ChannelSettings(),  # noqa: B008  # frozen
        *,
        fetcher: Fetcher | None = None,
    ) -> "House":
        store = Store.open(f"sqlite+aiosqlite:///{directory / 'jobwire.db'}")
        await migrate(store)
        return cls(store, fetcher or Fetcher(user_agent="Jobwire tests"), defaults)

    async def close(self) -> None:
        await self.services.fetcher.close()
        await self.store.close()

    def context(
        self, channel: str = "backend", user: str = "anna", *, workspace: str = "W1", admin: bool = False
    ) -> Context:
        return Context(
            channel=ChannelRef(platform="fake", workspace=workspace, channel=channel),
            channel_name=f"#{channel}",
            workspace_name="Acme",
            user=UserRef(platform="fake", workspace=workspace, user=user, name=user, is_admin=admin),
        )

    async def run(self, text: str, **where: str | bool) -> Reply:
        return await self.dispatcher.run(text, self.context(**where))

    async def says(self, text: str, **where: str | bool) -> str:
        return plain_text((await self.run(text, **where)).message)

    async def press(self, message: Message | Reply, label: str, **where: str | bool) -> Reply:
        action = action_of(message, label)
        return await self.dispatcher.press(action.kind, action.value, self.context(**where))

    async def press_kind(self, kind: ActionKind, value: str, **where: str | bool) -> Reply:
        return await self.dispatcher.press(kind, value, self.context(**where))

    def later(self, **amount: float) -> None:
        self.now += timedelta(**amount)

    async def source(self, name: str = "Example Jobs", workspace: WorkspaceId | None = None) -> Source:
        """A source that was first read a month ago, so that what comes now is no baseline."""
        async with self.store.write() as c:
            made = await sources.add(
                c,
                name=name,
                url=f"https://{name.lower().replace(' ', '-')}.example/feed",
                format="rss",
                workspace_id=workspace,
                complete_list=False,
                terms=SourceTerms(),
                now=START - timedelta(days=30),
            )
            await sources.record_read(
                c,
                made.id,
                validators=Validators(),
                now=START - timedelta(days=30),
                next_poll_at=START + timedelta(days=1),
                baseline=True,
            )
            return replace(made, baseline_at=START - timedelta(days=30))

    async def posting(
        self, title: str, body: str = GO, *, source: Source, company: str = "Acme", **fields: str
    ) -> StoredPosting:
        """A posting that is seen now, and not held against any subscription."""
        self.count += 1
        posting = Posting(
            native_id=str(self.count),
            title=title,
            company=company,
            url=f"https://jobs.example/{self.count}",
            body=body,
            **fields,
        )
        reading = read(posting, vocabulary(), seen_on=self.now.date())
        async with self.store.write() as c:
            made = await postings.insert(c, source, posting, reading, f"hash{self.count}", self.now)
            stored = await postings.get(c, made)
        assert stored is not None
        return stored

    async def arrives(self, title: str, body: str = GO, *, source: Source, **more: str) -> StoredPosting:
        """A posting that is seen now, held against every subscription, as a poll does, and delivered."""
        stored = await self.posting(title, body, source=source, **more)
        async with self.store.write() as c:
            standing, there = StandingQueries(), {}
            for changed in await subscriptions.changed_since(c, 0):
                if (one := changed.subscription) is not None:
                    standing.put(one.id, parse(one.query, vocabulary()))
                    there[one.id] = one.channel_id
            candidate = Candidate(
                posting=stored.posting,
                reading=stored.reading,
                source=source.name,
                first_seen_at=stored.first_seen_at,
            )
            for hit in standing.matches(candidate, now=self.now):
                new = NewMatch(
                    channel_id=there[hit.subscription_id],
                    posting_id=stored.id,
                    opening=hit.opening,
                    subscription_ids=(hit.subscription_id,),
                    reasons=hit.reasons,
                )
                for id_ in await ledger.record_matches(c, [new], self.now):
                    await self.queue.put(f"deliver:{id_}")
        await self.work()
        return stored

    async def work(self) -> None:
        """Deliver to every channel that was asked for."""
        sender = ChannelSender(self.store, {"fake": self.platform}, lambda: self.now)
        while self.queue.keys:
            kind, _, id_ = self.queue.keys.pop(0).partition(":")
            if kind == "deliver":
                await sender.deliver(int(id_))

    async def passes(self, **amount: float) -> None:
        """Time passes, and what is due then is delivered, as the sweep sees to it."""
        self.later(**amount)
        async with self.store.read() as c:
            due = await chats.channels_to_wake(c, self.now)
        for id_ in due:
            await self.queue.put(f"deliver:{id_}")
        await self.work()

    def posted(self, channel: str = "backend") -> list[str]:
        """The messages that stand in a channel, as plain text."""
        return [plain_text(one.message) for one in self.platform.posted if one.channel.channel == channel]

    def last(self, channel: str = "backend") -> Message:
        return [one.message for one in self.platform.posted if one.channel.channel == channel][-1]


def text(reply: Reply) -> str:
    return plain_text(reply.message)


def actions(message: Message | Reply) -> list[Action]:
    whole = message.message if isinstance(message, Reply) else message
    return [
        action
        for section in whole.sections
        for block in section.blocks
        if isinstance(block, Actions)
        for action in block.actions
    ]


def action_of(message: Message | Reply, label: str) -> Action:
    found = [action for action in actions(message) if action.label.startswith(label)]
    assert found, f"no action {label!r}, there are {[action.label for action in actions(message)]}"
    return found[0]
