"""Reads stored postings: by id, by link, and newest first in pages.

A posting of a workspace's own source is that workspace's alone.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import WorkspaceId
from bot.domain.posting import Posting, PostingId, StoredPosting
from bot.domain.source import SourceId
from bot.store.encoding import reading_from_json
from bot.store.schema import postings, sightings
from bot.store.upsert import chunks

Cursor = tuple[datetime, PostingId]
"""A place in the postings, newest first: that of `cursor_of` a posting."""

_BATCH = 200
"""Postings that `since` holds at once: a few megabytes."""


def cursor_of(stored: StoredPosting) -> Cursor:
    """Where a posting stands; a page `before` it begins with the next older one."""
    return stored.first_seen_at, stored.id


async def get(c: AsyncConnection, id_: PostingId) -> StoredPosting | None:
    """The posting of that id, merged or not, whoever may see it; None when it is not stored."""
    found = await by_ids(c, (id_,))
    return found[0] if found else None


async def by_ids(c: AsyncConnection, ids: Sequence[PostingId]) -> tuple[StoredPosting, ...]:
    """The postings of those ids, in the order of `ids`; one that is not stored is left out."""
    found: dict[PostingId, StoredPosting] = {}
    for chunk in chunks(tuple(dict.fromkeys(ids))):
        rows = await c.execute(select(postings).where(postings.c.id.in_(chunk)))
        found.update((one.id, one) for one in await _stored(c, rows.all()))
    return tuple(found[id_] for id_ in ids if id_ in found)


async def by_url(
    c: AsyncConnection, url: str, *, workspace_id: WorkspaceId | None = None
) -> StoredPosting | None:
    """The posting that stands at a link, or was sighted there; None when none is known.

    With `workspace_id` only what that workspace may see counts. Of several the one comes first that
    stands for itself, is open, and is shared; then the newest.
    """
    seen = select(sightings.c.posting_id).where(sightings.c.url == url)
    rows = await c.execute(
        select(postings)
        .where(
            or_(postings.c.url == url, postings.c.id.in_(seen)),
            *(() if workspace_id is None else (_visible_to(workspace_id),)),
        )
        .order_by(
            postings.c.merged_into.is_not(None),
            postings.c.closed_at.is_not(None),
            postings.c.workspace_id.is_not(None),
            postings.c.id.desc(),
        )
        .limit(1)
    )
    found = await _stored(c, rows.all())
    return found[0] if found else None


async def is_visible(c: AsyncConnection, id_: PostingId, workspace_id: WorkspaceId) -> bool:
    """Whether a workspace may see a posting, whatever has become of its source since."""
    rows = await c.execute(select(postings.c.id).where(postings.c.id == id_, _visible_to(workspace_id)))
    return rows.one_or_none() is not None


async def page(
    c: AsyncConnection,
    workspace_id: WorkspaceId | None,
    *,
    length: int,
    before: Cursor | None = None,
    since: datetime | None = None,
    only_open: bool = False,
) -> tuple[StoredPosting, ...]:
    """Postings that a workspace may see (None: that all may see), newest first, at most `length`.

    `before` is the cursor of the last one of the page before. Merged ones are left out.
    """
    conditions: list[ColumnElement[bool]] = [_visible_to(workspace_id), postings.c.merged_into.is_(None)]
    if since is not None:
        conditions.append(postings.c.first_seen_at >= since)
    if before is not None:
        conditions.append(tuple_(postings.c.first_seen_at, postings.c.id) < before)
    if only_open:
        conditions.append(postings.c.closed_at.is_(None))
    rows = await c.execute(
        select(postings)
        .where(and_(*conditions))
        .order_by(postings.c.first_seen_at.desc(), postings.c.id.desc())
        .limit(length)
    )
    return await _stored(c, rows.all())


async def since(
    c: AsyncConnection, instant: datetime, workspace_id: WorkspaceId | None
) -> AsyncIterator[StoredPosting]:
    """What a workspace may see (None: what all may see) and was first seen then or later, newest first.

    Reads in batches: whoever stops early has read little, and 20,000 are never held at once.
    """
    before: Cursor | None = None
    while True:
        batch = await page(c, workspace_id, length=_BATCH, before=before, since=instant)
        for one in batch:
            yield one
        if len(batch) < _BATCH:
            return
        before = cursor_of(batch[-1])


def _visible_to(workspace_id: WorkspaceId | None) -> ColumnElement[bool]:
    shared = postings.c.workspace_id.is_(None)
    return shared if workspace_id is None else or_(shared, postings.c.workspace_id == workspace_id)


async def _stored(c: AsyncConnection, rows: Sequence[Row[Any]]) -> tuple[StoredPosting, ...]:
    seen_in = await _seen_in(c, [PostingId(row.id) for row in rows])
    return tuple(_posting(row, seen_in.get(row.id, (SourceId(row.source_id),))) for row in rows)


async def _seen_in(c: AsyncConnection, ids: Sequence[PostingId]) -> Mapping[int, tuple[SourceId, ...]]:
    """The sources that have sighted each posting, the first one first."""
    seen: dict[int, dict[SourceId, None]] = {}
    for chunk in chunks(ids):
        rows = await c.execute(
            select(sightings.c.posting_id, sightings.c.source_id)
            .where(sightings.c.posting_id.in_(chunk))
            .order_by(sightings.c.first_seen_at, sightings.c.source_id)
        )
        for row in rows:
            seen.setdefault(row.posting_id, {})[SourceId(row.source_id)] = None
    return {id_: tuple(there) for id_, there in seen.items()}


def _posting(row: Row[Any], source_ids: tuple[SourceId, ...]) -> StoredPosting:
    return StoredPosting(
        id=PostingId(row.id),
        posting=Posting(
            native_id=row.native_id,
            body=row.body,
            title=row.title,
            company=row.company,
            url=row.url,
            location=row.location,
            workplace=row.workplace,
            employment=row.employment,
            salary=row.salary,
            posted=row.posted,
            valid_through=row.valid_through,
            tags=tuple(row.tags),
        ),
        reading=reading_from_json(row.reading),
        source_id=SourceId(row.source_id),
        source_ids=source_ids,
        first_seen_at=row.first_seen_at,
        closed_at=row.closed_at,
        merged_into=None if row.merged_into is None else PostingId(row.merged_into),
    )
