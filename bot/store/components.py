"""State of buttons and forms: the message carries the id, the database what it stands for."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import components
from bot.store.upsert import insert_into

_ID_BYTES = 16
"""Nobody guesses an id: 22 characters, well within what platforms take for a component's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What a button or a form stands for. `payload` holds JSON values."""

    kind: str
    payload: Mapping[str, Any]


RUN = "run"
"""Kind of a component that holds a command to run: {"text", "page"}."""


async def put(c: AsyncConnection, kind: str, payload: Mapping[str, Any], now: datetime) -> str:
    """Keep what a component stands for; returns the id that it carries."""
    id_ = secrets.token_urlsafe(_ID_BYTES)
    await c.execute(components.insert().values(id=id_, kind=kind, payload=dict(payload), created_at=now))
    return id_


async def get(c: AsyncConnection, id_: str) -> Component | None:
    """What the component of that id stands for; None when it is not known (any more)."""
    rows = await c.execute(select(components.c.kind, components.c.payload).where(components.c.id == id_))
    row = rows.one_or_none()
    return Component(kind=row.kind, payload=row.payload) if row else None


async def claim(c: AsyncConnection, id_: str, kind: str, now: datetime) -> bool:
    """Note that something of that id (at most 32 characters) is done; False when it was noted before.

    Of two transactions that claim the same at once one waits, and is told False when the other commits.
    """
    row = {"id": id_, "kind": kind, "payload": {}, "created_at": now}
    made = insert_into(c, components).values(row).on_conflict_do_nothing().returning(components.c.id)
    return (await c.execute(made)).scalar_one_or_none() is not None


async def purge(c: AsyncConnection, before: datetime) -> int:
    """Forget components made before that instant; returns how many."""
    done = await c.execute(delete(components).where(components.c.created_at < before))
    return int(done.rowcount)
