"""Which declaration of the commands each application has registered at Discord."""

import sqlalchemy as sa
from alembic import op

revision = "discord0001"
down_revision = None
branch_labels = ("discord",)
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "discord_synced",
        sa.Column("application_id", sa.String(32), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=False),
    )
