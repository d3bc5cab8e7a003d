"""Alembic's revisions of the tables of installations: a branch of its own, beside that of the core."""
