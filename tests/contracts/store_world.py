"""What store tests put into a database: a channel, a source, postings."""

from datetime import UTC, datetime, timedelta

from bot.domain.chat import Channel, ChannelRef, ChannelSettings, WorkspaceId
from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting, PostingId
from bot.domain.source import Source, SourceTerms
from bot.domain.subscription import Cadence, Subscription
from bot.store import chats, postings, sources, subscriptions
from bot.store.store import Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def ref(channel: str = "jobs", workspace: str = "W1") -> ChannelRef:
    return ChannelRef(platform="fake", workspace=workspace, channel=channel)


async def new_channel(store: Store, channel: str = "jobs", workspace: str = "W1") -> Channel:
    async with store.write() as c:
        return await chats.ensure_channel(
            c,
            ref(channel, workspace),
            workspace_name="Acme",
            channel_name=channel,
            settings=ChannelSettings(),
            now=NOW,
        )


async def new_subscription(store: Store, channel: Channel, query: str = "Go") -> Subscription:
    async with store.write() as c:
        return await subscriptions.create(
            c, channel_id=channel.id, query=query, cadence=Cadence.INSTANT, created_by="U1", now=NOW
        )


async def new_source(
    store: Store,
    name: str = "board",
    *,
    workspace_id: WorkspaceId | None = None,
    complete_list: bool = False,
) -> Source:
    async with store.write() as c:
        return await sources.add(
            c,
            name=name,
            url=f"https://{name}.example/feed",
            format="rss",
            workspace_id=workspace_id,
            complete_list=complete_list,
            terms=SourceTerms(),
            now=NOW,
        )


def posting_of(native_id: str, **fields: str) -> Posting:
    given = {
        "title": f"Engineer {native_id}",
        "body": "We write Go.",
        "url": f"https://jobs.example/{native_id}",
    }
    return Posting(native_id=native_id, **(given | fields))


def reading_of(posting: Posting) -> Reading:
    title = posting.title or ""
    return Reading(
        title=title,
        company=posting.company,
        text=posting.body,
        language="en",
        posted_on=None,
        openings=(Facets(title=title),),
    )


async def new_posting(
    store: Store, source: Source, native_id: str = "1", *, at: datetime = NOW, **fields: str
) -> PostingId:
    posting = posting_of(native_id, **fields)
    async with store.write() as c:
        return await postings.insert(c, source, posting, reading_of(posting), f"hash {native_id}", at)
