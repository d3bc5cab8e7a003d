"""Sources: who may see them, when each is due, what its last poll said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import WorkspaceId
from bot.domain.source import Source, SourceHealth, SourceId, SourceTerms, Validators
from bot.store.schema import sources as rows_of
from bot.store.schema import workspaces
from bot.store.upsert import insert_into

_FORGOTTEN: dict[str, Any] = {"etag": None, "last_modified": None, "body_hash": None}
"""Validators of a source whose next reading must not be taken for known."""

_AFRESH: dict[str, Any] = {
    **_FORGOTTEN,
    "removed": False,
    "claimed_until": None,
    "baseline_at": None,
    "health": SourceHealth.NEW.value,
    "failure": None,
    "failures": 0,
    "polled_at": None,
    "failing_since": None,
    "brought_at": None,
}
"""A source that is back: its next reading is a baseline, which posts nothing."""


class SharedSource(Protocol):
    """A source as the configuration names it."""

    @property
    def name(self) -> str:
        """What people see."""
        ...

    @property
    def url(self) -> str:
        """What is polled; the source is known by it."""
        ...

    @property
    def format(self) -> str:
        """A name of `bot.feeds.formats`."""
        ...

    @property
    def complete_list(self) -> bool:
        """Whether a reading lists every open posting."""
        ...

    @property
    def terms(self) -> SourceTerms:
        """What the source asks of those who use it."""
        ...

    @property
    def enabled(self) -> bool:
        """Whether it is polled."""
        ...


async def add(
    c: AsyncConnection,
    *,
    name: str,
    url: str,
    format: str,  # noqa: A002  # the word of the domain
    workspace_id: WorkspaceId | None,
    complete_list: bool,
    terms: SourceTerms,
    now: datetime,
) -> Source:
    """A new source, due at once; `workspace_id` None shares it with all.

    One of that address that is read already is returned as it is; one that had been removed is back,
    and its next reading is a baseline.
    """
    given = {
        "name": name,
        "format": format,
        "complete_list": complete_list,
        "attribution": terms.attribution,
        "least_interval_seconds": int(terms.least_interval.total_seconds()),
        "enabled": True,
        "next_poll_at": now,
    }
    await c.execute(
        insert_into(c, rows_of)
        .values(workspace_id=workspace_id, url=url, health=SourceHealth.NEW.value, failures=0, **given)
        .on_conflict_do_nothing()
    )
    this = and_(rows_of.c.url == url, _owned_by(workspace_id))
    await c.execute(update(rows_of).where(this, rows_of.c.removed).values(**(given | _AFRESH)))
    return _source((await c.execute(select(rows_of).where(this))).one())


async def sync_shared(c: AsyncConnection, specs: Sequence[SharedSource], now: datetime) -> None:
    """Make the shared sources those of the configuration, told apart by address.

    A new one is due at once, a changed one changes where it stands, and one that is not named any more
    is removed (what it brought stays). A changed format makes the next reading count as unread.
    """
    known = {row.url: row for row in await c.execute(select(rows_of).where(rows_of.c.workspace_id.is_(None)))}
    for spec in specs:
        row = known.pop(spec.url, None)
        if row is None or row.removed:
            await add(
                c,
                name=spec.name,
                url=spec.url,
                format=spec.format,
                workspace_id=None,
                complete_list=spec.complete_list,
                terms=spec.terms,
                now=now,
            )
            row = (await c.execute(select(rows_of).where(_shared(spec.url)))).one()
        changes = _changes(row, spec, now)
        if changes:
            await c.execute(update(rows_of).where(rows_of.c.id == row.id).values(**changes))
    for row in known.values():
        await remove(c, SourceId(row.id))


async def visible_to(c: AsyncConnection, workspace_id: WorkspaceId) -> tuple[Source, ...]:
    """The sources that a workspace's postings come from: the shared ones by name, then its own."""
    rows = await c.execute(
        select(rows_of)
        .where(
            ~rows_of.c.removed,
            or_(rows_of.c.workspace_id.is_(None), rows_of.c.workspace_id == workspace_id),
        )
        .order_by(rows_of.c.workspace_id.is_not(None), rows_of.c.name, rows_of.c.id)
    )
    return tuple(_source(row) for row in rows)


async def polled(c: AsyncConnection) -> tuple[Source, ...]:
    """Every source that is read: not those that are switched off or removed, or whose workspace is gone."""
    gone = select(workspaces.c.id).where(workspaces.c.removed_at.is_not(None))
    rows = await c.execute(
        select(rows_of)
        .where(
            rows_of.c.enabled,
            ~rows_of.c.removed,
            or_(rows_of.c.workspace_id.is_(None), rows_of.c.workspace_id.not_in(gone)),
        )
        .order_by(rows_of.c.id)
    )
    return tuple(_source(row) for row in rows)


async def get(c: AsyncConnection, id_: SourceId, *, also_removed: bool = False) -> Source | None:
    """The source of that id; None when there is none, or when it was removed."""
    query = select(rows_of).where(rows_of.c.id == id_)
    row = (await c.execute(query if also_removed else query.where(~rows_of.c.removed))).one_or_none()
    return _source(row) if row else None


