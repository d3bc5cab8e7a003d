"""A workspace that removed the bot is forgotten after a while, whole, and nobody else with it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.domain.chat import UserRef, WorkspaceId
from bot.domain.trouble import Trouble, TroubleKind
from bot.domain.use import Use
from bot.scheduling.sweep import Sweep
from bot.store import chats, departed, reminders, saved, troubles, uses
from bot.store.departed import purge_workspaces
from bot.store.schema import deliveries, identity_keys, matches, metadata, parts, postings, sightings
from bot.store.store import Store
from tests.acceptance.poll_house import Keys
from tests.contracts.store_world import (
    DAY,
    NOW,
    new_channel,
    new_posting,
    new_source,
    new_subscription,
    posting_of,
)

EMPTY = {"alembic_version", "subscription_revision", "components"}


async def live(store: Store, workspace: str, *, shared_posting: int) -> WorkspaceId:
    """A workspace that has used everything: a source of its own, subscriptions, cards, saved postings."""
    channel = await new_channel(store, "jobs", workspace)
    await new_subscription(store, channel)
    source = await new_source(store, f"own-{workspace}", workspace_id=channel.workspace_id)
    own = [await new_posting(store, source, f"{workspace}-{number}") for number in range(3)]
    async with store.write() as c:
        await c.execute(postings.update().where(postings.c.id == own[0]).values(merged_into=own[1]))
        await c.execute(
            insert(sightings),
            [
                {
                    "source_id": source.id,
                    "native_id": posting_of(str(id_)).native_id,
                    "posting_id": id_,
                    "content_hash": "x",
                    "first_seen_at": NOW,
                    "last_seen_at": NOW,
                }
                for id_ in own
            ],
        )
        await c.execute(
            insert(identity_keys), [{"key": f"{workspace} {id_}", "posting_id": id_} for id_ in own]
        )
        for posting in (*own, shared_posting):
            values = {
                "channel_id": channel.id,
                "kind": "card",
                "slot": str(posting),
                "match_ids": [],
                "created_at": NOW,
            }
            delivery = (
                await c.execute(insert(deliveries).values(values).returning(deliveries.c.id))
            ).scalar_one()
            part = {"delivery_id": delivery, "position": 0, "key": f"{workspace}{posting}", "match_ids": []}
            await c.execute(insert(parts).values(**part, state="sent", due_at=NOW))
            match = {"channel_id": channel.id, "posting_id": posting, "opening": 0, "subscription_ids": []}
            await c.execute(
                insert(matches).values(
                    **match, reasons=[], matched_at=NOW, state="delivered", delivery_id=delivery
                )
            )
            user = UserRef(platform="fake", workspace=workspace, user="U1", name="Ada")
            await saved.save(c, user, posting, NOW)
            await uses.record(c, channel.id, posting, Use.SAVED, NOW)
            await reminders.ask(c, channel.id, posting, user_id="U1", at=NOW)
        trouble = Trouble(kind=TroubleKind.GONE, since=NOW)
        await troubles.begin(c, source.id, trouble, NOW)
    return channel.workspace_id


async def counts(store: Store) -> dict[str, int]:
    async with store.read() as c:
        return {
            name: (await c.execute(select(func.count()).select_from(table))).scalar_one()
            for name, table in metadata.tables.items()
            if name not in EMPTY
        }


async def remove(store: Store, id_: WorkspaceId) -> None:
    async with store.write() as c:
        await chats.remove_workspace(c, id_, NOW)


async def purge(store: Store, before=NOW + DAY) -> int:
    async with store.write() as c:
        return await purge_workspaces(c, before)


@pytest.mark.parametrize("batch", [500, 1])
async def test_everything_of_it_goes_and_nothing_else(store: Store, monkeypatch, batch: int):
    monkeypatch.setattr(departed, "_BATCH", batch)
    shared_posting = await new_posting(store, await new_source(store), "shared")
    await live(store, "W2", shared_posting=shared_posting)
    without = await counts(store)
    gone = await live(store, "W1", shared_posting=shared_posting)
    await remove(store, gone)
    while await purge(store):
        pass
    assert await counts(store) == without
    assert min(without.values()) > 0, "nothing is left unproven"


async def test_one_that_left_lately_or_is_back_or_never_left_stays(store: Store):
    shared_posting = await new_posting(store, await new_source(store), "shared")
    left, back = [await live(store, name, shared_posting=shared_posting) for name in ("W1", "W2")]
    await remove(store, left)
    await remove(store, back)
    async with store.write() as c:
        await chats.bring_back(c, "fake", "W2")
    before = await counts(store)
    assert await purge(store, NOW) == 0, "the days are not over"
    assert await counts(store) == before
    while await purge(store):
        pass
    async with store.read() as c:
        assert await chats.workspace_id(c, "fake", "W1") is None
        assert await chats.workspace_id(c, "fake", "W2") == back
        assert [one.dead_reason for one in await chats.channels(c, back)] == [None]


async def test_a_workspace_that_comes_again_later_begins_anew(store: Store):
    shared_posting = await new_posting(store, await new_source(store), "shared")
    await remove(store, await live(store, "W1", shared_posting=shared_posting))
    while await purge(store):
        pass
    channel = await new_channel(store, "jobs", "W1")
    assert (await new_subscription(store, channel)).number == 1


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
async def test_the_sweep_keeps_it_for_the_days_of_the_setting(sqlite_store: Store, days: int, kept: bool):
    shared_posting = await new_posting(sqlite_store, await new_source(sqlite_store), "shared")
    await remove(sqlite_store, await live(sqlite_store, "W1", shared_posting=shared_posting))
    later = NOW + timedelta(days=days)
    sweep = Sweep(sqlite_store, Keys(), clock=lambda: later, keep_workspaces=timedelta(days=30))
    await sweep.tick()
    async with sqlite_store.read() as c:
        assert (await chats.workspace_id(c, "fake", "W1") is not None) is kept
