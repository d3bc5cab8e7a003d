"""Very many queries as numbers in columns, and how new ones come into them.

A clause is a row of codes of atoms, a group (one query) a row of clauses, and each group has its members,
places in the sorted ids of the subscriptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.domain.subscription import SubscriptionId
from bot.matching.index_atoms import Atoms, static_cost
from bot.matching.index_few import PRIOR_WEIGHT
from bot.matching.query import Query
from bot.matching.rows import Mask, Numbers, Rows

Ids = NDArray[np.int64]
Groups = Sequence[tuple[Query, Sequence[SubscriptionId]]]
"""Queries with those who ask them."""


@dataclass(slots=True, kw_only=True)
class ClauseCounts:
    """How often each clause held, among the openings `seen` since it was `new_at`; and a static estimate."""

    seen: int
    held: NDArray[np.uint32]
    new_at: NDArray[np.uint32]
    priors: NDArray[np.float32]

    def learn(self, held: Mask) -> None:
        """Note which clauses one more opening meets."""
        self.seen += 1
        self.held += held

    def shares(self) -> NDArray[np.float64]:
        """The share of openings that meet each clause; the estimate counts as much as some openings."""
        prior = self.priors.astype(np.float64) * PRIOR_WEIGHT
        return (self.held + prior) / (self.seen - self.new_at.astype(np.float64) + PRIOR_WEIGHT)

    def only(self, clauses: NDArray[np.integer]) -> "ClauseCounts":
        """Those of these clauses."""
        return ClauseCounts(
            seen=self.seen,
            held=self.held[clauses],
            new_at=self.new_at[clauses],
            priors=self.priors[clauses],
        )

    def followed_by(self, priors: Sequence[float]) -> "ClauseCounts":
        """These, then those of clauses of which only an estimate is known."""
        more = len(priors)
        return ClauseCounts(
            seen=self.seen,
            held=np.concatenate([self.held, np.zeros(more, np.uint32)]),
            new_at=np.concatenate([self.new_at, np.full(more, self.seen, np.uint32)]),
            priors=np.concatenate([self.priors, np.array(priors, np.float32)]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns, and what follows from them.

    `measured_atoms` tells by code which atoms compare numbers, `measured` which clauses do; `unkeyed` lists
    clauses that may hold though no atom of theirs does, `unkeyed_codes` their codes. `asking` has, for each
    atom, the other clauses that it meets; `filed`, for each clause, the groups that are found by it.
    """

    atoms: Atoms
    clauses: Rows
    groups: Rows
    members: Rows
    ids: Ids
    counts: ClauseCounts
    measured_atoms: Mask = field(init=False)
    measured: Mask = field(init=False)
    unkeyed: Numbers = field(init=False)
    unkeyed_codes: Rows = field(init=False)
    asking: Rows = field(init=False)
    filed: Rows = field(init=False)

    def __post_init__(self) -> None:
        measured = self.atoms.measured()
        negated = np.arange(len(measured)) % 2 == 1
        unkeyed = self.clauses.any_in(measured | negated)
        plain = ~unkeyed[self.clauses.row_of]
        by_atom = Rows.grouped(self.clauses.values[plain] // 2, len(self.atoms))
        filed_under = self.groups.first_least(self.counts.shares())
        object.__setattr__(self, "measured_atoms", measured)
        object.__setattr__(self, "measured", self.clauses.any_in(measured))
        object.__setattr__(self, "unkeyed", np.flatnonzero(unkeyed).astype(np.int32))
        object.__setattr__(self, "unkeyed_codes", self.clauses.take(self.unkeyed))
        object.__setattr__(self, "asking", by_atom.renumbered(self.clauses.row_of[plain]))
        object.__setattr__(self, "filed", Rows.grouped(filed_under, len(self.clauses)))

    def holding(self, truth: Mask) -> Mask:
        """Of each clause, whether it holds by what is true of the atoms, by code."""
        holding = np.zeros(len(self.clauses), bool)
        holding[self.asking.take(np.flatnonzero(truth[0::2])).values] = True
        holding[self.unkeyed] = self.unkeyed_codes.any_in(truth)
        return holding


NOTHING = Rows.of(())
NO_COLUMNS = Columns(
    atoms=Atoms(),
    clauses=NOTHING,
    groups=NOTHING,
    members=NOTHING,
    ids=np.zeros(0, np.int64),
    counts=ClauseCounts(
        seen=0, held=np.zeros(0, np.uint32), new_at=np.zeros(0, np.uint32), priors=np.zeros(0, np.float32)
    ),
)


def merged(columns: Columns, alive: Mask, new: Groups) -> Columns:
    """The columns with new queries; without the ids that are not alive, and what nobody asks any more."""
    atoms = columns.atoms.copy()
    clauses, counts, new_groups = _with_clauses(columns, atoms, [query for query, _ in new])
    groups, places = _with_rows(columns.groups, new_groups)
    old_group_of = np.empty(len(columns.ids), np.int32)
    old_group_of[columns.members.values] = columns.members.row_of
    new_ids = [id_ for _, ids in new for id_ in ids]
    ids = np.concatenate([columns.ids[alive], np.array(new_ids, np.int64)])
    group_of = np.concatenate([old_group_of[alive], np.repeat(places, [len(ids) for _, ids in new])])
    order = np.argsort(ids, kind="stable")
    used_groups, group_numbers = np.unique(group_of[order], return_inverse=True)
    groups = groups.take(used_groups)
    used_clauses, numbers = np.unique(groups.values, return_inverse=True)
    clauses = clauses.take(used_clauses)
    used_atoms, atom_numbers = np.unique(clauses.values // 2, return_inverse=True)
    return Columns(
        atoms=atoms.only(used_atoms.tolist()),
        clauses=Rows(clauses.starts, (2 * atom_numbers + clauses.values % 2).astype(np.int32)),
        groups=Rows(groups.starts, numbers.astype(np.int32)),
        members=Rows.grouped(group_numbers, len(groups)),
        ids=ids[order],
        counts=counts.only(used_clauses),
    )


def _with_clauses(
    columns: Columns, atoms: Atoms, queries: Sequence[Query]
) -> tuple[Rows, ClauseCounts, Rows]:
    """The clauses and counts with those of the queries, and the queries as rows of clauses."""
    numbers: dict[tuple[int, ...], int] = {}
    priors: list[float] = []
    rows = []
    for query in queries:
        row = []
        for clause in query.clauses:
            codes = atoms.codes(clause)
            if codes not in numbers:
                numbers[codes] = len(numbers)
                priors.append(static_cost(clause))
            row.append(numbers[codes])
        rows.append(row)
    clauses, places = _with_rows(columns.clauses, Rows.of(numbers))
    fresh = [
        prior for prior, place in zip(priors, places.tolist(), strict=True) if place >= len(columns.clauses)
    ]
    return clauses, columns.counts.followed_by(fresh), Rows.of(rows).renumbered(places)


def _with_rows(rows: Rows, more: Rows) -> tuple[Rows, Numbers]:
    """The rows with those of `more` that they lack, and the place of each of `more`. `more` differ."""
    places = rows.places_of(more)
    fresh = places < 0
    places[fresh] = len(rows) + np.arange(np.count_nonzero(fresh), dtype=np.int32)
    return rows.followed_by(more.take(np.flatnonzero(fresh))), places