async def remove(c: AsyncConnection, id_: SourceId) -> None:
    """Read a source no more. What it brought stays, with its name."""
    await c.execute(update(rows_of).where(rows_of.c.id == id_).values(removed=True, claimed_until=None))


async def claim_due(c: AsyncConnection, now: datetime, lease: timedelta) -> tuple[SourceId, ...]:
    """Claim the sources whose time has come, each for one claimer alone, for as long as the lease.

    Whoever claims polls and records; a claim that nobody records on runs out and can be claimed again.
    """
    gone = select(workspaces.c.id).where(workspaces.c.removed_at.is_not(None))
    due = (
        select(rows_of.c.id)
        .where(
            rows_of.c.enabled,
            ~rows_of.c.removed,
            rows_of.c.next_poll_at <= now,
            or_(rows_of.c.claimed_until.is_(None), rows_of.c.claimed_until <= now),
            or_(rows_of.c.workspace_id.is_(None), rows_of.c.workspace_id.not_in(gone)),
        )
        .order_by(rows_of.c.next_poll_at, rows_of.c.id)
        .with_for_update(skip_locked=True)
    )
    claimed = await c.execute(
        update(rows_of).where(rows_of.c.id.in_(due)).values(claimed_until=now + lease).returning(rows_of.c.id)
    )
    return tuple(SourceId(id_) for id_ in sorted(claimed.scalars()))


async def release_claims(c: AsyncConnection) -> None:
    """Forget every claim: those who claimed are no more. For a process that has the database to itself."""
    await c.execute(update(rows_of).where(rows_of.c.claimed_until.is_not(None)).values(claimed_until=None))


async def record_read(
    c: AsyncConnection,
    id_: SourceId,
    *,
    validators: Validators,
    now: datetime,
    next_poll_at: datetime,
    baseline: bool,
    brought: bool = False,
) -> None:
    """A poll has read the source, or learnt that nothing changed; `validators` are for the next one.

    Belongs into the transaction that stores what was read. `baseline`: it was the first reading.
    `brought`: it listed something that it had not listed before.
    """
    await c.execute(
        update(rows_of)
        .where(rows_of.c.id == id_)
        .values(
            etag=validators.etag,
            last_modified=validators.last_modified,
            body_hash=validators.body_hash,
            health=SourceHealth.READ.value,
            failure=None,
            failures=0,
            failing_since=None,
            polled_at=now,
            next_poll_at=next_poll_at,
            claimed_until=None,
            **({"brought_at": now} if brought else {}),
            **({"baseline_at": now} if baseline else {}),
        )
    )


async def record_failure(
    c: AsyncConnection,
    id_: SourceId,
    *,
    health: SourceHealth,
    failure: str,
    now: datetime,
    next_poll_at: datetime,
) -> None:
    """A poll did not read the source; `failure` says why, for people. The validators stay as they were."""
    await c.execute(
        update(rows_of)
        .where(rows_of.c.id == id_)
        .values(
            health=health.value,
            failure=failure,
            failures=rows_of.c.failures + 1,
            failing_since=func.coalesce(rows_of.c.failing_since, now),
            polled_at=now,
            next_poll_at=next_poll_at,
            claimed_until=None,
        )
    )


def _shared(url: str) -> Any:
    return and_(rows_of.c.url == url, rows_of.c.workspace_id.is_(None))


def _owned_by(workspace_id: WorkspaceId | None) -> Any:
    return (
        rows_of.c.workspace_id.is_(None) if workspace_id is None else rows_of.c.workspace_id == workspace_id
    )


def _changes(row: Row[Any], spec: SharedSource, now: datetime) -> dict[str, Any]:
    """What has to change in a row so that it says what the configuration says."""
    wanted = {
        "name": spec.name,
        "format": spec.format,
        "complete_list": spec.complete_list,
        "attribution": spec.terms.attribution,
        "least_interval_seconds": int(spec.terms.least_interval.total_seconds()),
        "enabled": spec.enabled,
    }
    changes = {key: value for key, value in wanted.items() if getattr(row, key) != value}
    if "format" in changes:
        changes |= _FORGOTTEN
    if "format" in changes or changes.get("enabled"):
        changes["next_poll_at"] = now
    return changes


def _source(row: Row[Any]) -> Source:
    return Source(
        id=SourceId(row.id),
        name=row.name,
        url=row.url,
        format=row.format,
        workspace_id=None if row.workspace_id is None else WorkspaceId(row.workspace_id),
        complete_list=row.complete_list,
        terms=SourceTerms(
            attribution=row.attribution, least_interval=timedelta(seconds=row.least_interval_seconds)
        ),
        enabled=row.enabled,
        validators=Validators(etag=row.etag, last_modified=row.last_modified, body_hash=row.body_hash),
        next_poll_at=row.next_poll_at,
        baseline_at=row.baseline_at,
        health=SourceHealth(row.health),
        failure=row.failure,
        failures=row.failures,
        polled_at=row.polled_at,
        failing_since=row.failing_since,
        brought_at=row.brought_at,
    )
