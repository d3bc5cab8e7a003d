"""`jobwire migrate`."""

from adapters.wiring import MIGRATIONS
from bot.settings import Settings
from bot.store.migrate import migrate as migrate_store
from bot.store.store import Store, async_url


async def migrate(settings: Settings) -> None:
    """Bring the database to the schema of this version. Raises StoreUnavailable."""
    store = Store.open(async_url(settings.database.url))
    try:
        await migrate_store(store, MIGRATIONS)
    finally:
        await store.close()
