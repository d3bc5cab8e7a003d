"""What a narrower query would have left out of what a channel got lately."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.recent import candidate_of
from bot.delivery.folding import same_company
from bot.delivery.wording import count_text
from bot.domain.chat import ChannelId
from bot.domain.match import MatchState
from bot.domain.posting import StoredPosting
from bot.domain.subscription import SubscriptionId
from bot.matching import Query, explain
from bot.store import ledger, postings

LOOKED_BACK = timedelta(days=14)
MOST_LOOKED_AT = 200
"""The last ones of a busy channel: the answer must not wait."""

_SHOWN = 2
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Of `posted` postings, `left_out` would not have been posted."""

    posted: int
    left_out: tuple[StoredPosting, ...]


async def posted_lately(
    c: AsyncConnection, channel_id: ChannelId, now: datetime, subscription_id: SubscriptionId | None = None
) -> tuple[StoredPosting, ...]:
    """What was posted in a channel, or for one of its subscriptions, in the last 14 days, newest first."""
    there = await ledger.matches_of(c, channel_id, now - LOOKED_BACK)
    ids = [
        one.posting_id
        for one in reversed(there)
        if one.state is MatchState.PLANNED
        and (subscription_id is None or subscription_id in one.subscription_ids)
    ]
    return await postings.by_ids(c, ids[:MOST_LOOKED_AT])


def narrowed_effect(posted: Sequence[StoredPosting], clause: Query, now: datetime) -> Effect:
    """What a clause that leaves something out (`-Kafka`), put to the query, would have done."""
    return _effect(posted, lambda one: not explain(clause, candidate_of(one, ""), now=now).met)


def company_effect(posted: Sequence[StoredPosting], company: str) -> Effect:
    """What hiding a company would have done."""
    return _effect(posted, lambda one: same_company(one.reading.company or "", company))


def effect_text(effect: Effect) -> str:
    """In words: "would have left out 3 of the 12 posted in the last 14 days: A; B; and 1 more"."""
    count = len(effect.left_out)
    days = f"in the last {LOOKED_BACK.days} days"
    if not count:
        return f"would have left out none of the {count_text(effect.posted, 'posting')} posted {days}"
    titles = [_title(one) for one in effect.left_out[:_SHOWN]]
    more = [f"and {count - _SHOWN} more"] if count > _SHOWN else []
    return f"would have left out {count} of the {effect.posted:,} posted {days}: {'; '.join(titles + more)}"


def _effect(posted: Sequence[StoredPosting], leaves_out: Callable[[StoredPosting], bool]) -> Effect:
    return Effect(posted=len(posted), left_out=tuple(one for one in posted if leaves_out(one)))


def _title(one: StoredPosting) -> str:
    title = " ".join((one.reading.title or f"posting {one.id}").split())
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"
