"""What a channel is told of a source that has a trouble, and of its end. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery.wording import day_text
from bot.domain.delivery import Notice, Press
from bot.domain.source import Source
from bot.domain.trouble import SourceTrouble, TroubleKind

_LONGEST_NAME = 80
_LONGEST_PROBLEM = 300
_OTHERS_LOOK = (
    "There is nothing for you to do: whoever runs Jobwire looks after it, and all other sources are read as "
    "before. It is said here when it is back."
)


def trouble_notice(
    source: Source, trouble: SourceTrouble, *, now: datetime, zone: str, presses: tuple[Press, ...] = ()
) -> Notice:
    """What is wrong, since when, and what to do. `presses` are for those whose own source it is."""
    local = ZoneInfo(zone)
    since = day_text(trouble.since.astimezone(local).date(), now.astimezone(local).date())
    name = _plain(source.name, _LONGEST_NAME)
    title = {
        TroubleKind.GONE: f"{name} is gone: its address has led to no job feed since {since}",
        TroubleKind.FAILING: f"{name} cannot be read since {since}",
        TroubleKind.SILENT: f"{name} has listed nothing new since {since}",
    }[trouble.kind]
    return Notice(title=title, paragraphs=(_what(source, trouble.kind), _to_do(source)), presses=presses)


def over_notice(source: Source, trouble: SourceTrouble) -> Notice:
    """It is well again."""
    name = _plain(source.name, _LONGEST_NAME)
    if trouble.kind is TroubleKind.SILENT:
        return Notice(title=f"{name} lists new jobs again", paragraphs=("What matches is posted as usual.",))
    told = "What it has listed meanwhile and still lists is posted as usual, if it matches."
    return Notice(title=f"{name} is read again", paragraphs=(told,))


def _what(source: Source, kind: TroubleKind) -> str:
    if kind is TroubleKind.SILENT:
        return "It can be read without trouble, so the jobs may have moved to another place."
    problem = _plain(source.failure or "", _LONGEST_PROBLEM)
    return f"Nothing of it is posted meanwhile; it is tried again every day. {problem}".rstrip()


def _to_do(source: Source) -> str:
    if source.workspace_id is None:
        return _OTHERS_LOOK
    return (
        "Where does the company list its jobs now? `/jobs sources add` and that address reads it from there; "
        f"`/jobs sources remove {source.id}` ends this one. It is said here when it is back."
    )


def _plain(text: str, most: int) -> str:
    """On one line, and nothing in it is taken for something to type."""
    flat = " ".join(text.replace("`", "'").split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
