"""Alembic's revisions of this adapter's table: a branch of its own, beside that of the core."""
