"""The tables. What must be unique is unique here: the database is the referee.

JSON columns hold values that are only read whole; their shapes are those of `bot.store.encoding`.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: an instant without a zone is a mistake."""
        del dialect  # one rule for both
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime is not an instant: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC datetime from either database."""
        del dialect
        if value is None:
            return None
        result: datetime = value
        return result.replace(tzinfo=UTC) if result.tzinfo is None else result.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Key = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", _Key, primary_key=True, autoincrement=True)


def _ref(name: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(name, _Key, ForeignKey(target), nullable=nullable, primary_key=primary_key)


workspaces = Table(
    "workspaces",
    metadata,
    _id(),
    Column("platform", String(32), nullable=False),
    Column("native_id", String(128), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("removed_at", Instant),
    UniqueConstraint("platform", "native_id"),
)

channels = Table(
    "channels",
    metadata,
    _id(),
    _ref("workspace_id", "workspaces.id"),
    Column("native_id", String(128), nullable=False),
    Column("name", Text, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("last_number", Integer, nullable=False, default=0),  # of its subscriptions
    Column("due_at", Instant),  # nothing is sent before: a rate limit
    Column("wake_at", Instant, index=True),  # when planning it next has something to do
    Column("planned_at", Instant),
    Column("dead_reason", Text),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("workspace_id", "native_id"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    _id(),
    _ref("channel_id", "channels.id"),
    Column("number", Integer, nullable=False),
    Column("query", Text, nullable=False),
    Column("cadence", String(16), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("paused_until", Instant),
    Column("removed_at", Instant),
    Column("revision", _Key, nullable=False, index=True),  # of the change that last touched it
    UniqueConstraint("channel_id", "number"),
)

subscription_revision = Table(
    "subscription_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("value", _Key, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

sources = Table(
    "sources",
    metadata,
    _id(),
    _ref("workspace_id", "workspaces.id", nullable=True),  # null: shared by all
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("format", String(32), nullable=False),
    Column("complete_list", Boolean, nullable=False),
    Column("attribution", Text),
    Column("least_interval_seconds", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(64)),
    Column("next_poll_at", Instant, nullable=False, index=True),
    Column("claimed_until", Instant),
    Column("baseline_at", Instant),
    Column("health", String(16), nullable=False),
    Column("failure", Text),
    Column("failures", Integer, nullable=False, default=0),
    Column("polled_at", Instant),
    Column("removed", Boolean, nullable=False, default=False),  # its row stays for what it brought
    Column("failing_since", Instant),  # the first of the failures in a row
    Column("brought_at", Instant),  # when it last listed something that it had not listed before
)
Index(
    "uq_sources_shared_url",
    sources.c.url,
    unique=True,
    sqlite_where=sources.c.workspace_id.is_(None),
    postgresql_where=sources.c.workspace_id.is_(None),
)
Index("uq_sources_workspace_url", sources.c.workspace_id, sources.c.url, unique=True)

source_troubles = Table(
    "source_troubles",
    metadata,
    _id(),
    _ref("source_id", "sources.id"),
    Column("kind", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("settled", Boolean, nullable=False, default=False),  # everybody has been told of its end
    Index("ix_source_troubles_source_id", "source_id"),
)
Index(
    "uq_source_troubles_open",
    source_troubles.c.source_id,
    unique=True,
    sqlite_where=source_troubles.c.ended_at.is_(None),
    postgresql_where=source_troubles.c.ended_at.is_(None),
)

postings = Table(
    "postings",
    metadata,
    _id(),
    _ref("source_id", "sources.id"),  # the source that brought it first
    _ref("workspace_id", "workspaces.id", nullable=True),  # null: any workspace may see it
    Column("native_id", Text, nullable=False),
    Column("url", Text),
    Column("title", Text),
    Column("company", Text),
    Column("location", Text),
    Column("workplace", Text),
    Column("employment", Text),
    Column("salary", Text),
    Column("posted", Text),
    Column("body", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("reading", JSON, nullable=False),
    Column("first_seen_at", Instant, nullable=False),
    Column("changed_at", Instant),
    Column("closed_at", Instant),
    Column("valid_through", Text),
    Column("expires_at", Instant),  # when it closes by its own statement
    _ref("merged_into", "postings.id", nullable=True),
    Index("ix_postings_first_seen_at_id", "first_seen_at", "id"),
    Index("ix_postings_url", "url", postgresql_using="hash"),  # a link may be longer than a B-tree takes
    sqlite_autoincrement=True,  # numbers of what was forgotten are not used again
)
Index(
    "ix_postings_merged_into",
    postings.c.merged_into,
    sqlite_where=postings.c.merged_into.is_not(None),
    postgresql_where=postings.c.merged_into.is_not(None),
)
_EXPIRING = postings.c.expires_at.is_not(None) & postings.c.closed_at.is_(None)
Index(
    "ix_postings_expires_at",
    postings.c.expires_at,
    sqlite_where=_EXPIRING,
    postgresql_where=_EXPIRING,
)

sightings = Table(
    "sightings",
    metadata,
    _ref("source_id", "sources.id", primary_key=True),
    Column("native_id", Text, primary_key=True),
    _ref("posting_id", "postings.id"),
    Column("url", Text),
    Column("content_hash", String(64), nullable=False),
    Column("first_seen_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("gone_at", Instant),
    Index("ix_sightings_posting_id", "posting_id"),
    Index("ix_sightings_url", "url", postgresql_using="hash"),
)

identity_keys = Table(
    "identity_keys",
    metadata,
    Column("key", String(300), primary_key=True),
    _ref("posting_id", "postings.id"),
    Index("ix_identity_keys_posting_id", "posting_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _ref("channel_id", "channels.id"),
    Column("kind", String(16), nullable=False),
    Column("slot", String(64), nullable=False),
    Column("match_ids", JSON, nullable=False),
    Column("notice", JSON(none_as_null=True)),  # what a notice says
    Column("thread", String(64)),  # the slot of the notice under which it stands
    Column("mentions", Boolean, nullable=False, server_default="0"),
    Column("layout", JSON(none_as_null=True)),  # what a digest shows beside its postings
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("channel_id", "kind", "slot"),
)

matches = Table(
    "matches",
    metadata,
    _id(),
    _ref("channel_id", "channels.id"),
    _ref("posting_id", "postings.id"),
    Column("opening", Integer, nullable=False),
    Column("subscription_ids", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("matched_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("suppression", String(64)),
    _ref("delivery_id", "deliveries.id", nullable=True),
    UniqueConstraint("channel_id", "posting_id"),
    Index("ix_matches_state_channel_id", "state", "channel_id"),
    Index("ix_matches_delivery_id", "delivery_id"),
    Index("ix_matches_posting_id", "posting_id"),
    sqlite_autoincrement=True,  # numbers of what was forgotten are not used again
)

parts = Table(
    "parts",
    metadata,
    _id(),
    _ref("delivery_id", "deliveries.id"),
    Column("position", Integer, nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("match_ids", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False, default=0),
    Column("due_at", Instant, nullable=False),
    Column("first_attempt_at", Instant),
    Column("blind_resends", Integer, nullable=False, default=0),  # sent again where nobody could be asked
    Column("lease_until", Instant),
    Column("sent_id", Text),
    Column("sent_link", Text),
    Column("sent_at", Instant),
    Column("failure", Text),
    Column("closed_match_ids", JSON, nullable=False, server_default="[]"),  # those it says have closed
    Column("said_facts", JSON, nullable=False, server_default="{}"),  # what it says of each match
    Column("edit_due_at", Instant),  # when to see whether what it says is still so
    Column("edit_attempts", Integer, nullable=False, server_default="0"),
    UniqueConstraint("delivery_id", "position"),
    Index("ix_parts_state_due_at", "state", "due_at"),
)
Index(
    "ix_parts_edit_due_at",
    parts.c.edit_due_at,
    sqlite_where=parts.c.edit_due_at.is_not(None),
    postgresql_where=parts.c.edit_due_at.is_not(None),
)

saved_postings = Table(
    "saved_postings",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("workspace", String(128), primary_key=True),
    Column("user_id", String(128), primary_key=True),
    _ref("posting_id", "postings.id", primary_key=True),
    Column("saved_at", Instant, nullable=False),
    Column("state", String(16)),
    Column("note", Text),
    Index("ix_saved_postings_posting_id", "posting_id"),
)

uses = Table(
    "uses",  # what was done with a posting in a channel, each once, and by nobody in particular
    metadata,
    _ref("channel_id", "channels.id", primary_key=True),
    _ref("posting_id", "postings.id", primary_key=True),
    Column("use", String(16), primary_key=True),
    Column("used_at", Instant, nullable=False),
    Index("ix_uses_posting_id", "posting_id"),
)

reminders = Table(
    "reminders",  # postings that somebody wants to see once more
    metadata,
    _id(),
    _ref("channel_id", "channels.id"),
    _ref("posting_id", "postings.id"),
    Column("user_id", String(128), nullable=False),
    Column("remind_at", Instant, nullable=False, index=True),
    UniqueConstraint("channel_id", "posting_id", "user_id"),
    Index("ix_reminders_posting_id", "posting_id"),
)

components = Table(
    "components",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
)
