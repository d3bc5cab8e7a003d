"""The composition root: builds every part and connects it to the others. Nothing else knows them all."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.session import Session
from adapters.terminal.transcript import Transcript
from bot.commands.dispatch import Dispatcher
from bot.commands.services import Services
from bot.delivery.editor import MessageEditor
from bot.delivery.idle_watch import IdleWatch
from bot.delivery.platform import ChatPlatform
from bot.delivery.sender import ChannelSender, SenderTimes
from bot.domain.chat import ChannelId
from bot.domain.source import SourceId
from bot.errors import ConfigurationError, Fault, StoreUnavailable
from bot.extraction.loading import load_vocabulary
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.fetch import Fetcher, FetchLimits
from bot.feeds.poll import Poller
from bot.feeds.source_watch import SourceWatch
from bot.feeds.starter import StarterSource, parse_sources
from bot.feeds.subscription_index import SubscriptionIndex
from bot.findings import Finding
from bot.scheduling.clock import Clock
from bot.scheduling.embedded import CHANNELS_AT_ONCE, EmbeddedWorkQueue
from bot.scheduling.sweep import Sweep
from bot.scheduling.work_queue import Handler
from bot.settings import Settings, config_directory
from bot.settings_slack import SlackMode
from bot.store import sources
from bot.store.migrate import migrate, pending_migrations
from bot.store.revision import revision
from bot.store.store import Store, async_url

if TYPE_CHECKING:
    from adapters.discord.connecting import Discord
    from adapters.slack.connecting import Slack

MIGRATIONS = tuple(Path(__file__).parent / adapter / "migrations" for adapter in ("slack", "discord"))
"""Revisions of the adapters' own tables. Every database has them, so that an adapter can come and go."""

PATIENCE = timedelta(seconds=4)
"""How long running work may take to end when Jobwire stops."""

Now = Callable[[], datetime]


def now() -> datetime:
    """The time of day, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Every part of a running Jobwire."""

    settings: Settings
    store: Store
    vocabulary: Vocabulary
    fetcher: Fetcher
    queue: EmbeddedWorkQueue
    sender: ChannelSender
    editor: MessageEditor
    poller: Poller
    sweep: Sweep
    services: Services
    dispatcher: Dispatcher
    terminal: TerminalPlatform
    session: Session
    clock: Now


def vocabulary_of(settings: Settings) -> Vocabulary:
    """The words of Jobwire and the operator's own, from the compiled cache where there is one."""
    return load_vocabulary(config_directory() / "vocabulary", settings.cache.path, settings.vocabulary.path)


def starter_sources(settings: Settings) -> tuple[StarterSource, ...]:
    """The sources that the settings name. Raises ConfigurationError with every fault."""
    path = Path(settings.feeds.sources_file or config_directory() / "sources.toml")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            [Fault(str(path), "feeds.sources_file", f"it cannot be read ({_why(error)})", "a TOML file")]
        ) from error
    return parse_sources(text, place=str(path), allowed_private=frozenset(settings.feeds.allowed_private))


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "not text in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)


def fetcher_of(settings: Settings, clock: Now = now) -> Fetcher:
    """The way out to feeds, with the limits of the settings."""
    return Fetcher(
        user_agent=settings.feeds.user_agent,
        allowed_private=frozenset(settings.feeds.allowed_private),
        limits=FetchLimits(total=settings.feeds.timeout_seconds, body=settings.feeds.max_bytes),
        credentials=settings.keys.credentials(),
        clock=clock,
    )


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncGenerator[Store]:
    """The database, with its schema in order; closed with the block.

    SQLite is migrated here. PostgreSQL is not: several processes may be running on it.
    """
    store = Store.open(async_url(settings.database.url))
    try:
        if store.engine.dialect.name == "sqlite":
            await migrate(store, MIGRATIONS)
        elif await pending_migrations(store, MIGRATIONS):
            raise StoreUnavailable(
                store.location, "its schema is not of this version: run `jobwire migrate`."
            )
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def open_house(
    settings: Settings,
    *,
    console: Console,
    starter: Sequence[StarterSource],
    platforms: Sequence[ChatPlatform] = (),
    patience: SenderTimes = SenderTimes(),  # noqa: B008  # frozen
) -> AsyncGenerator[House]:
    """Everything, running: it polls and delivers until the block ends, then stops within a few seconds.

    `platforms` are connected beside the terminal, Slack and Discord where the settings have their secrets.
    `patience` is that of all deliveries.
    """
    async with AsyncExitStack() as closing:
        store = await closing.enter_async_context(open_store(settings))
        async with store.write() as c:
            await sources.sync_shared(c, starter, now())
            if store.engine.dialect.name == "sqlite":  # it is ours alone: who has claimed there is dead
                await sources.release_claims(c)
        slack = _slack(settings, store)
        if slack is not None:
            platforms = (*platforms, slack.platform)
        discord = await closing.enter_async_context(_discord(settings, store))
        if discord is not None:
            platforms = (*platforms, discord.platform)
        house = _build(settings, store, console, platforms=platforms, patience=patience)
        closing.push_async_callback(house.fetcher.close)
        await house.queue.start(_handler(house))
        closing.push_async_callback(house.queue.stop, PATIENCE)
        clock = Clock(house.sweep.tick)
        clock.start()
        closing.push_async_callback(clock.stop)
        if slack is not None:
            await closing.enter_async_context(_connected(slack, house))
        if discord is not None:
            await closing.enter_async_context(_listening(discord, house))
        yield house


