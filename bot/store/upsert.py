"""Inserts a row unless one that must be unique is there already: `INSERT ... ON CONFLICT DO NOTHING`."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

_T = TypeVar("_T")

CHUNK = 500
"""Rows or ids in one statement: far below the parameters that either database allows."""


def insert_into(c: AsyncConnection, table: Table) -> Any:
    """The dialect's INSERT, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if c.dialect.name == "postgresql" else sqlite.insert(table)


async def insert_new(c: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; one whose key is there already, or comes in at this moment elsewhere, is left out.

    Waits for whoever is inserting the same key; afterwards the row is there, ours or theirs.
    """
    if rows:  # row by row for the driver, so that SQLAlchemy makes the statement once and keeps it
        await c.execute(insert_into(c, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def chunks(values: Sequence[_T]) -> list[Sequence[_T]]:
    """The values in pieces that fit into one statement."""
    return [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]
