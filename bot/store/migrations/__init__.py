"""Alembic: the environment and the revisions, run by `bot.store.migrate`."""