async def check_slack(settings: Settings, store: Store | None) -> AsyncGenerator[Finding]:
    """What lies between Jobwire and Slack, as it is found; Slack is configured."""
    from adapters.slack.doctor import check_slack as check

    async for finding in check(settings.slack, store, now):
        yield finding


async def rotate_slack_keys(settings: Settings) -> int:
    """Encrypt every stored token with the newest key; how many were not. HTTP is configured."""
    from adapters.slack.connecting import installations_of

    async with open_store(settings) as store:
        return await installations_of(settings.slack, store).reencrypt()


def slack_manifest(url: str | None) -> str:
    """The manifest of the app: for Socket Mode, or for HTTP at that address."""
    from adapters.slack.manifest import http_manifest, manifest_file, socket_manifest

    text = manifest_file().read_text(encoding="utf-8")
    return socket_manifest(text) if url is None else http_manifest(text, url)


def new_slack_key() -> str:
    """A key that tokens are encrypted with."""
    from adapters.slack.encryption import new_key

    return new_key()


async def check_discord(settings: Settings, store: Store | None) -> AsyncGenerator[Finding]:
    """What lies between Jobwire and Discord, as it is found; Discord is configured."""
    from adapters.discord.doctor import check_discord as check

    async for finding in check(settings.discord, store, now):
        yield finding


async def discord_application_id(settings: Settings) -> str:
    """The id of the application that the token belongs to; Discord is configured."""
    from adapters.discord.inquiry import application_id

    return await application_id(settings.discord)


def discord_invite(application_id: str) -> str:
    """The link by which a server adds the app, and why it asks for what it asks for."""
    from adapters.discord.invite import invite_text

    return invite_text(application_id)


def _slack(settings: Settings, store: Store) -> "Slack | None":
    """Slack, where it is configured; only then is it imported."""
    if settings.slack.mode is None:
        return None
    from adapters.slack.connecting import slack_of

    return slack_of(settings.slack, store)


@asynccontextmanager
async def _discord(settings: Settings, store: Store) -> AsyncGenerator["Discord | None"]:
    """Discord, where it is configured; only then is it imported. It may post while the block runs."""
    if not settings.discord.configured:
        yield None
        return
    from adapters.discord.connecting import open_discord

    async with open_discord(settings.discord, store) as discord:
        yield discord


@asynccontextmanager
async def _listening(discord: "Discord", house: House) -> AsyncGenerator[None]:
    """Discord is answered while the block runs."""
    from adapters.discord.connecting import run_discord

    async with run_discord(discord, house.services, house.dispatcher, house.clock):
        yield


@asynccontextmanager
async def _connected(slack: "Slack", house: House) -> AsyncGenerator[None]:
    """Slack is answered while the block runs; over HTTP by a web server."""
    from adapters.slack.connecting import run_slack

    async def healthy() -> None:
        async with house.store.read() as c:
            await revision(c, share_lock=False)

    async with AsyncExitStack() as closing:
        routes = await closing.enter_async_context(run_slack(slack, house.services, house.dispatcher))
        if house.settings.slack.mode is SlackMode.HTTP:
            from adapters.web.server import serve

            port = house.settings.web.port
            await closing.enter_async_context(serve(routes, port=port, healthy=healthy))
        yield


def _build(
    settings: Settings,
    store: Store,
    console: Console,
    *,
    platforms: Sequence[ChatPlatform],
    patience: SenderTimes,
) -> House:
    vocabulary = vocabulary_of(settings)
    fetcher = fetcher_of(settings)
    queue = EmbeddedWorkQueue(
        most_at_once=settings.feeds.concurrency,
        of_kind={"deliver": CHANNELS_AT_ONCE, "edit": CHANNELS_AT_ONCE},
    )
    terminal = TerminalPlatform(console, Transcript(Path(settings.terminal.transcript)), now)
    connected: dict[str, ChatPlatform] = {one.name: one for one in (terminal, *platforms)}
    index = SubscriptionIndex(vocabulary)
    services = Services(
        store=store,
        vocabulary=vocabulary,
        fetcher=fetcher,
        queue=queue,
        platforms=connected,
        clock=now,
        defaults=settings.channel.settings(),
        permitted=frozenset(settings.feeds.permitted),
    )
    dispatcher = Dispatcher(services)
    return House(
        settings=settings,
        store=store,
        vocabulary=vocabulary,
        fetcher=fetcher,
        queue=queue,
        sender=ChannelSender(store, connected, now, times=patience),
        editor=MessageEditor(store, connected, now, lease_margin=patience.lease_margin),
        poller=Poller(store, fetcher, vocabulary, index=index, queue=queue, clock=now),
        sweep=Sweep(
            store,
            queue,
            clock=now,
            keep_postings=timedelta(days=settings.database.keep_days),
            keep_workspaces=timedelta(days=settings.database.keep_workspace_days),
            watches=(
                (timedelta(minutes=10), SourceWatch(store, vocabulary).look),
                (timedelta(hours=1), IdleWatch(store).look),
            ),
        ),
        services=services,
        dispatcher=dispatcher,
        terminal=terminal,
        session=Session(
            dispatcher=dispatcher, platform=terminal, console=console, channel=settings.terminal.channel
        ),
        clock=now,
    )


def _handler(house: House) -> Handler:
    async def handle(key: str) -> None:
        kind, _, number = key.partition(":")
        match kind:
            case "poll":
                await house.poller.poll(SourceId(int(number)))
            case "edit":
                await house.editor.edit(ChannelId(int(number)))
            case _:
                await house.sender.deliver(ChannelId(int(number)))

    return handle
