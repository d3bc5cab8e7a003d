"""The index of very many queries: columns of numbers, each query filed under its rarest clause.

For an opening, the atoms that hold make the clauses that hold; those name the groups filed under them, of
which every clause must hold. The clauses that compare numbers are verified last.
"""

from collections.abc import Sequence

import numpy as np

from bot.domain.match import Reason
from bot.domain.subscription import SubscriptionId
from bot.matching.candidate import Offer
from bot.matching.hit import Batch
from bot.matching.index_atoms import HeldAtoms
from bot.matching.index_columns import Columns
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

    def matches(self, offers: Sequence[Offer], keys: Sequence[frozenset[str]]) -> list[Batch]:
        """Each subscription whose query an opening meets, with the first such; `keys` are the openings'."""
        columns = self.columns
        met = np.zeros(len(columns.groups), bool)
        batches = []
        for offer, own_keys in zip(offers, keys, strict=True):
            held = HeldAtoms(columns.atoms, columns.measured_atoms, offer, own_keys)
            groups = self._met(held)
            groups = groups[~met[groups]]
            met[groups] = True
            batches.append(Batch(*self._asking(groups), offer.index, ToldByColumns(columns, held)))
        return batches

    def _met(self, held: HeldAtoms) -> Numbers:
        """The groups that an opening meets."""
        columns = self.columns
        holding = columns.holding(held.truth)
        groups = columns.filed.take(np.flatnonzero(holding)).values
        groups = groups[columns.groups.take(groups).all_in(holding)]
        clauses = columns.groups.take(groups)
        unsure = _distinct(clauses.values[columns.measured[clauses.values]], len(holding))
        codes = columns.clauses.take(unsure)
        measured = codes.values[columns.measured_atoms[codes.values]] // 2
        held.verify(_distinct(measured, len(columns.atoms)).tolist())
        holding[unsure] = codes.any_in(held.truth)
        columns.counts.learn(holding)
        return groups[clauses.all_in(holding)]

    def _asking(self, groups: Numbers) -> tuple[list[SubscriptionId], list[int]]:
        """The subscriptions of these groups, by id, and the group of each."""
        members = self.columns.members.take(groups)
        alive = self.alive[members.values]
        places = members.values[alive]
        order = np.argsort(places)
        asked = np.repeat(groups, members.lengths)[alive]
        return self.columns.ids[places[order]].tolist(), asked[order].tolist()


class ToldByColumns:
    """Why an opening meets queries, told by the clauses of each."""

    def __init__(self, columns: Columns, held: HeldAtoms) -> None:
        self._columns = columns
        self._held = held
        self._reasons: dict[int, Reason] = {}

    def reasons(self, query: int) -> tuple[Reason, ...]:
        """A reason for each clause."""
        return tuple([self._reason(clause) for clause in self._columns.groups.row(query)])

    def _reason(self, clause: int) -> Reason:
        if clause not in self._reasons:
            self._reasons[clause] = self._held.reason(self._columns.clauses.row(clause))
        return self._reasons[clause]


def _distinct(numbers: Numbers, count: int) -> Numbers:
    """Each of the numbers below `count` once, in order."""
    mask = np.zeros(count, bool)
    mask[numbers] = True
    return np.flatnonzero(mask).astype(np.int32)
