"""The tables of installations: those of slack_sdk, with the secrets encrypted, and one of our own.

Their migrations stand in adapters/slack/migrations. They are tables of the adapter: the core's schema does
not know them.
"""

from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Column, Dialect, MetaData, String, Table, Text, TypeDecorator

from adapters.slack.encryption import TokenCipher

INSTALLATIONS = SQLAlchemyInstallationStore.default_installations_table_name
BOTS = SQLAlchemyInstallationStore.default_bots_table_name
STATES = SQLAlchemyOAuthStateStore.default_table_name

SECRETS = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token", "incoming_webhook_url")
"""Columns whose values let somebody act as the bot or as a person."""


class Encrypted(TypeDecorator[str]):
    """Text that is ciphertext in the database. Without a cipher it is the ciphertext itself."""

    impl = Text
    cache_ok = True

    def __init__(self, cipher: TokenCipher | None = None) -> None:
        super().__init__()
        self.cipher = cipher

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way into the database."""
        del dialect  # one rule for both
        return value if value is None or self.cipher is None else self.cipher.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out. Raises ConfigurationError where no key fits."""
        del dialect
        return value if value is None or self.cipher is None else self.cipher.decrypt(value)


def installations_table(metadata: MetaData, cipher: TokenCipher | None = None) -> Table:
    """One row for each time that somebody installed the app."""
    return _encrypted(SQLAlchemyInstallationStore.build_installations_table(metadata, INSTALLATIONS), cipher)


def bots_table(metadata: MetaData, cipher: TokenCipher | None = None) -> Table:
    """The bot that came with an installation."""
    return _encrypted(SQLAlchemyInstallationStore.build_bots_table(metadata, BOTS), cipher)


def states_table(metadata: MetaData) -> Table:
    """Installations that were begun and wait for the person to come back from Slack."""
    return SQLAlchemyOAuthStateStore.build_oauth_states_table(metadata, STATES)


def grid_workspaces_table(metadata: MetaData) -> Table:
    """Workspaces that an installation of their whole Enterprise Grid organisation serves."""
    return Table(
        "slack_grid_workspaces",
        metadata,
        Column("team_id", String(32), primary_key=True),
        Column("enterprise_id", String(32), nullable=False, index=True),
    )


def all_tables() -> MetaData:
    """Every table of this adapter, to hold the migrations against."""
    metadata = MetaData()
    for build in (installations_table, bots_table, states_table, grid_workspaces_table):
        build(metadata)
    return metadata


def _encrypted(table: Table, cipher: TokenCipher | None) -> Table:
    for name in SECRETS:
        if name in table.c:
            table.c[name].type = Encrypted(cipher)
    return table
