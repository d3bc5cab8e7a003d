"""The index keys that an opening yields, and those that a query requires.

Every opening that meets a query yields a key out of each set that the query requires, so the index may
leave out all others.
"""

from collections.abc import Callable, Iterator

from bot.domain.opening import Facets, Workplace
from bot.extraction.vocabulary import EntryKind
from bot.matching.candidate import CandidateWords
from bot.matching.query import AllOf, AnyOf, Literal, Node
from bot.matching.terms import FACETS, key, offered

Required = tuple[frozenset[str], ...]


def keys_of_openings(words: CandidateWords) -> tuple[frozenset[str], ...]:
    """The keys of each opening."""
    shared = {f"lang:{words.reading.language}"}
    shared.update([f"company:{word}" for word in words.company])
    shared.update([f"source:{word}" for word in words.source])
    shared.update([f"word:{word}" for word in words.title.singulars])
    shared.update([f"word:{word}" for word in words.text.singulars])
    shared.update([f"pair:{first} {second}" for first, second in words.title.pairs])
    shared.update([f"pair:{first} {second}" for first, second in words.text.pairs])
    shared.update([f"title:{word}" for word in words.title.folded])
    return tuple(
        frozenset(shared).union(_opening_keys(opening), [f"title:{word}" for word in title.folded])
        for opening, title in zip(words.reading.openings, words.opening_titles, strict=True)
    )


def _opening_keys(opening: Facets) -> Iterator[str]:
    for kind in FACETS:
        for value in offered(opening, kind):
            yield key(kind, value)
    places = opening.places
    if opening.workplace is Workplace.REMOTE:
        places += opening.remote_regions
    for place in places:
        for place_key in place.keys:
            yield f"place:{place_key}"
    yield "pay:unknown" if opening.pay is None else "pay:known"
    if opening.years_min is not None:
        yield "years:known"
    yield f"visa:{opening.visa.value}"


def required_keys(node: Node, share: Callable[[str], float]) -> Required:
    """Key sets that every match hits. `share` estimates the share of candidates that yield a key."""
    match node:
        case Literal():
            return () if node.negated else node.term.requires()
        case AllOf():
            return tuple(dict.fromkeys(keys for part in node.parts for keys in required_keys(part, share)))
        case AnyOf():
            alternatives = [rarest(required_keys(part, share), share) for part in node.parts]
            known = [keys for keys in alternatives if keys is not None]
            return (frozenset().union(*known),) if len(known) == len(alternatives) else ()


def rarest(required: Required, share: Callable[[str], float]) -> frozenset[str] | None:
    """The set that the fewest candidates hit; None when nothing is required."""
    return min(required, key=lambda keys: cost(keys, share), default=None)


def cost(keys: frozenset[str], share: Callable[[str], float]) -> float:
    """An upper estimate of the share of candidates that hit the set."""
    return sum(share(each) for each in keys)


SHARES = {
    EntryKind.LEVEL.value: 0.2,
    EntryKind.ROLE.value: 0.08,
    EntryKind.SKILL.value: 0.03,
    EntryKind.WORKPLACE.value: 0.3,
    EntryKind.EMPLOYMENT.value: 0.3,
    "word": 0.02,
    "pair": 0.002,
    "title": 0.02,
    "company": 0.001,
    "source": 0.1,
    "place": 0.1,
    "lang": 0.8,
    "pay": 0.5,
    "years": 0.5,
    "visa": 0.2,
}
"""How often a key of each sort is seen before anything is learnt: rough shares of a general job board."""
