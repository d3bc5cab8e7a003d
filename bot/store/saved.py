"""Postings that a person has saved, for them alone."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import UserRef
from bot.domain.posting import PostingId, StoredPosting
from bot.store import stored
from bot.store.schema import saved_postings
from bot.store.upsert import insert_new


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


async def saved_by(c: AsyncConnection, user: UserRef) -> tuple[StoredPosting, ...]:
    """What a person has saved, the last saved first, closed ones too."""
    rows = await c.execute(
        select(saved_postings.c.posting_id)
        .where(_of(user))
        .order_by(saved_postings.c.saved_at.desc(), saved_postings.c.posting_id.desc())
    )
    return await stored.by_ids(c, [PostingId(id_) for id_ in rows.scalars()])


def _of(user: UserRef) -> ColumnElement[bool]:
    return and_(
        saved_postings.c.platform == user.platform,
        saved_postings.c.workspace == user.workspace,
        saved_postings.c.user_id == user.user,
    )
