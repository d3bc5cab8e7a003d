"""Queries as people ask them, drawn from what real openings offer: one to four clauses of one opening."""

import random
from collections.abc import Callable, Iterator, Sequence

from bot.domain.opening import Facets, Level, Visa, Workplace
from bot.errors import QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.matching import Candidate, Query, parse
from bot.matching.currency import ECB_RATES, yearly_top
from bot.matching.query import Node, all_of
from bot.matching.terms import ASKED_FOR

DISTINCT = 0.62
"""So many queries are different ones; the others repeat some of these, the first ones most often."""

CLAUSES = (1, 2, 2, 3, 3, 3, 4, 4)
SHORTEST_WORD = 5
AND_ABOVE = (Level.JUNIOR, Level.MID, Level.SENIOR, Level.STAFF)


class Asked:
    """Draws queries. Each clause is parsed once, so that a million are there in a minute."""

    def __init__(self, candidates: Sequence[Candidate], known: Vocabulary, *, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311  # a benchmark's dice
        self._vocabulary = known
        self._offers = tuple(
            (each, opening)
            for each in candidates
            for opening in each.reading.openings
            if opening.roles or opening.skills
        )
        self._clauses: dict[str, Node | None] = {}
        self._words: dict[int, tuple[str, ...]] = {}

    def queries(self, count: int) -> list[Query]:
        """So many, in the order in which they came; those that repeat are the same objects."""
        distinct: dict[str, Query] = {}
        while len(distinct) < DISTINCT * count:
            query = self._query()
            if query is not None:
                distinct.setdefault(query.text, query)
        drawn = list(distinct.values())
        repeated = len(drawn)
        drawn += [drawn[int(repeated ** self._dice.random()) - 1] for _ in range(count - repeated)]
        self._dice.shuffle(drawn)
        return drawn

    def _query(self) -> Query | None:
        candidate, opening = self._dice.choice(self._offers)
        wanted = self._dice.choice(CLAUSES)
        texts = list(self._clauses_of(candidate, opening))
        chosen = texts[:2] if wanted > 1 and self._chance(0.6) else []
        others = [text for text in texts if text not in chosen]
        chosen += self._dice.sample(others, min(len(others), wanted - len(chosen)))
        nodes = [node for text in chosen if (node := self._node(text)) is not None]
        return Query(root=all_of(nodes)) if nodes else None

    def _node(self, text: str) -> Node | None:
        """A clause, parsed once; None where it means nothing (a title without words)."""
        if text not in self._clauses:
            try:
                self._clauses[text] = parse(text, self._vocabulary).root
            except QueryError:
                self._clauses[text] = None
        return self._clauses[text]

    def _clauses_of(self, candidate: Candidate, opening: Facets) -> Iterator[str]:
        """What somebody who wants this opening could ask for, what people name first first."""
        dice = self._dice
        for role in opening.roles[:1]:
            yield self._with_other(role.replace("-", " "), lambda facets: facets.roles, 0.1)
        for level in opening.levels[:1]:
            yield f"{level}+" if level in AND_ABOVE and self._chance(0.3) else level.value
        skills = _skills(opening)
        for skill in dice.sample(skills, min(len(skills), 3)):
            yield self._with_other(f'"{skill}"' if "," in skill else skill, _skills, 0.3)
        yield from self._whereabouts(opening)
        yield from self._measures(opening)
        if self._chance(0.15):
            yield self._word(candidate)
        if self._chance(0.25):
            yield f"-{dice.choice(self._other(_skills) or ['Java'])}"
        if self._chance(0.1):
            yield "-" + dice.choice(("intern", "manager", "contract", "junior", "hybrid"))
        if candidate.reading.company and self._chance(0.05):
            yield f'{dice.choice(("", "-"))}company:"{candidate.reading.company}"'

    def _whereabouts(self, opening: Facets) -> Iterator[str]:
        if opening.workplace is not Workplace.UNKNOWN and self._chance(0.5):
            yield opening.workplace.value
        for place in opening.places[:1]:
            if self._chance(0.5):
                yield f'in:"{self._dice.choice((place.name, place.name.rpartition(", ")[2]))}"'
        for region in opening.remote_regions[:1]:
            yield f'remote:"{region.name}"'

    def _measures(self, opening: Facets) -> Iterator[str]:
        dice = self._dice
        top = yearly_top(opening.pay) if opening.pay else None
        top = ECB_RATES.convert(top, opening.pay.currency, "USD") if top and opening.pay else None
        if top and self._chance(0.7):
            least = max(20, round(top * dice.uniform(0.6, 1.0) / 5000) * 5)
            yield f"salary>={least}k USD" + (" | salary:unknown" if self._chance(0.5) else "")
        if opening.years_min is not None and self._chance(0.3):
            yield f"years<={int(opening.years_min) + dice.randint(0, 3)}"
        if opening.visa is Visa.OFFERS:
            yield "visa:yes"
        if self._chance(0.05):
            yield f"posted<{dice.choice((1, 3, 7, 14))}d"

    def _word(self, candidate: Candidate) -> str:
        """A word of its text, sometimes with the next as a phrase."""
        words = self._words.get(id(candidate))
        if words is None:
            words = self._words[id(candidate)] = tuple(candidate.reading.text.split()[:1500])
        for at in self._dice.choices(range(len(words)), k=9) if words else ():
            if words[at].isalpha() and len(words[at]) >= SHORTEST_WORD:
                pair = " ".join(words[at : at + 2])
                return f'"{pair}"' if self._chance(0.4) and pair.isascii() and '"' not in pair else words[at]
        return "team"

    def _with_other(self, text: str, names: Callable[[Facets], Sequence[str]], chance: float) -> str:
        """Alone, or with an alternative from another opening."""
        others = self._other(names) if self._chance(chance) else ()
        return f"{text} | {self._dice.choice(others).replace('-', ' ')}" if others else text

    def _other(self, names: Callable[[Facets], Sequence[str]]) -> Sequence[str]:
        return names(self._dice.choice(self._offers)[1])

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share


def _skills(opening: Facets) -> list[str]:
    return [skill.name for skill in opening.skills if skill.strength in ASKED_FOR]
