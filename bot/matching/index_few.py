"""The index of some thousand queries, and of those that came lately: dictionaries of groups.

Equal queries form one group. A group is filed under the rarest set of keys that a match must hit; what
requires nothing is always checked. An opening's keys find the groups, the groups' other required sets
sift them, and the clauses decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.match import Reason
from bot.domain.subscription import SubscriptionId
from bot.matching.candidate import Offer
from bot.matching.explain import Verdicts
from bot.matching.hit import Batch
from bot.matching.keys import SHARES, Required, rarest, required_keys
from bot.matching.query import Node, Query

PRIOR_WEIGHT = 50
"""The static estimate of a key's share counts as much as this many candidates."""

FIRST_REFILING = 200
"""After so many candidates the groups are filed anew by what was learnt, and whenever that has doubled."""


@dataclass(slots=True)
class _Group:
    """One query and the subscriptions that ask it. `filed` None: always checked."""

    query: Query
    ids: set[SubscriptionId] = field(default_factory=set)
    required: Required = ()
    filed: frozenset[str] | None = None
    clauses: tuple[tuple[str, Node], ...] = field(init=False)

    def __post_init__(self) -> None:
        self.clauses = tuple((clause.text, clause) for clause in self.query.clauses)


class _Shares:
    """How often keys are seen: counted for the keys that some query requires, above a static estimate."""

    def __init__(self) -> None:
        self.seen = 0
        self._counts: dict[str, tuple[int, int]] = {}

    def watch(self, key: str) -> None:
        self._counts.setdefault(key, (0, self.seen))

    def learn(self, keys: frozenset[str]) -> None:
        self.seen += 1
        for key in keys & self._counts.keys():
            count, since = self._counts[key]
            self._counts[key] = (count + 1, since)

    def share(self, key: str) -> float:
        count, since = self._counts.get(key, (0, self.seen))
        prior = SHARES[key.partition(":")[0]]
        return (count + prior * PRIOR_WEIGHT) / (self.seen - since + PRIOR_WEIGHT)


class FewQueries:
    """Queries in dictionaries: quick to change."""

    def __init__(self) -> None:
        self._groups: dict[str, _Group] = {}
        self._texts: dict[SubscriptionId, str] = {}
        self._filed: dict[str, dict[str, _Group]] = {}
        self._always: dict[str, _Group] = {}
        self._shares = _Shares()
        self._refile_at = FIRST_REFILING

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def distinct(self) -> int:
        """How many different queries there are."""
        return len(self._groups)

    def groups(self) -> tuple[tuple[Query, tuple[SubscriptionId, ...]], ...]:
        """Every query, and the subscriptions that ask it."""
        return tuple((group.query, tuple(group.ids)) for group in self._groups.values())

    def put(self, id: SubscriptionId, query: Query) -> None:  # noqa: A002  # the word of the interface
        """Adds a subscription that is not there."""
        group = self._groups.get(query.text)
        if group is None:
            group = self._groups[query.text] = _Group(Query(root=query.root))
            self._file(group)
        group.ids.add(id)
        self._texts[id] = query.text

    def remove(self, id: SubscriptionId) -> bool:  # noqa: A002
        """Takes a subscription out; whether it was there."""
        text = self._texts.pop(id, None)
        if text is None:
            return False
        group = self._groups[text]
        group.ids.discard(id)
        if not group.ids:
            self._take_out(group)
            del self._groups[text]
        return True

    def matches(self, offers: Sequence[Offer], keys: Sequence[frozenset[str]]) -> list[Batch]:
        """Each subscription whose query an opening meets, with the first such; `keys` are the openings'."""
        met: set[str] = set()
        batches = [self._met(offer, own_keys, met) for offer, own_keys in zip(offers, keys, strict=True)]
        for own_keys in keys:
            self._learn(own_keys)
        return batches

    def _met(self, offer: Offer, keys: frozenset[str], met: set[str]) -> Batch:
        """The subscriptions that an opening meets, but for those of queries that one before has met."""
        verdicts, said = Verdicts(offer), Said()
        found: list[tuple[SubscriptionId, int]] = []
        for group in self._likely(keys):
            reasons = None if group.query.text in met else verdicts.reasons(group.clauses)
            if reasons is not None:
                met.add(group.query.text)
                number = said.add(reasons)
                found += [(id_, number) for id_ in group.ids]
        found.sort()
        return Batch([id_ for id_, _ in found], [number for _, number in found], offer.index, said)

    def _likely(self, keys: frozenset[str]) -> Iterator[_Group]:
        """The groups of whose required sets the opening hits every one."""
        filed: dict[str, _Group] = dict(self._always)
        for key in keys & self._filed.keys():
            filed.update(self._filed[key])
        for group in filed.values():
            for required in group.required:
                if keys.isdisjoint(required):
                    break
            else:
                yield group

    def _file(self, group: _Group) -> None:
        group.required = required_keys(group.query.root, self._shares.share)
        for keys in group.required:
            for key in keys:
                self._shares.watch(key)
        group.filed = rarest(group.required, self._shares.share)
        if group.filed is None:
            self._always[group.query.text] = group
            return
        for key in group.filed:
            self._filed.setdefault(key, {})[group.query.text] = group

    def _take_out(self, group: _Group) -> None:
        self._always.pop(group.query.text, None)
        for key in group.filed or ():
            filed = self._filed[key]
            del filed[group.query.text]
            if not filed:
                del self._filed[key]

    def _learn(self, keys: frozenset[str]) -> None:
        self._shares.learn(keys)
        if self._shares.seen >= self._refile_at:
            self._refile_at = 2 * self._shares.seen
            for group in self._groups.values():
                self._take_out(group)
                self._file(group)


class Said:
    """Why one candidate meets the queries that it meets."""

    def __init__(self) -> None:
        self._reasons: list[tuple[Reason, ...]] = []

    def add(self, reasons: tuple[Reason, ...]) -> int:
        """Why it meets one more; the number by which it is known."""
        self._reasons.append(reasons)
        return len(self._reasons) - 1

    def reasons(self, query: int) -> tuple[Reason, ...]:
        """Why it meets a query."""
        return self._reasons[query]
