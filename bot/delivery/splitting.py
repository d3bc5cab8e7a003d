"""Reads a delivery's postings, some at a time: their worth, and which message shows which."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.contents import Page, contents_of, message_of
from bot.delivery.fit import fit
from bot.delivery.message import Message
from bot.delivery.platform import Capabilities, Limit
from bot.delivery.ranking import DigestEntry, entry_of
from bot.domain.chat import Channel
from bot.domain.match import MatchId
from bot.errors import StoreUnavailable

_MOST_AT_ONCE = 200
"""Postings whose texts are held in memory at once."""

_HEADROOM_CHARACTERS = 400
_HEADROOM_BLOCKS = 4
"""Left free when a delivery is split: its later parts get headings of their own when they are sent."""

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


async def entries_of(
    c: AsyncConnection, channel: Channel, ids: Sequence[MatchId], now: datetime
) -> list[DigestEntry]:
    """What ranking knows of each of them; one that cannot be read comes last, and is like no other."""

    async def read(some: Sequence[MatchId]) -> list[DigestEntry]:
        contents = await contents_of(c, channel.id, some)
        found = {
            one.match_id: entry_of(one, one.match_id, now) for one in contents if one.match_id is not None
        }
        return [found.get(id_, _unread(id_)) for id_ in some]

    return await _in_pieces(ids, read, _unread)


async def split(
    c: AsyncConnection,
    channel: Channel,
    page: Page,
    ids: Sequence[MatchId],
    *,
    capabilities: Capabilities,
    now: datetime,
) -> tuple[tuple[MatchId, ...], ...]:
    """Which postings each message of a delivery shows, so that each fits with its heading.

    Where several are one line, only the first of them is named.
    """
    room = _with_headroom(capabilities)

    async def groups_of(some: Sequence[MatchId]) -> list[tuple[MatchId, ...]]:
        contents = await contents_of(c, channel.id, some)
        fitted = fit(message_of(contents, page, channel, now), room)
        return [group for message in fitted if (group := _shown(message))]

    return tuple(await _in_pieces(ids, groups_of, lambda id_: (id_,)))


async def _in_pieces(
    ids: Sequence[MatchId],
    work: Callable[[Sequence[MatchId]], Awaitable[list[_T]]],
    alone: Callable[[MatchId], _T],
) -> list[_T]:
    """The work on a bounded number of postings at a time; one that cannot be composed gets `alone`."""

    async def halving(some: Sequence[MatchId]) -> list[_T]:
        try:
            return await work(some)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  # that posting gets a part of its own, which fails alone
            if len(some) == 1:
                _log.error("posting cannot be composed", match=some[0], exc_info=error)
                return [alone(some[0])]
            half = len(some) // 2
            return [*await halving(some[:half]), *await halving(some[half:])]

    chunks = (ids[at : at + _MOST_AT_ONCE] for at in range(0, len(ids), _MOST_AT_ONCE))
    return [one for some in chunks for one in await halving(some)]


def _unread(id_: MatchId) -> DigestEntry:
    return DigestEntry(match_id=id_, group=0, key=(f"match {id_}",), company="", points=0)


def _shown(message: Message) -> tuple[MatchId, ...]:
    return tuple(section.match_id for section in message.sections if section.match_id is not None)


def _with_headroom(capabilities: Capabilities) -> Capabilities:
    def less(limit: Limit, headroom: int) -> Limit:
        return replace(limit, value=max(limit.value // 2, limit.value - headroom))

    return replace(
        capabilities,
        text_characters=less(capabilities.text_characters, _HEADROOM_CHARACTERS),
        blocks=less(capabilities.blocks, _HEADROOM_BLOCKS),
    )
