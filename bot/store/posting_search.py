"""Which stored postings a query may match, told by the text of their readings: a sieve, not the answer.

A posting that meets a query holds certain words or facet values (`bot.matching.keys`); those that do not
are left out by the database, so that few readings have to be taken out of it and held against the query.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import WorkspaceId
from bot.domain.posting import PostingId
from bot.store.schema import postings

_VALUES = ("level", "role", "skill", "workplace", "employment", "place", "visa", "lang")
"""Kinds of keys whose value stands in a reading as a string of its own."""

_WORDS = ("word", "title")
_STATED = {"pay:known": '"pay": [', "years:known": '"years_min": '}
"""Keys that say that a facet is stated, and what then stands in a reading."""

_LONGEST_SET = 60
"""A wider choice sifts little and costs much."""


async def likely_ids(
    c: AsyncConnection,
    required: Sequence[frozenset[str]],
    *,
    since: datetime,
    workspace_id: WorkspaceId,
    only_open: bool = False,
) -> tuple[PostingId, ...]:
    """Postings that a workspace may see, first seen at or after `since`, newest first.

    Of each set in `required` (index keys such as "skill:Go") one stands in the reading of each of them;
    keys that cannot be looked for are taken to be there. Merged postings are left out.
    """
    reading = cast(postings.c.reading, Text)
    sieve = [_any(reading, keys, c.dialect.name) for keys in required]
    conditions: list[ColumnElement[bool]] = [
        postings.c.first_seen_at >= since,
        or_(postings.c.workspace_id.is_(None), postings.c.workspace_id == workspace_id),
        postings.c.merged_into.is_(None),
        *([postings.c.closed_at.is_(None)] if only_open else []),
        *(condition for condition in sieve if condition is not None),
    ]
    rows = await c.execute(
        select(postings.c.id)
        .where(and_(*conditions))
        .order_by(postings.c.first_seen_at.desc(), postings.c.id.desc())
    )
    return tuple(PostingId(id_) for id_ in rows.scalars())


def _any(reading: ColumnElement[str], keys: Iterable[str], dialect: str) -> ColumnElement[bool] | None:
    """One of the keys stands in the reading; None where that cannot be told."""
    found = [_stands_in(reading, key, dialect) for key in sorted(keys)]
    known = [condition for condition in found if condition is not None]
    return or_(*known) if found and len(known) == len(found) <= _LONGEST_SET else None


def _stands_in(reading: ColumnElement[str], key: str, dialect: str) -> ColumnElement[bool] | None:
    kind, _, value = key.partition(":")
    if value == "unknown":  # what a posting does not state is not written into its reading
        return None
    if kind in _VALUES or key in _STATED:
        find = func.strpos if dialect == "postgresql" else func.instr
        return find(reading, _STATED.get(key) or json.dumps(value)) > 0
    if not (value.isascii() and value.isalnum()) or "ss" in value:  # "ss" may be written ß
        return None
    if kind in _WORDS:
        return reading.icontains(value.removesuffix("y"), autoescape=True)  # company, companies
    if kind == "company":
        return or_(
            reading.icontains(value, autoescape=True), postings.c.company.icontains(value, autoescape=True)
        )
    return None
