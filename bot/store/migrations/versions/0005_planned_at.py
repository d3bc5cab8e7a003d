"""A channel knows when it was last planned: a digest that had its time then is not made up for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody knows it yet of the channels that are there."""
    op.add_column("channels", sa.Column("planned_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("channels", "planned_at")
