"""Actions whose press comes back with a stored component: it holds what to do, the press only its id."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.message import Action, ActionKind
from bot.domain.posting import PostingId
from bot.domain.subscription import SubscriptionId
from bot.store import components

RUN = components.RUN

POST = "post"
"""Kind of a component that holds postings to post here: {"subscription_id", "posting_ids"}."""

LEAVE_OUT = "leave out"
"""Kind of a component that holds a clause to add to a subscription: {"number", "clause"}."""

_LONGEST_LABEL = 75


async def run_action(c: AsyncConnection, label: str, text: str, now: datetime) -> Action:
    """Pressing it runs a command, as the person who presses it."""
    id_ = await components.put(c, RUN, {"text": text, "page": 0}, now)
    return Action(kind=ActionKind.RUN, label=_label(label), value=id_)


async def leave_out_action(c: AsyncConnection, number: int, clause: str, now: datetime) -> Action:
    """Pressing it adds a clause (`-Kafka`) to the subscription's query as that is by then."""
    id_ = await components.put(c, LEAVE_OUT, {"number": number, "clause": clause}, now)
    return Action(kind=ActionKind.RUN, label=_label(f"Take {clause}"), value=id_)


async def page_action(c: AsyncConnection, text: str, page: int, now: datetime) -> Action:
    """Pressing it shows a page (from 0) of a command's answer."""
    id_ = await components.put(c, RUN, {"text": text, "page": page}, now)
    return Action(kind=ActionKind.PAGE, label="More", value=id_)


async def post_action(
    c: AsyncConnection,
    label: str,
    subscription_id: SubscriptionId,
    posting_ids: Sequence[PostingId],
    now: datetime,
) -> Action:
    """Pressing it posts those postings in the subscription's channel."""
    payload = {"subscription_id": subscription_id, "posting_ids": list(posting_ids)}
    return Action(kind=ActionKind.RUN, label=label, value=await components.put(c, POST, payload, now))


def _label(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
