"""The table of this adapter: which declaration of the commands each application has registered at Discord.

Its migrations stand in adapters/discord/migrations. The core's schema does not know it.
"""

from sqlalchemy import Column, MetaData, String, Table

from bot.store.schema import Instant

_METADATA = MetaData()

SYNCED = Table(
    "discord_synced",
    _METADATA,
    Column("application_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("synced_at", Instant(), nullable=False),
)
"""`digest` is that of the declaration as Discord was sent it; `synced_at` is when."""


def all_tables() -> MetaData:
    """Every table of this adapter, to hold the migrations against."""
    return _METADATA
