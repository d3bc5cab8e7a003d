"""Which postings are one line of a digest: the same job in several cities, or listed twice. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.delivery.wording import pay_text
from bot.domain.opening import Facets
from bot.domain.posting import StoredPosting

LineKey = tuple[str, ...]
"""Equal for postings that are one line."""

_LEGAL_FORM = re.compile(r"[\s,]+(inc|llc|ltd|limited|gmbh|ag|corp|corporation|co|plc|s\.?a|b\.?v)\.?$")
_WORKPLACES = ("remote", "hybrid", "onsite", "on-site", "on site")


def same_company(one: str, other: str) -> bool:
    """Whether two names are of one company: case, spacing and the legal form do not count."""
    return company_key(one) == company_key(other)


def company_key(name: str) -> str:
    """Equal for names of one company."""
    return _LEGAL_FORM.sub("", " ".join(name.casefold().split()))


def line_key(posting: StoredPosting, facets: Facets) -> LineKey:
    """The company, the title without its places, the levels and the pay; other pay is another line.

    A posting that names no company is like no other.
    """
    company = company_key(posting.reading.company or "")
    title = _without_places(facets.title or posting.reading.title, facets)
    if not company or not title:
        return (str(posting.id),)
    levels = "/".join(level.value for level in facets.levels)
    return company, title, levels, pay_text(facets.pay) if facets.pay else ""


def facets_together(some: Sequence[Facets]) -> Facets:
    """The facets of a line: the first posting's, with the places of all, each once."""
    first = some[0]
    places = {place.name: place for facets in some for place in facets.places}
    regions = {place.name: place for facets in some for place in facets.remote_regions}
    return replace(first, places=tuple(places.values()), remote_regions=tuple(regions.values()))


def _without_places(title: str, facets: Facets) -> str:
    folded = " ".join(title.casefold().split())
    names = [part.strip() for place in facets.places for part in place.name.casefold().split(",")]
    for name in sorted({*names, *_WORKPLACES} - {""}, key=len, reverse=True):
        folded = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", folded)
    return " ".join(re.findall(r"[\w+#./]+", folded))
