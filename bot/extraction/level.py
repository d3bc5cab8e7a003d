"""Reads the levels that a job is for: title, else plain words of the text, else years of experience."""

import re

from bot.domain.opening import Level
from bot.extraction.level_titles import (
    ALL_LEVELS,
    ALTERNATIVES,
    ASSOCIATE,
    FOUNDING,
    IC_MANAGER,
    LADDER,
    LEVELS,
    NOT_LEVELS,
    NUMERALS,
    RANGE,
)
from bot.extraction.level_words import levels_in_text, manages_people
from bot.extraction.sheet import Found, Sheet, clip
from bot.extraction.years import Years

ENGINEERING = frozenset(
    (
        "software", "backend", "frontend", "fullstack", "mobile", "ios", "android", "data-engineer",
        "data-scientist", "data-analyst", "ml-engineer", "research", "devops", "sre", "platform",
        "infrastructure", "security", "qa", "embedded", "hardware", "game", "blockchain", "design",
    )
)  # fmt: skip
"""Roles of makers, whose years of experience tell a senior."""

_NO_ENGINEER = re.compile(r"\b(?:guard|officer|supervisor|patrol)\b", re.IGNORECASE)
_JOINED = re.compile(r"(?i:\b(?:sr|jr|snr|jnr|sen|mgr)\.)")
_NUMERAL = re.compile(r"[ivIV]+|\d")
_LONGEST_NUMERAL = 3
_STEPS = re.compile(r"[iv]+|\d", re.IGNORECASE)
_EVERYBODY = (Level.JUNIOR, Level.MID, Level.SENIOR)
_RANKS = frozenset({Level.JUNIOR, Level.MID, Level.SENIOR, Level.STAFF, Level.PRINCIPAL})
_LEADS_TEAM = re.compile(r"\bteam ?lead(?:er)?\b", re.IGNORECASE)
"""Who leads a team and manages its people is both a lead and a manager."""
_MODIFIES = re.compile(r"^[\s.-]*$")
_JUNIOR_TO, _MID_TO = 3, 5


def read_levels(sheet: Sheet, roles: tuple[str, ...], years: Found[Years] | None) -> tuple[Found[Level], ...]:
    """The levels, highest precedence first; none when nothing says."""
    title = _of_title(sheet)
    if title:
        return title
    if FOUNDING.search(sheet.title):
        years = years if years is not None and years.value.low >= _JUNIOR_TO else None
    said = levels_in_text(sheet.own_text) or levels_in_text(sheet.text)
    if said:
        return said
    return _of_years(sheet.title, roles, years)


def _of_title(sheet: Sheet) -> tuple[Found[Level], ...]:
    title = _JOINED.sub(lambda found: found.group()[:-1] + " ", sheet.title)
    title = NOT_LEVELS.sub(lambda found: "\0" * len(found.group()), title)
    named = _named(title)
    everybody = ALL_LEVELS.search(title)
    if everybody is not None:
        words = _written(sheet.title, *everybody.span())
        return tuple(Found(value=level, words=words, field="title") for level in _EVERYBODY)
    levels = _effective(title, named)
    written = {level: _written(sheet.title, start, end) for start, end, level in reversed(named)}
    ranked = any(level in _RANKS for _, _, level in named)
    if (
        Level.MANAGER in levels
        and IC_MANAGER.search(title)
        and not _people_manager(title, sheet.text, ranked=ranked)
    ):
        levels = _beside_manager(named)
    associate = None if levels else ASSOCIATE.search(title)
    if associate is not None:
        levels, written = [Level.JUNIOR], {Level.JUNIOR: _written(sheet.title, *associate.span())}
    if levels == [Level.LEAD] and _LEADS_TEAM.search(title) and manages_people(sheet.text):
        levels, written[Level.MANAGER] = [Level.LEAD, Level.MANAGER], written[Level.LEAD]
    written.setdefault(Level.MID, " ".join(written.values()))
    return tuple(Found(value=level, words=written[level], field="title") for level in levels)


def _written(title: str, start: int, end: int) -> str:
    """The level word alone, "Associate" of an associate engineer; a step with its ladder ("Engineer II")."""
    word = clip(title[start:end]).strip(" ,-(|")
    if len(word) <= _LONGEST_NUMERAL and _NUMERAL.fullmatch(word):
        return clip(title[title.rfind(" ", 0, max(0, start - 2)) + 1 : end])
    return word.partition(" ")[0] if word.lower().startswith("associate ") else word


