"""Finds what a command names: a subscription by its number, a posting by number or link."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.context import Call
from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.posting import PostingId, StoredPosting
from bot.domain.subscription import Subscription
from bot.errors import UnknownPosting, UnknownSubscription
from bot.feeds.urls import canonical_url
from bot.store import postings, subscriptions

_LARGEST_ID = 2**63 - 1
_LONGEST_SHOWN = 100


async def subscription(c: AsyncConnection, channel_id: ChannelId, number: int) -> Subscription:
    """The channel's subscription of that number. Raises UnknownSubscription, which names those there are."""
    found = await subscriptions.by_number(c, channel_id, number)
    if found is not None:
        return found
    there = await subscriptions.of_channel(c, channel_id)
    if not there:
        raise UnknownSubscription(
            f"There is no subscription {number}: this channel has none yet. "
            "Write /jobs subscribe and what you look for."
        )
    numbers = ", ".join(str(one.number) for one in there[:20])
    raise UnknownSubscription(
        f"There is no subscription {number} in this channel; it has {numbers}. /jobs list shows them."
    )


async def chosen_subscriptions(c: AsyncConnection, call: Call) -> tuple[Subscription, ...]:
    """The one that the option `id` names, or all of the channel. Raises when there is none."""
    number = call.values.get("id", int)
    if number is not None:
        return (await subscription(c, call.channel.id, number),)
    there = await subscriptions.of_channel(c, call.channel.id)
    if not there:
        raise UnknownSubscription(
            "This channel has no subscription yet. Write /jobs subscribe and what you look for."
        )
    return there


async def posting(c: AsyncConnection, workspace_id: WorkspaceId, named: str) -> StoredPosting | None:
    """The stored posting of that number or link, if this workspace may see it; None when there is none.

    Raises UnknownPosting for what is neither a number nor a link.
    """
    digits = named.removeprefix("#")
    if digits.isascii() and digits.isdigit():
        found = await postings.get(c, PostingId(int(digits))) if int(digits) <= _LARGEST_ID else None
    elif "." in named:
        found = await _by_link(c, workspace_id, named)
    else:
        shown = named[:_LONGEST_SHOWN]
        raise UnknownPosting(
            f'"{shown}" is neither a posting\'s link nor its number. Paste the link of the posting, '
            "or press Why under its card."
        )
    if found is None or not await postings.is_visible(c, found.id, workspace_id):
        return None
    if found.merged_into is not None:
        return await postings.get(c, found.merged_into) or found
    return found


async def _by_link(c: AsyncConnection, workspace_id: WorkspaceId, link: str) -> StoredPosting | None:
    address = link if "://" in link else f"https://{link}"
    for spelling in dict.fromkeys((address, canonical_url(address) or address)):
        found = await postings.by_url(c, spelling, workspace_id=workspace_id)
        if found is not None:
            return found
    return None
