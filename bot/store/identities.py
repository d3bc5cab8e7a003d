"""Identity keys: whoever claims a key first owns the position, and duplicates found later are merged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.posting import PostingId
from bot.store.schema import identity_keys, postings, sightings
from bot.store.upsert import chunks, insert_new

_LOCK = 0x6A6F6273
"""Number of the advisory lock of identities on PostgreSQL."""


async def lock_identities(c: AsyncConnection) -> None:
    """Let no other transaction claim keys until ours ends; to be called before anything is written.

    Nothing breaks without it: two that claim each other's keys in different orders are then told apart
    by the database, which fails one of them (`StoreBusy`). On SQLite a write is alone anyway.
    """
    if c.dialect.name == "postgresql":
        await c.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def claim_keys(
    c: AsyncConnection, posting_id: PostingId, keys: Sequence[str]
) -> Mapping[str, PostingId]:
    """Claim keys for a posting. Returns who owns each of them now: this posting, or who was first.

    Waits for a transaction that is claiming one of them at this moment, and sees its outcome.
    """
    wanted = sorted(set(keys))
    await insert_new(c, identity_keys, [{"key": key, "posting_id": posting_id} for key in wanted])
    return await by_keys(c, wanted)


async def by_keys(c: AsyncConnection, keys: Iterable[str]) -> Mapping[str, PostingId]:
    """The owners of those keys that have one."""
    owners: dict[str, PostingId] = {}
    for chunk in chunks(sorted(set(keys))):
        rows = await c.execute(
            select(identity_keys.c.key, identity_keys.c.posting_id).where(identity_keys.c.key.in_(chunk))
        )
        owners.update((row.key, PostingId(row.posting_id)) for row in rows)
    return owners


async def release_keys(c: AsyncConnection, keys: Iterable[str], *, closed_before: datetime) -> None:
    """Let go of those keys whose owners were closed before that instant: they are free to be claimed."""
    closed = select(postings.c.id).where(postings.c.closed_at < closed_before)
    for chunk in chunks(sorted(set(keys))):
        await c.execute(
            delete(identity_keys).where(
                identity_keys.c.key.in_(chunk), identity_keys.c.posting_id.in_(closed)
            )
        )


async def merge(c: AsyncConnection, loser: PostingId, winner: PostingId) -> PostingId:
    """The two are one position: `loser` points to `winner`, which gets its keys and sightings.

    Nothing is deleted: what was delivered stays, what waits is dropped by planning. Where `winner` is
    itself merged, the posting that stands for it is meant; returns that. Raises ValueError where one of
    them belongs to a workspace alone and the other does not: its text must not leave it.
    """
    rows = await c.execute(
        select(postings.c.id, postings.c.workspace_id, postings.c.merged_into).where(
            postings.c.id.in_((loser, winner))
        )
    )
    both = {PostingId(row.id): row for row in rows}
    if both[loser].workspace_id != both[winner].workspace_id:
        raise ValueError(f"postings {loser} and {winner} are not of the same workspace")
    into = both[winner].merged_into
    target = winner if into is None else PostingId(into)
    if target == loser:
        return loser  # the other way round already
    await c.execute(
        update(postings)
        .where((postings.c.id == loser) | (postings.c.merged_into == loser))
        .values(merged_into=target)
    )
    for table in (sightings, identity_keys):
        await c.execute(update(table).where(table.c.posting_id == loser).values(posting_id=target))
    return target
