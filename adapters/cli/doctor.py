"""`jobwire doctor`: checks the settings and all that they lead to, and says how to mend each fault."""

from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta
from pathlib import Path

from adapters.wiring import MIGRATIONS, check_discord, check_slack, now, starter_sources
from bot.errors import ConfigurationError, Fault, StoreUnavailable
from bot.findings import Finding, Verdict, fault, note, well
from bot.settings import Settings, settings_and_faults
from bot.store import chats, ledger
from bot.store.migrate import pending_migrations
from bot.store.store import Store, async_url

LOOKED_BACK = timedelta(days=30)
"""How far cards that may stand twice are told of."""


async def doctor(config: Path | None) -> int:
    """Print what is found, as it is found; the exit status: 1 when there is a fault."""
    told: set[Finding] = set()
    async for finding in _findings(config):
        if finding in told:  # a Slack that cannot be reached is met more than once
            continue
        told.add(finding)
        print(f"{finding.verdict.value:<6}{_indented(finding.what)}")
        if finding.advice:
            print(f"      -> {_indented(finding.advice)}")
    faults = sum(finding.verdict is Verdict.FAULT for finding in told)
    print("Nothing is wrong." if not faults else f"{faults} to mend.")
    return 1 if faults else 0


async def _findings(config: Path | None) -> AsyncGenerator[Finding]:
    settings, faults = settings_and_faults(config_file=config)
    try:
        starter_sources(settings)
    except ConfigurationError as error:
        faults += error.faults
    for one in faults:
        where = f"{one.place}: {one.key}" if one.key else one.place
        yield fault(f"{where}: {one.problem.rstrip('.')}.", f"Allowed: {one.allowed}.")
    if not faults:
        yield well("The configuration is in order.")
    store = Store.open(async_url(settings.database.url))
    try:
        usable = True
        async for finding in _database(store):
            usable = usable and finding.verdict is Verdict.WELL
            yield finding
        async for finding in _chats(settings, faults, store if usable else None):
            yield finding
    finally:
        await store.close()


async def _database(store: Store) -> AsyncGenerator[Finding]:
    sqlite = store.engine.dialect.name == "sqlite"
    if sqlite and _is_to_be_made(store.engine.url.database):
        yield note(f"The database {store.location} is not there yet.", "`jobwire run` makes it.")
        return
    try:
        pending = await pending_migrations(store, MIGRATIONS)
    except StoreUnavailable as error:
        yield fault(f"The database {store.location} cannot be used.", str(error))
        return
    if pending and sqlite:
        yield note(f"The database {store.location} is of an older version.", "`jobwire run` updates it.")
    elif pending:
        yield fault(f"The database {store.location} is not of this version.", "Run `jobwire migrate`.")
    else:
        yield well(f"The database {store.location} is in order.")


def _is_to_be_made(file: str | None) -> bool:
    return file is not None and not Path(file).exists() and Path(file).absolute().parent.is_dir()


async def _chats(settings: Settings, faults: Sequence[Fault], store: Store | None) -> AsyncGenerator[Finding]:
    """A platform whose settings are wrong, as was told, is not asked with what is left of them."""
    if _concern("slack", faults):
        yield _put_off("Slack")
    elif settings.slack.mode is None:
        yield note("Slack is not configured.", "docs/howto/slack.md says how to put Jobwire there.")
    else:
        yield well(f"Slack is configured: {settings.slack.mode.value}.")
        async for finding in check_slack(settings, store):
            yield finding
    if _concern("discord", faults):
        yield _put_off("Discord")
    elif settings.discord.configured:
        async for finding in check_discord(settings, store):
            yield finding
    else:
        yield note("Discord is not configured.", "docs/howto/discord.md says how to put Jobwire there.")
    if store is not None:
        for finding in await _sent_again(store):
            yield finding


def _concern(section: str, faults: Sequence[Fault]) -> bool:
    return any(one.key.lower().removeprefix("jobwire_").startswith(section) for one in faults)


def _put_off(name: str) -> Finding:
    return note(f"{name} is not asked.", "Mend its settings first, and run `jobwire doctor` again.")


async def _sent_again(store: Store) -> list[Finding]:
    """Channels that could not be asked what they have."""
    async with store.read() as c:
        again = await ledger.blind_resends(c, now() - LOOKED_BACK)
        named = [(await chats.channel(c, id_), times) for id_, times in again]
    return [
        note(
            f"In {channel.name} ({channel.ref.platform}, {channel.ref.workspace}), {times} "
            f"{'message was' if times == 1 else 'messages were'} sent again within {LOOKED_BACK.days} days "
            "without knowing whether it was there: the channel's history may not be read.",
            "Let the app read it: on Slack the scopes channels:history and groups:history, on Discord the "
            "permission Read Message History.",
        )
        for channel, times in named
    ]


def _indented(text: str) -> str:
    return text.replace("\n", "\n         ")
