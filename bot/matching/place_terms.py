"""Terms about where the work is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.opening import Facets, Place, Workplace
from bot.matching.candidate import Offer
from bot.matching.terms import Term, quoted

WORLDWIDE = "region:worldwide"


@dataclass(frozen=True, slots=True)
class InTerm(Term):
    """Based in a place or in something that lies in it, or remote from a region that names it."""

    place: Place
    spelling: str
    rank = 5
    keyed = True

    @property
    def text(self) -> str:
        """`in:` and the place."""
        return f"in:{self.spelling}"

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "place", f"based in {self.place.name}, or remote from a region that names it"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words that name the place or the region."""
        opening = offer.opening
        based = [place.name for place in opening.places if self.place.keys[0] in place.keys]
        if based:
            return offer.stated("places", *based)
        if opening.workplace is Workplace.REMOTE:
            regions = [place.name for place in opening.remote_regions if self.place.keys[0] in place.keys]
            return offer.stated("remote_regions", *regions) if regions else None
        return None

    def missed_by(self, offer: Offer) -> str:
        """Where the job is."""
        opening = offer.opening
        if opening.places:
            return f"place: the posting is in {_names(opening.places)}, not in {self.place.name}"
        if opening.workplace is Workplace.REMOTE:
            regions = _names(opening.remote_regions) or "an unnamed region"
            return f"place: the posting is remote from {regions}, which does not name {self.place.name}"
        return "place: the posting names no place"

    def requires(self) -> tuple[frozenset[str], ...]:
        """The place's own key."""
        return (frozenset({f"place:{self.place.keys[0]}"}),)


@dataclass(frozen=True, slots=True)
class RemoteFromTerm(Term):
    """Remote, and the region from which it may be done overlaps with a place."""

    place: Place
    spelling: str
    rank = 5

    @property
    def text(self) -> str:
        """`remote:` and the region."""
        return f"remote:{self.spelling}"

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "remote region", f"may be done from {self.place.name}"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words that say remote and those that name the region."""
        if offer.opening.workplace is not Workplace.REMOTE:
            return None
        regions = [place.name for place in _regions(offer.opening) if self._overlaps(place)]
        if not regions:
            return None
        facet = "remote_regions" if offer.opening.remote_regions else "places"
        return offer.stated("workplace", Workplace.REMOTE.value) + offer.stated(facet, *regions)

    def _overlaps(self, region: Place) -> bool:
        if WORLDWIDE in (region.keys[0], self.place.keys[0]):
            return True
        return self.place.keys[0] in region.keys or region.keys[0] in self.place.keys

    def missed_by(self, offer: Offer) -> str:
        """Not remote, or remote from elsewhere."""
        opening = offer.opening
        if opening.workplace is Workplace.UNKNOWN:
            return "remote: the posting does not say that it is remote"
        if opening.workplace is not Workplace.REMOTE:
            said = quoted(offer.stated("workplace", opening.workplace.value))
            return f"remote: the posting is {opening.workplace.value} ({said})"
        regions = _regions(opening)
        if not regions:
            return "remote: the posting does not say from where; plain `remote` would match"
        return f"remote: the posting is remote from {_names(regions)}, not from {self.place.name}"

    def requires(self) -> tuple[frozenset[str], ...]:
        """Remote."""
        return (frozenset({"workplace:remote"}),)


def _regions(opening: Facets) -> tuple[Place, ...]:
    return opening.remote_regions or opening.places


def _names(places: Sequence[Place]) -> str:
    return " or ".join(place.name for place in places[:3])
