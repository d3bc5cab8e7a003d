"""`jobwire export` and `jobwire import`: a workspace's subscriptions, settings and own sources as TOML."""

from pathlib import Path

from adapters.wiring import now, open_store, vocabulary_of
from bot.delivery.wording import count_text
from bot.domain.source import SourceTerms
from bot.errors import CommandError, ConfigurationError, Fault
from bot.exchange import export_text, import_text
from bot.feeds.formats import FORMATS
from bot.settings import Settings
from bot.store import exchange
from bot.store.exchange import KnownWorkspace


async def export(settings: Settings, named: str | None) -> str:
    """The file of a workspace, `platform:id`; it need not be named where there is only one."""
    async with open_store(settings) as store, store.read() as c:
        return export_text(await exchange.exported(c, _chosen(await exchange.known(c), named)))


def text_of(path: Path) -> str:
    """The text of a file. Raises ConfigurationError where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = "it is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise ConfigurationError(
            [Fault(str(path), "", str(problem), "a file of `jobwire export`")]
        ) from error


async def take_in(settings: Settings, text: str, place: str, *, check_only: bool) -> str:
    """Take the text of a file in, or only check it; says what became of it. `place` is the file's name."""
    given = import_text(text, place=place, vocabulary=vocabulary_of(settings))
    wanted = sum(len(one.subscriptions) for one in given.channels)
    if check_only:
        there = f"{count_text(len(given.channels), 'channel')}, {count_text(wanted, 'subscription')}"
        return f"{place} is in order: {there}. Nothing was changed."
    async with open_store(settings) as store, store.write() as c:
        done = await exchange.take_in(
            c,
            given,
            complete_lists=[name for name, kind in FORMATS.items() if kind.complete_list],
            terms=SourceTerms(),
            now=now(),
        )
    return (
        f"{given.name}: {count_text(done.channels, 'channel')} set up, "
        f"{count_text(done.subscriptions, 'new subscription')} of {wanted}, "
        f"{count_text(done.sources, 'new source')} of {len(given.sources)}."
    )


def _chosen(there: tuple[KnownWorkspace, ...], named: str | None) -> KnownWorkspace:
    if not there:
        raise CommandError(
            "There is no workspace to export yet: /jobs in a channel makes the first one known."
        )
    if named is None and len(there) == 1:
        return there[0]
    found = [one for one in there if named == f"{one.platform}:{one.id}"]
    if found:
        return found[0]
    known = "\n".join(f"  {one.platform}:{one.id}  {one.name}" for one in there)
    what = "Name one of them" if named is None else f"There is no workspace {named}"
    raise CommandError(f"{what}: jobwire export --workspace PLATFORM:ID. There are:\n{known}")
