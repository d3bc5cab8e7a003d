"""Looks for a message of ours by its marker: in a channel, a thread, or the posts of a forum."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from adapters.discord.failures import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from adapters.discord.limits import MESSAGES_PAGE, THREADS_PAGE
from adapters.discord.marker import Marker, marker_in
from adapters.discord.places import Place, Spot, id_at
from adapters.discord.rest import Refused, Rest

CHANNEL = "/channels/{channel_id}"
MESSAGES = f"{CHANNEL}/messages"
MESSAGE = f"{MESSAGES}/{{message_id}}"
THREADS = f"{CHANNEL}/threads"


async def place_of(rest: Rest, channel: str) -> Place:
    """The channel or thread as Discord tells it."""
    return Place.of(await rest.request("GET", CHANNEL, channel_id=channel))


async def find_in_thread(rest: Rest, thread: str, marker: Marker, since: datetime) -> Spot | None:
    """The message with that marker in a thread; None where there is no such thread (any more)."""
    try:
        return await find_in(rest, await place_of(rest, thread), marker, since)
    except Refused as refused:
        if refused.answer.code == UNKNOWN_CHANNEL:
            return None
        raise


async def find_in(rest: Rest, place: Place, marker: Marker, since: datetime) -> Spot | None:
    """The message with that marker, made at `since` or later. Raises Refused where it may not be read."""
    if place.is_forum:
        return await _find_post(rest, place, marker, since)
    empty = True
    async for told in _messages(rest, place.id, id_at(since)):
        empty = False
        if marker_in(told) == marker:
            return Spot(place.id, str(told["id"]))
    if empty and place.last_message >= id_at(since):
        await _message(rest, place.id, str(place.last_message))
    return None


async def _find_post(rest: Rest, forum: Place, marker: Marker, since: datetime) -> Spot | None:
    """Posts of ours since then, the newest first: what begins a post has the post's id."""
    me = await rest.user_id()
    posts = [post async for post in _posts(rest, forum, since) if post.owner == me]
    for post in sorted(posts, key=lambda post: -int(post.id)):
        told = await _message(rest, post.id, post.id)
        if told is not None and marker_in(told) == marker:
            return Spot(post.id, post.id)
    return None


async def _posts(rest: Rest, forum: Place, since: datetime) -> AsyncIterator[Place]:
    """The posts of a forum that were made at `since` or later, open and archived."""
    least = id_at(since)
    told = await rest.request("GET", "/guilds/{guild_id}/threads/active", guild_id=forum.guild)
    for post in map(Place.of, told["threads"]):
        if post.parent == forum.id and int(post.id) >= least:
            yield post
    before: datetime | None = None
    while True:  # the one that was archived last comes first: none is archived before it is made
        query = {"limit": str(THREADS_PAGE.value)} | ({"before": before.isoformat()} if before else {})
        told = await rest.request("GET", f"{THREADS}/archived/public", channel_id=forum.id, query=query)
        page = list(map(Place.of, told["threads"]))
        for post in page:
            if int(post.id) >= least:
                yield post
        before = min((post.archived_at for post in page if post.archived_at), default=None)
        if not told.get("has_more") or before is None or before < since:
            return


async def _messages(rest: Rest, channel: str, least: int) -> AsyncIterator[Mapping[str, Any]]:
    """The messages of a channel whose id is not less, page by page towards the newest."""
    after = max(least - 1, 0)
    while True:
        query = {"after": str(after), "limit": str(MESSAGES_PAGE.value)}
        page = await rest.request("GET", MESSAGES, channel_id=channel, query=query)
        for told in page:
            yield told
        if len(page) < MESSAGES_PAGE.value:
            return
        after = max(int(told["id"]) for told in page)


async def _message(rest: Rest, channel: str, message: str) -> Mapping[str, Any] | None:
    """One message, None when it has been deleted.

    Who may not read a channel's history is shown an empty one, but is refused a message of it: asked for the
    newest, Discord tells the one from the other.
    """
    try:
        told: Mapping[str, Any] = await rest.request("GET", MESSAGE, channel_id=channel, message_id=message)
    except Refused as refused:
        if refused.answer.code == UNKNOWN_MESSAGE:
            return None
        raise
    return told
