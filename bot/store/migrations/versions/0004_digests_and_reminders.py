"""A delivery knows its thread, whom it calls and how its digest is laid out; people can be reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """What is there stands in no thread; a message that is on its way calls nobody any more."""
    op.add_column("deliveries", sa.Column("thread", sa.String(64)))
    op.add_column("deliveries", sa.Column("mentions", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("deliveries", sa.Column("layout", sa.JSON()))
    op.create_table(
        "reminders",
        sa.Column("id", _Key, autoincrement=True, nullable=False),
        sa.Column(
            "channel_id", _Key, sa.ForeignKey("channels.id", name="fk_reminders_channel_id"), nullable=False
        ),
        sa.Column(
            "posting_id", _Key, sa.ForeignKey("postings.id", name="fk_reminders_posting_id"), nullable=False
        ),
        sa.Column("user_id", sa.String(128), nullable=False),
        sa.Column("remind_at", _Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint(
            "channel_id", "posting_id", "user_id", name="uq_reminders_channel_id_posting_id_user_id"
        ),
    )
    op.create_index("ix_reminders_remind_at", "reminders", ["remind_at"])
    op.create_index("ix_reminders_posting_id", "reminders", ["posting_id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("reminders")
    for name in ("layout", "mentions", "thread"):
        op.drop_column("deliveries", name)
