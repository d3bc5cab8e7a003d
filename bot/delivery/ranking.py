"""Which postings a digest shows, and in which order. Pure; docs/digests.md tells it to people.

A line's points say how much a reader is likely to want it. What counts, and why:
the title over the text, because a title says what the job is; stated pay and level, because a line that
states them can be judged without opening it; freshness, because who applies early is read. A company's
second line, third line and so on count less, so that one company does not fill the digest.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.compose import CardContent, facets_of
from bot.delivery.excerpt import holds
from bot.delivery.folding import LineKey, company_key, line_key
from bot.domain.chat import DigestGroups
from bot.domain.match import MatchId

IN_TITLE = 4.0
"""Points for a query all of whose clauses are met by words of the title; in part for some of them."""

STATES_PAY = 1.5
STATES_LEVEL = 1.0

FRESH = 2.0
"""Points for a posting of today; they melt away over `FRESH_FOR`."""

FRESH_FOR = timedelta(days=14)

SAME_COMPANY = 1.5
"""Points that each further line of a company has less than the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEntry:
    """What ranking knows of one posting. `group` is the number of the subscription that it is for."""

    match_id: MatchId
    group: int
    key: LineKey
    company: str
    points: float


Line = tuple[DigestEntry, ...]
"""The postings that are one line, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a digest shows, in its order, and what only on request, best first."""

    shown: tuple[Line, ...]
    rest: tuple[Line, ...] = ()


def entry_of(content: CardContent, match_id: MatchId, now: datetime) -> DigestEntry:
    """A posting, with its points."""
    facets = facets_of(content)
    return DigestEntry(
        match_id=match_id,
        group=content.number,
        key=line_key(content.posting, facets),
        company=company_key(content.posting.reading.company or ""),
        points=points(content, now),
    )


def points(content: CardContent, now: datetime) -> float:
    """How much a reader is likely to want it."""
    facets = facets_of(content)
    title = f"{facets.title} {content.posting.reading.title}"
    in_title = sum(any(holds(title, word) for word in reason.words) for reason in content.reasons)
    posted_on = content.posting.reading.posted_on
    began = content.posting.first_seen_at.date() if posted_on is None else posted_on
    age = max(timedelta(0), now.date() - began)
    return (
        IN_TITLE * in_title / max(1, len(content.reasons))
        + STATES_PAY * (facets.pay is not None)
        + STATES_LEVEL * bool(facets.levels)
        + FRESH * max(0.0, 1 - age / FRESH_FOR)
    )


def choose(entries: Iterable[DigestEntry], *, most: int, by: DigestGroups) -> Choice:
    """The lines to show: of each subscription its best, then the best of all, at most `most`.

    They stand under their subscriptions in the order of their numbers, or by company, best first.
    """
    ranked = _ranked(_lines(entries))
    first = {line[0].group: line for line in reversed(ranked)}
    wanted = [line for line in ranked if first[line[0].group] is line]
    wanted += [line for line in ranked if first[line[0].group] is not line]
    chosen = {line[0].match_id for line in wanted[:most]}
    shown = [line for line in ranked if line[0].match_id in chosen]
    rest = [line for line in ranked if line[0].match_id not in chosen]
    return Choice(shown=tuple(_grouped(shown, by)), rest=tuple(rest))


def _lines(entries: Iterable[DigestEntry]) -> list[Line]:
    """One posting that is for several subscriptions, and all that is one line, under the first of them."""
    lines: dict[LineKey, list[DigestEntry]] = {}
    for entry in entries:
        lines.setdefault(entry.key, []).append(entry)
    return [
        tuple(sorted(line, key=lambda one: (one.group, -one.points, one.match_id))) for line in lines.values()
    ]


def _ranked(lines: Iterable[Line]) -> list[Line]:
    before: Counter[str] = Counter()
    weighed: list[tuple[float, int, Line]] = []
    for line in sorted(lines, key=lambda line: (-line[0].points, line[0].match_id)):
        company = line[0].company
        weighed.append((line[0].points - SAME_COMPANY * before[company], line[0].match_id, line))
        before[company] += bool(company)
    return [line for _, _, line in sorted(weighed, key=lambda one: (-one[0], one[1]))]


def _grouped(ranked: Sequence[Line], by: DigestGroups) -> list[Line]:
    if by is DigestGroups.SUBSCRIPTION:
        return sorted(ranked, key=lambda line: line[0].group)
    places: dict[str, int] = {}
    for place, line in enumerate(ranked):
        places.setdefault(line[0].company or str(line[0].match_id), place)
    return sorted(ranked, key=lambda line: places[line[0].company or str(line[0].match_id)])
