"""Resolves names of places: cities, states, countries, regions. Pure; its tables come from `loading`.

Where names compete, what stands around them decides ("Paris, TX", "Tbilisi, Georgia"), then the number
of inhabitants.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.opening import Place
from bot.extraction.location_reading import LocationReading
from bot.extraction.place_tables import PlaceTables, Tables, fold_place

_ELSEWHERE = re.compile(
    r"\b(?:non[- ]|not (?:in|from|within|available in|open to) |outside (?:of )?|except(?:ing)? (?:for )?"
    r"|excluding |excl\.? |other than |but not |no )(?P<where>[^;|,)\n]{2,40})",
    re.IGNORECASE,
)
"""What a text says is not meant: "Remote (non-US)", "anywhere except California"."""
_REMEMBERED = 4096
_LONGEST_LOCATION = 2000


class Gazetteer:
    """All known places, by name."""

    def __init__(self, tables: Tables) -> None:
        self._tables = PlaceTables(tables)
        self._find = lru_cache(maxsize=_REMEMBERED)(self._read)

    def names(self) -> Iterator[str]:
        """Names of regions, countries, states and large cities in lower case, for suggestions."""
        return self._tables.known_names()

    def starting(self, begun: str, most: int) -> tuple[str, ...]:
        """Shown names of regions, countries, states and large cities that begin so, the likeliest first."""
        records = sorted(self._tables.starting(begun.lower()), key=self._tables.weight_alone, reverse=True)
        return tuple(dict.fromkeys(self._tables.place(record).name.split(", ")[0] for record in records))[
            :most
        ]

    def resolve(self, text: str) -> Place | None:
        """The place that the whole text names, in any case ("berlin", "San Francisco, CA"); None if none.

        A name of a city and its country at once ("Singapore") means the country, which holds the city.
        """
        folded = fold_place(text)
        land = self._tables.city_state(self._tables.named(folded))
        if land is not None:
            return self._tables.place(land)
        found = self._find(text[:_LONGEST_LOCATION], False)  # lru_cache wants it by position
        if len(found) == 1 and fold_place(found[0][1]) == folded:
            return found[0][0]
        records = self._tables.named(folded)
        return self._tables.place(max(records, key=self._tables.weight_alone)) if records else None

    def find(self, text: str) -> tuple[tuple[Place, str], ...]:
        """The places that a location field names, in order and each once, with the words that name them.

        In a text of mixed case only capitalised words are names.
        """
        text = text[:_LONGEST_LOCATION]
        return self._find(text, text not in (text.lower(), text.upper()))

    def _read(self, text: str, cased: bool) -> tuple[tuple[Place, str], ...]:  # noqa: FBT001
        found: dict[tuple[str, ...], tuple[Place, str]] = {}
        named = _ELSEWHERE.sub(lambda words: " " * len(words.group()), text)
        for place, start, end in LocationReading(self._tables, named, cased=cased).places():
            found.setdefault(place.keys, (place, text[start:end]))
        return tuple(found.values())
