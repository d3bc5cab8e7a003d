"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table; the revision of subscriptions begins at 0."""
    _components()
    _subscription_revision()
    _workspaces()
    _channels()
    _sources()
    _deliveries()
    _postings()
    _subscriptions()
    _identity_keys()
    _matches()
    _parts()
    _saved_postings()
    _sightings()
    revision_row = sa.table("subscription_revision", sa.column("id"), sa.column("value"))
    op.execute(revision_row.insert().values(id=1, value=0))


def downgrade() -> None:
    """Drop every table."""
    for table in (
        "sightings",
        "saved_postings",
        "parts",
        "matches",
        "identity_keys",
        "subscriptions",
        "postings",
        "deliveries",
        "sources",
        "channels",
        "workspaces",
        "subscription_revision",
        "components",
    ):
        op.drop_table(table)


def _components() -> None:
    op.create_table(
        "components",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_components")),
    )
    op.create_index(op.f("ix_components_created_at"), "components", ["created_at"], unique=False)


def _subscription_revision() -> None:
    op.create_table(
        "subscription_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", _KEY, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_subscription_revision_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_revision")),
    )


def _workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("native_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("removed_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("platform", "native_id", name=op.f("uq_workspaces_platform_native_id")),
    )


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("workspace_id", _KEY, nullable=False),
        sa.Column("native_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=True),
        sa.Column("wake_at", _INSTANT, nullable=True),
        sa.Column("dead_reason", sa.Text(), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_channels_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("workspace_id", "native_id", name=op.f("uq_channels_workspace_id_native_id")),
    )
    op.create_index(op.f("ix_channels_wake_at"), "channels", ["wake_at"], unique=False)


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("workspace_id", _KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("complete_list", sa.Boolean(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=True),
        sa.Column("least_interval_seconds", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=True),
        sa.Column("next_poll_at", _INSTANT, nullable=False),
        sa.Column("claimed_until", _INSTANT, nullable=True),
        sa.Column("baseline_at", _INSTANT, nullable=True),
        sa.Column("health", sa.String(length=16), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("polled_at", _INSTANT, nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_sources_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_next_poll_at"), "sources", ["next_poll_at"], unique=False)
    op.create_index(
        "uq_sources_shared_url",
        "sources",
        ["url"],
        unique=True,
        sqlite_where=sa.text("workspace_id IS NULL"),
        postgresql_where=sa.text("workspace_id IS NULL"),
    )
    op.create_index("uq_sources_workspace_url", "sources", ["workspace_id", "url"], unique=True)


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("channel_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("match_ids", sa.JSON(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_deliveries_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("channel_id", "kind", "slot", name=op.f("uq_deliveries_channel_id_kind_slot")),
    )


def _postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("source_id", _KEY, nullable=False),
        sa.Column("workspace_id", _KEY, nullable=True),
        sa.Column("native_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("workplace", sa.Text(), nullable=True),
        sa.Column("employment", sa.Text(), nullable=True),
        sa.Column("salary", sa.Text(), nullable=True),
        sa.Column("posted", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("first_seen_at", _INSTANT, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=True),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("merged_into", _KEY, nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["postings.id"], name=op.f("fk_postings_merged_into")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_postings_source_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_postings_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_postings_first_seen_at_id", "postings", ["first_seen_at", "id"], unique=False)
    op.create_index(
        "ix_postings_merged_into",
        "postings",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index("ix_postings_url", "postings", ["url"], unique=False, postgresql_using="hash")


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("channel_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("cadence", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("paused_until", _INSTANT, nullable=True),
        sa.Column("removed_at", _INSTANT, nullable=True),
        sa.Column("revision", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_subscriptions_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("channel_id", "number", name=op.f("uq_subscriptions_channel_id_number")),
    )
    op.create_index(op.f("ix_subscriptions_revision"), "subscriptions", ["revision"], unique=False)


def _identity_keys() -> None:
    op.create_table(
        "identity_keys",
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("posting_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_identity_keys_posting_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_identity_keys")),
    )
    op.create_index("ix_identity_keys_posting_id", "identity_keys", ["posting_id"], unique=False)


def _matches() -> None:
    op.create_table(
        "matches",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("channel_id", _KEY, nullable=False),
        sa.Column("posting_id", _KEY, nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("subscription_ids", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("matched_at", _INSTANT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("suppression", sa.String(length=64), nullable=True),
        sa.Column("delivery_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_matches_channel_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_matches_delivery_id")),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_matches_posting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint("channel_id", "posting_id", name=op.f("uq_matches_channel_id_posting_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_matches_delivery_id", "matches", ["delivery_id"], unique=False)
    op.create_index("ix_matches_posting_id", "matches", ["posting_id"], unique=False)
    op.create_index("ix_matches_state_channel_id", "matches", ["state", "channel_id"], unique=False)


def _parts() -> None:
    op.create_table(
        "parts",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("delivery_id", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("match_ids", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("first_attempt_at", _INSTANT, nullable=True),
        sa.Column("blind_resends", sa.Integer(), nullable=False),
        sa.Column("lease_until", _INSTANT, nullable=True),
        sa.Column("sent_id", sa.Text(), nullable=True),
        sa.Column("sent_link", sa.Text(), nullable=True),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_parts_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
        sa.UniqueConstraint("delivery_id", "position", name=op.f("uq_parts_delivery_id_position")),
        sa.UniqueConstraint("key", name=op.f("uq_parts_key")),
    )
    op.create_index("ix_parts_state_due_at", "parts", ["state", "due_at"], unique=False)


def _saved_postings() -> None:
    op.create_table(
        "saved_postings",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=128), nullable=False),
        sa.Column("posting_id", _KEY, nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_saved_postings_posting_id")),
        sa.PrimaryKeyConstraint(
            "platform", "workspace", "user_id", "posting_id", name=op.f("pk_saved_postings")
        ),
    )
    op.create_index("ix_saved_postings_posting_id", "saved_postings", ["posting_id"], unique=False)


def _sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("source_id", _KEY, nullable=False),
        sa.Column("native_id", sa.Text(), nullable=False),
        sa.Column("posting_id", _KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("first_seen_at", _INSTANT, nullable=False),
        sa.Column("last_seen_at", _INSTANT, nullable=False),
        sa.Column("gone_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_sightings_posting_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_sightings_source_id")),
        sa.PrimaryKeyConstraint("source_id", "native_id", name=op.f("pk_sightings")),
    )
    op.create_index("ix_sightings_posting_id", "sightings", ["posting_id"], unique=False)
    op.create_index("ix_sightings_url", "sightings", ["url"], unique=False, postgresql_using="hash")
