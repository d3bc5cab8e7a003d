"""The subscriptions that a candidate matches. Few of thousands are looked at: what they say is made then."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

from bot.domain.match import Reason
from bot.domain.subscription import SubscriptionId


class Hit(NamedTuple):
    """A subscription that a candidate matches, the first opening that meets its query, and why."""

    subscription_id: SubscriptionId
    opening: int
    reasons: tuple[Reason, ...]


class Told(Protocol):
    """What can say why an opening meets queries, each known to it by a number."""

    def reasons(self, query: int) -> tuple[Reason, ...]:
        """A reason for each clause."""
        ...


class Batch(NamedTuple):
    """The subscriptions that one opening meets, ids ascending, and the number of each one's query."""

    ids: Sequence[SubscriptionId]
    queries: Sequence[int]
    opening: int
    told: Told


class Hits:
    """All hits of a candidate, by id: `ids` are there at once, a hit and its reasons when asked for."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._batches = [batch for batch in batches if batch.ids]
        ids = list(chain.from_iterable(batch.ids for batch in self._batches))
        self._order: Sequence[int] = range(len(ids))
        if len(self._batches) > 1:
            self._order = sorted(self._order, key=ids.__getitem__)
            ids = [ids[place] for place in self._order]
        self.ids: Sequence[SubscriptionId] = ids

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Hit]:
        return map(self.hit, range(len(self)))

    def hit(self, number: int) -> Hit:
        """The hit of `ids[number]`."""
        place = self._order[number]
        for batch in self._batches:
            if place < len(batch.ids):
                break
            place -= len(batch.ids)
        return Hit(self.ids[number], batch.opening, batch.told.reasons(batch.queries[place]))