def _named(title: str) -> list[tuple[int, int, Level]]:
    """Where level words stand, in order; a word names one level only."""
    found: list[tuple[int, int, Level]] = []
    taken: set[int] = set()
    for level, rule in LEVELS:
        for match in rule.finditer(title):
            span = set(range(match.start(), match.end()))
            if not span & taken:
                taken |= span
                found.append((match.start(), match.end(), level))
    for match in LADDER.finditer(title):
        group = "steps" if match["steps"] else "last"
        for step in _STEPS.finditer(match[group]):
            start = match.start(group)
            found.append((start + step.start(), start + step.end(), NUMERALS[step.group().lower()]))
    return sorted(set(found))


def _effective(title: str, named: list[tuple[int, int, Level]]) -> list[Level]:
    """A level word right before another only colours it ("Senior Manager", "Senior Staff Engineer").

    Beside an internship, words for beginners say who may come ("Intern, 2031 Graduates").
    """
    levels: list[Level] = []
    for at, (_, end, level) in enumerate(named):
        following = named[at + 1] if at + 1 < len(named) else None
        if following is not None and _colours(title, end, following, level):
            continue
        if level is Level.JUNIOR and _says_who_may_come(title, named, at):
            continue
        levels.append(level)
        ends = (level, following[2]) if following is not None else ()
        if ends == (Level.JUNIOR, Level.SENIOR) and following and RANGE.match(title[end : following[0]]):
            levels.append(Level.MID)
    return list(dict.fromkeys(levels))


def _says_who_may_come(title: str, named: list[tuple[int, int, Level]], at: int) -> bool:
    """Whether a word for beginners stands beside an internship, not as the other choice."""
    beside = (*named[max(0, at - 1) : at], *named[at + 1 : at + 2])
    start, end, _ = named[at]
    gaps = [
        title[other_end:start] if other_end <= start else title[end:other_start]
        for other_start, other_end, level in beside
        if level is Level.INTERN
    ]
    return bool(gaps) and not any(re.search(r"[/&]|\b(?:or|and)\b", gap) for gap in gaps)


def _colours(title: str, end: int, following: tuple[int, int, Level], level: Level) -> bool:
    between = title[end : following[0]]
    if level is Level.MID and following[2] is Level.SENIOR:
        return False
    if _MODIFIES.match(between):
        return True
    if ALTERNATIVES.match(between):
        return False
    heads = {Level.MANAGER, Level.DIRECTOR, Level.EXECUTIVE}
    if following[2] in heads:
        return level not in heads and not re.search(r"[,/|&(-]|\band\b|\bor\b", between)
    return (
        following[2] is Level.LEAD
        and level in {Level.SENIOR, Level.STAFF}
        and not re.search(r"[,/|&(]|\band\b|\bor\b", between)
    )


def _people_manager(title: str, text: str, *, ranked: bool) -> bool:
    """Whether a manager of things manages people too: the text says so, and no rank stands in the title."""
    if re.search(
        r"\b(?:engineering|senior|group|general) managers?\b", IC_MANAGER.sub(" ", title), re.IGNORECASE
    ):
        return True
    return not ranked and manages_people(text)


def _beside_manager(named: list[tuple[int, int, Level]]) -> list[Level]:
    """The level words of a manager who manages no people: "Senior Product Manager" is senior."""
    kept = [level for _, _, level in named if level is not Level.MANAGER]
    return list(dict.fromkeys(kept))


def _of_years(title: str, roles: tuple[str, ...], years: Found[Years] | None) -> tuple[Found[Level], ...]:
    if years is None:
        return ()
    low, high = years.value.low, years.value.high
    if low < _JUNIOR_TO and high is not None and high >= _MID_TO:
        return tuple(
            Found(value=level, words=years.words, field=years.field) for level in (Level.JUNIOR, Level.MID)
        )
    if low < _JUNIOR_TO:
        level = (
            Level.MID if low == _JUNIOR_TO - 1 and high is not None and high >= _JUNIOR_TO else Level.JUNIOR
        )
    elif low < _MID_TO:
        level = Level.MID
    elif ENGINEERING & set(roles) and not _NO_ENGINEER.search(title):
        level = Level.SENIOR
    else:
        return ()
    return (Found(value=level, words=years.words, field=years.field),)
