"""What the ledger owes and what the chat server shows, and waiting until the one has become the other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any

import aiohttp
from sqlalchemy import func, select

from bot.domain.delivery import PartState
from bot.domain.match import MatchId, MatchState
from bot.store.schema import channels, deliveries, matches, parts, sources
from bot.store.store import Store

_LOOK = 0.05


async def until(finished: Callable[[], Awaitable[bool]], *, seconds: float, what: str) -> None:
    """Look until it is so; fails with `what` when it takes too long."""
    try:
        async with asyncio.timeout(seconds):
            while not await finished():  # noqa: ASYNC110  # a database and other processes tell nobody
                await asyncio.sleep(_LOOK)
    except TimeoutError:
        raise AssertionError(f"after {seconds:g} seconds still not {what}") from None


async def has_read(store: Store, bodies: Mapping[str, bytes]) -> bool:
    """Whether every source (by its address) has last been read as it is served now."""
    async with store.read() as c:
        rows = await c.execute(select(sources.c.url, sources.c.body_hash))
        read = {row.url: row.body_hash for row in rows}
    return all(read.get(url) == sha256(body).hexdigest() for url, body in bodies.items())


async def owes_nothing(store: Store) -> bool:
    """Whether every match is planned, kept or suppressed, and every message sent or failed."""
    async with store.read() as c:
        pending = select(func.count()).where(matches.c.state == MatchState.PENDING)
        unsent = select(func.count()).where(parts.c.state.in_((PartState.PENDING, PartState.SENDING)))
        return (await c.scalar(pending)) == 0 and (await c.scalar(unsent)) == 0


async def part_states(store: Store) -> list[str]:
    """The state of every message, in the order in which they are owed."""
    async with store.read() as c:
        rows = await c.execute(select(parts.c.state).order_by(parts.c.delivery_id, parts.c.position))
        return list(rows.scalars())


async def matches_by_key(store: Store) -> dict[str, list[MatchId]]:
    """The matches that each message stands for: one line of a digest may stand for several."""
    async with store.read() as c:
        rows = await c.execute(select(parts.c.key, parts.c.match_ids))
        return {row.key: [MatchId(id_) for id_ in row.match_ids] for row in rows}


async def owed_keys(store: Store) -> dict[str, list[str]]:
    """The keys of each channel's messages, in the order in which the ledger planned them."""
    owed: dict[str, list[str]] = {}
    async with store.read() as c:
        rows = await c.execute(
            select(channels.c.native_id, parts.c.key)
            .join(deliveries, deliveries.c.channel_id == channels.c.id)
            .join(parts, parts.c.delivery_id == deliveries.c.id)
            .order_by(deliveries.c.id, parts.c.position)
        )
        for row in rows:
            owed.setdefault(row.native_id, []).append(row.key)
    return owed


async def shown_messages(chat: str) -> list[dict[str, Any]]:
    """Everything that the chat server has accepted, in order."""
    async with aiohttp.ClientSession() as session, session.get(f"{chat}/messages") as answer:
        return list((await answer.json())["messages"])


def shown_keys(messages: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The keys of each channel's messages, in the order in which the chat server accepted them."""
    shown: dict[str, list[str]] = {}
    for one in messages:
        shown.setdefault(one["channel"], []).append(one["key"])
    return shown
