"""No question that is asked often reads a whole table: the plans of SQLite say which index is used."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.match import MatchId
from bot.domain.posting import PostingId
from bot.domain.source import SourceId
from bot.store import chats, components, ledger, postings, saved, sources, subscriptions
from bot.store.store import Store
from tests.contracts.store_world import DAY, HOUR, NOW
from tests.contracts.test_store_keeping import ANNA

LARGE = ("postings", "sightings", "identity_keys", "matches", "deliveries", "parts", "components", "saved")
Ask = Callable[[AsyncConnection], Awaitable[object]]
MATCHES = (MatchId(1), MatchId(2))
CHANNEL, WORKSPACE, IDS = ChannelId(1), WorkspaceId(1), (PostingId(1), PostingId(2))


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    said: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        said.append((statement, parameters))

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    yield said
    event.remove(store.engine.sync_engine, "before_cursor_execute", note)


async def plans_of(store: Store, ask: Ask) -> list[str]:
    """How SQLite goes about each statement of a question."""
    async with store.write() as c:
        with statements(store) as said:
            await ask(c)
        return [
            row.detail
            for statement, parameters in said
            for row in await c.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


async def _since(c: AsyncConnection) -> None:
    async for _ in postings.since(c, NOW - 14 * DAY, WORKSPACE):
        pass


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda c: chats.channels_to_wake(c, NOW), id="channels to wake, every second"),
        pytest.param(lambda c: sources.claim_due(c, NOW, HOUR), id="sources that are due, every second"),
        pytest.param(lambda c: subscriptions.changed_since(c, 7), id="changed subscriptions, every poll"),
        pytest.param(lambda c: postings.sightings_of(c, SourceId(1)), id="sightings of a source"),
        pytest.param(lambda c: postings.by_keys(c, ["a", "b"]), id="owners of keys"),
        pytest.param(lambda c: postings.by_ids(c, IDS), id="postings by id"),
        pytest.param(lambda c: postings.by_url(c, "https://a.example"), id="a posting by link"),
        pytest.param(lambda c: postings.close(c, IDS, NOW), id="what closes"),
        pytest.param(lambda c: postings.mark_gone(c, SourceId(1), ["a"], NOW), id="what is gone"),
        pytest.param(
            lambda c: postings.page(c, WORKSPACE, length=9, before=(NOW, IDS[0])), id="a page of postings"
        ),
        pytest.param(_since, id="postings since"),
        pytest.param(lambda c: ledger.waiting(c, CHANNEL), id="what waits in a channel"),
        pytest.param(lambda c: ledger.next_part(c, CHANNEL), id="the next part of a channel"),
        pytest.param(lambda c: ledger.matches_of(c, CHANNEL, NOW), id="matches of a week"),
        pytest.param(lambda c: ledger.channels_to_edit(c, NOW), id="channels to edit, every second"),
        pytest.param(lambda c: ledger.edits_due(c, CHANNEL, NOW, 9), id="what to edit in a channel"),
        pytest.param(lambda c: ledger.mark_edits(c, IDS, NOW), id="messages that show what has closed"),
        pytest.param(lambda c: ledger.told_by_match(c, MATCHES), id="which of a message's jobs have closed"),
        pytest.param(lambda c: saved.saved_by(c, ANNA), id="what a person has saved"),
        pytest.param(lambda c: components.get(c, "a"), id="a component"),
        pytest.param(lambda c: components.purge(c, NOW), id="old components"),
    ],
)
async def test_no_large_table_is_read_through(sqlite_store: Store, ask: Ask) -> None:
    plans = await plans_of(sqlite_store, ask)
    assert plans
    large = "|".join(LARGE)
    read_through = rf"SCAN ({large})\w*$|SCAN ({large})\w* USING COVERING|USING INDEX ix_postings_merged_into"
    assert [plan for plan in plans if re.search(read_through, plan)] == []


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        pytest.param(_since, "ix_postings_first_seen_at_id (first_seen_at>?", id="postings since"),
        pytest.param(
            lambda c: ledger.waiting(c, CHANNEL),
            "ix_matches_state_channel_id (state=? AND channel_id=?)",
            id="what waits, however much was posted before",
        ),
        pytest.param(
            lambda c: ledger.channels_to_edit(c, NOW),
            "ix_parts_edit_due_at (edit_due_at<?)",
            id="what to edit, however much was posted before",
        ),
    ],
)
async def test_the_right_index_is_used(sqlite_store: Store, ask: Ask, index: str) -> None:
    assert index in " ".join(await plans_of(sqlite_store, ask))
