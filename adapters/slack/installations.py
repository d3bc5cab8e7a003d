"""Where Jobwire is installed: slack_sdk's store on our database, its secrets encrypted.

An installation of a whole Enterprise Grid organisation has no workspace of its own: which workspaces it
serves is learned from the requests that come from them, before anything is ever posted there.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import (
    AsyncSQLAlchemyInstallationStore,
    SQLAlchemyInstallationStore,
)
from sqlalchemy import MetaData, Table, and_, delete, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.slack.encryption import TokenCipher
from adapters.slack.platform import PLATFORM
from adapters.slack.tables import SECRETS, bots_table, grid_workspaces_table, installations_table
from bot.store import chats
from bot.store.store import Store
from bot.store.unavailable import unavailable
from bot.store.upsert import insert_new


class Installations(AsyncInstallationStore):
    """The installations of one app. What it says of a token, it never writes into a log."""

    def __init__(self, store: Store, *, client_id: str, cipher: TokenCipher) -> None:
        self._store = store
        self._client_id = client_id
        self._cipher = cipher
        self._reading = _Encrypted(store.engine, client_id, cipher)
        writing = store.engine.execution_options(jobwire_immediate=True)
        self._writing = _Encrypted(writing, client_id, cipher)
        self._bots = self._reading.bots
        self._grid = grid_workspaces_table(MetaData())

    @property
    def logger(self) -> logging.Logger:
        """That of the SDK's store."""
        return self._reading.logger

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation in the place of earlier ones.

        A workspace that had removed Jobwire is back, and so are its channels.
        """
        with self._explained():
            await self._writing.async_save(installation)
        async with self._store.write() as c:
            await self._keep_newest(c, installation)
            for team in await self._teams(c, installation):
                await chats.bring_back(c, PLATFORM, team)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep the bot of an installation."""
        with self._explained():
            await self._writing.async_save_bot(bot)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot that answers a request. Of an organisation's, remembers that it serves that workspace."""
        with self._explained():
            bot = await self._reading.async_find_bot(
                enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
            )
        if bot is None and team_id:  # a workspace that has joined an organisation since
            return await self.bot_of(team_id)
        if bot is not None and is_enterprise_install and enterprise_id and team_id:
            await self._learn(team_id, enterprise_id)
        return bot

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The newest installation in a workspace or organisation."""
        with self._explained():
            return await self._reading.async_find_installation(
                enterprise_id=enterprise_id,
                team_id=team_id,
                user_id=user_id,
                is_enterprise_install=is_enterprise_install,
            )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the bot of an installation."""
        with self._explained():
            await self._writing.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget an installation, or what one person has added to it."""
        with self._explained():
            await self._writing.async_delete_installation(
                enterprise_id=enterprise_id, team_id=team_id, user_id=user_id
            )

    async def bot_of(self, team_id: str) -> Bot | None:
        """The bot that speaks for a workspace: its own, or that of its organisation; None without any."""
        bots, grid = self._bots.c, self._grid.c
        organisation = select(grid.enterprise_id).where(grid.team_id == team_id).scalar_subquery()
        of_organisation = and_(bots.team_id.is_(None), bots.enterprise_id == organisation)
        found = await self._bots_where(or_(bots.team_id == team_id, of_organisation))
        return next(iter(sorted(found, key=lambda bot: bot.team_id is None)), None)

    async def bots(self) -> tuple[Bot, ...]:
        """The newest bot of every workspace and organisation."""
        newest: dict[tuple[str | None, str | None], Bot] = {}
        for bot in await self._bots_where(self._bots.c.id.is_not(None)):
            newest.setdefault((bot.enterprise_id, bot.team_id), bot)
        return tuple(newest.values())

    async def forget(self, enterprise_id: str | None, team_id: str | None) -> None:
        """The app was uninstalled, or its tokens revoked: they are deleted here too.

        Without a workspace, or with the organisation in its place, it is that of the whole organisation.
        Which workspaces it served stays known: they are back with it.
        """
        whole = team_id is None or team_id == enterprise_id
        async with self._store.write() as c:
            for table in (self._bots, self._reading.installations):
                of_organisation = and_(table.c.enterprise_id == enterprise_id, table.c.team_id.is_(None))
                this = of_organisation if whole else table.c.team_id == team_id
                await c.execute(delete(table).where(table.c.client_id == self._client_id, this))
            if not whole:
                await c.execute(delete(self._grid).where(self._grid.c.team_id == team_id))

    async def served_by(self, enterprise_id: str) -> tuple[str, ...]:
        """The workspaces that an organisation's installation is known to serve."""
        async with self._store.read() as c:
            return await self._served_by(c, enterprise_id)

    async def reencrypt(self) -> int:
        """Encrypt every secret anew that the newest key did not encrypt; how many there were."""
        async with self._store.write() as c:
            found = await self._outdated(c)
            for table, id_, old in found:
                new = {name: self._cipher.encrypt(self._cipher.decrypt(value)) for name, value in old.items()}
                await c.execute(update(table).where(table.c.id == id_).values(new))
        return sum(len(old) for _, _, old in found)

    async def outdated(self) -> int:
        """How many secrets the newest key did not encrypt."""
        async with self._store.read() as c:
            return sum(len(old) for _, _, old in await self._outdated(c, lock=False))

    async def _outdated(
        self, c: AsyncConnection, *, lock: bool = True
    ) -> list[tuple[Table, int, dict[str, str]]]:
        """Tables without a cipher, the row's id, and the ciphertexts in it that are not of the newest key."""
        found = []
        for table in (bots_table(MetaData()), installations_table(MetaData())):
            names = [name for name in SECRETS if name in table.c]
            query = select(table).with_for_update() if lock else select(table)
            for row in (await c.execute(query)).mappings():
                old = {one: row[one] for one in names if row[one] and not self._cipher.is_newest(row[one])}
                if old:
                    found.append((table, row["id"], old))
        return found

    async def _bots_where(self, condition: object) -> list[Bot]:
        """The bots that fulfil a condition, the newest first."""
        bots = self._bots.c
        query = (
            select(self._bots)
            .where(bots.client_id == self._client_id, bots.bot_token.is_not(None), condition)  # type: ignore[arg-type]
            .order_by(bots.installed_at.desc(), bots.id.desc())
        )
        async with self._store.read() as c:
            rows = (await c.execute(query)).mappings().all()
        return [SQLAlchemyInstallationStore.build_bot_entity(row) for row in rows]

    async def _teams(self, c: AsyncConnection, installation: Installation) -> tuple[str, ...]:
        if installation.team_id:
            return (installation.team_id,)
        return await self._served_by(c, installation.enterprise_id or "")

    async def _served_by(self, c: AsyncConnection, enterprise_id: str) -> tuple[str, ...]:
        grid = self._grid.c
        rows = await c.execute(select(grid.team_id).where(grid.enterprise_id == enterprise_id))
        return tuple(sorted(rows.scalars()))

    async def _learn(self, team_id: str, enterprise_id: str) -> None:
        """Note that the organisation's installation serves the workspace; mostly that is known."""
        this = self._grid.c.team_id == team_id
        async with self._store.read() as c:
            known = (await c.execute(select(self._grid.c.enterprise_id).where(this))).scalar_one_or_none()
        if known == enterprise_id:
            return
        row = {"team_id": team_id, "enterprise_id": enterprise_id}
        async with self._store.write() as c:
            await insert_new(c, self._grid, [row])
            await c.execute(update(self._grid).where(this).values(row))

    async def _keep_newest(self, c: AsyncConnection, installation: Installation) -> None:
        for table in (self._bots, self._reading.installations):
            same = and_(
                table.c.client_id == self._client_id,
                table.c.enterprise_id.is_not_distinct_from(installation.enterprise_id),
                table.c.team_id.is_not_distinct_from(installation.team_id),
            )
            newest = select(table.c.id).where(same).order_by(table.c.installed_at.desc(), table.c.id.desc())
            await c.execute(delete(table).where(same, table.c.id.not_in(newest.limit(1))))

    @contextmanager
    def _explained(self) -> Generator[None]:
        """The SDK's store connects by itself: what is wrong with the database is said as ours says it."""
        try:
            yield
        except DBAPIError as error:
            explained = unavailable(error, self._store.engine.url)
            if explained is None:
                raise
            raise explained from error


class _Encrypted(AsyncSQLAlchemyInstallationStore):
    """The SDK's store over tables whose secrets are encrypted."""

    def __init__(self, engine: AsyncEngine, client_id: str, cipher: TokenCipher) -> None:
        self.metadata = MetaData()
        self.bots = bots_table(self.metadata, cipher)
        self.installations = installations_table(self.metadata, cipher)
        self.client_id = client_id
        self._logger = logging.getLogger(__name__)
        self.engine = engine
