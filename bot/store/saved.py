"""Postings that a person has saved, for them alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import UserRef
from bot.domain.posting import PostingId
from bot.domain.saved import SavedPosting, SavedState
from bot.store import stored
from bot.store.schema import saved_postings
from bot.store.upsert import insert_new

_STATES: Mapping[str | None, SavedState] = {state.value: state for state in SavedState}


async def save(c: AsyncConnection, user: UserRef, posting_id: PostingId, now: datetime) -> None:
    """Save a posting; one that is saved already stays where it stands."""
    await insert_new(
        c,
        saved_postings,
        [
            {
                "platform": user.platform,
                "workspace": user.workspace,
                "user_id": user.user,
                "posting_id": posting_id,
                "saved_at": now,
            }
        ],
    )


async def unsave(c: AsyncConnection, user: UserRef, posting_id: PostingId) -> None:
    """Save it no longer; nothing happens when it was not."""
    await c.execute(delete(saved_postings).where(_of(user), saved_postings.c.posting_id == posting_id))


async def set_state(
    c: AsyncConnection, user: UserRef, posting_id: PostingId, state: SavedState | None
) -> bool:
    """Note how far the person has come with it; False when they have not saved it."""
    return await _set(c, user, posting_id, state=state.value if state else None)


async def set_note(c: AsyncConnection, user: UserRef, posting_id: PostingId, note: str | None) -> bool:
    """Note the person's own words, None for none; False when they have not saved it."""
    return await _set(c, user, posting_id, note=note)


async def saved_by(c: AsyncConnection, user: UserRef) -> tuple[SavedPosting, ...]:
    """What a person has saved, the last saved first, closed ones too."""
    rows = await c.execute(
        select(saved_postings)
        .where(_of(user))
        .order_by(saved_postings.c.saved_at.desc(), saved_postings.c.posting_id.desc())
    )
    kept = {PostingId(row.posting_id): row for row in rows}
    return tuple(
        SavedPosting(
            stored=one,
            saved_at=kept[one.id].saved_at,
            state=_STATES.get(kept[one.id].state),
            note=kept[one.id].note,
        )
        for one in await stored.by_ids(c, tuple(kept))
    )


async def forget(c: AsyncConnection, user: UserRef) -> int:
    """Forget everything that a person has saved; returns how many that were."""
    count = select(func.count()).select_from(saved_postings).where(_of(user))
    there: int = (await c.execute(count)).scalar_one()
    await c.execute(delete(saved_postings).where(_of(user)))
    return there


async def _set(c: AsyncConnection, user: UserRef, posting_id: PostingId, **values: Any) -> bool:
    done = await c.execute(
        update(saved_postings).where(_of(user), saved_postings.c.posting_id == posting_id).values(**values)
    )
    return done.rowcount == 1


def _of(user: UserRef) -> ColumnElement[bool]:
    return and_(
        saved_postings.c.platform == user.platform,
        saved_postings.c.workspace == user.workspace,
        saved_postings.c.user_id == user.user,
    )
