"""Saved postings have a state and a note; what is done with postings is counted; sources' troubles are told.

A posting may say until when it holds; a message remembers what it says of pay, place, workplace and level.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Instant = sa.DateTime(timezone=True)
_OPEN = sa.text("ended_at IS NULL")
_EXPIRING = sa.text("expires_at IS NOT NULL AND closed_at IS NULL")


def upgrade() -> None:
    """What is there keeps its meaning: a saved posting has no state yet, a message no facts."""
    op.add_column("saved_postings", sa.Column("state", sa.String(16)))
    op.add_column("saved_postings", sa.Column("note", sa.Text()))
    op.add_column("sources", sa.Column("failing_since", _Instant))
    op.add_column("sources", sa.Column("brought_at", _Instant))
    op.add_column("postings", sa.Column("valid_through", sa.Text()))
    op.add_column("postings", sa.Column("expires_at", _Instant))
    op.create_index(
        "ix_postings_expires_at",
        "postings",
        ["expires_at"],
        sqlite_where=_EXPIRING,
        postgresql_where=_EXPIRING,
    )
    op.add_column("deliveries", sa.Column("notice", sa.JSON()))
    op.add_column("parts", sa.Column("said_facts", sa.JSON(), nullable=False, server_default="{}"))
    _create_uses()
    _create_troubles()
    op.execute("UPDATE sources SET failing_since = polled_at WHERE failures > 0")
    op.execute(
        "UPDATE sources SET brought_at = "
        "(SELECT MAX(first_seen_at) FROM sightings WHERE sightings.source_id = sources.id)"
    )


def _create_uses() -> None:
    op.create_table(
        "uses",
        sa.Column(
            "channel_id", _Key, sa.ForeignKey("channels.id", name="fk_uses_channel_id"), nullable=False
        ),
        sa.Column(
            "posting_id", _Key, sa.ForeignKey("postings.id", name="fk_uses_posting_id"), nullable=False
        ),
        sa.Column("use", sa.String(16), nullable=False),
        sa.Column("used_at", _Instant, nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "posting_id", "use", name="pk_uses"),
    )
    op.create_index("ix_uses_posting_id", "uses", ["posting_id"])


def _create_troubles() -> None:
    op.create_table(
        "source_troubles",
        sa.Column("id", _Key, primary_key=True, autoincrement=True),
        sa.Column(
            "source_id",
            _Key,
            sa.ForeignKey("sources.id", name="fk_source_troubles_source_id"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("since", _Instant, nullable=False),
        sa.Column("began_at", _Instant, nullable=False),
        sa.Column("ended_at", _Instant),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source_troubles"),
    )
    op.create_index("ix_source_troubles_source_id", "source_troubles", ["source_id"])
    op.create_index(
        "uq_source_troubles_open",
        "source_troubles",
        ["source_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("source_troubles")
    op.drop_table("uses")
    op.drop_column("parts", "said_facts")
    op.drop_column("deliveries", "notice")
    op.drop_index("ix_postings_expires_at", table_name="postings")
    for table, names in (
        ("postings", ("expires_at", "valid_through")),
        ("sources", ("brought_at", "failing_since")),
        ("saved_postings", ("note", "state")),
    ):
        for name in names:
            op.drop_column(table, name)
