"""The gazetteer's records, by number: names, codes, and what lies in what. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict

from bot.domain.opening import Place

CITY, STATE, COUNTRY, REGION = "city", "state", "country", "region"

Record = tuple[str, str, str, int, float]
"""Kind, shown name, own key, number of the parent record (-1: none), weight."""


class Tables(TypedDict):
    """Plain data of a gazetteer: records, the regions of countries and regions, names and codes by record."""

    records: Sequence[Record]
    regions_of: Mapping[int, tuple[str, ...]]
    names: Mapping[str, tuple[int, ...]]
    codes: Mapping[str, tuple[int, ...]]
    states_first: Sequence[str]
    not_alone: Sequence[str]
    stop_words: Sequence[str]
    named_together: Mapping[int, tuple[int, ...]]


_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)
_WORD = re.compile(r"[^\W_]+")
_SHY_COUNTRIES = frozenset(("country:ge", "country:sg", "country:hk"))
_LARGE_CITY = 150_000


def fold_place(name: str) -> str:
    """A name for comparison: words in lower case without accents, one space between."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = "".join(sign for sign in name if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(name.lower()))


class PlaceTables:
    """Looks records up and says how they lie in each other."""

    def __init__(self, tables: Tables) -> None:
        self._records = tables["records"]
        self._regions_of = tables["regions_of"]
        self._names = tables["names"]
        self._codes = tables["codes"]
        self._states_first = frozenset(tables["states_first"])
        self.not_alone = frozenset(tables["not_alone"])
        """Codes that are more often an abbreviation of something else ("AI", "QA")."""
        self.stop_words = frozenset(tables["stop_words"])
        self._named_together = tables["named_together"]

    def spelled_out(self, record: int) -> tuple[int, ...]:
        """The countries that a name such as "US & Canada" names; of any other record itself."""
        return self._named_together.get(record, (record,))

    def states_of(self, records: Iterable[int]) -> tuple[int, ...]:
        """Those of the records that are states."""
        return tuple(record for record in records if self.kind(record) == STATE)

    def is_large(self, record: int) -> bool:
        """Whether a city is known far beyond its surroundings."""
        return self.weight(record) >= _LARGE_CITY

    def city_state(self, records: Iterable[int]) -> int | None:
        """The country among records of one name that has a city of that name too: Singapore, Luxembourg."""
        found = tuple(records)
        for record in found:
            if self.kind(record) == COUNTRY and any(self.holds(record, each) for each in found):
                return record
        return None

    def known_names(self) -> Iterator[str]:
        """Names of regions, countries, states and large cities."""
        for kind, name, _, _, weight in self._records:
            if kind != CITY or weight >= _LARGE_CITY:
                yield name.lower()

    def starting(self, begun: str) -> Iterator[int]:
        """Records of regions, countries, states and large cities whose shown name begins so, in any case."""
        for number, (kind, name, _, _, weight) in enumerate(self._records):
            if name.lower().startswith(begun) and (kind != CITY or weight >= _LARGE_CITY):
                yield number

    def kind(self, record: int) -> str:
        """`city`, `state` (areas too), `country` or `region`."""
        return self._records[record][0]

    def weight(self, record: int) -> float:
        """How likely the record is what its name means: inhabitants, roughly; states below big cities."""
        return self._records[record][4]

    def weight_alone(self, record: int) -> float:
        """The weight when nothing around the name helps.

        A country that has the name of a US state ("Georgia") gives way to it, and one that is a city
        (Singapore) to the city.
        """
        kind, _, key, _, weight = self._records[record]
        return 1.0 if kind == COUNTRY and key in _SHY_COUNTRIES else weight

    def keys(self, record: int) -> tuple[str, ...]:
        """The keys of a record and of all that it lies in, innermost first."""
        found = []
        while record >= 0:
            found.append(self._records[record][2])
            found += self._regions_of.get(record, ())
            record = self._records[record][3]
        return tuple(found)

    def holds(self, container: int, record: int) -> bool:
        """Whether a record lies in another."""
        return container != record and self._records[container][2] in self.keys(record)

    def named(self, folded: str) -> tuple[int, ...]:
        """The records of a folded name; a word that mostly names no place has none."""
        return () if folded in self.stop_words else self._names.get(folded, ())

    def coded(self, code: str) -> tuple[int, ...]:
        """The records of a code in capitals such as TX, DE, BC; the likelier meaning first."""
        wanted = STATE if code in self._states_first else COUNTRY
        return tuple(sorted(self._codes.get(code, ()), key=lambda record: self.kind(record) != wanted))

    def place(self, record: int) -> Place:
        """The record as "City, Country"; a country, region or city-state by its name alone."""
        kind, name, _, _, _ = self._records[record]
        if kind not in (COUNTRY, REGION) and name != self._country_name(record):
            name = f"{name}, {self._country_name(record)}"
        return Place(name=name, keys=self.keys(record))

    def unknown_city(self, name: str, container: int) -> Place:
        """A city that the tables do not have, in a state or country that they have."""
        keys = self.keys(container)
        country = next(key.removeprefix("country:") for key in keys if key.startswith("country:"))
        inside = keys[0].removeprefix("state:") if self.kind(container) == STATE else country
        name = name.title() if name.islower() else name
        shown = f"{name}, {self._country_name(container)}"
        return Place(name=shown, keys=(f"city:{name.lower()},{inside}", *keys))

    def _country_name(self, record: int) -> str:
        while self.kind(record) != COUNTRY:
            record = self._records[record][3]
        return self._records[record][1]
