"""The index of very many queries: columns of numbers, each query filed under its rarest clause.

For an opening, the atoms that hold make the clauses that hold; those name the groups filed under them, of
which every clause must hold. The clauses that compare numbers are verified last.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from bot.domain.subscription import SubscriptionId
from bot.matching.candidate import Offer
from bot.matching.index_atoms import HeldAtoms
from bot.matching.index_columns import Columns
from bot.matching.index_few import GroupHit
from bot.matching.rows import Numbers


class ManyQueries:
    """Queries that stand for long. They can be taken out; others come with new columns."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.alive = np.ones(len(columns.ids), bool)
        self._standing = len(columns.ids)

    def __len__(self) -> int:
        return self._standing

    def remove(self, id: SubscriptionId) -> bool:  # noqa: A002  # the word of the interface
        """Takes a subscription out; whether it was there."""
        ids = self.columns.ids
        place = int(np.searchsorted(ids, id))
        if place == len(ids) or ids[place] != id or not self.alive[place]:
            return False
        self.alive[place] = False
        self._standing -= 1
        return True

    def matches(self, offers: Sequence[Offer], keys: frozenset[str]) -> Iterator[GroupHit]:
        """Each query that an opening meets, with the first such opening; `keys` are those of all openings."""
        met = np.zeros(len(self.columns.groups), bool)
        for offer in offers:
            held = HeldAtoms(self.columns.atoms, offer, keys)
            groups = self._met(held)
            groups = groups[~met[groups]]
            met[groups] = True
            yield from self._hits(groups, held, offer.index)

    def _met(self, held: HeldAtoms) -> Numbers:
        """The groups that an opening meets."""
        columns = self.columns
        holding = columns.holding(held.numbers)
        groups = columns.filed.take(np.flatnonzero(holding)).values
        groups = groups[columns.groups.take(groups).all_in(holding)]
        clauses = columns.groups.take(groups)
        unsure = np.unique(clauses.values[columns.measured[clauses.values]])
        holding[unsure] = [held.reason(clause) is not None for clause in columns.clauses.take(unsure).lists()]
        columns.counts.learn(holding)
        return groups[clauses.all_in(holding)]

    def _hits(self, groups: Numbers, held: HeldAtoms, opening: int) -> Iterator[GroupHit]:
        clauses = self.columns.groups.take(groups)
        distinct, numbers = np.unique(clauses.values, return_inverse=True)
        reasons = [held.reason(clause) for clause in self.columns.clauses.take(distinct).lists()]
        said = [reasons[number] for number in numbers.tolist()]
        members = self.columns.members.take(groups)
        standing = members.only(self.alive)
        ids = self.columns.ids[standing.values].tolist()
        bounds = zip(pairwise(clauses.starts.tolist()), pairwise(standing.starts.tolist()), strict=True)
        for (first, last), (first_id, last_id) in bounds:
            yield GroupHit(ids[first_id:last_id], opening, tuple(said[first:last]))
