"""What a message says has closed, and when to see whether that is still so."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DUE = sa.text("edit_due_at IS NOT NULL")


def upgrade() -> None:
    """Messages that show a posting which has closed since are due at once: nobody has told them yet."""
    op.add_column("parts", sa.Column("closed_match_ids", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("parts", sa.Column("edit_due_at", sa.DateTime(timezone=True)))
    op.add_column("parts", sa.Column("edit_attempts", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_parts_edit_due_at", "parts", ["edit_due_at"], sqlite_where=_DUE, postgresql_where=_DUE
    )
    op.execute(
        "UPDATE parts SET edit_due_at = sent_at WHERE state = 'sent' AND delivery_id IN ("
        "SELECT matches.delivery_id FROM matches JOIN postings AS shown ON shown.id = matches.posting_id "
        "JOIN postings ON postings.id = COALESCE(shown.merged_into, shown.id) "
        "WHERE postings.closed_at IS NOT NULL AND matches.delivery_id IS NOT NULL)"
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_parts_edit_due_at", table_name="parts")
    for name in ("edit_attempts", "edit_due_at", "closed_match_ids"):
        op.drop_column("parts", name)
