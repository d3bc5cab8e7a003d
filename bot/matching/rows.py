"""Lists of numbers of unequal length, all in two arrays."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]

_PRIMES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
"""Odd constants that spread bits (of the golden ratio; of xxHash64)."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Row `i` is `values[starts[i]:starts[i + 1]]`."""

    starts: Numbers
    values: Numbers

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "Rows":
        """From lists."""
        lists = [tuple(row) for row in rows]
        values = np.fromiter(chain.from_iterable(lists), np.int32, sum(map(len, lists)))
        return cls.of_lengths(np.fromiter(map(len, lists), np.int32, len(lists)), values)

    @classmethod
    def of_lengths(cls, lengths: NDArray[np.integer], values: Numbers) -> "Rows":
        """From the rows one after the other, and the length of each."""
        starts = np.zeros(len(lengths) + 1, np.int32)
        np.cumsum(lengths, out=starts[1:])
        return cls(starts, values)

    @classmethod
    def grouped(cls, row_of: NDArray[np.integer], count: int) -> "Rows":
        """Where each number of `row_of` stands: row `i` lists the positions of `i`, in order."""
        order = np.argsort(row_of, kind="stable").astype(np.int32)
        return cls.of_lengths(np.bincount(row_of, minlength=count), order)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Numbers:
        """The length of each row."""
        return np.diff(self.starts)

    @property
    def row_of(self) -> Numbers:
        """The row of each value."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)

    def row(self, number: int) -> list[int]:
        """One row."""
        row: list[int] = self.values[self.starts[number] : self.starts[number + 1]].tolist()
        return row

    def lists(self) -> list[list[int]]:
        """The rows as lists."""
        values = self.values.tolist()
        return [values[first:last] for first, last in pairwise(self.starts.tolist())]

    def take(self, rows: NDArray[np.integer]) -> "Rows":
        """These rows."""
        first = self.starts[rows]
        lengths = self.starts[rows + 1] - first
        taken = Rows.of_lengths(lengths, self.values)
        shift = np.repeat(first - taken.starts[:-1], lengths)
        return Rows(taken.starts, self.values[np.arange(len(shift), dtype=np.int32) + shift])

    def only(self, mask: Mask) -> "Rows":
        """The same rows, of the values for which the mask holds."""
        kept = mask[self.values]
        if kept.all():
            return self
        lengths = np.bincount(self.row_of[kept], minlength=len(self))
        return Rows.of_lengths(lengths, self.values[kept])

    def followed_by(self, more: "Rows") -> "Rows":
        """These rows, then others."""
        return Rows(
            np.concatenate([self.starts, self.starts[-1] + more.starts[1:]]),
            np.concatenate([self.values, more.values]),
        )

    def renumbered(self, numbers: Numbers) -> "Rows":
        """Every value replaced by the number that stands for it."""
        return Rows(self.starts, numbers[self.values])

    def any_in(self, mask: Mask) -> Mask:
        """Of each row, whether the mask holds for one of its values. No row may be empty."""
        return np.logical_or.reduceat(mask[self.values], self.starts[:-1]) if len(self) else np.zeros(0, bool)

    def all_in(self, mask: Mask) -> Mask:
        """Of each row, whether the mask holds for all of its values. No row may be empty."""
        return (
            np.logical_and.reduceat(mask[self.values], self.starts[:-1]) if len(self) else np.zeros(0, bool)
        )

    def first_least(self, costs: NDArray[np.floating]) -> Numbers:
        """The first value of each row whose cost is the least of that row. No row may be empty."""
        if not len(self):
            return np.zeros(0, np.int32)
        each = costs[self.values]
        least = np.flatnonzero(each == np.repeat(np.minimum.reduceat(each, self.starts[:-1]), self.lengths))
        return self.values[least[np.searchsorted(least, self.starts[:-1])]]

    def places_of(self, rows: "Rows") -> Numbers:
        """Where each of the given rows stands among these; -1 for one that does not. No row may be empty."""
        if not len(self) or not len(rows):
            return np.full(len(rows), -1, np.int32)
        hashes = _hashes(self)
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        found = np.searchsorted(hashes, _hashes(rows), sorter=order)
        places = order[np.minimum(found, len(self) - 1)]
        return np.where(_equal(self.take(places), rows), places, np.int32(-1))


def _hashes(rows: Rows) -> NDArray[np.uint64]:
    """A number for each row; rows that differ share one about once in 2**64."""
    position = np.arange(len(rows.values), dtype=np.int32) - np.repeat(rows.starts[:-1], rows.lengths)
    mixed = (rows.values.astype(np.uint64) + np.uint64(1)) * _PRIMES[0]
    mixed ^= mixed >> np.uint64(29)
    mixed *= (position.astype(np.uint64) * np.uint64(2) + np.uint64(1)) * _PRIMES[1]
    mixed ^= mixed >> np.uint64(32)
    return np.add.reduceat(mixed, rows.starts[:-1])


def _equal(left: Rows, right: Rows) -> Mask:
    """Whether each row is the other's row of the same number."""
    equal: Mask = left.lengths == right.lengths
    rows = np.flatnonzero(equal)
    if len(rows):
        one, other = left.take(rows), right.take(rows)
        equal[rows] = np.logical_and.reduceat(one.values == other.values, one.starts[:-1])
    return equal
