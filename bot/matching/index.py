"""All standing queries, held against a candidate at once.

Those that came lately are in dictionaries, quick to change; when they are many, they are merged into
columns of numbers, quick to search. The result is what holding every query against every opening gives.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.subscription import SubscriptionId
from bot.matching.candidate import Candidate, CandidateWords, Offer
from bot.matching.hit import Hits
from bot.matching.index_few import FIRST_REFILING, FewQueries
from bot.matching.keys import keys_of_openings
from bot.matching.query import Query

if TYPE_CHECKING:
    from bot.matching.index_columns import Columns
    from bot.matching.index_many import ManyQueries

MERGE_AT = 5_000
"""So many different queries are as quick in columns as in dictionaries, or quicker (bench_index)."""


class StandingQueries:
    """The subscriptions' queries, in memory. Not safe for use by several threads at once.

    Whoever changes it merges when `wants_merge` says so: by `merge`, or, so that others need not wait, by
    calling what `begin_merge` returns in another thread and passing its result to `finish_merge`.
    """

    def __init__(self, *, merge_at: int = MERGE_AT) -> None:
        self._merge_at = merge_at
        self._many: ManyQueries | None = None
        self._merging: FewQueries | None = None
        self._few = FewQueries()
        self._removed: list[SubscriptionId] = []  # while merging
        self._refile_at = FIRST_REFILING

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts())

    def put(self, id: SubscriptionId, query: Query) -> None:  # noqa: A002  # the word of the interface
        """Adds a subscription, or replaces its query."""
        self.remove(id)
        self._few.put(id, query)

    def remove(self, id: SubscriptionId) -> None:  # noqa: A002
        """Takes a subscription out; nothing happens when it is not there."""
        if any(part.remove(id) for part in self._parts()) and self._merging is not None:
            self._removed.append(id)

    def matches(self, candidate: Candidate, *, now: datetime) -> Hits:
        """Every subscription that the candidate matches, by id."""
        words = CandidateWords(candidate)
        keys = keys_of_openings(words)
        offers = [Offer(words, number, now) for number in range(len(keys))]
        return Hits(batch for part in self._parts() for batch in part.matches(offers, keys))

    @property
    def wants_merge(self) -> bool:
        """Whether so many queries came, or so much was learnt of how often clauses hold, that it pays."""
        if self._merging is not None:
            return False
        if self._many is None:
            return self._few.distinct >= self._merge_at
        recent = max(1, self._merge_at // 4, min(2 * self._merge_at, len(self._many) // 10))
        return self._few.distinct >= recent or self._many.columns.counts.seen >= self._refile_at

    def merge(self) -> None:
        """Brings the recent queries into the columns, and files all anew by what was learnt."""
        self.finish_merge(self.begin_merge()())

    def begin_merge(self) -> Callable[[], "Columns"]:
        """What makes the new columns, in any thread; meanwhile queries may come, go and match."""
        from bot.matching.index_columns import NO_COLUMNS, merged

        columns = self._many.columns if self._many else NO_COLUMNS
        alive = self._many.alive.copy() if self._many else NO_COLUMNS.ids.astype(bool)
        self._merging, self._few = self._few, FewQueries()
        self._refile_at = max(FIRST_REFILING, 2 * columns.counts.seen)
        return partial(merged, columns, alive, self._merging.groups())

    def finish_merge(self, columns: "Columns") -> None:
        """Uses the new columns from now on."""
        from bot.matching.index_many import ManyQueries

        self._many = ManyQueries(columns)
        self._merging = None
        for id_ in self._removed:
            self._many.remove(id_)
        self._removed.clear()

    def _parts(self) -> Iterator["FewQueries | ManyQueries"]:
        for part in (self._few, self._merging, self._many):
            if part is not None:
                yield part
